import Database
import Sealing
import Vocabulary

/// How often one may be wrong at the door.
public enum AttemptRule {
    public static let window = Span.minutes(15)
    /// Of one login, from wherever.
    public static let perLogin = 8
    /// From one address, for whatever login: an office shares one.
    public static let perAddress = 40
}

/// Attempts to sign in, counted before the password is looked at, so that a flood of them at once finds the same limit.
public struct AttemptStore: Sendable {
    private let keyring: Keyring

    public init(keyring: Keyring) { self.keyring = keyring }

    /// Counts an attempt.
    /// - Throws: ``AccountsError/tooManyAttempts(until:)``; the attempt is not counted then, so that the door opens again in time.
    func begin(login: String, address: String, at now: Instant, ids: IDSource, in transaction: Transaction) throws(AccountsError) {
        var shutUntil: Instant?
        for (subject, most) in [(Self.login(login), AttemptRule.perLogin), (Self.address(address), AttemptRule.perAddress)] {
            let earlier = try AccountsError.storing { () throws(DatabaseError) in
                try transaction.rows(
                    "SELECT at FROM sign_in_attempt WHERE subject = $1 AND at > $2 ORDER BY at DESC LIMIT $3",
                    [keyring.attemptHash(subject), now - AttemptRule.window, most]
                ).map { row throws(DatabaseError) in try row.get("at", as: Instant.self) }
            }
            if earlier.count >= most, let first = earlier.last { shutUntil = max(shutUntil ?? now, first + AttemptRule.window) }
        }
        // When both the login and the address have to wait, the longer wait is the true one.
        if let shutUntil { throw .tooManyAttempts(until: shutUntil) }
        try AccountsError.storing { () throws(DatabaseError) in
            for subject in [Self.login(login), Self.address(address)] {
                try transaction.execute(
                    "INSERT INTO sign_in_attempt (id, subject, at) VALUES ($1, $2, $3)",
                    [ids.id(Never.self), keyring.attemptHash(subject), now])
            }
        }
    }

    /// The password was right. Attempts from the address stay counted: one good account must not open the way to guess others.
    func forgive(login: String, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM sign_in_attempt WHERE subject = $1", [keyring.attemptHash(Self.login(login))])
    }

    /// Removes what no longer counts.
    public func tidy(at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM sign_in_attempt WHERE at <= $1", [now - AttemptRule.window])
    }

    private static func login(_ text: String) -> String { "login \(text)" }
    private static func address(_ text: String) -> String { "address \(text)" }
}
