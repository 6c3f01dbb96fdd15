import Database
import Vocabulary

/// The points ledger. Every write has a key: a repeat answers what the first answered, another request under the same key is a conflict.
///
/// Writers are serialised by the head's row. Whether points suffice is decided by one conditional UPDATE, never by reading first.
/// A refusal leaves nothing behind; only after ``LedgerError/database(_:)`` must the transaction be given up.
public struct LedgerStore: Sendable {
    public init() {}

    /// Moves points once.
    /// - Parameter at: when; not part of what makes two requests the same.
    /// - Throws: ``LedgerError/conflict(key:)``, ``LedgerError/insufficient(available:)``.
    @discardableResult
    public func record(
        _ entry: LedgerEntry, ids: IDSource, at: Instant, in transaction: Transaction
    ) throws(LedgerError) -> Recorded {
        try append(
            JournalEntry(
                id: ids.id(), key: entry.key, requestHash: entry.requestHash, reason: entry.reason, reverses: nil, hold: nil, at: at,
                lines: entry.postings.map { JournalLine($0.account, amount: $0.amount.count, held: 0) }),
            in: transaction)
    }

    /// Zero for an account that nothing was ever posted to.
    public func balance(of account: LedgerAccount, in transaction: Transaction) throws(DatabaseError) -> Balance {
        guard let row = try transaction.row("SELECT posted, held FROM account WHERE id = $1", [account.id]) else { return .zero }
        return Balance(posted: try row["posted"], held: try row["held"])
    }

    /// Why an entry moved points.
    /// - Throws: ``LedgerError/unknownEntry(_:)``.
    public func reason(of entry: EntryID, in transaction: Transaction) throws(LedgerError) -> EntryReason {
        let reason = try LedgerError.storing { () throws(DatabaseError) -> EntryReason? in
            guard let row = try transaction.row("SELECT reason FROM entry WHERE id = $1", [entry]) else { return nil }
            return try EntryReason(json: try row["reason"])
        }
        guard let reason else { throw .unknownEntry(entry) }
        return reason
    }

    // MARK: - The write path

    /// What a request under this key was answered before; nil when the key is new. Locks the ledger against other writers.
    func answered(_ key: String, requestHash: [UInt8], in transaction: Transaction) throws(LedgerError) -> Recorded? {
        _ = try head(in: transaction)
        let row = try LedgerError.storing { () throws(DatabaseError) in
            try transaction.row("SELECT request_hash, answer FROM entry WHERE key = $1", [key])
        }
        guard let row else { return nil }
        let known = try LedgerError.storing { () throws(DatabaseError) in try row.get("request_hash", as: [UInt8].self) }
        guard known == requestHash else { throw .conflict(key: key) }
        return try LedgerError.storing { () throws(DatabaseError) in try Recorded(stored: try row["answer"]) }
    }

    /// Appends an entry and moves its points, or answers what was answered before.
    func append(_ entry: JournalEntry, in transaction: Transaction) throws(LedgerError) -> Recorded {
        if let answer = try answered(entry.key, requestHash: entry.requestHash, in: transaction) { return answer }
        let balances = try move(entry.lines, in: transaction)
        return try LedgerError.storing { () throws(DatabaseError) in
            let (last, previous) = try readHead(in: transaction)
            let answer = Recorded(entry: entry.id, sequence: last + 1, at: entry.at, balances: balances)
            let reason = entry.reason.json
            let hash = entry.hash(
                after: previous, sequence: last + 1, answer: answer.stored, kind: entry.reason.kind.rawValue, reason: reason)
            try transaction.execute(
                """
                INSERT INTO entry (id, seq, key, request_hash, answer, kind, reason, reverses, hold_id, at, hash)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """,
                [
                    entry.id, last + 1, entry.key, entry.requestHash, answer.stored, entry.reason.kind, reason, entry.reverses, entry.hold,
                    entry.at, hash,
                ])
            for (number, line) in entry.lines.enumerated() {
                try transaction.execute(
                    "INSERT INTO posting (entry_id, line, account_id, amount, held) VALUES ($1, $2, $3, $4, $5)",
                    [entry.id, number, line.account, line.amount, line.held])
            }
            try transaction.execute("UPDATE ledger_head SET seq = $1, hash = $2 WHERE id = 1", [last + 1, hash])
            return answer
        }
    }

    /// Moves every line or none: a line that an account cannot bear takes the earlier ones back.
    private func move(_ lines: [JournalLine], in transaction: Transaction) throws(LedgerError) -> [Balance] {
        var balances: [Balance] = []
        for (number, line) in lines.enumerated() {
            if let owner = line.owner { try open(owner, in: transaction) }
            let moved = try LedgerError.storing { () throws(DatabaseError) -> Balance? in
                let row = try transaction.row(
                    """
                    UPDATE account SET posted = posted + $2, held = held + $3
                    WHERE id = $1 AND (may_be_negative = 1 OR posted + $2 - held - $3 >= 0)
                    RETURNING posted, held
                    """, [line.account, line.amount, line.held])
                guard let row else { return nil }
                return Balance(posted: try row["posted"], held: try row["held"])
            }
            guard let moved else {
                let available = try LedgerError.storing { () throws(DatabaseError) -> Points in
                    for earlier in lines.prefix(number) {
                        try transaction.execute(
                            "UPDATE account SET posted = posted - $2, held = held - $3 WHERE id = $1",
                            [earlier.account, earlier.amount, earlier.held])
                    }
                    let row = try transaction.row("SELECT posted - held AS available FROM account WHERE id = $1", [line.account])
                    return try row?["available"] ?? .zero
                }
                throw .insufficient(available: available)
            }
            balances.append(moved)
        }
        return balances
    }

    private func open(_ account: LedgerAccount, in transaction: Transaction) throws(LedgerError) {
        try LedgerError.storing { () throws(DatabaseError) in
            _ = try transaction.execute(
                """
                INSERT INTO account (id, kind, owner, posted, held, may_be_negative) VALUES ($1, $2, $3, 0, 0, $4)
                ON CONFLICT (id) DO NOTHING
                """, [account.id, account.kind, account.owner, account.mayBeNegative])
        }
    }

    /// Takes the head's row lock, so that numbering and chaining have one writer on any engine.
    private func head(in transaction: Transaction) throws(LedgerError) {
        try LedgerError.storing { () throws(DatabaseError) in
            if try transaction.execute("UPDATE ledger_head SET seq = seq WHERE id = 1") == 0 {
                try transaction.execute(
                    "INSERT INTO ledger_head (id, seq, hash) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING", [Digest.origin])
            }
        }
    }

    private func readHead(in transaction: Transaction) throws(DatabaseError) -> (sequence: Int64, hash: [UInt8]) {
        guard let row = try transaction.row("SELECT seq, hash FROM ledger_head WHERE id = 1") else { return (0, Digest.origin) }
        return (try row["seq"], try row["hash"])
    }
}
