import Database
import Vocabulary

/// An entry as it is read back, its texts and blobs as they are stored.
struct JournalRow: Sendable {
    let id: EntryID
    let sequence: Int64
    let key: String
    let requestHash: [UInt8]
    let answer: [UInt8]
    let kind: String
    let reason: String
    let reverses: EntryID?
    let hold: EntryID?
    let at: Instant
    let hash: [UInt8]

    init(_ row: Row) throws(DatabaseError) {
        id = try row["id"]
        sequence = try row["seq"]
        key = try row["key"]
        requestHash = try row["request_hash"]
        answer = try row["answer"]
        kind = try row["kind"]
        reason = try row["reason"]
        reverses = try row["reverses"]
        hold = try row["hold_id"]
        at = try row["at"]
        hash = try row["hash"]
    }

    func hash(after previous: [UInt8], lines: [JournalLine]) -> [UInt8] {
        JournalEntry.hash(
            after: previous, id: id.bytes, sequence: sequence, key: key, requestHash: requestHash, answer: answer, kind: kind,
            reason: reason,
            reverses: reverses?.bytes ?? [], hold: hold?.bytes ?? [], at: at.milliseconds, lines: lines)
    }
}

extension JournalRow {
    /// Streams the journal in order, an entry with its lines at a time. Stops at the first error of the body.
    /// - Throws: what the body throws; a ``LedgerFault`` when a row cannot be read or postings are missing or stray.
    static func each(in transaction: Transaction, _ body: (JournalRow, [JournalLine]) throws -> Void) throws {
        var open: JournalRow?
        var lines: [JournalLine] = []
        var postings: Int64 = 0
        // Every entry has at least one posting; one without shows as a line that is NULL.
        try transaction.scan(
            """
            SELECT entry.*, posting.line AS line, posting.account_id AS account_id, posting.amount AS amount, posting.held AS held
            FROM entry LEFT JOIN posting ON posting.entry_id = entry.id ORDER BY entry.seq, posting.line
            """,
            unreadable: { column in .unreadable(after: open?.sequence ?? 0, column: column) }
        ) { row in
            let current = try JournalRow(row)
            if let finished = open, finished.id != current.id {
                try body(finished, lines)
                lines = []
            }
            open = current
            guard try row.get("line", as: Int?.self) == lines.count else { throw LedgerFault.changed(sequence: current.sequence) }
            lines.append(JournalLine(existing: try row["account_id"], amount: try row["amount"], held: try row["held"]))
            postings += 1
        }
        if let last = open { try body(last, lines) }
        let stored: Int64 = try transaction.row("SELECT count(*) AS n FROM posting")?["n"] ?? 0
        guard stored == postings else { throw LedgerFault.strayPostings }
    }
}

extension Transaction {
    /// Streams rows to a body that may throw; a column that cannot be read becomes a fault.
    func scan(_ sql: String, unreadable: (String) -> LedgerFault, _ body: (Row) throws -> Void) throws {
        var failure: (any Error)?
        try each(sql) { row in
            guard failure == nil else { return }
            do {
                try body(row)
            } catch DatabaseError.unexpected(let column) {
                failure = unreadable(column)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}
