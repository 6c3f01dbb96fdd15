import Database
import Vocabulary

/// The ledger in sums, for people who look after it: nothing in it is about one customer.
public struct LedgerOverview: Hashable, Sendable {
    public struct CompanyBalance: Hashable, Sendable {
        public let company: CompanyID
        /// Below zero: it granted more than it got back.
        public let posted: Points
    }

    public let companies: [CompanyBalance]
    /// Customers with an account, and what they hold together.
    public let customers: Int
    public let posted: Points
    /// Of these, set aside for purchases that are not over.
    public let held: Points
    public let entries: Int64
    public let lastEntryAt: Instant?
}

extension LedgerStore {
    public func overview(in transaction: Transaction) throws(DatabaseError) -> LedgerOverview {
        var companies: [LedgerOverview.CompanyBalance] = []
        for row in try transaction.rows("SELECT owner, posted FROM account WHERE kind = 'company'") {
            guard case .company(let id) = LedgerAccount(kind: .company, owner: try row["owner"]) else {
                throw .unexpected(column: "account.owner")
            }
            companies.append(.init(company: id, posted: try row["posted"]))
        }
        let sums = try transaction.row(
            """
            SELECT count(*) AS n, CAST(coalesce(sum(posted), 0) AS BIGINT) AS posted, CAST(coalesce(sum(held), 0) AS BIGINT) AS held
            FROM account WHERE kind = 'customer'
            """)
        let last = try transaction.row("SELECT seq, at FROM entry ORDER BY seq DESC LIMIT 1")
        return LedgerOverview(
            companies: companies.sorted { $0.company < $1.company }, customers: try sums?["n"] ?? 0, posted: try sums?["posted"] ?? .zero,
            held: try sums?["held"] ?? .zero, entries: try last?["seq"] ?? 0, lastEntryAt: try last?["at"])
    }
}
