import Catalogue
import Clients
import Consents
import Database
import Group
import Recommendations
import Recommender
import Synchronization
import Vocabulary

/// A bank, an insurer and a dealer in memory, with a few services and clients.
struct World {
    let database: Database
    let ids: IDSource
    static let now = Instant(seconds: 1_790_000_000)
    static let (bank, insurer, dealer) = (CompanyID(1), CompanyID(2), CompanyID(3))
    static let (loan, kasko, rivalKasko, newCar, deposit, yacht) = (
        ServiceID(1), ServiceID(2), ServiceID(3), ServiceID(4), ServiceID(5), ServiceID(6)
    )

    init() async throws {
        let random = Mutex(SeededGenerator(seed: 1))
        ids = IDSource { random.withLock { ($0.next(), $0.next()) } }
        database = try Database.open(.memory)
        try await database.migrate(
            GroupSchema.migrations + GroupSchema.crmLinks + CatalogueSchema.migrations + ConsentsSchema.migrations
                + ClientsSchema.migrations
                + RecommendationsSchema.migrations + CatalogueSchema.versions + ClientsSchema.needs + RecommendationsSchema.contests
                + ClientsSchema.feed + RecommendationsSchema.candidateScan + RecommendationsSchema.feedPositions + ClientsSchema.forgotten
                + RecommendationsSchema.behindResults
                + RecommendationsSchema.ratingPool, at: Self.now)
        try await database.write { transaction in
            for (id, kind) in [(Self.bank, CompanyKind.bank), (Self.insurer, .insurer), (Self.dealer, .dealer)] {
                try CompanyStore().save(
                    Company(
                        id: id, code: kind.rawValue, name: kind.rawValue, nameEnglish: kind.rawValue, legalName: "", inn: "", kind: kind,
                        sendsOffersAutomatically: true, channelConfirmation: nil), in: transaction)
            }
            for service in Self.services { try CatalogueStore().save(service, in: transaction) }
            try CatalogueStore().setLink(ServiceLink(from: Self.newCar, to: Self.kasko, kind: .related), in: transaction)
            try CatalogueStore().setLink(ServiceLink(from: Self.kasko, to: Self.rivalKasko, kind: .never), in: transaction)
        }
    }

    static let services = [
        service(loan, bank, "Кредит на автомобиль", needs: ["Деньги", "Транспорт"], minimumAge: 21),
        service(kasko, insurer, "КАСКО", needs: ["Спокойствие", "Транспорт"], rivalGroup: "kasko"),
        service(rivalKasko, bank, "КАСКО банка", needs: ["Спокойствие", "Транспорт"], rivalGroup: "kasko"),
        service(newCar, dealer, "Новый автомобиль", needs: ["Транспорт"]),
        service(deposit, bank, "Депозит", needs: ["Сбережения"], audience: .legal),
        service(yacht, dealer, "Яхт-клуб", needs: ["Отдых"], isActive: false),
    ]

    static func service(
        _ id: ServiceID, _ company: CompanyID, _ name: String, needs: [String], rivalGroup: String? = nil, minimumAge: Int? = nil,
        audience: Audience = .individual, isActive: Bool = true
    ) -> Service {
        Service(
            id: id, company: company, name: name, nameEnglish: "Service \(id.rawValue)", audience: audience, needs: needs,
            rivalGroup: rivalGroup, minimumAge: minimumAge, isCredit: false, isActive: isActive)
    }

    func client(_ reference: String, age: Int? = 35) async throws -> ClientID {
        let id: ClientID = ids.id()
        return try await database.write { transaction in
            var portrait = Portrait()
            portrait.age = age
            _ = try ClientStore().upsert(
                ClientRecord(
                    id: id, company: Self.dealer, reference: reference, audience: .individual, portrait: portrait, createdAt: Self.now),
                in: transaction)
            return id
        }
    }

    func record(
        _ client: ClientID, _ service: ServiceID, _ source: Interaction.Source, _ value: Int, at: Instant = now - .days(1),
        propensity: Double? = nil
    ) async throws {
        let source16 = ids.bytes(16)
        try await database.write { transaction in
            _ = try HistoryStore().record(
                Interaction(
                    client: client, service: service, source: source, sourceID: source16, value: value, propensity: propensity, at: at),
                in: transaction)
        }
    }

    /// Sixty others bought a car; two thirds accept КАСКО, one in six the loan.
    func train() async throws -> Int {
        for number in 0..<60 {
            let client = try await client("other \(number)")
            try await record(client, Self.newCar, .history, 1, at: Self.now - .days(20))
            let (early, late) = (Self.now - .days(10), Self.now - .days(5))
            let isEven = number / 6 % 2 == 0
            try await record(client, Self.kasko, .offer, number % 3 == 0 ? -1 : 1, at: isEven ? early : late, propensity: 0.5)
            try await record(client, Self.loan, .offer, number % 6 == 0 ? 1 : -1, at: isEven ? late : early, propensity: 0.5)
        }
        let data = try await database.read { try Training().data(in: $0) }
        let trained = Training().train(data) { _ in }
        return try await database.write {
            try ModelStore().save(trained.model, report: trained.report, at: Self.now, in: $0)
        }
    }

    func recommend(_ client: ClientID, now: Instant = now) async throws -> ClientRecommendations {
        try await database.write { try Recommending().recommend(client, now: now, in: $0) }
    }
}
