import Database
import Vocabulary

/// What must go out. Rows are written in the transaction of their cause and delivered after it, at least once, in order within a lane.
public struct Outbox: Sendable {
    public init() {}

    /// One thing to deliver.
    public struct Row: Sendable {
        public let id: Identifier<Outbox>
        public let lane: Int64
        public let kind: String
        /// Sealed by the room that wrote it.
        public let body: [UInt8]
        public let attempt: Int
    }

    public func enqueue(
        lane: Int64, kind: String, body: [UInt8], due: Instant, at now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO outbox (id, lane, seq, kind, body, state, attempt, due_at, created_at)
            SELECT $1, $2, coalesce(max(seq), 0) + 1, $3, $4, 'due', 0, $5, $6 FROM outbox WHERE lane = $2
            """, [ids.id(Outbox.self), lane, kind, body, due, now])
    }

    /// Leases the first row of each lane that is due, or whose lease ran out because its holder died.
    public func claim(
        limit: Int, holder: Identifier<Outbox>, until: Instant, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> [Row] {
        let rows = try transaction.rows(
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM outbox AS head
                WHERE state IN ('due', 'leased') AND due_at <= $1 AND (state = 'due' OR lease_until < $1) AND NOT EXISTS (
                    SELECT 1 FROM outbox AS earlier WHERE earlier.lane = head.lane AND earlier.seq < head.seq AND earlier.state IN ('due', 'leased'))
                ORDER BY due_at LIMIT $2 {lock})
            UPDATE outbox SET state = 'leased', lease_holder = $3, lease_until = $4 WHERE id IN (SELECT id FROM due)
            RETURNING id, lane, kind, body, attempt
            """, [now, limit, holder, until])
        return try rows.map { row throws(DatabaseError) in
            Row(id: try row["id"], lane: try row["lane"], kind: try row["kind"], body: try row["body"], attempt: try row["attempt"])
        }
    }

    /// Keeps the leases of a holder that lives.
    public func renew(holder: Identifier<Outbox>, until: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("UPDATE outbox SET lease_until = $2 WHERE lease_holder = $1 AND state = 'leased'", [holder, until])
    }

    /// Delivered: the body is wiped. In the transaction that keeps what the delivery brought back.
    /// - Returns: false when the lease was lost and another holder has it.
    @discardableResult
    public func finish(_ row: Row, holder: Identifier<Outbox>, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute(
            "UPDATE outbox SET state = 'done', body = NULL, finished_at = $3 WHERE id = $1 AND lease_holder = $2 AND state = 'leased'",
            [row.id, holder, now]) == 1
    }

    /// Not delivered: waits until `due`, or is buried when `due` is nil.
    public func fail(
        _ row: Row, holder: Identifier<Outbox>, because failure: String, due: Instant?, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) {
        if let due {
            try transaction.execute(
                """
                UPDATE outbox SET state = 'due', attempt = attempt + 1, due_at = $3, failure = $4, lease_holder = NULL, lease_until = NULL
                WHERE id = $1 AND lease_holder = $2 AND state = 'leased'
                """, [row.id, holder, due, failure])
        } else {
            try transaction.execute(
                """
                UPDATE outbox SET state = 'dead', body = NULL, attempt = attempt + 1, finished_at = $3, failure = $4
                WHERE id = $1 AND lease_holder = $2 AND state = 'leased'
                """, [row.id, holder, now, failure])
        }
    }

    /// Drops what waits in a lane: a person blocked the bot or asked to be erased.
    public func clear(lane: Int64, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "UPDATE outbox SET state = 'dead', body = NULL, finished_at = $2, failure = 'cleared' WHERE lane = $1 AND state = 'due'",
            [lane, now])
    }

    /// When the next row is due or a lease runs out, if any waits.
    public func nextDue(in transaction: Transaction) throws(DatabaseError) -> Instant? {
        try transaction.row(
            """
            SELECT min(CASE WHEN state = 'leased' AND lease_until > due_at THEN lease_until ELSE due_at END) AS due
            FROM outbox WHERE state IN ('due', 'leased')
            """)?["due"]
    }

    @discardableResult
    public func forget(finishedBefore limit: Instant, in transaction: Transaction) throws(DatabaseError) -> Int {
        try transaction.execute("DELETE FROM outbox WHERE state IN ('done', 'dead') AND finished_at < $1", [limit])
    }
}
