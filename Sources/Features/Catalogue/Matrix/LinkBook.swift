import Database
import Group
import Vocabulary

/// What became of one pair of services in a version. Nil is no link.
public struct LinkChange: Hashable, Sendable {
    public let from: ServiceID
    public let to: ServiceID
    public let before: ServiceLink.Kind?
    public let after: ServiceLink.Kind?

    public init(from: ServiceID, to: ServiceID, before: ServiceLink.Kind?, after: ServiceLink.Kind?) {
        (self.from, self.to, self.before, self.after) = (from, to, before, after)
    }

    var reversed: LinkChange { LinkChange(from: from, to: to, before: after, after: before) }
}

/// The evidence that was at hand when a person declined a link or took it out: the same is not proposed again until it has clearly grown.
public struct LinkRefusal: Hashable, Sendable {
    public let from: ServiceID
    public let to: ServiceID
    /// Clients behind it.
    public let together: Int
    /// The upper end of its lift.
    public let high: Double

    public init(from: ServiceID, to: ServiceID, together: Int, high: Double) {
        (self.from, self.to, self.together, self.high) = (from, to, together, high)
    }
}

/// The cross-service matrix as people change it: every act is one version, audited, and can be taken back.
public struct LinkBook: Sendable {
    private let store = CatalogueStore()
    private let log = VersionLog(of: .links)

    public init() {}

    /// Carries the changes out as one version. Each `before` has to be what holds now; a pair that the changes name twice is refused by the database.
    public func apply(
        _ act: VersionAct, _ changes: [LinkChange], refusals: [LinkRefusal] = [], _ note: VersionNote, in transaction: Transaction
    ) throws(VersionError) -> CatalogueVersion {
        let version = try VersionError.storing { () throws(DatabaseError) in try log.append(act, note, in: transaction) }
        try write(changes, refusals, as: version, in: transaction)
        return version
    }

    /// Takes a version back by a new one, the latest that stands unless another is named. Taking back what took something back restores it.
    /// - Throws: ``VersionError/changedSince(_:)`` when a later version changed one of its links.
    public func undo(
        version number: Int? = nil, _ note: VersionNote, in transaction: Transaction
    ) throws(VersionError) -> (undone: CatalogueVersion, version: CatalogueVersion) {
        let undone = try log.undoable(number, in: transaction)
        let changes = try VersionError.storing { () throws(DatabaseError) in
            try self.changes(of: undone.number, in: transaction).map(\.reversed)
        }
        let present = try VersionError.storing { () throws(DatabaseError) in try LinkTable(in: transaction) }
        guard changes.allSatisfy({ present[$0.from, $0.to] == $0.before }) else { throw .changedSince(undone.number) }
        let version = try VersionError.storing { () throws(DatabaseError) in
            let version = try log.append(.undo, note, undoes: undone.number, in: transaction)
            try log.markUndone(undone, by: version.number, in: transaction)
            return version
        }
        try write(changes, [], as: version, in: transaction)
        return (undone, version)
    }

    /// The latest versions with what they changed, latest first.
    public func history(
        _ limit: Int, in transaction: Transaction
    ) throws(DatabaseError) -> [(version: CatalogueVersion, changes: [LinkChange])] {
        var history: [(version: CatalogueVersion, changes: [LinkChange])] = []
        for version in try log.latest(limit, in: transaction) {
            history.append((version, try changes(of: version.number, in: transaction)))
        }
        return history
    }

    public func changes(of version: Int, in transaction: Transaction) throws(DatabaseError) -> [LinkChange] {
        var changes: [LinkChange] = []
        for row in try transaction.rows("SELECT * FROM link_change WHERE version = $1 ORDER BY from_service, to_service", [version]) {
            changes.append(
                LinkChange(
                    from: try row["from_service"], to: try row["to_service"], before: try row["kind_before"], after: try row["kind_after"]))
        }
        return changes
    }

    /// What was refused in a version.
    public func refusals(of version: Int, in transaction: Transaction) throws(DatabaseError) -> [LinkRefusal] {
        var refusals: [LinkRefusal] = []
        for row in try transaction.rows("SELECT * FROM link_refusal WHERE version = $1 ORDER BY from_service, to_service", [version]) {
            refusals.append(try LinkRefusal(row))
        }
        return refusals
    }

    /// The refusals that stand, the latest of each pair.
    public func refusals(in transaction: Transaction) throws(DatabaseError) -> [LinkRefusal] {
        var latest: [[ServiceID]: LinkRefusal] = [:]
        let rows = try transaction.rows(
            """
            SELECT link_refusal.* FROM link_refusal
            JOIN catalogue_version ON catalogue_version.subject = $1 AND catalogue_version.version = link_refusal.version
            WHERE catalogue_version.undone_by IS NULL ORDER BY link_refusal.version
            """, [VersionedSubject.links])
        for row in rows {
            let refusal = try LinkRefusal(row)
            latest[[refusal.from, refusal.to]] = refusal
        }
        return latest.values.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    }

    // MARK: Writing

    private func write(
        _ changes: [LinkChange], _ refusals: [LinkRefusal], as version: CatalogueVersion, in transaction: Transaction
    ) throws(VersionError) {
        for change in changes {
            try VersionError.storing { () throws(DatabaseError) in
                try transaction.execute(
                    """
                    INSERT INTO link_change (version, from_service, to_service, kind_before, kind_after) VALUES ($1, $2, $3, $4, $5)
                    """, [version.number, change.from, change.to, change.before, change.after])
                if change.after == nil { try store.removeLink(from: change.from, to: change.to, in: transaction) }
            }
            guard let kind = change.after else { continue }
            try VersionError.changing { () throws(CatalogueError) in
                try store.setLink(ServiceLink(from: change.from, to: change.to, kind: kind), in: transaction)
            }
        }
        try VersionError.storing { () throws(DatabaseError) in
            for refusal in refusals { try keep(refusal, in: version.number, transaction) }
            let words = Self.words(changes, version.act == .decline ? refusals : [], undoes: version.undoes)
            try AuditStore().append(
                actor: version.actor, action: "links.\(version.act.rawValue)", subject: "links version \(version.number)", detail: words,
                at: version.at, in: transaction)
        }
    }

    private func keep(_ refusal: LinkRefusal, in version: Int, _ transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "INSERT INTO link_refusal (version, from_service, to_service, together, high) VALUES ($1, $2, $3, $4, $5)",
            [version, refusal.from, refusal.to, refusal.together, refusal.high])
    }

    private static func words(_ changes: [LinkChange], _ declined: [LinkRefusal], undoes: Int?) -> String {
        let pairs =
            changes.prefix(5).map { "\($0.from.rawValue) to \($0.to.rawValue): \($0.after?.rawValue ?? "no link")" }
            + declined.map { "\($0.from.rawValue) to \($0.to.rawValue): declined" }
        let rest = changes.count > 5 ? ["\(changes.count - 5) more"] : []
        return ((undoes.map { ["takes back version \($0)"] } ?? []) + pairs + rest).joined(separator: ", ")
    }
}

extension LinkRefusal {
    fileprivate init(_ row: Row) throws(DatabaseError) {
        self.init(from: try row["from_service"], to: try row["to_service"], together: try row["together"], high: try row["high"])
    }
}
