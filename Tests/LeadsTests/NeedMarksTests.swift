import Catalogue
import Clients
import Database
import Group
import Leads
import Recommendations
import Recommender
import Testing
import Vocabulary

/// Marks of needs in the pipeline and at the desk.
@Suite struct NeedMarksTests {
    /// Two clients alike share the place at the top of the pool; the mark lifts one of them above the other.
    @Test func aMarkTakesUpACardThatTheThresholdTurnedDown() async throws {
        let world = try await World(threshold: 61)
        try await world.train()
        let (card, other) = (try await world.card("a"), try await world.card("b"))
        try await world.run()
        for card in [card, other] { #expect(try await world.selection(card)?.result == .belowThreshold) }
        let later = World.now + .hours(1)
        #expect(try await world.run(at: later).cards == 0)

        let marked = later + .hours(1)
        #expect(try await world.database.read { try Pipeline.hasNews(since: marked, in: $0) } == false)
        try await world.database.write {
            _ = try NeedBook().add("Спокойствие", to: card.client, VersionNote(by: "anna", at: marked), in: $0)
        }
        #expect(try await world.database.read { try Pipeline.hasNews(since: marked, in: $0) })
        let supply = try await world.database.read { try OfferSupply(now: marked, in: $0) }
        #expect(supply.outdated == 1, "the desk knows whose figures will move")

        let before = try await world.database.read { try RecommendationStore().stored(for: card.client, in: $0) }
        #expect(try await world.run(at: marked + .minutes(5)).cards == 1, "only the card of that client")
        let after = try await world.database.read { try RecommendationStore().stored(for: card.client, in: $0) }
        func chance(_ of: [Recommendation]) -> Double { of.first { $0.service == World.kasko }?.probability ?? 0 }
        #expect(chance(after) > chance(before) && chance(before) > 0)
        let lead = try #require(try await world.leads(card).first)
        #expect(lead.reasons.contains(.needsAdded(["Спокойствие"], by: ["anna"])))
        #expect(try await world.run(at: marked + .minutes(10)).cards == 0)
        #expect(try await world.leads(other).isEmpty)
        let settled = try await world.database.read { try OfferSupply(now: marked + .minutes(10), in: $0) }
        #expect(settled.outdated == 0)
    }
}
