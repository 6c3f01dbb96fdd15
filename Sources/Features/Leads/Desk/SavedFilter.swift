import Accounts
import Database
import Vocabulary

/// A person's own name for a filter of the list of leads.
public struct SavedFilter: Hashable, Sendable {
    public let id: Identifier<SavedFilter>
    public let name: String
    /// As the address of the list says it; whoever uses it reads it as carefully as an address that somebody typed.
    public let query: String
}

/// Filters by account: nobody sees or changes another's.
public struct SavedFilterStore: Sendable {
    public static let most = 20
    public static let longestName = 40
    public static let longestQuery = 1000

    public enum Outcome: Hashable, Sendable {
        case done
        /// 1 to ``longestName`` characters without control characters.
        case badName
        /// The person has another filter of that name.
        case nameTaken
        case full
        /// Not the person's, or gone.
        case unknown
    }

    public init() {}

    /// By name.
    public func all(of account: AccountID, in transaction: Transaction) throws(DatabaseError) -> [SavedFilter] {
        try transaction.rows("SELECT id, name, query FROM lead_filter WHERE account_id = $1 ORDER BY name, id", [account]).map {
            row throws(DatabaseError) in
            SavedFilter(id: try row["id"], name: try row["name"], query: try row["query"])
        }
    }

    /// Keeps the query under the name.
    public func save(
        _ query: String, as typed: String, of account: AccountID, ids: IDSource, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Outcome {
        guard let name = Self.name(typed), query.utf8.count <= Self.longestQuery else { return .badName }
        guard try all(of: account, in: transaction).count < Self.most else { return .full }
        let isNew = try transaction.execute(
            """
            INSERT INTO lead_filter (id, account_id, name, query, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (account_id, name) DO NOTHING
            """, [ids.id(SavedFilter.self), account, name, query, now])
        return isNew > 0 ? .done : .nameTaken
    }

    public func rename(
        _ id: Identifier<SavedFilter>, to typed: String, of account: AccountID, in transaction: Transaction
    ) throws(DatabaseError) -> Outcome {
        guard let name = Self.name(typed) else { return .badName }
        let own = try all(of: account, in: transaction)
        guard own.contains(where: { $0.id == id }) else { return .unknown }
        guard !own.contains(where: { $0.id != id && $0.name == name }) else { return .nameTaken }
        try transaction.execute("UPDATE lead_filter SET name = $3 WHERE id = $1 AND account_id = $2", [id, account, name])
        return .done
    }

    public func delete(_ id: Identifier<SavedFilter>, of account: AccountID, in transaction: Transaction) throws(DatabaseError) -> Outcome {
        try transaction.execute("DELETE FROM lead_filter WHERE id = $1 AND account_id = $2", [id, account]) > 0 ? .done : .unknown
    }

    func deleteAll(of account: AccountID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM lead_filter WHERE account_id = $1", [account])
    }

    private static func name(_ typed: String) -> String? {
        let name = typed.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isPlain = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return (1...longestName).contains(name.count) && name.utf8.count <= 4 * longestName && isPlain ? name : nil
    }
}

extension LeadsSchema {
    public static let filters = [
        Migration(
            "7 saved filters",
            [
                """
                CREATE TABLE lead_filter (
                    id BLOB PRIMARY KEY,                    -- random
                    account_id BLOB NOT NULL REFERENCES staff_account (id),
                    name TEXT NOT NULL,                     -- a colleague's label; the row goes when the account is closed
                    query TEXT NOT NULL,                    -- what the list was asked for; the row goes when the account is closed
                    created_at INTEGER NOT NULL,
                    UNIQUE (account_id, name)
                ) STRICT
                """
            ])
    ]
}
