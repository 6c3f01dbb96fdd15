import Database
import Vocabulary

/// What moved on an account in a period: opening + movements = closing.
public struct Statement: Hashable, Sendable {
    public struct Movement: Hashable, Sendable {
        public let entry: EntryID
        public let at: Instant
        public let reason: EntryReason
        public let amount: Points
        /// Posted points right after it.
        public let balance: Points
    }

    public let opening: Points
    /// In the order of their moments; holds move nothing and are not among them.
    public let movements: [Movement]
    public let closing: Points
}

extension LedgerStore {
    /// Movements from a moment until before another one.
    public func statement(
        of account: LedgerAccount, from: Instant, to: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Statement {
        let opening: Int64 =
            try transaction.row(
                """
                SELECT CAST(coalesce(sum(posting.amount), 0) AS BIGINT) AS total
                FROM posting JOIN entry ON entry.id = posting.entry_id WHERE posting.account_id = $1 AND entry.at < $2
                """, [account.id, from])?["total"] ?? 0
        var running = opening
        var movements: [Statement.Movement] = []
        let rows = try transaction.rows(
            """
            SELECT entry.id AS entry, entry.at AS at, entry.reason AS reason, posting.amount AS amount
            FROM posting JOIN entry ON entry.id = posting.entry_id
            WHERE posting.account_id = $1 AND posting.amount <> 0 AND entry.at >= $2 AND entry.at < $3 ORDER BY entry.at, entry.seq
            """, [account.id, from, to])
        for row in rows {
            let amount: Int64 = try row["amount"]
            running += amount
            movements.append(
                Statement.Movement(
                    entry: try row["entry"], at: try row["at"], reason: try EntryReason(json: try row["reason"]), amount: Points(amount),
                    balance: Points(running)))
        }
        return Statement(opening: Points(opening), movements: movements, closing: Points(running))
    }

    /// One line of a customer's history.
    public struct HistoryLine: Hashable, Sendable {
        public let entry: EntryID
        public let sequence: Int64
        public let at: Instant
        public let points: Points
        public let reason: EntryReason
        /// For a reversal, why the points had moved that are taken back.
        public let original: EntryReason?
    }

    /// What moved on a customer's account, the latest first.
    /// - Parameter before: the sequence of the last line already shown.
    public func history(
        of customer: CustomerID, before: Int64 = .max, limit: Int = 20, in transaction: Transaction
    ) throws(DatabaseError) -> [HistoryLine] {
        let rows = try transaction.rows(
            """
            SELECT entry.id AS entry, entry.seq AS seq, entry.at AS at, entry.reason AS reason, posting.amount AS amount, undone.reason AS original
            FROM posting JOIN entry ON entry.id = posting.entry_id LEFT JOIN entry AS undone ON undone.id = entry.reverses
            WHERE posting.account_id = $1 AND posting.amount <> 0 AND entry.seq < $2 ORDER BY entry.seq DESC LIMIT $3
            """, [LedgerAccount.customer(customer).id, before, limit])
        var lines: [HistoryLine] = []
        for row in rows {
            let original: String? = try row["original"]
            lines.append(
                HistoryLine(
                    entry: try row["entry"], sequence: try row["seq"], at: try row["at"], points: try row["amount"],
                    reason: try EntryReason(json: try row["reason"]),
                    original: try original.map { json throws(DatabaseError) in try EntryReason(json: json) }))
        }
        return lines
    }
}
