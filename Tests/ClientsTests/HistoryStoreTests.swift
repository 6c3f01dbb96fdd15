import Clients
import Database
import Testing
import Vocabulary

@Suite struct HistoryStoreTests {
    let history = HistoryStore()

    func version(of client: ClientID, _ transaction: Transaction) throws -> Int? {
        try ClientStore().client(client, in: transaction)?.historyVersion
    }

    @Test func aFactIsRecordedOnceAndRaisesTheVersionOnce() async throws {
        let world = try await World()
        let client = try await world.client("a")
        let fact = Interaction(
            client: client, service: World.newCar, source: .history, sourceID: world.ids.bytes(16), value: 1, at: World.now)
        try await world.database.write { transaction throws in
            #expect(try history.record(fact, in: transaction))
            #expect(try history.record(fact, in: transaction) == false)
            #expect(try history.history(of: client, in: transaction) == [fact])
            #expect(try version(of: client, transaction) == 1)
        }
    }

    @Test func aLaterAnswerToTheSameOfferReplacesTheEarlierAndKeepsItsPropensity() async throws {
        let world = try await World()
        let client = try await world.client("a")
        let offer = world.ids.bytes(16)
        @Sendable func answer(_ value: Int, _ propensity: Double?, after seconds: Int64) -> Interaction {
            Interaction(
                client: client, service: World.loan, source: .offer, sourceID: offer, value: value, propensity: propensity,
                at: World.now + .seconds(seconds))
        }
        try await world.database.write { transaction throws in
            #expect(try history.record(answer(-1, 0.25, after: 0), in: transaction))
            #expect(try history.record(answer(1, nil, after: 60), in: transaction))
            #expect(try history.record(answer(1, nil, after: 90), in: transaction) == false)
            #expect(try history.history(of: client, in: transaction) == [answer(1, 0.25, after: 60)])
            #expect(try version(of: client, transaction) == 2)
        }
    }

    @Test func everythingIsStreamedAndAFactCanBeTakenBack() async throws {
        let world = try await World()
        let (one, two) = (try await world.client("a"), try await world.client("b"))
        let card = world.ids.bytes(16)
        try await world.database.write { transaction throws in
            for client in [one, two] {
                for service in [World.loan, World.newCar] {
                    let fact = Interaction(client: client, service: service, source: .history, sourceID: card, value: 1, at: World.now)
                    try history.record(fact, in: transaction)
                }
            }
            func all() throws -> [Interaction] {
                var all: [Interaction] = []
                try history.each(in: transaction) { all.append($0) }
                return all
            }
            #expect(try all().count == 4)
            #expect(try all().map(\.client) == [one, one, two, two].sorted())
            #expect(try history.withdraw(.history, sourceID: card, of: one, service: World.loan, in: transaction))
            #expect(try history.withdraw(.history, sourceID: card, of: one, service: World.loan, in: transaction) == false)
            #expect(try all().count == 3)
            #expect(try version(of: one, transaction) == 3)
        }
    }
}
