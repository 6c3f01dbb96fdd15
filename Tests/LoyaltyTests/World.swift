import Catalogue
import Database
import Group
import Loyalty
import Synchronization
import Vocabulary

/// Two companies, three services and a ledger in memory.
enum World {
    static let bank = CompanyID(1)
    static let hotel = CompanyID(2)
    static let loan = ServiceID(10)
    static let room = ServiceID(20)
    static let spa = ServiceID(21)
    static let anna = CustomerID(high: 1, low: 1)
    static let boris = CustomerID(high: 1, low: 2)
    static let start = Instant(seconds: 1_800_000_000)

    /// - Parameter grants: with the two rules that ``grant(_:to:from:key:)`` cites; they begin too late for anything else.
    static func fresh(grants: Bool = true) async throws -> Database {
        let database = try Database.open(.memory)
        try await database.migrate(
            GroupSchema.migrations + GroupSchema.crmLinks + CatalogueSchema.migrations + LoyaltySchema.migrations, at: start)
        try await database.write { transaction in
            for (id, code) in [(1, "bank"), (2, "hotel")] {
                try transaction.execute(
                    """
                    INSERT INTO company (id, code, name, name_en, legal_name, inn, kind, automatic_offers)
                    VALUES ($1, $2, $2, $2, $2, '7700000000', 'hotel', 0)
                    """, [id, code])
            }
            for (id, company) in [(10, 1), (20, 2), (21, 2)] {
                try transaction.execute(
                    """
                    INSERT INTO service (id, company_id, name, name_en, audience, need1, need2, is_credit, is_active)
                    VALUES ($1, $2, 'Услуга', 'Service', 'individual', '', '', 0, 1)
                    """, [id, company])
            }
            for company in grants ? [bank, hotel] : [] { try EarningStore().save(granting(company), in: transaction) }
        }
        return database
    }

    static func ids(_ seed: UInt64 = 7) -> IDSource {
        let generator = Generator(seed: seed)
        return IDSource { generator.pair() }
    }

    private static func granting(_ company: CompanyID) -> EarningRule {
        rule(90 + company.rawValue, company, basisPoints: 10_000, cap: 1_000_000, from: start + .days(9_999))
    }

    /// Points from a company, as many as a test wants.
    static func grant(_ count: Int64, to customer: CustomerID, from company: CompanyID = bank, key: String) throws -> LedgerEntry {
        let earning = granting(company).earning(on: Money(kopecks: count * 100), for: loan)
        return try LedgerEntry(
            key: key, reason: .earned(by: earning),
            [Posting(.company(company), Points(-count)), Posting(.customer(customer), Points(count))])
    }

    static func rule(
        _ id: Int, _ company: CompanyID, _ service: ServiceID? = nil, basisPoints: Int64 = 500, cap: Int64 = 1_000, from: Instant = start,
        until: Instant? = nil
    ) -> EarningRule {
        EarningRule(
            id: id, company: company, service: service, basisPoints: basisPoints, cap: Points(cap), validFrom: from, validUntil: until,
            changedBy: "marketer")
    }

    private final class Generator: Sendable {
        private let generator: Mutex<SeededGenerator>
        init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }
        func pair() -> (UInt64, UInt64) { generator.withLock { ($0.next(), $0.next()) } }
    }
}

/// Ids that a test carries out of a transaction.
final class Notes: Sendable {
    private let ids = Mutex<[EntryID]>([])
    var all: [EntryID] { ids.withLock { $0 } }
    func add(_ more: [EntryID]) { ids.withLock { $0 += more } }
}
