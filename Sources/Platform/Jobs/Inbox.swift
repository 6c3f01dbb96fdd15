import Database
import Vocabulary

/// What came in and has not been applied yet. A row is applied in the transaction that marks it done, so its effect exists once.
public struct Inbox: Sendable {
    public init() {}

    /// One thing that came in.
    public struct Row: Sendable {
        public let source: String
        public let number: Int64
        public let lane: Int64
        /// Sealed by the room that received it.
        public let body: [UInt8]
        public let attempt: Int
    }

    /// Keeps what came in. A repeat of the same source and number changes nothing.
    /// - Returns: whether it is new.
    @discardableResult
    public func receive(
        source: String, number: Int64, lane: Int64, body: [UInt8], at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        try transaction.execute(
            """
            INSERT INTO inbox (source, number, lane, body, state, attempt, due_at, received_at) VALUES ($1, $2, $3, $4, 'due', 0, $5, $5)
            ON CONFLICT (source, number) DO NOTHING
            """, [source, number, lane, body, now]) == 1
    }

    /// The first waiting row of each lane that is due, oldest first. A lane whose first row waits for a retry waits as a whole: order matters more.
    public func heads(limit: Int, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> [Row] {
        let rows = try transaction.rows(
            """
            SELECT source, number, lane, body, attempt FROM inbox AS head
            WHERE state = 'due' AND due_at <= $1 AND NOT EXISTS (
                SELECT 1 FROM inbox AS earlier
                WHERE earlier.lane = head.lane AND earlier.state = 'due' AND (earlier.received_at, earlier.number) < (head.received_at, head.number))
            ORDER BY received_at, number LIMIT $2
            """, [now, limit])
        return try rows.map { row throws(DatabaseError) in
            Row(
                source: try row["source"], number: try row["number"], lane: try row["lane"], body: try row["body"],
                attempt: try row["attempt"])
        }
    }

    /// Takes the row for good: wipes its body and marks it done in the caller's transaction.
    /// - Returns: false when somebody else has done it; then the caller must do nothing.
    public func finish(_ row: Row, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute(
            "UPDATE inbox SET state = 'done', body = NULL, finished_at = $3 WHERE source = $1 AND number = $2 AND state = 'due'",
            [row.source, row.number, now]) == 1
    }

    /// Applying it failed: it waits until `due`, or is buried when `due` is nil.
    public func fail(_ row: Row, because failure: String, due: Instant?, at now: Instant, in transaction: Transaction) throws(DatabaseError)
    {
        if let due {
            try transaction.execute(
                "UPDATE inbox SET attempt = attempt + 1, due_at = $3, failure = $4 WHERE source = $1 AND number = $2 AND state = 'due'",
                [row.source, row.number, due, failure])
        } else {
            try transaction.execute(
                """
                UPDATE inbox SET state = 'dead', body = NULL, attempt = attempt + 1, finished_at = $3, failure = $4
                WHERE source = $1 AND number = $2 AND state = 'due'
                """, [row.source, row.number, now, failure])
        }
    }

    /// When the next waiting row is due, if any waits.
    public func nextDue(in transaction: Transaction) throws(DatabaseError) -> Instant? {
        try transaction.row("SELECT min(due_at) AS due FROM inbox WHERE state = 'due'")?["due"]
    }

    /// Forgets finished rows. They must be kept for as long as the source may repeat itself (Telegram: 24 h).
    @discardableResult
    public func forget(finishedBefore limit: Instant, in transaction: Transaction) throws(DatabaseError) -> Int {
        try transaction.execute("DELETE FROM inbox WHERE state <> 'due' AND finished_at < $1", [limit])
    }
}
