import Crypto
import Database
import Foundation
import Recommender
import Vocabulary

/// A version of the model, as people see it.
public struct ModelVersion: Sendable, Hashable {
    public let version: Int
    public let trainedAt: Instant
    public let isCurrent: Bool
    /// Bytes of the artefact.
    public let size: Int
    public let report: TrainingReport
}

/// Model versions. One is current; the others stay, so that one can go back.
public struct ModelStore: Sendable {
    public init() {}

    /// Keeps a freshly trained model as the next version and makes it the current one.
    public func save(
        _ model: Model, report: TrainingReport, at now: Instant, in transaction: Transaction
    ) throws(RecommendationsError) -> Int {
        let artefact = model.encoded()
        let words = try Stored.text(report)
        return try RecommendationsError.storing { () throws(DatabaseError) in
            let last: Int = try transaction.row("SELECT coalesce(max(version), 0) AS version FROM model")?["version"] ?? 0
            try transaction.execute("UPDATE model SET is_current = 0 WHERE is_current = 1")
            try transaction.execute(
                "INSERT INTO model (version, trained_at, artefact, checksum, report, is_current) VALUES ($1, $2, $3, $4, $5, 1)",
                [last + 1, now, artefact, Self.checksum(artefact), words])
            return last + 1
        }
    }

    /// Goes back (or forth) to a version that exists. Stored results of other versions are no longer reused.
    public func makeCurrent(_ version: Int, in transaction: Transaction) throws(RecommendationsError) {
        let isKnown = try RecommendationsError.storing { () throws(DatabaseError) in
            guard try transaction.row("SELECT 1 AS known FROM model WHERE version = $1", [version]) != nil else { return false }
            try transaction.execute("UPDATE model SET is_current = 0 WHERE is_current = 1")
            try transaction.execute("UPDATE model SET is_current = 1 WHERE version = $1", [version])
            return true
        }
        guard isKnown else { throw .unknownVersion(version) }
    }

    /// The number of the current version; nil: nothing was trained.
    public func currentVersion(in transaction: Transaction) throws(DatabaseError) -> Int? {
        guard let row = try transaction.row("SELECT version FROM model WHERE is_current = 1") else { return nil }
        return try row["version"]
    }

    /// Reads the version's artefact and proves its checksum.
    public func load(_ version: Int, in transaction: Transaction) throws(RecommendationsError) -> LoadedModel {
        let stored = try RecommendationsError.storing { () throws(DatabaseError) -> (artefact: [UInt8], checksum: [UInt8])? in
            guard let row = try transaction.row("SELECT artefact, checksum FROM model WHERE version = $1", [version]) else { return nil }
            return (try row["artefact"], try row["checksum"])
        }
        guard let stored else { throw .unknownVersion(version) }
        guard Self.checksum(stored.artefact) == stored.checksum else { throw .unusableModel(version: version, nil) }
        do throws(ArtefactError) {
            return LoadedModel(version: version, model: try Model(decoding: stored.artefact))
        } catch { throw .unusableModel(version: version, error) }
    }

    /// Every version, the newest first.
    public func versions(in transaction: Transaction) throws(RecommendationsError) -> [ModelVersion] {
        let rows = try RecommendationsError.storing { () throws(DatabaseError) in
            try transaction.rows(
                "SELECT version, trained_at, is_current, length(artefact) AS size, report FROM model ORDER BY version DESC")
        }
        var versions: [ModelVersion] = []
        for row in rows {
            let report = try Stored.value(
                try RecommendationsError.storing { () throws(DatabaseError) in try row.get("report", as: String.self) },
                as: TrainingReport.self, column: "model.report")
            try RecommendationsError.storing { () throws(DatabaseError) in
                versions.append(
                    ModelVersion(
                        version: try row["version"], trainedAt: try row["trained_at"], isCurrent: try row["is_current"],
                        size: try row["size"], report: report))
            }
        }
        return versions
    }

    private static func checksum(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}

/// JSON in columns that only this program reads.
enum Stored {
    static func text(_ value: some Encodable) throws(RecommendationsError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do { return String(decoding: try encoder.encode(value), as: UTF8.self) } catch { throw .unreadable(column: "\(type(of: value))") }
    }

    static func value<Value: Decodable>(_ text: String, as type: Value.Type, column: String) throws(RecommendationsError) -> Value {
        do { return try JSONDecoder().decode(type, from: Data(text.utf8)) } catch { throw .unreadable(column: column) }
    }
}
