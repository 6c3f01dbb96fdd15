import Database
import Sealing
import Vocabulary

/// How long one stays signed in: a working day, and not past a long break.
public enum SessionRule {
    public static let idle = Span.hours(2)
    public static let whole = Span.hours(12)
    /// A session's last use is written this seldom, so that looking at pages does not write.
    static let precision = Span.minutes(1)
}

/// Who is signed in. Knows tokens only by their hashes.
public struct SessionStore: Sendable {
    private let keyring: Keyring

    public init(keyring: Keyring) { self.keyring = keyring }

    /// The open account whose session this is. Over is a session that was idle, or that lasted, too long.
    /// - Returns: also whether the last use is old enough to be written anew with ``touch(_:at:in:)``.
    public func account(
        _ token: SecretToken, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> (account: Account, isStale: Bool)? {
        guard
            let row = try transaction.row(
                "SELECT account_id, seen_at FROM staff_session WHERE token_hash = $1 AND seen_at > $2 AND started_at > $3",
                [keyring.tokenHash(token.bytes), now - SessionRule.idle, now - SessionRule.whole]),
            let account = try AccountStore().account(try row["account_id"], in: transaction), account.isOpen
        else { return nil }
        let seen: Instant = try row["seen_at"]
        return (account, now - seen >= SessionRule.precision)
    }

    public func touch(_ token: SecretToken, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "UPDATE staff_session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2", [keyring.tokenHash(token.bytes), now])
    }

    func start(_ token: SecretToken, for account: AccountID, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "INSERT INTO staff_session (token_hash, account_id, started_at, seen_at) VALUES ($1, $2, $3, $3)",
            [keyring.tokenHash(token.bytes), account, now])
    }

    /// Signs out here. A repeat does nothing.
    public func end(_ token: SecretToken, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM staff_session WHERE token_hash = $1", [keyring.tokenHash(token.bytes)])
    }

    /// Signs out everywhere.
    /// - Returns: how many sessions there were.
    @discardableResult
    public func endAll(of account: AccountID, in transaction: Transaction) throws(DatabaseError) -> Int {
        try transaction.execute("DELETE FROM staff_session WHERE account_id = $1", [account])
    }

    /// A person's session as it is listed.
    public struct Listed: Hashable, Sendable {
        /// Names the session to its owner; nobody gets in with it.
        public let name: String
        public let startedAt: Instant
        public let seenAt: Instant
        public let isThis: Bool
    }

    /// Where the person is signed in, the latest use first.
    public func sessions(
        of account: AccountID, this token: SecretToken, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> [Listed] {
        let own = keyring.tokenHash(token.bytes)
        return try transaction.rows(
            """
            SELECT token_hash, started_at, seen_at FROM staff_session WHERE account_id = $1 AND seen_at > $2 AND started_at > $3
            ORDER BY seen_at DESC, started_at DESC LIMIT 50
            """, [account, now - SessionRule.idle, now - SessionRule.whole]
        ).map { row throws(DatabaseError) in
            let hash = try row.get("token_hash", as: [UInt8].self)
            return Listed(name: Self.name(hash), startedAt: try row["started_at"], seenAt: try row["seen_at"], isThis: hash == own)
        }
    }

    /// Signs out one of the person's other browsers.
    /// - Returns: false when there is no such session of theirs, or when it is this one.
    public func end(
        named name: String, of account: AccountID, than token: SecretToken, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let own = keyring.tokenHash(token.bytes)
        let hashes = try transaction.rows("SELECT token_hash FROM staff_session WHERE account_id = $1", [account])
            .map { row throws(DatabaseError) in try row.get("token_hash", as: [UInt8].self) }
        guard let hash = hashes.first(where: { $0 != own && Self.name($0) == name }) else { return false }
        return try transaction.execute("DELETE FROM staff_session WHERE account_id = $1 AND token_hash = $2", [account, hash]) > 0
    }

    private static func name(_ hash: [UInt8]) -> String {
        hash.prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Signs out everywhere else.
    /// - Returns: how many other sessions there were.
    public func endOthers(of account: AccountID, than token: SecretToken, in transaction: Transaction) throws(DatabaseError) -> Int {
        try transaction.execute(
            "DELETE FROM staff_session WHERE account_id = $1 AND token_hash <> $2", [account, keyring.tokenHash(token.bytes)])
    }

    /// Removes what is over.
    public func tidy(at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "DELETE FROM staff_session WHERE seen_at <= $1 OR started_at <= $2", [now - SessionRule.idle, now - SessionRule.whole])
    }
}
