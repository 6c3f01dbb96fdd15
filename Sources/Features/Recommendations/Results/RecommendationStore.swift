import Database
import Recommender
import Vocabulary

/// Why a service is proposed: services and numbers, no words. See ``ReasonNames``.
public typealias Reason = Recommender.Reason

/// What the model said about a client and a service.
public struct Recommendation: Hashable, Sendable {
    public let service: ServiceID
    public let modelVersion: Int
    /// P(accept | offered now); nil while the model has too few outcomes to name one.
    public let probability: Double?
    public let score: Double
    /// The strongest first.
    public let reasons: [Reason]
    public let computedAt: Instant

    public init(service: ServiceID, modelVersion: Int, probability: Double?, score: Double, reasons: [Reason], computedAt: Instant) {
        (self.service, self.modelVersion, self.probability) = (service, modelVersion, probability)
        (self.score, self.reasons, self.computedAt) = (score, reasons, computedAt)
    }
}

/// The last result of every client: all probabilities, those of services that may not be proposed too.
public struct RecommendationStore: Sendable {
    public init() {}

    /// In order: score down, then service.
    public func stored(for client: ClientID, in transaction: Transaction) throws(RecommendationsError) -> [Recommendation] {
        try read(client, in: transaction).map(\.recommendation)
    }

    /// Nil when nothing is stored or it was computed from others than these.
    func stored(
        for client: ClientID, versions: ResultVersions, in transaction: Transaction
    ) throws(RecommendationsError) -> [Recommendation]? {
        let stored = try read(client, in: transaction)
        guard !stored.isEmpty, stored.allSatisfy({ $0.versions.serve(versions) }) else { return nil }
        return stored.map(\.recommendation)
    }

    /// - Parameter candidates: the services that might be proposed at that moment; only they count for ratings.
    func replace(
        _ recommendations: [Recommendation], of client: ClientID, versions: ResultVersions, candidates: Set<ServiceID>,
        in transaction: Transaction
    ) throws(RecommendationsError) {
        try RecommendationsError.storing { () throws(DatabaseError) in
            try transaction.execute("DELETE FROM recommendation WHERE client_id = $1", [client])
        }
        for recommendation in recommendations {
            let reasons = try Stored.text(recommendation.reasons)
            try RecommendationsError.storing { () throws(DatabaseError) in
                try transaction.execute(
                    """
                    INSERT INTO recommendation (client_id, service_id, model_version, portrait_version, history_version, needs_version,
                        counts_version, probability, score, reason, is_candidate, computed_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                    """,
                    [
                        client, recommendation.service, versions.model, versions.portrait, versions.history, versions.needs,
                        versions.counts,
                        recommendation.probability, recommendation.score, reasons, candidates.contains(recommendation.service),
                        recommendation.computedAt,
                    ])
            }
        }
    }

    /// The probabilities of all candidate offers computed since then, lowest first: the pool that ratings are places in.
    public func candidateProbabilities(since moment: Instant, in transaction: Transaction) throws(DatabaseError) -> [Double] {
        // The plus keeps the planner off the index by time: the pool's own index has them in order.
        try transaction.reals(
            """
            SELECT probability FROM recommendation
            WHERE +computed_at >= $1 AND is_candidate = 1 AND probability IS NOT NULL ORDER BY probability
            """, [moment])
    }

    /// How many services were computed since then for all clients, but no more than `most`, at which counting ends.
    public func computed(since moment: Instant, most: Int, in transaction: Transaction) throws(DatabaseError) -> Int {
        try transaction.row(
            "SELECT count(*) AS n FROM (SELECT 1 FROM recommendation WHERE computed_at >= $1 LIMIT $2) AS late", [moment, most])?["n"] ?? 0
    }

    private func read(
        _ client: ClientID, in transaction: Transaction
    ) throws(RecommendationsError) -> [(recommendation: Recommendation, versions: ResultVersions)] {
        let rows = try RecommendationsError.storing { () throws(DatabaseError) in
            try transaction.rows("SELECT * FROM recommendation WHERE client_id = $1 ORDER BY score DESC, service_id", [client])
        }
        var read: [(recommendation: Recommendation, versions: ResultVersions)] = []
        for row in rows {
            let reasons = try Stored.value(
                try RecommendationsError.storing { () throws(DatabaseError) in try row.get("reason", as: String.self) }, as: [Reason].self,
                column: "recommendation.reason")
            try RecommendationsError.storing { () throws(DatabaseError) in
                let versions = ResultVersions(
                    model: try row["model_version"], portrait: try row["portrait_version"], history: try row["history_version"],
                    needs: try row["needs_version"], counts: try row["counts_version"])
                read.append(
                    (
                        Recommendation(
                            service: try row["service_id"], modelVersion: versions.model, probability: try row["probability"],
                            score: try row["score"], reasons: reasons, computedAt: try row["computed_at"]), versions
                    ))
            }
        }
        return read
    }
}
