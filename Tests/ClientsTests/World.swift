import Catalogue
import Clients
import Consents
import Database
import Group
import Synchronization
import Vocabulary

/// An in-memory database with three companies and a few services.
struct World: Sendable {
    static let bank = CompanyID(1), dealer = CompanyID(4), leasing = CompanyID(7)
    static let loan = ServiceID(1), newCar = ServiceID(6), carLease = ServiceID(18), otherNewCar = ServiceID(19), insurance = ServiceID(30)
    static let now = Instant(seconds: 1_795_000_000)  // 2026-11-18

    let database: Database
    let ids: IDSource

    init(seed: UInt64 = 1) async throws {
        database = try Database.open(.memory)
        ids = .seeded(seed)
        try await database.migrate(
            GroupSchema.migrations + CatalogueSchema.migrations + ConsentsSchema.migrations + ClientsSchema.migrations, at: Self.now)
        try await database.write { transaction throws in
            for (id, code, name) in [
                (Self.bank, "bank", "Экспобанк"), (Self.dealer, "expocar", "EXPOCAR"), (Self.leasing, "leasing", "Лизинг 3"),
            ] {
                try transaction.execute(
                    """
                    INSERT INTO company (id, code, name, name_en, legal_name, inn, kind, automatic_offers)
                    VALUES ($1, $2, $3, $2, $3, '7700000000', 'dealer', 0)
                    """, [id, code, name])
            }
            let services: [(ServiceID, CompanyID, String, Audience)] = [
                (Self.loan, Self.bank, "автокредиты", .individual), (Self.newCar, Self.dealer, "продажа новых автомобилей", .individual),
                (Self.carLease, Self.leasing, "операционная аренда", .legal),
                (Self.otherNewCar, Self.leasing, "продажа новых автомобилей", .individual),
                (Self.insurance, Self.bank, "КАСКО", .individual),
            ]
            for (id, company, name, audience) in services {
                try transaction.execute(
                    """
                    INSERT INTO service (id, company_id, name, name_en, audience, need1, need2, is_credit, is_active)
                    VALUES ($1, $2, $3, $3, $4, 'Транспорт', 'Деньги', 0, 1)
                    """, [id, company, name, audience])
            }
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

extension IDSource {
    /// Repeatable ids.
    static func seeded(_ seed: UInt64) -> IDSource {
        let state = Mutex(SeededGenerator(seed: seed))
        return IDSource { state.withLock { ($0.next(), $0.next()) } }
    }
}
