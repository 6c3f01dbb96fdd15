import Accounts
import Catalogue
import Clients
import Consents
import Database
import Group
import Leads
import Loyalty
import Offers
import Recommendations
import Sealing
import Synchronization
import Vocabulary

/// Three companies in memory: КАСКО sold by two rivals, a loan, a car, a yacht club; clients, cards and outcomes.
struct World {
    let database: Database
    let ids: IDSource
    let pipeline = Pipeline(recommending: Recommending())
    static let now = Instant(seconds: 1_790_000_000)
    static let (bank, insurer, dealer) = (CompanyID(1), CompanyID(2), CompanyID(3))
    static let (loan, kasko, bankKasko, car, yacht) = (ServiceID(1), ServiceID(2), ServiceID(3), ServiceID(4), ServiceID(5))

    init(seed: UInt64 = 1, exploration: Double = 0, threshold: Int = 50) async throws {
        let random = Mutex(SeededGenerator(seed: seed))
        ids = IDSource { random.withLock { ($0.next(), $0.next()) } }
        database = try Database.open(.memory)
        let migrations =
            GroupSchema.migrations + GroupSchema.crmLinks + CatalogueSchema.migrations + ConsentsSchema.migrations
            + ClientsSchema.migrations
            + RecommendationsSchema.migrations + LoyaltySchema.migrations + OffersSchema.migrations + LeadsSchema.migrations
            + AccountsSchema.migrations + LeadsSchema.holders + LeadsSchema.escalation
            + RecommendationsSchema.candidateScan + LeadsSchema.thresholds + RecommendationsSchema.contests + ClientsSchema.feed
            + RecommendationsSchema.feedPositions + CatalogueSchema.versions + ClientsSchema.needs + RecommendationsSchema.behindResults
            + ClientsSchema.forgotten + RecommendationsSchema.ratingPool
        try await database.migrate(migrations, at: Self.now)
        try await database.write { transaction throws in
            for (id, kind) in [(Self.bank, CompanyKind.broker), (Self.insurer, .hotel), (Self.dealer, .dealer)] {
                try CompanyStore().save(
                    Company(
                        id: id, code: "c\(id.rawValue)", name: "Компания \(id.rawValue)", nameEnglish: "Company \(id.rawValue)",
                        legalName: "", inn: "", kind: kind, sendsOffersAutomatically: true, channelConfirmation: nil), in: transaction)
            }
            for service in Self.services { try CatalogueStore().save(service, in: transaction) }
            try SettingStore().set(Settings.explorationShare, to: exploration, by: "test", at: Self.now, in: transaction)
            try SettingStore().set(Settings.leadThreshold, to: threshold, by: "test", at: Self.now, in: transaction)
            for service in [Self.kasko, Self.bankKasko] {
                try SalesStore().add(
                    SalesRecord(leads: 100, won: service == Self.kasko ? 30 : 20, revenue: Money(kopecks: 100_000_000)), to: service,
                    in: transaction)
            }
        }
    }

    static let services = [
        service(loan, bank, "Кредит", needs: ["Деньги"]),
        service(kasko, insurer, "КАСКО", needs: ["Спокойствие"], rivalGroup: "kasko"),
        service(bankKasko, bank, "КАСКО банка", needs: ["Спокойствие"], rivalGroup: "kasko"),
        service(car, dealer, "Автомобиль", needs: ["Транспорт"]),
        service(yacht, insurer, "Яхт-клуб", needs: ["Отдых"], minimumAge: 18),
    ]

    static func service(
        _ id: ServiceID, _ company: CompanyID, _ name: String, needs: [String], rivalGroup: String? = nil, minimumAge: Int? = nil
    ) -> Service {
        Service(
            id: id, company: company, name: name, nameEnglish: "Service \(id.rawValue)", audience: .individual, needs: needs,
            rivalGroup: rivalGroup, minimumAge: minimumAge, isCredit: false, isActive: true)
    }

    /// A card of the dealer: its client came for a car.
    func card(_ reference: String, recipients: Attestation.Recipients? = .all) async throws -> Card {
        let (client, card, attestation): (ClientID, CardID, AttestationID) = (ids.id(), ids.id(), ids.id())
        return try await database.write { transaction throws in
            var portrait = Portrait()
            portrait.age = 40
            _ = try ClientStore().upsert(
                ClientRecord(
                    id: client, company: Self.dealer, reference: reference, audience: .individual, portrait: portrait,
                    createdAt: Self.now), in: transaction)
            if let recipients {
                try AttestationStore().save(
                    Attestation(
                        id: attestation, company: Self.dealer, document: "Форма 7", date: "2026-01-01", recipients: recipients,
                        mayMessage: true, actor: "admin", at: Self.now), in: transaction)
            }
            let made = Card(
                id: card, client: client, service: Self.car, outcome: .success, attestation: recipients == nil ? nil : attestation,
                receivedAt: Self.now)
            _ = try CardStore().add(made, content: reference, in: transaction)
            _ = try HistoryStore().record(
                Interaction(
                    client: client, service: Self.car, source: .history, sourceID: card.bytes, value: 1, at: Self.now - .days(1)),
                in: transaction)
            return made
        }
    }

    /// Others' outcomes: КАСКО is accepted most, then the loan, then the yacht club.
    func train(outcomes: Int = 120) async throws {
        var random = SeededGenerator(seed: 9)
        for number in 0..<outcomes {
            let client: ClientID = ids.id()
            let offer = ids.bytes(16)
            let (service, chance) = [(Self.kasko, 0.6), (Self.bankKasko, 0.6), (Self.loan, 0.35), (Self.yacht, 0.1)][number % 4]
            let value = Double.random(in: 0..<1, using: &random) < chance ? 1 : -1
            try await database.write { transaction throws in
                _ = try ClientStore().upsert(
                    ClientRecord(
                        id: client, company: Self.dealer, reference: "other \(number)", audience: .individual, portrait: Portrait(),
                        createdAt: Self.now), in: transaction)
                _ = try HistoryStore().record(
                    Interaction(
                        client: client, service: service, source: .offer, sourceID: offer, value: value, propensity: 0.25,
                        at: Self.now - .days(40)), in: transaction)
            }
        }
        try await learn()
    }

    func learn() async throws {
        let data = try await database.read { try Training().data(in: $0) }
        let trained = Training().train(data) { _ in }
        _ = try await database.write { try ModelStore().save(trained.model, report: trained.report, at: Self.now, in: $0) }
    }

    @discardableResult
    func run(at now: Instant = now) async throws -> Pipeline.Selected {
        let (pipeline, ids) = (pipeline, ids)
        _ = try await database.write { try pipeline.processPending(limit: 100, now: now, in: $0) }
        return try await database.write { try pipeline.select(limit: 100, now: now, ids: ids, in: $0) }
    }

    func leads(_ card: Card) async throws -> [LeadRecord] { try await database.read { try LeadStore().leads(of: card.id, in: $0) } }

    func selection(_ card: Card) async throws -> Selection? {
        try await database.read { try SelectionStore().selection(of: card.id, in: $0) }
    }

    /// A person in the bot who holds the card and agreed to so much.
    @discardableResult
    func customer(of card: Card, transfers: [CompanyID] = [], advertising: Bool = true) async throws -> CustomerID {
        let ids = ids
        let keyring = Keyring(root: try RootSecret(base64: String(repeating: "BwcH", count: 10) + "Bwc="))
        return try await database.write { transaction throws in
            let customer = try CustomerStore().create(
                chat: 1, language: .russian, enteredBy: Self.dealer, at: Self.now, ids: ids, keyring: keyring, in: transaction)
            func agree(_ kind: ConsentKind, _ company: CompanyID? = nil) throws {
                try ConsentStore().record(
                    kind, company: company, given: true, by: customer.id,
                    text: ConsentText(kind: kind, language: .russian, text: "Согласие \(kind.rawValue)"), message: nil, at: Self.now,
                    ids: ids, in: transaction)
            }
            try agree(.processing)
            for company in transfers { try agree(.transfer, company) }
            if advertising { try agree(.advertising) }
            try ClientStore().link(customer: customer.id, client: card.client, how: .personal, at: Self.now, in: transaction)
            return customer.id
        }
    }
}
