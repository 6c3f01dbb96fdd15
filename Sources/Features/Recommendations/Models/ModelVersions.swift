import Database
import Recommender
import Vocabulary

/// A version of the model, as people see it.
public struct ModelVersion: Sendable, Hashable {
    /// Who made it the one that answers, other than by a training.
    public struct Choice: Sendable, Hashable {
        public let by: String
        public let at: Instant
    }

    public let version: Int
    public let trainedAt: Instant
    public let isCurrent: Bool
    /// Bytes of the artefact.
    public let size: Int
    public let report: TrainingReport
    /// How it came out against the model before it; nil: trained before there were contests.
    public let verdict: Verdict?
    /// Why this program cannot read it, as far as its first bytes and its checksum tell.
    public let fault: ArtefactError?
    /// The last time that a person chose it.
    public let choice: Choice?
}

extension ModelStore {
    /// Versions, the newest first: all, or the latest so many and the one that answers. Each is read whole to prove that it can be.
    public func versions(latest limit: Int = 1_000_000, in transaction: Transaction) throws(RecommendationsError) -> [ModelVersion] {
        let rows = try RecommendationsError.storing { () throws(DatabaseError) in
            try transaction.rows(
                """
                SELECT version, trained_at, is_current, length(artefact) AS size, report, verdict
                FROM model WHERE is_current = 1 OR version > (SELECT coalesce(max(version), 0) FROM model) - $1 ORDER BY version DESC
                """, [limit])
        }
        let choices = try choices(in: transaction)
        var versions: [ModelVersion] = []
        for row in rows {
            let (report, verdict) = try RecommendationsError.storing { () throws(DatabaseError) in
                (try row.get("report", as: String.self), try row.get("verdict", as: String?.self))
            }
            let read = try Stored.value(report, as: TrainingReport.self, column: "model.report")
            var judged: Verdict?
            if let verdict { judged = try Stored.value(verdict, as: Verdict.self, column: "model.verdict") }
            try RecommendationsError.storing { () throws(DatabaseError) in
                let version: Int = try row["version"]
                versions.append(
                    ModelVersion(
                        version: version, trainedAt: try row["trained_at"], isCurrent: try row["is_current"], size: try row["size"],
                        report: read, verdict: judged, fault: try fault(of: version, in: transaction), choice: choices[version]))
            }
        }
        return versions
    }

    /// When the latest version was trained, whether it answers or not.
    public func lastTraining(in transaction: Transaction) throws(DatabaseError) -> Instant? {
        try transaction.row("SELECT trained_at FROM model ORDER BY trained_at DESC LIMIT 1")?["trained_at"]
    }

    /// The version that should answer and cannot be read by this program: of another format, or not what was written.
    public func unusableCurrent(in transaction: Transaction) throws(DatabaseError) -> Int? {
        guard let version = try currentVersion(in: transaction) else { return nil }
        return try fault(of: version, in: transaction) == nil ? nil : version
    }

    /// Why this program cannot read a version, as far as its first bytes and its checksum tell.
    private func fault(of version: Int, in transaction: Transaction) throws(DatabaseError) -> ArtefactError? {
        guard let row = try transaction.row("SELECT artefact, checksum FROM model WHERE version = $1", [version]) else { return nil }
        let (artefact, checksum): ([UInt8], [UInt8]) = (try row["artefact"], try row["checksum"])
        return Model.fault(inHeader: Array(artefact.prefix(Model.headerSize))) ?? (Self.checksum(artefact) == checksum ? nil : .damaged)
    }

    /// The last choice of each version that was ever chosen.
    private func choices(in transaction: Transaction) throws(RecommendationsError) -> [Int: ModelVersion.Choice] {
        try RecommendationsError.storing { () throws(DatabaseError) in
            var choices: [Int: ModelVersion.Choice] = [:]
            for row in try transaction.rows("SELECT version, chosen_by, chosen_at FROM model_choice ORDER BY chosen_at") {
                choices[try row["version"]] = ModelVersion.Choice(by: try row["chosen_by"], at: try row["chosen_at"])
            }
            return choices
        }
    }
}

extension RecommendationsSchema {
    public static let contests = [
        Migration(
            "3 contests of models",
            [
                "ALTER TABLE model ADD COLUMN verdict TEXT NULL",  // JSON: how it came out against the model before it
                """
                CREATE TABLE model_choice (
                    chosen_at INTEGER NOT NULL,
                    version INTEGER NOT NULL REFERENCES model (version),
                    chosen_by TEXT NOT NULL,                -- account
                    PRIMARY KEY (chosen_at, version)
                ) STRICT
                """,
            ])
    ]

    public static let feedPositions = [
        Migration(
            "4 models and the feed of histories",
            // What was written before the feed began is not in it.
            ["ALTER TABLE model ADD COLUMN feed_position INTEGER NOT NULL DEFAULT 0"])
    ]
}
