import Database
import Vocabulary

/// Something that was done to the system by somebody. Carries no personal value: subjects are names of settings, numbers of leads, ids.
public struct AuditEntry: Hashable, Sendable {
    /// Its place in the log, from 1, without gaps.
    public let seq: Int
    public let at: Instant
    /// An account or a role of the program.
    public let actor: String
    /// What was done, `subject.verb`: `setting.changed`.
    public let action: String
    public let subject: String
    public let detail: String
}

/// The audit log: appended to, never changed.
public struct AuditStore: Sendable {
    public init() {}

    public func append(
        actor: String, action: String, subject: String, detail: String, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO audit (seq, at, actor, action, subject, detail)
            SELECT coalesce(max(seq), 0) + 1, $1, $2, $3, $4, $5 FROM audit WHERE true
            """, [now, actor, action, subject, detail])
    }

    /// The latest entries, latest first.
    public func recent(_ limit: Int, in transaction: Transaction) throws(DatabaseError) -> [AuditEntry] {
        try entries("ORDER BY seq DESC LIMIT $1", [limit], in: transaction)
    }

    /// When this was done for the first time.
    public func first(action: String, in transaction: Transaction) throws(DatabaseError) -> AuditEntry? {
        try entries("WHERE action = $1 ORDER BY seq LIMIT 1", [action], in: transaction).first
    }

    func entries(_ rest: String, _ arguments: [any Storable], in transaction: Transaction) throws(DatabaseError) -> [AuditEntry] {
        var entries: [AuditEntry] = []
        for row in try transaction.rows("SELECT * FROM audit \(rest)", arguments) {
            entries.append(
                AuditEntry(
                    seq: try row["seq"], at: try row["at"], actor: try row["actor"], action: try row["action"], subject: try row["subject"],
                    detail: try row["detail"]))
        }
        return entries
    }
}
