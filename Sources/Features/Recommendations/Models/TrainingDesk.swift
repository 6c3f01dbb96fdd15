import Database
import Group
import Vocabulary

/// A training: asked for, running or over. Whoever trains writes down how far it is, so that every process can show it.
public struct TrainingRun: Hashable, Sendable {
    public enum Fault: String, Hashable, Sendable, Storable {
        /// There is nothing to learn from.
        case noData = "no_data"
        case failed
        /// Whoever trained said nothing for too long: most likely its process ended.
        case abandoned
    }

    /// From 1.
    public let number: Int
    /// An account, or a role of the program.
    public let askedBy: String
    public let askedAt: Instant
    /// Nil: it waits for a worker.
    public let startedAt: Instant?
    /// 0…100.
    public let percent: Int
    /// The last sign of life.
    public let beatAt: Instant?
    /// Nil: it is not over.
    public let finishedAt: Instant?
    public let version: Int?
    public let fault: Fault?

    public var isOver: Bool { finishedAt != nil }

    /// Whether whoever trains has said nothing for so long that another may begin.
    public func isStale(at now: Instant) -> Bool { !isOver && beatAt.map { now - $0 > TrainingDesk.patience } ?? false }
}

/// Trainings as people ask for them and workers carry them out: at most one is open at a time.
public struct TrainingDesk: Sendable {
    /// A trainer without a sign of life for so long is taken for dead.
    public static let patience = Span.minutes(2)

    public enum Answer: Hashable, Sendable {
        case asked(TrainingRun)
        /// This one waits or runs already.
        case busy(TrainingRun)
        case nothingToLearn
    }

    public init() {}

    /// Asks for a training, as a person does. A worker begins as soon as it sees it.
    public func request(by account: String, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> Answer {
        if let open = try open(in: transaction) {
            guard open.isStale(at: now) else { return .busy(open) }
            try finish(open.number, fault: .abandoned, at: now, in: transaction)
        }
        guard try Training().hasData(in: transaction) else { return .nothingToLearn }
        let run = try add(by: account, at: now, startedAt: nil, in: transaction)
        try AuditStore().append(
            actor: account, action: "training.requested", subject: "training \(run.number)", detail: "", at: now, in: transaction)
        return .asked(run)
    }

    /// Whether somebody waits for a worker.
    public func isAsked(in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.row("SELECT 1 AS asked FROM training_run WHERE is_open = 1 AND started_at IS NULL") != nil
    }

    /// Begins a training: the one that was asked for, else a new one of the trainer's own accord. One that runs elsewhere is given up; who must
    /// not do that asks ``open(in:)`` first.
    public func begin(by trainer: String, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> TrainingRun {
        if let open = try open(in: transaction) {
            if open.startedAt == nil {
                try transaction.execute("UPDATE training_run SET started_at = $2, beat_at = $2 WHERE number = $1", [open.number, now])
                return try run(open.number, in: transaction) ?? open
            }
            try finish(open.number, fault: .abandoned, at: now, in: transaction)
        }
        return try add(by: trainer, at: now, startedAt: now, in: transaction)
    }

    /// A sign of life, and how far it is. Words that come late do not set it back.
    public func report(_ number: Int, percent: Int?, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            UPDATE training_run SET percent = CASE WHEN percent < $2 THEN $2 ELSE percent END, beat_at = $3
            WHERE number = $1 AND is_open = 1
            """, [number, percent ?? 0, now])
    }

    public func finish(
        _ number: Int, version: Int? = nil, fault: TrainingRun.Fault? = nil, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            """
            UPDATE training_run SET is_open = 0, finished_at = $2, version = $3, fault = $4 WHERE number = $1 AND is_open = 1
            """, [number, now, version, fault])
    }

    /// The one that waits or runs.
    public func open(in transaction: Transaction) throws(DatabaseError) -> TrainingRun? {
        try runs("WHERE is_open = 1", [], in: transaction).first
    }

    /// The latest first.
    public func latest(_ limit: Int, in transaction: Transaction) throws(DatabaseError) -> [TrainingRun] {
        try runs("ORDER BY number DESC LIMIT $1", [limit], in: transaction)
    }

    private func run(_ number: Int, in transaction: Transaction) throws(DatabaseError) -> TrainingRun? {
        try runs("WHERE number = $1", [number], in: transaction).first
    }

    private func add(by asker: String, at now: Instant, startedAt: Instant?, in transaction: Transaction) throws(DatabaseError)
        -> TrainingRun
    {
        let last: Int = try transaction.row("SELECT coalesce(max(number), 0) AS number FROM training_run")?["number"] ?? 0
        try transaction.execute(
            """
            INSERT INTO training_run (number, is_open, asked_by, asked_at, started_at, percent, beat_at) VALUES ($1, 1, $2, $3, $4, 0, $4)
            """, [last + 1, asker, now, startedAt])
        return TrainingRun(
            number: last + 1, askedBy: asker, askedAt: now, startedAt: startedAt, percent: 0, beatAt: startedAt, finishedAt: nil,
            version: nil,
            fault: nil)
    }

    private func runs(_ rest: String, _ arguments: [any Storable], in transaction: Transaction) throws(DatabaseError) -> [TrainingRun] {
        try transaction.rows("SELECT * FROM training_run \(rest)", arguments).map { row throws(DatabaseError) in
            TrainingRun(
                number: try row["number"], askedBy: try row["asked_by"], askedAt: try row["asked_at"], startedAt: try row["started_at"],
                percent: try row["percent"], beatAt: try row["beat_at"], finishedAt: try row["finished_at"], version: try row["version"],
                fault: try row["fault"])
        }
    }
}

extension RecommendationsSchema {
    public static let trainings = [
        Migration(
            "7 trainings",
            [
                """
                CREATE TABLE training_run (
                    number INTEGER PRIMARY KEY,
                    is_open INTEGER NOT NULL,               -- 1: waits or runs
                    asked_by TEXT NOT NULL,                 -- a login, or a role of the program
                    asked_at INTEGER NOT NULL,
                    started_at INTEGER,                     -- NULL: waits for a worker
                    percent INTEGER NOT NULL,
                    beat_at INTEGER,                        -- the trainer's last sign of life
                    finished_at INTEGER,
                    version INTEGER REFERENCES model (version),
                    fault TEXT                              -- the kind of what went wrong, never a value
                ) STRICT
                """,
                "CREATE UNIQUE INDEX training_run_open ON training_run (is_open) WHERE is_open = 1",
            ])
    ]
}
