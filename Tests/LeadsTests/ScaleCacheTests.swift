import Clients
import Database
import Recommendations
import Testing
import Vocabulary

@testable import Leads

@Suite struct ScaleCacheTests {
    /// Candidates of КАСКО, each of a client of its own.
    private func compute(_ count: Int, at now: Instant, in world: World) async throws {
        let ids = world.ids
        try await world.database.write { transaction throws in
            for number in 0..<count {
                let client: ClientID = ids.id()
                _ = try ClientStore().upsert(
                    ClientRecord(
                        id: client, company: World.dealer, reference: client.hex, audience: .individual, portrait: Portrait(),
                        createdAt: now), in: transaction)
                try transaction.execute(
                    """
                    INSERT INTO recommendation (client_id, service_id, model_version, portrait_version, history_version, probability, score,
                        reason, is_candidate, computed_at) VALUES ($1, $2, 1, 1, 0, $3, 0, '[]', 1, $4)
                    """, [client, World.kasko, Double(number) / Double(count), now])
            }
        }
    }

    @Test func aPoolIsReadAgainOnceARatingCouldBeOff() async throws {
        let world = try await World()
        try await world.learn()
        let cache = ScaleCache()
        func candidates(_ now: Instant) async throws -> Int {
            try await world.database.read { try cache.scale(now: now, in: $0).candidates }
        }
        try await compute(1000, at: World.now, in: world)
        let (read, later) = (World.now + .minutes(1), World.now + .minutes(2))
        #expect(try await candidates(read) == 1000)
        try await compute(5, at: later, in: world)
        #expect(try await candidates(later) == 1000, "five in a thousand move no rating by half a point")
        try await compute(1, at: later, in: world)
        #expect(try await candidates(later + .seconds(30)) == 1006)
        try await compute(1, at: later + .minutes(1), in: world)
        #expect(try await candidates(later + .minutes(59)) == 1006)
        #expect(try await candidates(later + .seconds(30) + .hours(1)) == 1007)
        #expect(try await candidates(World.now) == 1007, "a clock that was set back is not believed")
        // The pool reaches back thirty days.
        #expect(try await candidates(World.now + .days(30) + .seconds(90)) == 7)
    }

    @Test func inASmallGroupEveryResultCounts() async throws {
        let world = try await World()
        try await world.learn()
        let cache = ScaleCache()
        for count in 0...3 {
            let now = World.now + .minutes(Int64(count))
            try await compute(count == 0 ? 0 : 1, at: now, in: world)
            let scale = try await world.database.read { try cache.scale(now: now, in: $0) }
            #expect(scale.candidates == count)
            #expect(scale.rating(of: 1) == (try await world.database.read { try RatingScale(now: now, in: $0).rating(of: 1) }))
        }
    }
}
