import Database
import Vocabulary

/// Accounts by id, login and place.
public struct AccountStore: Sendable {
    public init() {}

    public func account(_ id: AccountID, in transaction: Transaction) throws(DatabaseError) -> Account? {
        try accounts("WHERE id = $1", [id], in: transaction).first
    }

    public func account(login: String, in transaction: Transaction) throws(DatabaseError) -> Account? {
        try accounts("WHERE login = $1", [login], in: transaction).first
    }

    /// Everybody, the highest level first.
    public func all(in transaction: Transaction) throws(DatabaseError) -> [Account] {
        try accounts("ORDER BY level, login", [], in: transaction)
    }

    /// Everybody of these levels at the company, or anywhere.
    public func staff(_ levels: [Level], of company: CompanyID? = nil, in transaction: Transaction) throws(DatabaseError) -> [Account] {
        let places = levels.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let at = company == nil ? "" : "AND company_id = $\(levels.count + 1)"
        return try accounts(
            "WHERE level IN (\(places)) \(at) ORDER BY level, login", levels + (company.map { [$0] } ?? []), in: transaction)
    }

    /// What lists and histories call somebody. Closed accounts have no name.
    public struct Label: Hashable, Sendable {
        public let account: AccountID
        public let login: String
        public let name: String
    }

    /// Of everybody, closed accounts too: hundreds, so nothing else is read of them.
    public func labels(in transaction: Transaction) throws(DatabaseError) -> [Label] {
        try transaction.rows("SELECT id, login, name FROM staff_account").map { row throws(DatabaseError) in
            Label(account: try row["id"], login: try row["login"], name: try row["name"])
        }
    }

    /// Names, and logins of closed accounts, which have no name.
    public func shownNames(in transaction: Transaction) throws(DatabaseError) -> [AccountID: String] {
        Dictionary(
            try labels(in: transaction).map { ($0.account, $0.name.isEmpty ? $0.login : $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// By login, of those who have a name: closed accounts have none.
    public func names(in transaction: Transaction) throws(DatabaseError) -> [String: String] {
        Dictionary(
            try labels(in: transaction).lazy.filter { !$0.name.isEmpty }.map { ($0.login, $0.name) },
            uniquingKeysWith: { first, _ in first })
    }

    /// - Returns: false when the login is taken; nothing is written then.
    func create(_ account: Account, by actor: String, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute(
            """
            INSERT INTO staff_account (id, login, name, level, company_id, unit_id, grants, created_at, created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (login) DO NOTHING
            """,
            [
                account.id, account.login, account.name, account.level, account.place.company, account.place.unit,
                account.grants.sorted().map(\.rawValue).joined(separator: ","), account.createdAt, actor,
            ]) > 0
    }

    func change(_ id: AccountID, place: Place, grants: Set<Grant>, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "UPDATE staff_account SET company_id = $2, unit_id = $3, grants = $4 WHERE id = $1",
            [id, place.company, place.unit, grants.sorted().map(\.rawValue).joined(separator: ",")])
    }

    func passwordHash(of id: AccountID, in transaction: Transaction) throws(DatabaseError) -> String? {
        try transaction.row("SELECT password FROM staff_account WHERE id = $1", [id])?["password"]
    }

    func setPasswordHash(_ hash: String?, of id: AccountID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("UPDATE staff_account SET password = $2 WHERE id = $1", [id, hash])
    }

    /// What is personal goes; the login stays, because histories name it.
    /// - Returns: false when it was closed before.
    func close(_ id: AccountID, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute(
            "UPDATE staff_account SET closed_at = $2, name = '', password = NULL WHERE id = $1 AND closed_at IS NULL", [id, now]) > 0
    }

    private func accounts(
        _ condition: String, _ arguments: [any Storable], in transaction: Transaction
    ) throws(DatabaseError) -> [Account] {
        try transaction.rows("SELECT * FROM staff_account \(condition)", arguments).map { row throws(DatabaseError) in
            let (company, unit, grants): (CompanyID?, UnitID?, String) = (try row["company_id"], try row["unit_id"], try row["grants"])
            let password: String? = try row["password"]
            let place: Place = company.map { company in unit.map { .unit($0, of: company) } ?? .company(company) } ?? .group
            return Account(
                id: try row["id"], login: try row["login"], name: try row["name"], level: try row["level"], place: place,
                grants: Set(grants.split(separator: ",").compactMap { Grant(rawValue: String($0)) }), hasPassword: password != nil,
                createdAt: try row["created_at"], closedAt: try row["closed_at"])
        }
    }
}
