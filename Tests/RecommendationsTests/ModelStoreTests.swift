import Catalogue
import Clients
import Database
import Foundation
import Localization
import Recommendations
import Recommender
import Testing
import Vocabulary

@Suite struct ModelStoreTests {
    @Test func aTouchedArtefactIsRefused() async throws {
        let world = try await World()
        let version = try await world.train()
        let client = try await world.client("a")
        try await world.database.write {
            try $0.execute("UPDATE model SET artefact = $1", [try Recommending().model(in: $0).model.encoded() + [0]])
        }
        await #expect(throws: RecommendationsError.unusableModel(version: version, nil)) { try await world.recommend(client) }
    }

    @Test func aLoadedModelAnswersAsTheTrainedOneAndForgetsTheErased() async throws {
        let world = try await World()
        _ = try await world.train()
        let data = try await world.database.read { try Training().data(in: $0) }
        let trained = Training().train(data) { _ in }.model
        let loaded = try await world.database.read { try Recommending().model(in: $0).model }
        #expect(loaded.neighbourCount == 60 && trained.neighbourCount == 60)
        let stranger = world.ids.id() as ClientID
        let car = Observation(client: stranger, service: World.newCar, source: .history, isPositive: true, at: World.now)
        let facts = ClientFacts(id: stranger, audience: .individual, history: [car])
        #expect(loaded.scored(facts, candidates: loaded.services) == trained.scored(facts, candidates: loaded.services))

        try await world.database.write { transaction in
            guard let gone = try ClientStore().client(company: World.dealer, reference: "other 5", in: transaction) else { return }
            try transaction.execute("DELETE FROM interaction WHERE client_id = $1", [gone.id])
        }
        #expect(try await world.database.read { try Recommending().model(in: $0).model }.neighbourCount == 59)
    }

    @Test func versionsAreKeptWithTheirReports() async throws {
        let world = try await World()
        _ = try await world.train()
        let data = try await world.database.read { try Training().data(in: $0) }
        let trained = Training().train(data, seed: 5) { _ in }
        let second = try await world.database.write {
            try ModelStore().save(trained.model, report: trained.report, at: World.now + .days(7), in: $0)
        }
        #expect(second == 2)
        let versions = try await world.database.read { try ModelStore().versions(in: $0) }
        #expect(versions.map(\.version) == [2, 1] && versions.map(\.isCurrent) == [true, false])
        #expect(versions[0].report == trained.report && versions[0].report.observations == 180 && versions[0].report.clients == 60)
        await #expect(throws: RecommendationsError.unknownVersion(9)) {
            try await world.database.write { try ModelStore().makeCurrent(9, by: "anna", at: World.now, in: $0) }
        }
    }

    @Test func aWorseModelIsKeptButDoesNotAnswerUntilAPersonChoosesIt() async throws {
        let world = try await World()
        _ = try await world.train()
        let (data, champion) = try await world.database.read { (try Training().data(in: $0), try ModelStore().champion(in: $0)) }
        let trained = Training().train(data, against: champion, seed: 5) { _, _ in }
        #expect(trained.verdict == Verdict(uncontested: .tooFewOutcomes, champion: 1), "nothing came since the champion was trained")
        let worse = try JSONDecoder().decode(Verdict.self, from: Data(#"{"champion":1,"ground":"worseLoss"}"#.utf8))
        let second = try await world.database.write {
            try ModelStore().save(trained.model, report: trained.report, verdict: worse, at: World.now, in: $0)
        }
        let client = try await world.client("a")
        #expect(try await world.recommend(client).modelVersion == 1)
        try await world.database.write { try ModelStore().makeCurrent(second, by: "anna", at: World.now + .days(1), in: $0) }
        #expect(try await world.recommend(client).modelVersion == second)
        let versions = try await world.database.read { try ModelStore().versions(in: $0) }
        #expect(versions.map(\.isCurrent) == [true, false] && versions[0].verdict == worse)
        #expect(versions[0].choice?.by == "anna" && versions[0].choice?.at == World.now + .days(1) && versions[1].choice == nil)
    }

    @Test func trainingCanBeCancelled() async throws {
        let world = try await World()
        _ = try await world.train()
        let data = try await world.database.read { try Training().data(in: $0) }
        #expect(throws: CancellationError.self) { try Training().train(data) { _ throws(CancellationError) in throw CancellationError() } }
    }
}

@Suite struct ReasonWordsTests {
    @Test func quotationMarksWithinOthersAreTheInnerOnes() {
        let services = [World.service(World.yacht, World.dealer, "Ресторан «Лес»", needs: ["Отдых"])]
        let reasons: [Reason] = [.linked(from: World.yacht), .together(from: World.yacht, lift: 2)]
        let words = reasons.wordsForStaff(ReasonNames(services: services, needs: [:], language: .russian))
        #expect(words.map { $0.arguments["services"] ?? $0.arguments["service"] } == [.text("«Ресторан „Лес“»"), .text("Ресторан „Лес“")])
        let english = reasons.wordsForStaff(ReasonNames(services: services, needs: [:], language: .english))
        #expect(english[0].arguments["services"] == .text("“Service 6”"))
    }

    /// Whatever the reasons are, the customer reads nothing that the person has, no number and no company.
    @Test func theCustomerReadsNoFactAboutThemselves() {
        let names = ReasonNames(services: World.services, needs: [:], language: .russian)
        let reasons: [Reason] = [
            .linked(from: World.newCar), .together(from: World.loan, lift: 3.2), .needs(["Деньги"]), .acceptance(rate: 0.31, offers: 77),
            .popular(share: 0.12, clients: 345), .accepts(4),
        ]
        for service in [World.kasko, World.rivalKasko] {
            for reason in reasons {
                let words = [reason].wordsForCustomer(about: service, names)
                #expect(!words.isEmpty)
                for word in words {
                    for (name, argument) in word.arguments {
                        #expect(name == "needs" && argument == .text("спокойствие, транспорт"), "the proposed service's own needs")
                    }
                }
            }
        }
        #expect(reasons.wordsForCustomer(about: World.kasko, names).count == 2)
        #expect(reasons.wordsForStaff(names).count == reasons.count)
        #expect(reasons.wordsForStaff(names)[1].arguments["lift"] == .text("3,2"))
        #expect(reasons.wordsForStaff(names)[1].arguments["service"] == .text("Кредит на автомобиль"))
        let linked: [Reason] = [.linked(from: World.newCar), .accepts(4), .linked(from: World.loan)]
        #expect(linked.wordsForStaff(names).count == 2, "what is linked is said once")
        #expect(linked.wordsForStaff(names)[0].arguments["services"] == .text("«Новый автомобиль», «Кредит на автомобиль»"))
        let none: [Reason] = []
        #expect(none.wordsForCustomer(about: World.kasko, names).count == 1 && none.wordsForStaff(names).count == 1)
    }
}
