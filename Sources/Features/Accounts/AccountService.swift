import Database
import Group
import Sealing
import Vocabulary

/// Accounts made and closed, with the audit log in the same transaction. Who may do it is asked here, of ``Access``.
public struct AccountService: Sendable {
    /// Who does it.
    public enum Actor: Sendable {
        case account(Account)
        /// Whoever may run the program on the machine; the name goes into the audit log.
        case commandLine(String)

        public var name: String {
            switch self {
            case .account(let account): account.login
            case .commandLine(let name): name
            }
        }
    }

    private let keyring: Keyring
    private let accounts = AccountStore()

    public init(keyring: Keyring) { self.keyring = keyring }

    /// Makes an account without a password, and the invitation with which its person chooses one.
    public func issue(
        _ draft: Account.Draft, by actor: Actor, at now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(AccountsError) -> (account: Account, invitation: SecretToken) {
        let tree = try AccountsError.storing { () throws(DatabaseError) in try UnitStore().tree(in: transaction) }
        if case .account(let issuer) = actor {
            let reach = issuer.reach(of: draft.level, at: draft.place, in: tree)
            guard Access.allows(.manageAccount, to: issuer, reach: reach) else { throw .notAllowed }
            guard draft.grants.isEmpty || Access.allows(.giveGrant, to: issuer, reach: reach) else { throw .notAllowed }
        }
        if let problem = Self.problem(of: draft, in: tree) { throw .refused(problem) }
        let account = Account(
            id: ids.id(), login: draft.login, name: draft.name.trimmed, level: draft.level, place: draft.place, grants: draft.grants,
            hasPassword: false, createdAt: now, closedAt: nil)
        let token = SecretToken(ids: ids)
        let isNew = try AccountsError.storing { () throws(DatabaseError) in
            guard try accounts.create(account, by: actor.name, in: transaction) else { return false }
            try InvitationStore(keyring: keyring).issue(token, for: account.id, at: now, in: transaction)
            try audit("account.issued", account, account.level.name, by: actor, at: now, in: transaction)
            return true
        }
        guard isNew else { throw .refused(.loginTaken) }
        return (account, token)
    }

    /// A second press of "invite": the very account, made a moment ago and not yet entered, gets a new link; the first one's page was never seen.
    /// - Returns: nil when the draft is of another account, or of none.
    public func issueAgain(
        _ draft: Account.Draft, by actor: Actor, at now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(AccountsError) -> (account: Account, token: SecretToken)? {
        let known = try AccountsError.storing { () throws(DatabaseError) in try accounts.account(login: draft.login, in: transaction) }
        guard let known, known.isOpen, !known.hasPassword, now - known.createdAt < .minutes(1), known.name == draft.name,
            known.level == draft.level, known.place == draft.place, known.grants == draft.grants
        else { return nil }
        return (known, try inviteAgain(draft.login, by: actor, at: now, ids: ids, in: transaction))
    }

    /// A new invitation, for whoever lost the first one or the password. The old password goes on working until the invitation is used.
    public func inviteAgain(
        _ login: String, by actor: Actor, at now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(AccountsError) -> SecretToken {
        let account = try managed(login, by: actor, in: transaction)
        let token = SecretToken(ids: ids)
        try AccountsError.storing { () throws(DatabaseError) in
            try InvitationStore(keyring: keyring).issue(token, for: account.id, at: now, in: transaction)
            try audit("account.invited", account, "", by: actor, at: now, in: transaction)
        }
        return token
    }

    /// Signs the person out everywhere, for good.
    /// - Returns: whose account it was: what they worked on has to be freed in the same transaction.
    @discardableResult
    public func close(_ login: String, by actor: Actor, at now: Instant, in transaction: Transaction) throws(AccountsError) -> AccountID {
        let account = try managed(login, by: actor, in: transaction)
        let isLastFounder = try AccountsError.storing { () throws(DatabaseError) in
            try accounts.all(in: transaction).filter { $0.isOpen && $0.level == .founder }.map(\.id) == [account.id]
        }
        guard !isLastFounder else { throw .lastFounder }
        try AccountsError.storing { () throws(DatabaseError) in
            guard try accounts.close(account.id, at: now, in: transaction) else { return }
            try SessionStore(keyring: keyring).endAll(of: account.id, in: transaction)
            try InvitationStore(keyring: keyring).revoke(of: account.id, in: transaction)
            try audit("account.closed", account, "", by: actor, at: now, in: transaction)
        }
        return account.id
    }

    /// Moves the person to another place of the same level, and gives other grants. Where it was before, what it worked on has to be freed in the
    /// same transaction.
    /// - Returns: the account as it was, and whether it moved.
    @discardableResult
    public func change(
        _ login: String, place: Place, grants: Set<Grant>, by actor: Actor, at now: Instant, in transaction: Transaction
    ) throws(AccountsError) -> (before: Account, hasMoved: Bool) {
        let account = try managed(login, by: actor, in: transaction)
        let tree = try AccountsError.storing { () throws(DatabaseError) in try UnitStore().tree(in: transaction) }
        guard place.suits(account.level, in: tree) else { throw .refused(.place) }
        if case .account(let head) = actor {
            let reach = head.reach(of: account.level, at: place, in: tree)
            guard Access.allows(.manageAccount, to: head, reach: reach) else { throw .notAllowed }
            guard grants == account.grants || Access.allows(.giveGrant, to: head, reach: reach) else { throw .notAllowed }
        }
        guard place != account.place || grants != account.grants else { return (account, false) }
        let detail = "\(Self.words(account.place, account.grants)) -> \(Self.words(place, grants))"
        try AccountsError.storing { () throws(DatabaseError) in
            try accounts.change(account.id, place: place, grants: grants, in: transaction)
            try audit("account.changed", account, detail, by: actor, at: now, in: transaction)
        }
        return (account, place != account.place)
    }

    private static func words(_ place: Place, _ grants: Set<Grant>) -> String {
        let parts = [place.company.map { "company \($0.rawValue)" }, place.unit.map { "unit \($0.rawValue)" }].compactMap(\.self)
        return ((parts.isEmpty ? ["group"] : parts) + grants.sorted().map(\.rawValue)).joined(separator: ", ")
    }

    /// The open account that the actor may manage. One beyond reach is as unknown as one that never was.
    private func managed(_ login: String, by actor: Actor, in transaction: Transaction) throws(AccountsError) -> Account {
        let (found, tree) = try AccountsError.storing { () throws(DatabaseError) in
            (try accounts.account(login: login, in: transaction), try UnitStore().tree(in: transaction))
        }
        guard let found, found.isOpen else { throw .unknownAccount }
        if case .account(let head) = actor {
            let reach = head.reach(of: found.level, at: found.place, in: tree)
            guard head.id != found.id, Access.allows(.manageAccount, to: head, reach: reach) else { throw .unknownAccount }
        }
        return found
    }

    private func audit(
        _ action: String, _ account: Account, _ detail: String, by actor: Actor, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) {
        try AuditStore().append(
            actor: actor.name, action: action, subject: "account \(account.login)", detail: detail, at: now, in: transaction)
    }

    private static func problem(of draft: Account.Draft, in tree: UnitTree) -> AccountProblem? {
        let letters = Set("abcdefghijklmnopqrstuvwxyz")
        let allowed = letters.union("0123456789.-_")
        guard (3...32).contains(draft.login.count), let first = draft.login.first, letters.contains(first),
            draft.login.allSatisfy(allowed.contains)
        else { return .login }
        let name = draft.name.trimmed
        guard (1...80).contains(name.count), name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            return .name
        }
        return draft.place.suits(draft.level, in: tree) ? nil : .place
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
