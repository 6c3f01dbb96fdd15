import Database
import Vocabulary

/// What the program found out and keeps for itself, in the table of the settings. People do not change it, so it is not among ``Settings``.
public enum Fact: String, Sendable, CaseIterable {
    /// The bot's username without `@`, from the last `getMe`: links and QR codes name it.
    case botName = "bot.name"
    /// A keyed hash of nothing: tells whether the root secret is the one that this database was made with.
    case secretCheck = "secret.check"
}

/// Facts by name.
public struct FactStore: Sendable {
    public init() {}

    public func value(_ fact: Fact, in transaction: Transaction) throws(DatabaseError) -> String? {
        guard let row = try transaction.row("SELECT value FROM setting WHERE name = $1", [fact.rawValue]) else { return nil }
        return try row["value"]
    }

    public func set(_ fact: Fact, to value: String, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO setting (name, value, changed_by, changed_at) VALUES ($1, $2, 'program', $3)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """, [fact.rawValue, value, now])
    }

    /// Keeps the value unless one is there: of two processes that start at once, the first wins.
    /// - Returns: the value that holds.
    public func keepFirst(_ fact: Fact, _ value: String, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> String {
        try transaction.execute(
            "INSERT INTO setting (name, value, changed_by, changed_at) VALUES ($1, $2, 'program', $3) ON CONFLICT (name) DO NOTHING",
            [fact.rawValue, value, now])
        return try self.value(fact, in: transaction) ?? value
    }
}
