import Database
import Vocabulary

/// Which entries of the audit log are wanted. Nil wants all.
public struct AuditQuery: Hashable, Sendable {
    public var actor: String?
    /// What stands before the dot of actions: `setting`.
    public var family: String?
    public var subject: String?
    public var since: Instant?
    public var before: Instant?
    /// Only entries older than this one: where the page before ended.
    public var belowSeq: Int?

    public init() {}
}

extension AuditStore {
    /// The latest first.
    public func entries(_ query: AuditQuery, limit: Int, in transaction: Transaction) throws(DatabaseError) -> [AuditEntry] {
        var (filter, arguments) = Self.filter(query)
        arguments.append(limit)
        return try entries("\(filter)ORDER BY seq DESC LIMIT $\(arguments.count)", arguments, in: transaction)
    }

    /// How many there are.
    public func count(_ query: AuditQuery, in transaction: Transaction) throws(DatabaseError) -> Int {
        let (filter, arguments) = Self.filter(query)
        return try transaction.row("SELECT count(*) AS n FROM audit \(filter)", arguments)?["n"] ?? 0
    }

    private static func filter(_ query: AuditQuery) -> (sql: String, arguments: [any Storable]) {
        var (conditions, arguments): ([String], [any Storable]) = ([], [])
        func add(_ condition: String, _ value: any Storable) {
            arguments.append(value)
            conditions.append("\(condition) $\(arguments.count)")
        }
        if let actor = query.actor { add("actor =", actor) }
        if let family = query.family {
            add("action >=", "\(family).")
            // The character after the dot.
            add("action <", "\(family)/")
        }
        if let subject = query.subject { add("subject =", subject) }
        if let since = query.since { add("at >=", since) }
        if let before = query.before { add("at <", before) }
        if let seq = query.belowSeq { add("seq <", seq) }
        return (conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND ")) ", arguments)
    }
}

extension GroupSchema {
    public static let auditIndexes = [
        Migration(
            "3 ways into the audit log",
            [
                "CREATE INDEX audit_by_actor ON audit (actor, seq)",
                "CREATE INDEX audit_by_subject ON audit (subject, seq)",
            ])
    ]
}
