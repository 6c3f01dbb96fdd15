import Catalogue
import Clients
import Consents
import Database
import Group
import Sealing
import Spreadsheets
import Synchronization
import Vocabulary

/// An in-memory database with three companies and a few services.
struct World: Sendable {
    static let bank = CompanyID(1), dealer = CompanyID(4), leasing = CompanyID(7)
    static let loan = ServiceID(1), newCar = ServiceID(6), carLease = ServiceID(18), otherNewCar = ServiceID(19), insurance = ServiceID(30)
    static let now = Instant(seconds: 1_795_000_000)  // 2026-11-18

    let database: Database
    let ids: IDSource
    let keyring: Keyring

    init(at address: DatabaseAddress = .memory, seed: UInt64 = 1) async throws {
        database = try Database.open(address)
        ids = .seeded(seed)
        keyring = try .fixed
        try await database.migrate(
            GroupSchema.migrations + GroupSchema.crmLinks + CatalogueSchema.migrations + ConsentsSchema.migrations
                + ClientsSchema.migrations + CatalogueSchema.versions + ClientsSchema.needs + ClientsSchema.feed + ClientsSchema.sends
                + ClientsSchema.takeBacks + ClientsSchema.forgotten + ClientsSchema.forgottenOfSends,
            at: Self.now)
        try await database.write { transaction throws in
            for (id, code, name) in [
                (Self.bank, "bank", "Экспобанк"), (Self.dealer, "expocar", "EXPOCAR"), (Self.leasing, "leasing", "Лизинг 3"),
            ] {
                let company = Company(
                    id: id, code: code, name: name, nameEnglish: code, legalName: name, inn: "7700000000", kind: .dealer,
                    sendsOffersAutomatically: false, channelConfirmation: nil)
                try CompanyStore().save(company, in: transaction)
            }
            let services: [(ServiceID, CompanyID, String, Audience)] = [
                (Self.loan, Self.bank, "автокредиты", .individual), (Self.newCar, Self.dealer, "продажа новых автомобилей", .individual),
                (Self.carLease, Self.leasing, "операционная аренда", .legal),
                (Self.otherNewCar, Self.leasing, "продажа новых автомобилей", .individual),
                (Self.insurance, Self.bank, "КАСКО", .individual),
            ]
            for (id, company, name, audience) in services {
                let service = Service(
                    id: id, company: company, name: name, nameEnglish: "service \(id.rawValue)", audience: audience, needs: ["Транспорт"],
                    rivalGroup: nil, minimumAge: nil, isCredit: false, isActive: true)
                try CatalogueStore().save(service, in: transaction)
            }
            try CatalogueStore().addAlias("Новый автомобиль", for: Self.newCar, in: transaction)
        }
    }

    /// Adds a client with a portrait and answers its id.
    func client(_ reference: String, of company: CompanyID = Self.dealer, _ portrait: Portrait = Portrait()) async throws -> ClientID {
        let client = ClientRecord(
            id: ids.id(), company: company, reference: reference, audience: .individual, portrait: portrait, createdAt: Self.now)
        return try await database.write { transaction throws in
            _ = try ClientStore().upsert(client, in: transaction)
            return client.id
        }
    }
}

extension World {
    /// Imports a whole file as the command does, in batches of two so that every test crosses their borders.
    func importing(
        _ bytes: [UInt8], named name: String = "clients.csv", of company: CompanyID = dealer, attestation: AttestationID? = nil,
        at now: Instant = now, listeners: [any HearsOfAttestations] = []
    ) async throws -> CardReport {
        let intake = CardImport(company: company, attestation: attestation, keyring: keyring, now: now, listeners: listeners)
        let reader = try intake.open(bytes, named: name)
        var report = CardReport(reader.header)
        while let batch = try reader.next(2) {
            let cards = batch.cards
            report.add(batch, try await database.write { try intake.store(cards, ids: ids, in: $0) })
        }
        return report
    }

    /// What the company's clients came to be, by reference.
    func clients(of company: CompanyID = dealer) async throws -> [String: ClientRecord] {
        try await database.read { transaction throws in
            var clients: [String: ClientRecord] = [:]
            try ClientStore().each(of: company, in: transaction) { clients[$0.reference] = $0 }
            return clients
        }
    }

    func cards(of reference: String, at company: CompanyID = dealer) async throws -> [Card] {
        try await database.read { transaction throws in
            guard let client = try ClientStore().client(company: company, reference: reference, in: transaction) else { return [] }
            return try CardStore().cards(of: client.id, in: transaction)
        }
    }

    func history(of reference: String, at company: CompanyID = dealer) async throws -> [Interaction] {
        try await database.read { transaction throws in
            guard let client = try ClientStore().client(company: company, reference: reference, in: transaction) else { return [] }
            return try HistoryStore().history(of: client.id, in: transaction)
        }
    }
}

/// A file of cards as CSV, its columns in a fixed order.
struct CardFile {
    /// A row that keeps every rule; tests change what they are about.
    static let good: [CardColumn: String] = [
        .reference: "A-17", .product: "Новый автомобиль", .outcome: "успех", .patronymic: "Викторович", .birthDate: "05.03.1986",
        .phone: "8 (900) 123-45-67", .foreignPassport: "1234567", .drivingLicense: "", .creditSum: "1500000", .familyStatus: "женат",
        .dependents: "2", .workExperience: "12", .income: "240 000,00", .additionalIncome: "0", .additionalIncomeType: "нет",
        .carPrice: "2499600",
    ]

    var columns: [CardColumn] = CardColumn.allCases.filter { !Self.legal.contains($0) }
    var rows: [[CardColumn: String]]

    static let legal: Set<CardColumn> = [.businessType, .legalForm, .authorizedCapital, .revenue, .netProfit]

    init(_ changes: [CardColumn: String]...) { rows = changes.map { Self.good.merging($0) { $1 } } }

    var bytes: [UInt8] {
        let table = SheetTable(
            name: "Клиенты", columns: columns.map { .init($0.rawValue) },
            rows: rows.map { row in columns.map { row[$0].map { .text($0) } ?? .empty } })
        return table.csv()
    }
}

extension IDSource {
    /// Repeatable ids.
    static func seeded(_ seed: UInt64) -> IDSource {
        let state = Mutex(SeededGenerator(seed: seed))
        return IDSource { state.withLock { ($0.next(), $0.next()) } }
    }
}
