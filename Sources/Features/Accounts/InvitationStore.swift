import Database
import Sealing
import Vocabulary

/// One-time invitations: whoever has one chooses the password of its account. The latest one of an account counts.
public struct InvitationStore: Sendable {
    private let keyring: Keyring
    /// For how long an invitation is good.
    public static let lifetime = Span.days(3)

    public init(keyring: Keyring) { self.keyring = keyring }

    func issue(_ token: SecretToken, for account: AccountID, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try revoke(of: account, in: transaction)
        try transaction.execute(
            "INSERT INTO staff_invitation (token_hash, account_id, issued_at, expires_at) VALUES ($1, $2, $3, $4)",
            [keyring.tokenHash(token.bytes), account, now, now + Self.lifetime])
    }

    /// Whose password it is good for.
    public func account(_ token: SecretToken, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> Account? {
        guard
            let row = try transaction.row(
                "SELECT account_id FROM staff_invitation WHERE token_hash = $1 AND expires_at > $2", [keyring.tokenHash(token.bytes), now]),
            let account = try AccountStore().account(try row["account_id"], in: transaction), account.isOpen
        else { return nil }
        return account
    }

    func revoke(of account: AccountID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM staff_invitation WHERE account_id = $1", [account])
    }

    /// Removes what is over.
    public func tidy(at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM staff_invitation WHERE expires_at <= $1", [now])
    }
}
