import Database
import Group
import Passwords
import Sealing
import Vocabulary

/// Where people sign in, choose passwords and sign out. Hashing happens between transactions, never in one.
public struct Door: Sendable {
    private let database: Database
    private let keyring: Keyring
    private let passwords: PasswordHashing
    private let ids: IDSource

    public init(database: Database, keyring: Keyring, passwords: PasswordHashing, ids: IDSource) {
        (self.database, self.keyring, self.passwords, self.ids) = (database, keyring, passwords, ids)
    }

    /// A session under a new token: whatever the browser brought opens nothing.
    /// - Parameter address: where from; only counted, as a keyed hash.
    public func signIn(login typed: String, password: String, from address: String, at now: Instant) async throws -> SecretToken {
        let login = String(typed.lowercased().filter { !$0.isWhitespace }.prefix(64))
        let (attempts, ids) = (AttemptStore(keyring: keyring), ids)
        let known = try await database.write { transaction throws -> (id: AccountID, hash: String, attempt: AttemptID)? in
            let attempt = try attempts.begin(login: login, address: address, at: now, ids: ids, in: transaction)
            guard let account = try AccountStore().account(login: login, in: transaction), account.isOpen,
                let hash = try AccountStore().passwordHash(of: account.id, in: transaction)
            else { return nil }
            return (account.id, hash, attempt)
        }
        guard password.utf8.count <= 4 * PasswordRule.most else { throw AccountsError.wrongLoginOrPassword }
        guard let known else {
            // A login that nobody has takes as long as a wrong password: a hash costs what a comparison does.
            _ = try? await passwords.hash(password, salt: ids.bytes(16))
            throw AccountsError.wrongLoginOrPassword
        }
        guard await passwords.matches(password, hash: known.hash) else { throw AccountsError.wrongLoginOrPassword }
        let (sessions, token) = (SessionStore(keyring: keyring), SecretToken(ids: ids))
        try await database.write { transaction in
            // The account may have been closed, or its password changed, while the hash was made.
            guard try AccountStore().passwordHash(of: known.id, in: transaction) == known.hash else {
                throw AccountsError.wrongLoginOrPassword
            }
            try attempts.forgive(login: login, known.attempt, in: transaction)
            try sessions.start(token, for: known.id, at: now, in: transaction)
        }
        return token
    }

    /// Chooses the password of the invitation's account, ends its other sessions and begins one. The invitation is used up.
    public func accept(_ invitation: SecretToken, password: String, at now: Instant) async throws -> SecretToken {
        let invitations = InvitationStore(keyring: keyring)
        guard let account = try await database.read({ try invitations.account(invitation, at: now, in: $0) }) else {
            throw AccountsError.invitationNotGood
        }
        if let problem = PasswordRule.problem(of: password, login: account.login) { throw AccountsError.weakPassword(problem) }
        let hash: String
        do { hash = try await passwords.hash(password, salt: ids.bytes(16)) } catch { throw AccountsError.hashing }
        let (sessions, attempts, token) = (SessionStore(keyring: keyring), AttemptStore(keyring: keyring), SecretToken(ids: ids))
        try await database.write { transaction in
            // Of two who use it at once, the first one wins.
            guard try invitations.account(invitation, at: now, in: transaction)?.id == account.id else {
                throw AccountsError.invitationNotGood
            }
            try invitations.revoke(of: account.id, in: transaction)
            try AccountStore().setPasswordHash(hash, of: account.id, in: transaction)
            try sessions.endAll(of: account.id, in: transaction)
            try attempts.forgive(login: account.login, in: transaction)
            try sessions.start(token, for: account.id, at: now, in: transaction)
            try AuditStore().append(
                actor: account.login, action: "account.password_chosen", subject: "account \(account.login)", detail: "", at: now,
                in: transaction)
        }
        return token
    }

    /// Another password for somebody who is signed in and knows the old one. All sessions end, and one begins under a new token.
    /// - Parameter address: where from; wrong old passwords count as attempts at the door do.
    public func changePassword(
        of account: Account, from old: String, to new: String, address: String, at now: Instant
    ) async throws -> SecretToken {
        // What can be told without the old password costs no attempt.
        if let problem = PasswordRule.problem(of: new, login: account.login) { throw AccountsError.weakPassword(problem) }
        guard new != old else { throw AccountsError.samePassword }
        let (attempts, ids) = (AttemptStore(keyring: keyring), ids)
        let (attempt, hash) = try await database.write { transaction throws in
            let attempt = try attempts.begin(login: account.login, address: address, at: now, ids: ids, in: transaction)
            return (attempt, try AccountStore().passwordHash(of: account.id, in: transaction))
        }
        guard let hash, old.utf8.count <= 4 * PasswordRule.most, await passwords.matches(old, hash: hash) else {
            throw AccountsError.wrongLoginOrPassword
        }
        let fresh: String
        do { fresh = try await passwords.hash(new, salt: ids.bytes(16)) } catch { throw AccountsError.hashing }
        let (sessions, token) = (SessionStore(keyring: keyring), SecretToken(ids: ids))
        try await database.write { transaction in
            // Closed, or changed elsewhere, while the hash was made.
            guard try AccountStore().passwordHash(of: account.id, in: transaction) == hash else {
                throw AccountsError.wrongLoginOrPassword
            }
            try AccountStore().setPasswordHash(fresh, of: account.id, in: transaction)
            try attempts.forgive(login: account.login, attempt, in: transaction)
            try sessions.endAll(of: account.id, in: transaction)
            try sessions.start(token, for: account.id, at: now, in: transaction)
            try AuditStore().append(
                actor: account.login, action: "account.password_changed", subject: "account \(account.login)", detail: "", at: now,
                in: transaction)
        }
        return token
    }

    /// Removes sessions, invitations and attempts that are over.
    public func tidy(at now: Instant) async throws {
        let keyring = keyring
        try await database.write { transaction in
            try SessionStore(keyring: keyring).tidy(at: now, in: transaction)
            try InvitationStore(keyring: keyring).tidy(at: now, in: transaction)
            try AttemptStore(keyring: keyring).tidy(at: now, in: transaction)
        }
    }
}
