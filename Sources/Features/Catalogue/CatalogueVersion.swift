import Database
import Vocabulary

/// What is kept in versions: each act of a person makes the next one.
public enum VersionedSubject: String, Hashable, Sendable, Codable, Storable {
    /// The cross-service matrix.
    case links
    /// Needs of services and of clients.
    case needs
}

/// What a person did to make a version.
public enum VersionAct: String, Hashable, Sendable, Codable, Storable {
    case add, remove, accept, decline, `import`, undo
}

/// A version of the links or of the needs: who did what, when and why.
public struct CatalogueVersion: Hashable, Sendable {
    public let subject: VersionedSubject
    /// From 1, without gaps.
    public let number: Int
    public let at: Instant
    public let actor: String
    public let act: VersionAct
    public let reason: String
    /// The version that this one took back.
    public let undoes: Int?
    /// The version that took this one back.
    public let undoneBy: Int?
}

/// Who does it, when and why: what every versioned change asks for.
public struct VersionNote: Hashable, Sendable {
    public let actor: String
    public let at: Instant
    public let reason: String

    public init(by actor: String, at: Instant, reason: String = "") { (self.actor, self.at, self.reason) = (actor, at, reason) }
}

/// Why a version was not made or taken back. Nothing is changed then.
public enum VersionError: Error, Equatable, Sendable {
    case unknown(Int)
    /// There is no version left to take back.
    case nothingToUndo
    case undoneBefore(Int, by: Int)
    /// A later version changed some of the same things: it has to be taken back first.
    case changedSince(Int)
    case catalogue(CatalogueError)
    case database(DatabaseError)

    /// Runs database work of a method that throws this error.
    @discardableResult
    public static func storing<Value>(_ work: () throws(DatabaseError) -> Value) throws(VersionError) -> Value {
        do throws(DatabaseError) { return try work() } catch { throw .database(error) }
    }

    /// Runs work on the catalogue of a method that throws this error.
    public static func changing(_ work: () throws(CatalogueError) -> Void) throws(VersionError) {
        do throws(CatalogueError) { try work() } catch { throw .catalogue(error) }
    }
}

/// The versions of one subject. What changed in each, its owner keeps in tables of its own.
public struct VersionLog: Sendable {
    public let subject: VersionedSubject

    public init(of subject: VersionedSubject) { self.subject = subject }

    /// Makes the next version.
    public func append(
        _ act: VersionAct, _ note: VersionNote, undoes: Int? = nil, in transaction: Transaction
    ) throws(DatabaseError) -> CatalogueVersion {
        let last: Int =
            try transaction.row("SELECT coalesce(max(version), 0) AS version FROM catalogue_version WHERE subject = $1", [subject])?[
                "version"] ?? 0
        try transaction.execute(
            """
            INSERT INTO catalogue_version (subject, version, at, actor, act, reason, undoes) VALUES ($1, $2, $3, $4, $5, $6, $7)
            """, [subject, last + 1, note.at, note.actor, act, note.reason, undoes])
        return CatalogueVersion(
            subject: subject, number: last + 1, at: note.at, actor: note.actor, act: act, reason: note.reason, undoes: undoes, undoneBy: nil
        )
    }

    /// The latest versions, latest first.
    public func latest(_ limit: Int, in transaction: Transaction) throws(DatabaseError) -> [CatalogueVersion] {
        try versions("WHERE subject = $1 ORDER BY version DESC LIMIT $2", [subject, limit], in: transaction)
    }

    /// The version to take back: the one that was asked for, else the latest that stands and takes nothing back itself.
    public func undoable(_ number: Int?, in transaction: Transaction) throws(VersionError) -> CatalogueVersion {
        let found = try VersionError.storing { () throws(DatabaseError) in
            guard let number else {
                return try versions(
                    "WHERE subject = $1 AND undoes IS NULL AND undone_by IS NULL ORDER BY version DESC LIMIT 1", [subject],
                    in: transaction
                ).first
            }
            return try versions("WHERE subject = $1 AND version = $2", [subject, number], in: transaction).first
        }
        guard let found else { throw number.map { .unknown($0) } ?? .nothingToUndo }
        if let later = found.undoneBy { throw .undoneBefore(found.number, by: later) }
        return found
    }

    /// Marks the version as taken back. What it had taken back itself stands again.
    public func markUndone(_ version: CatalogueVersion, by later: Int, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "UPDATE catalogue_version SET undone_by = $3 WHERE subject = $1 AND version = $2", [subject, version.number, later])
        if let former = version.undoes {
            try transaction.execute(
                "UPDATE catalogue_version SET undone_by = NULL WHERE subject = $1 AND version = $2", [subject, former])
        }
    }

    private func versions(
        _ rest: String, _ arguments: [any Storable], in transaction: Transaction
    ) throws(DatabaseError) -> [CatalogueVersion] {
        var versions: [CatalogueVersion] = []
        for row in try transaction.rows("SELECT * FROM catalogue_version \(rest)", arguments) {
            versions.append(
                CatalogueVersion(
                    subject: subject, number: try row["version"], at: try row["at"], actor: try row["actor"], act: try row["act"],
                    reason: try row["reason"], undoes: try row["undoes"], undoneBy: try row["undone_by"]))
        }
        return versions
    }
}
