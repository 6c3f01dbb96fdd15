import Database
import Vocabulary

/// Points set aside for a purchase. Its id is that of the entry that placed it.
public struct Hold: Hashable, Sendable {
    public let id: EntryID
    public let amount: Points
    /// Neither captured nor released yet.
    public let remaining: Points
    public let expiresAt: Instant
}

extension LedgerStore {
    /// Sets points aside until a moment. They stay posted, but are no longer available.
    /// - Parameter key: names the request; a repeat answers with the same hold.
    /// - Returns: the entry whose id names the hold from now on.
    /// - Throws: ``LedgerError/insufficient(available:)`` when the account has less, ``LedgerError/conflict(key:)``.
    public func hold(
        _ amount: Points, of customer: CustomerID, with company: CompanyID, service: ServiceID? = nil, until expiresAt: Instant,
        key: String, ids: IDSource, at: Instant, in transaction: Transaction
    ) throws(LedgerError) -> Recorded {
        try Self.check(amount, key: key)
        let account = LedgerAccount.customer(customer)
        let reason = EntryReason.held(with: company, service: service, until: expiresAt)
        var request = Digest()
        request.add("hold")
        request.add(reason.json)
        request.add(account.id)
        request.add(amount.count)
        if let answer = try answered(key, requestHash: request.bytes(), in: transaction) { return answer }
        let id: EntryID = ids.id()
        let entry = JournalEntry(
            id: id, key: key, requestHash: request.bytes(), reason: reason, reverses: nil, hold: id, at: at,
            lines: [JournalLine(account, amount: 0, held: amount.count)])
        let answer = try append(entry, in: transaction)
        try LedgerError.storing { () throws(DatabaseError) in
            _ = try transaction.execute(
                "INSERT INTO points_hold (id, account_id, amount, remaining, expires_at) VALUES ($1, $2, $3, $3, $4)",
                [id, account.id, amount, expiresAt])
        }
        return answer
    }

    /// Spends held points with the company that they were held for; what is left of the hold stays held.
    /// - Throws: ``LedgerError/holdClosed(left:)`` when less is left, or the hold's time is over.
    public func capture(
        _ amount: Points, of hold: EntryID, key: String, ids: IDSource, at: Instant, in transaction: Transaction
    ) throws(LedgerError) -> Recorded {
        try Self.check(amount, key: key)
        guard case .held(let company, let service, _) = try reason(of: hold, in: transaction) else { throw .unknownEntry(hold) }
        let requestHash = Self.request("capture", hold, amount.count)
        if let answer = try answered(key, requestHash: requestHash, in: transaction) { return answer }
        let account = try take(amount.count, of: hold, deadline: at, in: transaction)
        return try append(
            JournalEntry(
                id: ids.id(), key: key, requestHash: requestHash, reason: .captured(with: company, service: service), reverses: nil,
                hold: hold, at: at,
                lines: [
                    JournalLine(existing: account, amount: -amount.count, held: -amount.count),
                    JournalLine(.company(company), amount: amount.count, held: 0),
                ]),
            in: transaction)
    }

    /// Sets free what is left of a hold. Once: a repeat answers the same.
    /// - Throws: ``LedgerError/holdClosed(left:)`` when nothing is left.
    public func release(_ hold: EntryID, ids: IDSource, at: Instant, in transaction: Transaction) throws(LedgerError) -> Recorded {
        try free(hold, as: .released, key: "release/\(hold)", ids: ids, at: at, in: transaction)
    }

    /// Sets free the holds whose time is over, the oldest first.
    /// - Returns: how many; call again while it answers `limit`.
    public func expireHolds(limit: Int = 100, ids: IDSource, at: Instant, in transaction: Transaction) throws(LedgerError) -> Int {
        let due = try LedgerError.storing { () throws(DatabaseError) in
            var due: [EntryID] = []
            let rows = try transaction.rows(
                "SELECT id FROM points_hold WHERE remaining > 0 AND expires_at <= $1 ORDER BY expires_at, id LIMIT $2", [at, limit])
            for row in rows { due.append(try row["id"]) }
            return due
        }
        for hold in due { _ = try free(hold, as: .expired, key: "expire/\(hold)", ids: ids, at: at, in: transaction) }
        return due.count
    }

    /// Nil for an unknown id.
    public func hold(_ id: EntryID, in transaction: Transaction) throws(DatabaseError) -> Hold? {
        let row = try transaction.row("SELECT amount, remaining, expires_at FROM points_hold WHERE id = $1", [id])
        guard let row else { return nil }
        return Hold(id: id, amount: try row["amount"], remaining: try row["remaining"], expiresAt: try row["expires_at"])
    }

    // MARK: -

    private func free(
        _ hold: EntryID, as reason: EntryReason, key: String, ids: IDSource, at: Instant, in transaction: Transaction
    ) throws(LedgerError) -> Recorded {
        let requestHash = Self.request(reason.kind.rawValue, hold, 0)
        if let answer = try answered(key, requestHash: requestHash, in: transaction) { return answer }
        let left = try LedgerError.storing { () throws(DatabaseError) in try self.hold(hold, in: transaction)?.remaining }
        guard let left else { throw .unknownEntry(hold) }
        guard left > .zero else { throw .holdClosed(left: left) }
        let account = try take(left.count, of: hold, deadline: nil, in: transaction)
        return try append(
            JournalEntry(
                id: ids.id(), key: key, requestHash: requestHash, reason: reason, reverses: nil, hold: hold, at: at,
                lines: [JournalLine(existing: account, amount: 0, held: -left.count)]),
            in: transaction)
    }

    /// Takes points out of the hold by one conditional UPDATE.
    private func take(
        _ amount: Int64, of hold: EntryID, deadline: Instant?, in transaction: Transaction
    ) throws(LedgerError) -> AccountID {
        let account = try LedgerError.storing { () throws(DatabaseError) -> AccountID? in
            let row = try transaction.row(
                """
                UPDATE points_hold SET remaining = remaining - $2 WHERE id = $1 AND remaining >= $2 AND expires_at > $3
                RETURNING account_id
                """, [hold, amount, deadline ?? Instant(milliseconds: .min)])
            return try row?["account_id"]
        }
        guard let account else {
            let left = try LedgerError.storing { () throws(DatabaseError) in try self.hold(hold, in: transaction)?.remaining }
            throw .holdClosed(left: left ?? .zero)
        }
        return account
    }

    private static func request(_ act: String, _ entry: EntryID, _ amount: Int64) -> [UInt8] {
        var request = Digest()
        request.add(act)
        request.add(entry)
        request.add(amount)
        return request.bytes()
    }

    private static func check(_ amount: Points, key: String) throws(LedgerError) {
        guard !key.isEmpty else { throw .malformed(.emptyKey) }
        guard amount > .zero, amount.count <= LedgerEntry.largest else { throw .malformed(.amountOutOfRange) }
    }
}
