import Clients
import Crypto
import Database
import Foundation
import Group
import Recommender
import Vocabulary

/// Model versions. One is current; the others stay, so that one can go back.
public struct ModelStore: Sendable {
    public init() {}

    /// Keeps a freshly trained model as the next version; the one that answers if the verdict is for it.
    /// - Parameter position: of the feed of histories when the data were read; nil: now.
    public func save(
        _ model: Model, report: TrainingReport, verdict: Verdict = Verdict(uncontested: .noChampion), position: Int? = nil, at now: Instant,
        in transaction: Transaction
    ) throws(RecommendationsError) -> Int {
        let artefact = model.encoded()
        let (words, judged) = (try Stored.text(report), try Stored.text(verdict))
        return try RecommendationsError.storing { () throws(DatabaseError) in
            let last: Int = try transaction.row("SELECT coalesce(max(version), 0) AS version FROM model")?["version"] ?? 0
            if verdict.isPromoted { try transaction.execute("UPDATE model SET is_current = 0 WHERE is_current = 1") }
            let counted = if let position { position } else { try HistoryFeed().position(in: transaction) }
            try transaction.execute(
                """
                INSERT INTO model (version, trained_at, artefact, checksum, report, verdict, feed_position, is_current)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                [
                    last + 1, now, artefact, Self.checksum(artefact), words, judged, counted, verdict.isPromoted,
                ])
            try trimFeed(in: transaction)
            return last + 1
        }
    }

    /// Drops from the feed what every version that this program can read has learned. Those of other formats never catch up again: versions older
    /// than the feed are among them, and their position 0 would keep it whole for good.
    private func trimFeed(in transaction: Transaction) throws(DatabaseError) {
        let rows = try transaction.rows("SELECT feed_position, substr(artefact, 1, \(Model.headerSize)) AS header FROM model")
        var least: Int?
        for row in rows where Model.fault(inHeader: try row["header"]) == nil {
            let position: Int = try row["feed_position"]
            least = min(least ?? position, position)
        }
        if let least { try HistoryFeed().trim(upTo: least, in: transaction) }
    }

    /// Goes back (or forth) to a version that exists and can be used, and keeps who wanted it. Stored results of other versions are no longer reused.
    public func makeCurrent(_ version: Int, by account: String, at now: Instant, in transaction: Transaction) throws(RecommendationsError) {
        _ = try load(version, in: transaction)
        try RecommendationsError.storing { () throws(DatabaseError) in
            try transaction.execute("UPDATE model SET is_current = 0 WHERE is_current = 1")
            try transaction.execute("UPDATE model SET is_current = 1 WHERE version = $1", [version])
            try transaction.execute(
                """
                INSERT INTO model_choice (chosen_at, version, chosen_by) VALUES ($1, $2, $3)
                ON CONFLICT (chosen_at, version) DO UPDATE SET chosen_by = excluded.chosen_by
                """,
                [now, version, account])
            try AuditStore().append(
                actor: account, action: "model.chosen", subject: "model version \(version)", detail: "", at: now, in: transaction)
        }
    }

    /// The number of the current version; nil: nothing was trained.
    public func currentVersion(in transaction: Transaction) throws(DatabaseError) -> Int? {
        guard let row = try transaction.row("SELECT version FROM model WHERE is_current = 1") else { return nil }
        return try row["version"]
    }

    /// Reads the version's artefact and proves its checksum.
    public func load(_ version: Int, in transaction: Transaction) throws(RecommendationsError) -> LoadedModel {
        let stored = try RecommendationsError.storing {
            () throws(DatabaseError) -> (artefact: [UInt8], checksum: [UInt8], position: Int)? in
            let row = try transaction.row("SELECT artefact, checksum, feed_position FROM model WHERE version = $1", [version])
            guard let row else { return nil }
            return (try row["artefact"], try row["checksum"], try row["feed_position"])
        }
        guard let stored else { throw .unknownVersion(version) }
        guard Self.checksum(stored.artefact) == stored.checksum else { throw .unusableModel(version: version, nil) }
        guard let counts = try countsVersion(of: version, in: transaction) else { throw .unknownVersion(version) }
        do throws(ArtefactError) {
            return LoadedModel(
                version: version, model: try Model(decoding: stored.artefact), position: stored.position, counts: counts)
        } catch { throw .unusableModel(version: version, error) }
    }

    /// Nil: there is no such version.
    func countsVersion(of version: Int, in transaction: Transaction) throws(RecommendationsError) -> CountsVersion? {
        let row = try RecommendationsError.storing { () throws(DatabaseError) -> (report: String, position: Int)? in
            guard let row = try transaction.row("SELECT report, feed_position FROM model WHERE version = $1", [version]) else { return nil }
            return (try row["report"], try row["feed_position"])
        }
        guard let row else { return nil }
        let report = try Stored.value(row.report, as: TrainingReport.self, column: "model.report")
        return CountsVersion(observations: report.observations, position: row.position)
    }

    static func checksum(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
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
