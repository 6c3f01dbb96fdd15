import Database
import Vocabulary

/// A change of one cell of the matrix, as others have to hear of it.
public struct HistoryChange: Sendable, Hashable {
    public let client: ClientID
    /// Nil: it was not there.
    public let before: Interaction?
    /// Nil: it was taken back.
    public let after: Interaction?
}

/// What happened to histories, in the order of commits: each process takes from here what it has not counted yet.
///
/// Written in the transaction that changes the history. One counter row numbers the changes, and whoever raises it holds it until the commit, so a
/// lower number is never committed after a higher one.
public struct HistoryFeed: Sendable {
    public init() {}

    /// What is to be counted after a position.
    public enum News: Sendable {
        case changes([HistoryChange])
        /// A client was forgotten: what was counted of it is not known any more, so everything is read anew.
        case startOver
    }

    /// The number of the latest change that this transaction sees.
    public func position(in transaction: Transaction) throws(DatabaseError) -> Int {
        try transaction.row("SELECT seq FROM interaction_feed WHERE id = 1")?["seq"] ?? 0
    }

    /// - Parameter passingForgotten: for a model that is being loaded: it has counted nothing since its training, so there is nothing to undo.
    public func news(
        after position: Int, passingForgotten: Bool = false, in transaction: Transaction
    ) throws(DatabaseError) -> News {
        var changes: [HistoryChange] = []
        for row in try transaction.rows("SELECT * FROM interaction_change WHERE seq > $1 ORDER BY seq", [position]) {
            guard let client = try row.get("client_id", as: ClientID?.self) else {
                if passingForgotten { continue }
                return .startOver
            }
            changes.append(
                HistoryChange(
                    client: client, before: try Self.interaction(row, "old", client), after: try Self.interaction(row, "new", client)))
        }
        return .changes(changes)
    }

    /// Drops what every kept model has learned.
    public func trim(upTo position: Int, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM interaction_change WHERE seq <= $1", [position])
    }

    func tell(_ before: Interaction?, _ after: Interaction?, in transaction: Transaction) throws(DatabaseError) {
        guard let fact = before ?? after else { return }
        try transaction.execute(
            """
            INSERT INTO interaction_change (seq, client_id, service_id, source, source_id, old_value, old_propensity, old_at,
                new_value, new_propensity, new_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                try next(in: transaction), fact.client, fact.service, fact.source, fact.sourceID, before?.value, before?.propensity,
                before?.at, after?.value, after?.propensity, after?.at,
            ])
    }

    /// Takes the client's rows out, and leaves word that there were some but not whose. False when there were none.
    /// - Parameter isToldAnyway: the client had a history, though the feed may know nothing of it any more.
    func forget(_ client: ClientID, isToldAnyway: Bool, in transaction: Transaction) throws(DatabaseError) -> Bool {
        let gone = try transaction.execute("DELETE FROM interaction_change WHERE client_id = $1", [client])
        guard gone > 0 || isToldAnyway else { return false }
        try transaction.execute("INSERT INTO interaction_change (seq) VALUES ($1)", [try next(in: transaction)])
        return true
    }

    private func next(in transaction: Transaction) throws(DatabaseError) -> Int {
        let row = try transaction.row(
            """
            INSERT INTO interaction_feed (id, seq) VALUES (1, 1)
            ON CONFLICT (id) DO UPDATE SET seq = interaction_feed.seq + 1 RETURNING seq
            """)
        guard let row else { throw .unexpected(column: "interaction_feed.seq") }
        return try row["seq"]
    }

    private static func interaction(_ row: Row, _ side: String, _ client: ClientID) throws(DatabaseError) -> Interaction? {
        guard let value = try row.get("\(side)_value", as: Int?.self) else { return nil }
        return Interaction(
            client: client, service: try row["service_id"], source: try row["source"], sourceID: try row["source_id"], value: value,
            propensity: try row["\(side)_propensity"], at: try row["\(side)_at"])
    }
}

extension ClientsSchema {
    public static let feed = [
        Migration(
            "3 changes of histories",
            [
                "CREATE TABLE interaction_feed (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT",
                """
                CREATE TABLE interaction_change (
                    seq INTEGER PRIMARY KEY,
                    client_id BLOB NULL,                    -- a pseudonym; NULL: a client was forgotten, count everything anew
                    service_id INTEGER NULL, source TEXT NULL, source_id BLOB NULL,
                    old_value INTEGER NULL, old_propensity REAL NULL, old_at INTEGER NULL,      -- NULL: was not there
                    new_value INTEGER NULL, new_propensity REAL NULL, new_at INTEGER NULL       -- NULL: was taken back
                ) STRICT
                """,
                "CREATE INDEX interaction_change_by_client ON interaction_change (client_id)",
            ])
    ]
}
