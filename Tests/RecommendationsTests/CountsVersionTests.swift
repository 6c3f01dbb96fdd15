import Clients
import Database
import Testing
import Vocabulary

@testable import Recommendations

/// What others do changes stored answers too, but not each single act of each of many.
@Suite struct CountsVersionTests {
    @Test func itGrowsByThousandthsOfWhatWasLearned() {
        let large = CountsVersion(observations: 5000, position: 100)
        #expect([0, 100, 104, 105, 109, 110].map(large.at) == [0, 0, 0, 1, 1, 2])
        let small = CountsVersion(observations: 180, position: 7)
        #expect([7, 8, 9].map(small.at) == [0, 1, 2])
    }

    private func answer(_ recommending: Recommending, _ client: ClientID, _ world: World) async throws -> ClientRecommendations {
        try await world.database.read { try recommending.catchUp(in: $0) }
        return try await world.database.write { try recommending.recommend(client, now: World.now, in: $0) }
    }

    private func othersAccept(_ world: World, _ count: Int) async throws {
        for number in 0..<count {
            let other = try await world.client("other of \(count), \(number)")
            try await world.record(other, World.loan, .offer, 1, propensity: 0.5)
        }
    }

    @Test func theOutcomesOfOthersChangeAStoredAnswer() async throws {
        let world = try await World()
        _ = try await world.train()
        let (client, recommending) = (try await world.client("a"), Recommending())
        let before = try await answer(recommending, client, world)
        #expect(try await answer(recommending, client, world).isReused)
        try await othersAccept(world, 9)
        let after = try await answer(recommending, client, world)
        func loan(_ answer: ClientRecommendations) -> Double { answer.proposals.first { $0.service == World.loan }?.score ?? 0 }
        #expect(!after.isReused && loan(after) > loan(before))
        let again = try await answer(recommending, client, world)
        #expect(again.isReused && again.proposals == after.proposals)
        // One that has heard of less does not take a later answer back.
        let slow = Recommending()
        try await world.database.read { try slow.catchUp(in: $0) }
        try await othersAccept(world, 1)
        _ = try await answer(recommending, client, world)
        #expect(try await world.database.write { try slow.recommend(client, now: World.now, in: $0) }.isReused)
    }

    @Test func oneOutcomeAmongThousandsLeavesStoredAnswers() async throws {
        let world = try await World()
        _ = try await world.train()
        try await world.database.write { try $0.execute("UPDATE model SET report = json_set(report, '$.observations', 5000)") }
        let (client, recommending) = (try await world.client("a"), Recommending())
        _ = try await answer(recommending, client, world)
        try await othersAccept(world, 4)
        #expect(try await answer(recommending, client, world).isReused)
        try await othersAccept(world, 1)
        #expect(try await answer(recommending, client, world).isReused == false)
        try await world.record(client, World.newCar, .history, 1)
        #expect(try await answer(recommending, client, world).isReused == false, "one's own act counts at once")
    }
}
