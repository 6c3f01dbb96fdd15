import Database
import Vocabulary

extension LedgerStore {
    /// Takes an entry back: the same postings with the opposite sign, in whole or (between two accounts) in part.
    ///
    /// The reversal's id derives from the original's and from `part`, so one refund counts once whoever reports it, and all together never exceed the original.
    /// A capture can be reversed too: the points return to the customer.
    /// - Parameters:
    ///   - amount: how many of the points that the original moved; nil: all of them, which is refused once a part was taken back.
    ///   - part: names one of several partial refunds, e.g. the refund's number at the company; empty for the only one.
    /// - Throws: ``LedgerError/reversedTooMuch(left:)``, ``LedgerError/insufficient(available:)`` when the points were spent meanwhile,
    ///   ``LedgerError/notReversible(_:)``, ``LedgerError/unknownEntry(_:)``, ``LedgerError/conflict(key:)``.
    public func reverse(
        _ original: EntryID, _ amount: Points? = nil, part: String = "", at: Instant, in transaction: Transaction
    ) throws(LedgerError) -> Recorded {
        var derived = Digest()
        derived.add("reversal")
        derived.add(original)
        derived.add(part)
        let id: EntryID = derived.id()
        var request = derived
        request.add(amount?.count ?? 0)

        let key = part.isEmpty ? "reversal/\(original)" : "reversal/\(original)/\(part)"
        if let answer = try answered(key, requestHash: request.bytes(), in: transaction) { return answer }
        let lines = try reversible(original, in: transaction)
        let moved = lines.reduce(0) { $0 + max($1.amount, 0) }
        let taken = amount?.count ?? moved
        guard taken > 0 else { throw .malformed(.amountOutOfRange) }
        guard taken == moved || lines.count == 2 else { throw .notReversible(original) }

        try count(taken, of: moved, original: original, in: transaction)
        do throws(LedgerError) {
            return try append(
                JournalEntry(
                    id: id, key: key, requestHash: request.bytes(), reason: .reversed(original: original), reverses: original, hold: nil,
                    at: at,
                    // Debits first: whether the points are still there decides.
                    lines: lines.map { line in
                        JournalLine(existing: line.account, amount: taken == moved ? -line.amount : -line.amount.signum() * taken, held: 0)
                    }.sorted { $0.amount < $1.amount }),
                in: transaction)
        } catch {
            if case .database = error { throw error }
            try LedgerError.storing { () throws(DatabaseError) in
                try transaction.execute("UPDATE reversal_total SET reversed = reversed - $2 WHERE entry_id = $1", [original, taken])
                try transaction.execute("DELETE FROM reversal_total WHERE entry_id = $1 AND reversed = 0", [original])
            }
            throw error
        }
    }

    /// The lines of an entry that moved points and is not itself a reversal.
    private func reversible(_ original: EntryID, in transaction: Transaction) throws(LedgerError) -> [JournalLine] {
        let found = try LedgerError.storing { () throws(DatabaseError) -> (kind: EntryKind, lines: [JournalLine])? in
            guard let row = try transaction.row("SELECT kind FROM entry WHERE id = $1", [original]) else { return nil }
            var lines: [JournalLine] = []
            let rows = try transaction.rows("SELECT account_id, amount FROM posting WHERE entry_id = $1 ORDER BY line", [original])
            for line in rows { lines.append(JournalLine(existing: try line["account_id"], amount: try line["amount"], held: 0)) }
            return (try row["kind"], lines)
        }
        guard let found else { throw .unknownEntry(original) }
        switch found.kind {
        case .earned, .spent, .captured: return found.lines
        case .reversed, .held, .released, .expired: throw .notReversible(original)
        }
    }

    /// Adds to what was reversed of the original, by one conditional UPDATE.
    private func count(_ taken: Int64, of moved: Int64, original: EntryID, in transaction: Transaction) throws(LedgerError) {
        let left = try LedgerError.storing { () throws(DatabaseError) -> Int64? in
            try transaction.execute(
                "INSERT INTO reversal_total (entry_id, original, reversed) VALUES ($1, $2, 0) ON CONFLICT (entry_id) DO NOTHING",
                [original, moved])
            let counted = try transaction.execute(
                "UPDATE reversal_total SET reversed = reversed + $2 WHERE entry_id = $1 AND reversed + $2 <= original", [original, taken])
            if counted == 1 { return nil }
            let left: Int64? = try transaction.row(
                "SELECT original - reversed AS rest FROM reversal_total WHERE entry_id = $1", [original])?["rest"]
            try transaction.execute("DELETE FROM reversal_total WHERE entry_id = $1 AND reversed = 0", [original])
            return left ?? 0
        }
        if let left { throw .reversedTooMuch(left: Points(left)) }
    }
}
