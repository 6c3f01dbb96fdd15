import Catalogue
import Database
import Recommender
import Testing
import Vocabulary

@testable import Console

@Suite struct LinkCountingTests {
    private static let patience = Duration.seconds(60)

    @Test func aCountIsKeptAndThenShownWhileAnotherIsMade() async throws {
        let world = try await World()
        try await world.furnish()
        let counting = world.site.linkCounting
        #expect(try await counting.counted(patience: Self.patience) != nil)
        let first = world.clock.now
        #expect(await counting.countedAt == first)

        world.clock.pass(.seconds(299))
        _ = try await counting.counted(patience: Self.patience)
        await counting.counting?.value
        #expect(await counting.countedAt == first, "still good")

        world.clock.pass(.seconds(1))
        #expect(try await counting.counted(patience: .zero) != nil, "nobody waits for a count of five minutes ago to be made anew")
        await counting.counting?.value
        #expect(await counting.countedAt == first + .minutes(5))
    }

    /// What was counted of other services would propose what no longer is.
    @Test func whenServicesChangeTheFormerCountIsNotShown() async throws {
        let world = try await World()
        try await world.furnish()
        let counting = world.site.linkCounting
        #expect(try await counting.counted(patience: Self.patience) != nil)
        let service = Service(
            id: ServiceID(9), company: World.bank, name: "Вклад", nameEnglish: "Deposit", audience: .individual, needs: ["Money"],
            rivalGroup: nil, minimumAge: nil, isCredit: false, isActive: true)
        world.clock.pass(.seconds(1))
        try await world.database.write { try CatalogueStore().save(service, in: $0) }
        #expect(try await counting.counted(patience: .zero) == nil)
        #expect(try await counting.counted(patience: Self.patience) != nil)
        #expect(await counting.countedAt == world.clock.now)
    }

    @Test func whoeverCannotWaitHearsNothingYet() async throws {
        let world = try await World()
        try await world.furnish()
        let counting = world.site.linkCounting
        #expect(try await counting.counted(patience: .zero) == nil)
        #expect(try await counting.counted(patience: Self.patience) != nil)
    }

    /// A count that failed is no count: whoever asks hears of it, and the next one has it made again.
    @Test func aFailureIsToldAndNotKept() async throws {
        let world = try await World()
        try await world.furnish()
        let counting = world.site.linkCounting
        try await world.database.write { try $0.execute("ALTER TABLE interaction RENAME TO elsewhere") }
        await #expect(throws: (any Error).self) { try await counting.counted(patience: Self.patience) }
        try await world.database.write { try $0.execute("ALTER TABLE elsewhere RENAME TO interaction") }
        #expect(try await counting.counted(patience: Self.patience) != nil)
    }
}
