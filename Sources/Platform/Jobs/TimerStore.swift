import Database
import Vocabulary

/// How a timer's work last went, as every process can read it.
public struct TimerRecord: Hashable, Sendable {
    public let name: String
    public let startedAt: Instant
    public let finishedAt: Instant
    /// The kind of the error that ended it; nil: it went well.
    public let failure: String?

    public init(name: String, startedAt: Instant, finishedAt: Instant, failure: String?) {
        (self.name, self.startedAt, self.finishedAt, self.failure) = (name, startedAt, finishedAt, failure)
    }
}

/// What timers write down of their runs, and runs that people ask for at once.
public struct TimerStore: Sendable {
    public init() {}

    public func records(in transaction: Transaction) throws(DatabaseError) -> [TimerRecord] {
        try transaction.rows("SELECT * FROM timer_run WHERE finished_at IS NOT NULL ORDER BY name").map { row throws(DatabaseError) in
            TimerRecord(
                name: try row["name"], startedAt: try row["started_at"], finishedAt: try row["finished_at"], failure: try row["failure"])
        }
    }

    public func save(_ record: TimerRecord, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO timer_run (name, started_at, finished_at, failure) VALUES ($1, $2, $3, $4)
            ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at, finished_at = excluded.finished_at, failure = excluded.failure
            """, [record.name, record.startedAt, record.finishedAt, record.failure])
    }

    /// Lets the timer run as soon as it sees this.
    public func ask(_ name: String, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "INSERT INTO timer_run (name, asked_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET asked_at = excluded.asked_at",
            [name, now])
    }

    public func isAsked(_ name: String, since moment: Instant, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.row("SELECT 1 AS asked FROM timer_run WHERE name = $1 AND asked_at >= $2", [name, moment]) != nil
    }
}

extension JobsSchema {
    public static let timers = [
        Migration(
            "2 timers",
            [
                """
                CREATE TABLE timer_run (
                    name TEXT PRIMARY KEY,
                    started_at INTEGER, finished_at INTEGER,    -- of the last run; NULL: it never ran
                    failure TEXT,                           -- the kind of its error, never a value
                    asked_at INTEGER                        -- when a person last asked for a run
                ) STRICT
                """
            ])
    ]
}
