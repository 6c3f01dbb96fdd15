import Catalogue
import Clients
import Database
import Group
import Recommendations
import Recommender
import Testing
import Vocabulary

@Suite struct RecommendingTests {
    @Test func withoutAModelItSaysSo() async throws {
        let world = try await World()
        let client = try await world.client("a")
        await #expect(throws: RecommendationsError.noModel) { try await world.recommend(client) }
    }

    @Test func theBetterAcceptedServiceComesFirstWithItsReasons() async throws {
        let world = try await World()
        #expect(try await world.train() == 1)
        let client = try await world.client("a")
        try await world.record(client, World.newCar, .history, 1)
        let result = try await world.recommend(client)
        #expect(result.probabilityKind == .fitted(outcomes: 120))
        #expect(result.proposals.first?.service == World.kasko)
        let chances = result.proposals.compactMap(\.probability)
        #expect(chances.count == result.proposals.count && chances == chances.sorted(by: >))
        #expect((chances.first ?? 0) > 0.5 && (chances.last ?? 1) < 0.4)
        #expect(result.proposals.first?.reasons.isEmpty == false)
        #expect(result.excluded == [World.newCar: .owned, World.yacht: .inactive])
    }

    @Test func theResultIsReusedUntilSomethingChanges() async throws {
        let world = try await World()
        _ = try await world.train()
        let client = try await world.client("a")
        let first = try await world.recommend(client)
        #expect(!first.isReused)
        let again = try await world.recommend(client)
        #expect(again.isReused && again.proposals == first.proposals)

        try await world.record(client, World.newCar, .history, 1)
        #expect(try await world.recommend(client).isReused == false, "the history changed")
        var portrait = Portrait()
        portrait.age = 20
        let younger = portrait
        try await world.database.write { try ClientStore().setPortrait(younger, of: client, in: $0) }
        let afterwards = try await world.recommend(client)
        #expect(!afterwards.isReused, "the portrait changed")
        #expect(afterwards.excluded[World.loan] == .tooYoung(minimum: 21))
        #expect(try await world.recommend(client).isReused)
        _ = try await world.database.write { transaction in
            let version = try Recommending().model(in: transaction)
            let report = try ModelStore().versions(in: transaction)[0].report
            return try ModelStore().save(version.model, report: report, at: World.now, in: transaction)
        }
        let renewed = try await world.recommend(client)
        #expect(!renewed.isReused && renewed.modelVersion == 2, "the model changed")
        try await world.database.write { try ModelStore().makeCurrent(1, by: "anna", at: World.now, in: $0) }
        #expect(try await world.recommend(client).modelVersion == 1)
    }

    @Test func everyRuleOfExclusionHasItsReason() async throws {
        let world = try await World()
        _ = try await world.train()
        let client = try await world.client("a", age: nil)
        try await world.record(client, World.kasko, .history, 1)
        try await world.record(client, World.newCar, .offer, -1, at: World.now - .days(30))
        let result = try await world.recommend(client)
        #expect(
            result.excluded == [
                World.loan: .ageUnknown(minimum: 21), World.kasko: .owned, World.rivalKasko: .neverAfter(World.kasko),
                World.newCar: .declinedLately(until: World.now + .days(60)), World.yacht: .inactive,
            ])
        #expect(result.proposals.isEmpty)
        let later = try await world.recommend(client, now: World.now + .days(60))
        #expect(later.proposals.map(\.service) == [World.newCar] && later.isReused, "only the day has changed")
        try await world.database.write {
            try SettingStore().set(Settings.declinedDays, to: 10, by: "steward", at: World.now, in: $0)
        }
        #expect(try await world.recommend(client).proposals.map(\.service) == [World.newCar])
    }

    @Test func aGateLetsOnlyWhatIsLinkedOrSharesANeedThrough() async throws {
        let world = try await World()
        _ = try await world.train()
        let client = try await world.client("a")
        #expect(try await world.recommend(client).excluded[World.kasko] == nil)
        try await world.database.write { try SettingStore().set(Settings.matrixRule, to: .gate, by: "anna", at: World.now, in: $0) }
        #expect(try await world.recommend(client).proposals.isEmpty, "nothing leads anywhere from nothing")
        try await world.record(client, World.newCar, .history, 1)
        let linked = try await world.recommend(client)
        #expect(linked.proposals.map(\.service) == [World.kasko] && linked.excluded[World.loan] == .notLinked)
        let swimming = World.service(ServiceID(7), World.dealer, "Бассейн", needs: ["Отдых"])
        try await world.database.write {
            try SettingStore().set(Settings.matrixRule, to: .boost, by: "anna", at: World.now, in: $0)
            try SettingStore().set(Settings.needsRule, to: .gate, by: "anna", at: World.now, in: $0)
            try CatalogueStore().save(swimming, in: $0)
        }
        let needed = try await world.recommend(client)
        #expect(needed.excluded[ServiceID(7)] == .noSharedNeed && needed.excluded[World.loan] == nil)
    }

    @Test func whatIsIgnoredIsNotSeenByTheTraining() async throws {
        let world = try await World()
        let seen = try await world.database.read { try Training().data(in: $0) }
        #expect(!seen.links.isEmpty && seen.items.contains { !$0.needs.isEmpty })
        try await world.database.write {
            try SettingStore().set(Settings.matrixRule, to: .ignore, by: "anna", at: World.now, in: $0)
            try SettingStore().set(Settings.needsRule, to: .ignore, by: "anna", at: World.now, in: $0)
        }
        let ignored = try await world.database.read { try Training().data(in: $0) }
        #expect(ignored.links.isEmpty && ignored.items.allSatisfy(\.needs.isEmpty))
    }

    @Test func aServiceNewerThanTheModelIsNamed() async throws {
        let world = try await World()
        _ = try await world.train()
        let fresh = World.service(ServiceID(7), World.dealer, "Шиномонтаж", needs: ["Транспорт"])
        try await world.database.write { try CatalogueStore().save(fresh, in: $0) }
        let client = try await world.client("a")
        #expect(try await world.recommend(client).excluded[ServiceID(7)] == .unknownToModel)
    }

    @Test func withoutOutcomesServicesAreRankedAndNoProbabilityIsNamed() async throws {
        let world = try await World()
        let client = try await world.client("a")
        try await world.record(client, World.newCar, .history, 1)
        let data = try await world.database.read { try Training().data(in: $0) }
        let trained = Training().train(data) { _ in }
        _ = try await world.database.write { try ModelStore().save(trained.model, report: trained.report, at: World.now, in: $0) }
        let result = try await world.recommend(client)
        #expect(result.probabilityKind == .next)
        #expect(result.proposals.first?.service == World.kasko, "linked in the matrix")
        #expect(result.proposals.allSatisfy { $0.probability == nil })
        #expect(try await world.database.read { try RecommendationStore().candidateProbabilities(since: World.now, in: $0) }.isEmpty)
    }
}
