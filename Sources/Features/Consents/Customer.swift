import Database
import Sealing
import Vocabulary

/// A person in the bot, as far as we know them: a chat, a language, and the company whose code they scanned.
public struct Customer: Sendable, Equatable {
    public let id: CustomerID
    public let chat: Int64
    public let language: Language
    /// The person chose it: Telegram's tag no longer counts.
    public let choseLanguage: Bool
    public let enteredBy: CompanyID?
    public let createdAt: Instant
    public let blockedAt: Instant?
    let wrappedKey: [UInt8]

    /// The key that the person's own words are sealed with.
    public func dataKey(_ keyring: Keyring) throws(SealingError) -> DataKey { try keyring.dataKey(wrappedKey, for: id) }

    init(_ row: Row) throws(DatabaseError) {
        id = try row["id"]
        chat = try row["chat_id"]
        language = try row["language"]
        choseLanguage = try row["language_chosen"]
        enteredBy = try row["entered_by"]
        createdAt = try row["created_at"]
        blockedAt = try row["blocked_at"]
        wrappedKey = try row["data_key"]
    }
}

public struct CustomerStore: Sendable {
    public init() {}

    public func customer(chat: Int64, in transaction: Transaction) throws(DatabaseError) -> Customer? {
        guard let row = try transaction.row("SELECT * FROM customer WHERE chat_id = $1", [chat]) else { return nil }
        return try Customer(row)
    }

    public func customer(_ id: CustomerID, in transaction: Transaction) throws(DatabaseError) -> Customer? {
        guard let row = try transaction.row("SELECT * FROM customer WHERE id = $1", [id]) else { return nil }
        return try Customer(row)
    }

    /// A new person with a data key of their own.
    public func create(
        chat: Int64, language: Language, enteredBy company: CompanyID?, at now: Instant, ids: IDSource, keyring: Keyring,
        in transaction: Transaction
    ) throws(DatabaseError) -> Customer {
        let id: CustomerID = ids.id()
        try transaction.execute(
            """
            INSERT INTO customer (id, chat_id, data_key, language, language_chosen, entered_by, created_at) VALUES ($1, $2, $3, $4, 0, $5, $6)
            """, [id, chat, keyring.newDataKey(for: id), language, company, now])
        guard let customer = try customer(id, in: transaction) else { throw .unexpected(column: "customer.id") }
        return customer
    }

    /// The first company whose code brought the person stays.
    public func enter(_ id: CustomerID, by company: CompanyID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("UPDATE customer SET entered_by = $2 WHERE id = $1 AND entered_by IS NULL", [id, company])
    }

    public func choose(_ language: Language, for id: CustomerID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("UPDATE customer SET language = $2, language_chosen = 1 WHERE id = $1", [id, language])
    }

    /// The person blocked the bot (a time) or came back (nil).
    public func setBlocked(_ at: Instant?, for id: CustomerID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("UPDATE customer SET blocked_at = $2 WHERE id = $1", [id, at])
    }

    /// People who came before the limit and never agreed to anything: they leave only a keyed hash (LAW: silent for 24 h).
    public func undecided(cameBefore limit: Instant, limit count: Int, in transaction: Transaction) throws(DatabaseError) -> [Customer] {
        let rows = try transaction.rows(
            """
            SELECT * FROM customer WHERE created_at < $1 AND NOT EXISTS (
                SELECT 1 FROM consent_receipt r WHERE r.customer_id = customer.id AND r.kind = 'processing' AND r.given = 1)
            ORDER BY created_at LIMIT $2
            """, [limit, count])
        return try rows.map { row throws(DatabaseError) in try Customer(row) }
    }
}
