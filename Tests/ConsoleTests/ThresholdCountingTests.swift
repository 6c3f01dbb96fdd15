import Database
import Leads
import Testing
import Vocabulary

@testable import Console

@Suite struct ThresholdCountingTests {
    private static let question = ThresholdQuestion(.group, .current)

    private static func counting(_ world: World, patience: Duration = .seconds(60)) -> ThresholdCounting {
        let clock = world.clock
        return ThresholdCounting(database: world.database, clock: WallClock { clock.now }, patience: patience)
    }

    @Test func whatIsCountedIsKeptUntilSomethingChanges() async throws {
        let world = try await World()
        try await world.furnish()
        let counting = Self.counting(world)
        func countedAt(anew: Bool = false) async throws -> Instant? {
            try await counting.study(Self.question, anew: anew)?.supply.now
        }
        let first = try await countedAt()
        #expect(first == world.clock.now)
        world.clock.pass(.seconds(50))
        #expect(try await countedAt() == first)
        world.clock.pass(.seconds(10))
        #expect(try await countedAt() == world.clock.now, "figures of a minute ago are counted anew")
        world.clock.pass(.seconds(9))
        #expect(try await countedAt(anew: true) == world.clock.now - .seconds(9), "nobody can make it count all the time")
        world.clock.pass(.seconds(1))
        #expect(try await countedAt(anew: true) == world.clock.now)
        world.clock.pass(.seconds(1))
        let now = world.clock.now
        try await world.database.write { _ = try ThresholdStore().set(.group, to: 70, expecting: 80, by: "anna", at: now, in: $0) }
        let changed = try #require(try await counting.study(Self.question))
        #expect(changed.rating == 70 && changed.supply.now == now)
    }

    @Test func whoeverCannotWaitHearsNothingYet() async throws {
        let world = try await World()
        try await world.furnish()
        let counting = Self.counting(world, patience: .zero)
        #expect(try await counting.study(Self.question) == nil)
        #expect(try await Self.sooner(or: counting) != nil)
    }

    @Test func whileItIsCountedAnewPeopleSeeTheFormerCount() async throws {
        let world = try await World()
        try await world.furnish()
        let counting = Self.counting(world, patience: .zero)
        let first = try await Self.sooner(or: counting)?.supply.now
        world.clock.pass(.minutes(6))
        #expect(try await counting.study(Self.question)?.supply.now == first)
        var latest = first
        while latest == first { latest = try await Self.sooner(or: counting)?.supply.now }
        #expect(latest == world.clock.now)
        world.clock.pass(.hours(1))
        #expect(try await counting.study(Self.question) == nil, "nobody is shown figures of an hour ago")
    }

    /// Asks until there is an answer.
    private static func sooner(or counting: ThresholdCounting) async throws -> ThresholdStudy? {
        while true {
            if let study = try await counting.study(question) { return study }
            await Task.yield()
        }
    }
}
