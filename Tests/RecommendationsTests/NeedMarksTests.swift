import Catalogue
import Clients
import Database
import Foundation
import Group
import Localization
import Recommendations
import Recommender
import Testing
import Vocabulary

/// A word of the client's manager changes the client's recommendations at once.
@Suite struct NeedMarksTests {
    private let book = NeedBook()

    private func world(needs rule: SignalRule = .boost) async throws -> (World, ClientID) {
        let world = try await World()
        _ = try await world.train()
        let client = try await world.client("a")
        try await world.record(client, World.newCar, .history, 1)
        try await world.database.write { try SettingStore().set(Settings.needsRule, to: rule, by: "anna", at: World.now, in: $0) }
        return (world, client)
    }

    private func add(_ need: String, to client: ClientID, in world: World) async throws {
        let note = VersionNote(by: "anna", at: World.now)
        try await world.database.write { _ = try book.add(need, to: client, note, in: $0) }
    }

    private func remove(_ need: String, from client: ClientID, in world: World) async throws {
        let note = VersionNote(by: "boris", at: World.now)
        try await world.database.write { _ = try book.remove(need, from: client, note, in: $0) }
    }

    private func odds(_ result: ClientRecommendations, _ service: ServiceID) throws -> Double {
        let proposal = try #require(result.proposals.first { $0.service == service })
        let probability = try #require(proposal.probability)
        #expect(abs(log(probability / (1 - probability)) - proposal.score) < 1e-9, "the score stays the log-odds")
        return probability / (1 - probability)
    }

    @Test func anAddedNeedDoublesTheOddsAndOneTakenAwayHalvesThem() async throws {
        let (world, client) = try await world()
        let before = try await world.recommend(client)
        try await add("Деньги", to: client, in: world)
        let added = try await world.recommend(client)
        #expect(!added.isReused)
        #expect(abs(try odds(added, World.loan) / odds(before, World.loan) - 2) < 1e-9)
        #expect(abs(try odds(added, World.kasko) / odds(before, World.kasko) - 1) < 1e-9, "it does not serve that need")
        #expect(added.proposals.first { $0.service == World.loan }?.reasons.first == .needsAdded(["Деньги"], by: ["anna"]))
        let again = try await world.recommend(client)
        #expect(again.isReused && again.proposals == added.proposals)

        // The loan serves both: one word for it and one against.
        try await remove("Транспорт", from: client, in: world)
        let removed = try await world.recommend(client)
        #expect(!removed.isReused)
        #expect(abs(try odds(removed, World.loan) / odds(before, World.loan) - 1) < 1e-9)
        #expect(abs(try odds(removed, World.kasko) / odds(before, World.kasko) - 0.5) < 1e-9)
        #expect(removed.proposals.first { $0.service == World.kasko }?.reasons.last == .needsRemoved(["Транспорт"], by: ["boris"]))
        #expect(removed.proposals.map(\.score) == removed.proposals.map(\.score).sorted(by: >))

        let note = VersionNote(by: "anna", at: World.now)
        for _ in 1...2 { try await world.database.write { _ = try book.undo(note, in: $0) } }
        let undone = try await world.recommend(client)
        #expect(!undone.isReused && undone.proposals == before.proposals)
    }

    @Test func whatServicesServeAndTheRuleDecideWhatAMarkMeans() async throws {
        let (world, client) = try await world()
        let before = try await world.recommend(client)
        try await add("Отдых", to: client, in: world)
        let unserved = try await world.recommend(client)
        #expect(try odds(unserved, World.kasko) == odds(before, World.kasko))
        var kasko = World.services[1]
        kasko.needs = ["Отдых"]
        let changed = kasko
        try await world.database.write { try CatalogueStore().save(changed, in: $0) }
        let served = try await world.recommend(client)
        #expect(!served.isReused)
        #expect(abs(try odds(served, World.kasko) / odds(before, World.kasko) - 2) < 1e-9)
        try await world.database.write { try SettingStore().set(Settings.needsRule, to: .ignore, by: "anna", at: World.now, in: $0) }
        let ignored = try await world.recommend(client)
        #expect(!ignored.isReused && ignored.proposals == before.proposals)
    }

    @Test func marksOpenAndCloseTheGate() async throws {
        let (world, client) = try await world(needs: .gate)
        let stranger = try await world.client("b")
        #expect(try await world.recommend(stranger).excluded[World.kasko] == .noSharedNeed)
        try await add("Спокойствие", to: stranger, in: world)
        let opened = try await world.recommend(stranger)
        #expect(opened.excluded[World.kasko] == nil && opened.excluded[World.newCar] == .noSharedNeed)

        #expect(try await world.recommend(client).excluded[World.kasko] == nil)
        try await remove("Транспорт", from: client, in: world)
        let closed = try await world.recommend(client)
        #expect(closed.excluded[World.kasko] == .needsRemoved(["Транспорт"], by: ["boris"]))
        #expect(closed.proposals.isEmpty)
        try await add("Деньги", to: client, in: world)
        #expect(try await world.recommend(client).proposals.map(\.service) == [World.loan])
    }

    @Test func staffReadWhoMarkedTheNeedAndTheCustomerDoesNot() {
        let names = ReasonNames(
            services: World.services, needs: ["Деньги": Need(name: "Деньги", nameEnglish: "Money")], language: .english)
        let reasons: [Reason] = [.needsAdded(["Деньги"], by: ["anna"]), .needsRemoved(["Транспорт"], by: ["boris"])]
        let words = reasons.wordsForStaff(names)
        #expect(words.map { $0.arguments["by"] } == [.text("anna"), .text("boris")])
        #expect(words.first?.arguments["needs"] == .text("money"))
        let told = reasons.wordsForCustomer(about: World.loan, names)
        #expect(told.count == 1 && told.first?.arguments["by"] == nil)
    }
}
