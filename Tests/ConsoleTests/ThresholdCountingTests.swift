import Database
import Leads
import Testing
import Vocabulary

@testable import Console

@Suite struct ThresholdCountingTests {
    @Test func whatIsCountedIsKeptUntilSomethingChanges() async throws {
        let world = try await World()
        try await world.furnish()
        let counting = world.site.counting
        let question = ThresholdQuestion(.group, .current)
        let patience = Duration.seconds(60)
        func countedAt() async throws -> Instant {
            #expect(try await counting.study(question, patience: patience)?.rating != nil)
            return await counting.countedAt
        }
        let first = try await countedAt()
        world.clock.pass(.minutes(4))
        #expect(try await countedAt() == first)
        world.clock.pass(.minutes(1))
        #expect(try await countedAt() == world.clock.now, "figures of five minutes ago are counted anew")
        world.clock.pass(.seconds(9))
        _ = try await counting.study(question, anew: true, patience: patience)
        #expect(await counting.countedAt == world.clock.now - .seconds(9), "nobody can make it count all the time")
        world.clock.pass(.seconds(1))
        _ = try await counting.study(question, anew: true, patience: patience)
        #expect(await counting.countedAt == world.clock.now)
        world.clock.pass(.seconds(1))
        let now = world.clock.now
        try await world.database.write { _ = try ThresholdStore().set(.group, to: 70, expecting: 80, by: "anna", at: now, in: $0) }
        #expect(try await counting.study(question, patience: patience)?.rating == 70)
        #expect(await counting.countedAt == now)
    }

    @Test func whoeverCannotWaitHearsNothingYet() async throws {
        let world = try await World()
        try await world.furnish()
        let question = ThresholdQuestion(.company(World.bank), .rating(70))
        #expect(try await world.site.counting.study(question, patience: .zero) == nil)
        #expect(try await world.site.counting.study(question, patience: .seconds(60)) != nil)
    }
}
