import Clients
import Database
import Recommendations
import Recommender
import Testing
import Vocabulary

/// What others do changes the counts of every process at once.
@Suite struct CatchingUpTests {
    private func caughtUp(_ recommending: Recommending, _ world: World) async throws -> Model {
        try await world.database.read {
            try recommending.catchUp(in: $0)
            return try recommending.model(in: $0).model
        }
    }

    private func facts(_ world: World) -> ClientFacts {
        let stranger: ClientID = world.ids.id()
        let car = Observation(client: stranger, service: World.newCar, source: .history, isPositive: true, at: World.now)
        return ClientFacts(id: stranger, audience: .individual, history: [car])
    }

    @Test func absorbedOneByOneItAnswersAsOneThatIsLoadedFresh() async throws {
        let world = try await World()
        _ = try await world.train()
        let recommending = Recommending()
        let before = try await caughtUp(recommending, world)
        for number in 0..<12 {
            let client = try await world.client("later \(number)")
            try await world.record(client, World.newCar, .history, 1)
            _ = try await caughtUp(recommending, world)
            try await world.record(client, World.loan, .offer, 1, propensity: 0.2)
            _ = try await caughtUp(recommending, world)
        }
        // A silent client who answers after all, and a fact that its sender takes back.
        let changed = try await world.client("changed")
        let source = world.ids.bytes(16)
        for value in [-1, 1] {
            _ = try await world.database.write {
                try HistoryStore().record(
                    Interaction(
                        client: changed, service: World.kasko, source: .offer, sourceID: source, value: value,
                        propensity: value < 0 ? 0.3 : nil, at: World.now), in: $0)
            }
            _ = try await caughtUp(recommending, world)
        }
        let taken = world.ids.bytes(16)
        _ = try await world.database.write {
            try HistoryStore().record(
                Interaction(client: changed, service: World.loan, source: .history, sourceID: taken, value: 1, at: World.now), in: $0)
        }
        _ = try await caughtUp(recommending, world)
        _ = try await world.database.write {
            try HistoryStore().withdraw(.history, sourceID: taken, of: changed, service: World.loan, in: $0)
        }
        let absorbed = try await caughtUp(recommending, world)
        let fresh = try await caughtUp(Recommending(), world)
        #expect(absorbed.encoded() == fresh.encoded() && absorbed.encoded() != before.encoded())
        #expect(absorbed.neighbourCount == 73 && fresh.neighbourCount == 73)
        let client = facts(world)
        #expect(absorbed.scored(client, candidates: absorbed.services) == fresh.scored(client, candidates: fresh.services))
        let (was, now) = (before.scored(client, candidates: [World.loan]), absorbed.scored(client, candidates: [World.loan]))
        #expect((now.first?.score ?? 0) > (was.first?.score ?? 0), "everybody accepts the loan lately")
    }

    /// A sender took its file back, and of the client nothing else was known.
    @Test func aClientWhoIsGoneIsCountedOff() async throws {
        let world = try await World()
        _ = try await world.train()
        let recommending = Recommending()
        let before = try await caughtUp(recommending, world)
        let client = try await world.client("gone")
        let source = world.ids.bytes(16)
        try await world.database.write {
            _ = try HistoryStore().record(
                Interaction(client: client, service: World.newCar, source: .history, sourceID: source, value: 1, at: World.now), in: $0)
        }
        #expect(try await caughtUp(recommending, world).encoded() != before.encoded())
        try await world.database.write {
            try HistoryStore().withdraw(.history, sourceID: source, of: client, service: World.newCar, in: $0)
            try RecommendationStore().forget(client, in: $0)
            try ClientStore().remove(client, in: $0)
        }
        #expect(try await caughtUp(recommending, world).encoded() == before.encoded())
    }

    @Test func whatWasRolledBackIsNotAbsorbed() async throws {
        struct Undone: Error {}
        let world = try await World()
        _ = try await world.train()
        let recommending = Recommending()
        let before = try await caughtUp(recommending, world)
        let client = try await world.client("a")
        let source = world.ids.bytes(16)
        await #expect(throws: Undone.self) {
            try await world.database.write { transaction in
                _ = try HistoryStore().record(
                    Interaction(client: client, service: World.loan, source: .offer, sourceID: source, value: 1, at: World.now),
                    in: transaction)
                _ = try recommending.recommend(client, now: World.now, in: transaction)
                throw Undone()
            }
        }
        #expect(try await caughtUp(recommending, world).encoded() == before.encoded())

        // Also one that read the model inside the transaction for the first time.
        let newcomer = Recommending()
        await #expect(throws: Undone.self) {
            try await world.database.write { transaction in
                _ = try HistoryStore().record(
                    Interaction(client: client, service: World.loan, source: .offer, sourceID: source, value: 1, at: World.now),
                    in: transaction)
                _ = try newcomer.recommend(client, now: World.now, in: transaction)
                throw Undone()
            }
        }
        #expect(try await caughtUp(newcomer, world).encoded() == before.encoded())
    }

    @Test func theForgottenLeaveNothingBehind() async throws {
        let world = try await World()
        _ = try await world.train()
        let recommending = Recommending()
        let before = try await caughtUp(recommending, world)
        let client = try await world.client("a")
        try await world.record(client, World.loan, .offer, 1, propensity: 0.5)
        #expect(try await caughtUp(recommending, world).encoded() != before.encoded())
        try await world.database.write { try HistoryStore().forget(client, in: $0) }
        let after = try await caughtUp(recommending, world)
        #expect(after.encoded() == before.encoded() && after.neighbourCount == before.neighbourCount)
        let rows = try await world.database.read {
            try $0.rows("SELECT seq FROM interaction_change WHERE client_id = $1", [client]).count
        }
        #expect(rows == 0)
    }

    /// A person who answered the bot's questions themselves erases everything.
    @Test func theErasedLeaveNeitherHistoryNorNeighbours() async throws {
        let world = try await World()
        _ = try await world.train()
        let recommending = Recommending()
        let before = try await caughtUp(recommending, world)
        let (person, ids): (CustomerID, IDSource) = (world.ids.id(), world.ids)
        let client = try await world.database.write {
            try ClientStore().ownAnswers(
                OwnAnswers(ageBand: .from35to49), of: person, enteredBy: World.dealer, ids: ids, at: World.now, in: $0)
        }
        try await world.record(client, World.loan, .offer, 1, propensity: 0.5)
        let cards = try await world.client("a card of the dealer's")
        try await world.record(cards, World.newCar, .history, 1)
        _ = try await world.database.write {
            try ClientStore().link(customer: person, client: cards, how: .personal, at: World.now, in: $0)
        }
        #expect(try await caughtUp(recommending, world).neighbourCount == before.neighbourCount + 2)
        for client in [client, cards] { _ = try await world.recommend(client) }
        let act = try await world.database.write { transaction throws in
            try RecommendationStore().erase(person, in: transaction)
                .merging(try ClientStore().erase(person, in: transaction)) { $0 + $1 }
        }
        #expect(act["own_answers"] == 1 && (act["recommendation"] ?? 0) > 0)
        #expect(try await caughtUp(recommending, world).neighbourCount == before.neighbourCount + 1, "the dealer's card stays the dealer's")
        #expect(try await caughtUp(Recommending(), world).neighbourCount == before.neighbourCount + 1)
        try await world.database.read { transaction throws in
            #expect(try HistoryStore().history(of: client, in: transaction).isEmpty)
            #expect(try HistoryStore().history(of: cards, in: transaction).count == 1)
            #expect(try RecommendationStore().stored(for: client, in: transaction).isEmpty)
            #expect(try !RecommendationStore().stored(for: cards, in: transaction).isEmpty)
            #expect(try transaction.rows("SELECT seq FROM interaction_change WHERE client_id = $1", [client]).isEmpty)
        }
        // Nothing is left to forget, so nobody has to read the model anew.
        let position = try await world.database.read { try HistoryFeed().position(in: $0) }
        try await world.database.write { try HistoryStore().forget(client, in: $0) }
        #expect(try await world.database.read { try HistoryFeed().position(in: $0) } == position)
    }
}
