import Database
import Vocabulary

/// A company takes back what it sent: who said so, and how far it is. It begins once, goes on in portions, and is never undone: sending the file
/// again is.
public struct SendTakeBack: Hashable, Sendable {
    public let send: SendID
    /// A login.
    public let actor: String
    public let startedAt: Instant
    /// When it last moved on.
    public var seenAt: Instant
    public var endedAt: Instant?
    /// The row of the file up to which everything is done.
    public var lastRow = 0
    public var totals = Totals()

    public struct Totals: Hashable, Sendable {
        /// Cards that are gone.
        public var cards = 0
        /// Cards that stay, without this send's word or outcome.
        public var changed = 0
        public var clients = 0
        /// Clients of whom leads that ended stay, and nothing else.
        public var forgotten = 0
        public var leads = 0

        public init() {}
    }

    public init(send: SendID, actor: String, startedAt: Instant) {
        (self.send, self.actor, self.startedAt, seenAt) = (send, actor, startedAt, startedAt)
    }

    /// It goes on by itself, unless no program is there to carry it on.
    public func isStuck(at now: Instant) -> Bool { endedAt == nil && now - seenAt > ClientSend.patience }
}

public struct SendTakeBackStore: Sendable {
    public init() {}

    /// False when the send was taken back before: nothing is written then.
    public func begin(_ back: SendTakeBack, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute(
            """
            INSERT INTO client_send_take_back (send_id, actor, started_at, seen_at, ended_at, last_row, cards, changed, clients, leads)
            VALUES ($1, $2, $3, $3, NULL, 0, 0, 0, 0, 0) ON CONFLICT (send_id) DO NOTHING
            """, [back.send, back.actor, back.startedAt]) > 0
    }

    public func update(_ back: SendTakeBack, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            UPDATE client_send_take_back SET seen_at = $2, ended_at = $3, last_row = $4, cards = $5, changed = $6, clients = $7, leads = $8,
                forgotten = $9
            WHERE send_id = $1
            """,
            [
                back.send, back.seenAt, back.endedAt, back.lastRow, back.totals.cards, back.totals.changed, back.totals.clients,
                back.totals.leads, back.totals.forgotten,
            ])
    }

    public func takeBack(of send: SendID, in transaction: Transaction) throws(DatabaseError) -> SendTakeBack? {
        try transaction.row("SELECT * FROM client_send_take_back WHERE send_id = $1", [send]).map(SendTakeBack.init)
    }

    /// Which of these sends were taken back.
    public func takenBack(of sends: [SendID], in transaction: Transaction) throws(DatabaseError) -> Set<SendID> {
        var found: Set<SendID> = []
        for send in sends where try takeBack(of: send, in: transaction) != nil { found.insert(send) }
        return found
    }

    /// Those under way, the oldest first.
    public func open(in transaction: Transaction) throws(DatabaseError) -> [SendID] {
        try transaction.rows("SELECT send_id FROM client_send_take_back WHERE ended_at IS NULL ORDER BY started_at, send_id")
            .map { row throws(DatabaseError) in try row["send_id"] }
    }

    /// An import that lost its program is over now.
    public func close(_ send: SendID, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "UPDATE client_send SET state = $2, ended_at = $3 WHERE id = $1 AND state = $4",
            [send, ClientSend.State.interrupted, now, ClientSend.State.running])
    }

    /// The number of the file's last row that brought a card.
    public func lastRow(of send: SendID, in transaction: Transaction) throws(DatabaseError) -> Int {
        try transaction.row("SELECT coalesce(max(row), 0) AS last FROM client_send_row WHERE send_id = $1", [send])?["last"] ?? 0
    }
}

extension SendTakeBack {
    fileprivate init(_ row: Row) throws(DatabaseError) {
        self.init(send: try row["send_id"], actor: try row["actor"], startedAt: try row["started_at"])
        seenAt = try row["seen_at"]
        endedAt = try row["ended_at"]
        lastRow = try row["last_row"]
        totals.cards = try row["cards"]
        totals.changed = try row["changed"]
        totals.clients = try row["clients"]
        totals.leads = try row["leads"]
        totals.forgotten = try row["forgotten"]
    }
}

extension ClientsSchema {
    public static let takeBacks = [
        Migration(
            "6 sends taken back",
            [
                """
                CREATE TABLE client_send_take_back (
                    send_id BLOB PRIMARY KEY REFERENCES client_send (id),   -- goes with the send
                    actor TEXT NOT NULL,                    -- a login
                    started_at INTEGER NOT NULL,
                    seen_at INTEGER NOT NULL,               -- when it last moved on
                    ended_at INTEGER,                       -- NULL: under way
                    last_row INTEGER NOT NULL,              -- rows of the file up to this one are done
                    cards INTEGER NOT NULL, changed INTEGER NOT NULL, clients INTEGER NOT NULL, leads INTEGER NOT NULL
                ) STRICT
                """,
                "CREATE INDEX client_send_take_back_open ON client_send_take_back (started_at) WHERE ended_at IS NULL",
                // What the row said, and what was known of its card before (NULL: it was new, or nobody knows): facts of a pseudonym that go
                // with the send.
                "ALTER TABLE client_send_row ADD COLUMN outcome TEXT",
                "ALTER TABLE client_send_row ADD COLUMN outcome_before TEXT",
                "ALTER TABLE client_send_row ADD COLUMN attestation_before BLOB",
                "CREATE INDEX client_send_row_by_card ON client_send_row (card_id, send_id)",
            ])
    ]
}
