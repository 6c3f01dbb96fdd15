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

enum AttemptSubject {}
typealias AttemptID = Identifier<AttemptSubject>

/// Attempts to sign in, counted before the password is looked at, so that a flood of them at once finds the same limit.
public struct AttemptStore: Sendable {
    private let keyring: Keyring

    public init(keyring: Keyring) { self.keyring = keyring }

    /// Counts an attempt.
    /// - Returns: by what it was counted at the address.
    /// - Throws: ``AccountsError/tooManyAttempts(until:)``; the attempt is not counted then, so that the door opens again in time.
    func begin(login: String, address: String, at now: Instant, ids: IDSource, in transaction: Transaction) throws(AccountsError)
        -> AttemptID
    {
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
        let attempt: AttemptID = ids.id()
        try AccountsError.storing { () throws(DatabaseError) in
            for (id, subject) in [(ids.id(), Self.login(login)), (attempt, Self.address(address))] {
                try transaction.execute(
                    "INSERT INTO sign_in_attempt (id, subject, at) VALUES ($1, $2, $3)", [id, keyring.attemptHash(subject), now])
            }
        }
        return attempt
    }

    /// The password was right. Of what the address tried only this attempt is forgiven: an office comes in every morning, and still one good account
    /// must not open the way to guess others.
    func forgive(login: String, _ attempt: AttemptID? = nil, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM sign_in_attempt WHERE subject = $1", [keyring.attemptHash(Self.login(login))])
        if let attempt { try transaction.execute("DELETE FROM sign_in_attempt WHERE id = $1", [attempt]) }
    }

    /// Removes what no longer counts.
    public func tidy(at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM sign_in_attempt WHERE at <= $1", [now - AttemptRule.window])
    }

    private static func login(_ text: String) -> String { "login \(text)" }
    private static func address(_ text: String) -> String { "address \(text)" }
}
