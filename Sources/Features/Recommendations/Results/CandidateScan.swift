import Database
import Vocabulary

/// Reads stored candidate offers of many clients in one pass: for figures over everybody, where reading each client alone would take minutes.
///
/// It sees what is stored. ``Recommending`` looks at the rules of the day as well and computes anew what is out of date; ``Client/versions``
/// tell whose result that will be.
public struct CandidateScan: Sendable {
    public init() {}

    /// A client whose candidates follow.
    public struct Client: Sendable {
        public let id: ClientID
        public let versions: ResultVersions
    }

    /// A service that might be proposed when the client's result was computed.
    public struct Candidate: Sendable {
        public let service: ServiceID
        public let probability: Double
        public let score: Double
    }

    /// - Parameters:
    ///   - clients: SQL that selects the ids of the clients meant, with its arguments.
    ///   - client: hears of each client that has a candidate with a probability, in order of id…
    ///   - candidate: …and then of its candidates, in order of service.
    public func each(
        of clients: String, _ arguments: [any Storable] = [], in transaction: Transaction, client: (Client) -> Void,
        candidate: (Candidate) -> Void
    ) throws(DatabaseError) {
        var last: (high: UInt64, low: UInt64)?
        try transaction.scan(
            """
            SELECT client_id, service_id, probability, score, model_version, portrait_version, history_version, needs_version, counts_version
            FROM recommendation WHERE client_id IN (\(clients)) AND is_candidate = 1 AND probability IS NOT NULL
            ORDER BY client_id, service_id
            """, arguments
        ) { cells in
            let id = cells.halves(0)
            if last.map({ $0 != id }) ?? true {
                last = id
                // One result is stored as a whole, so its rows agree in these.
                client(
                    Client(
                        id: ClientID(high: id.high, low: id.low),
                        versions: ResultVersions(
                            model: Int(cells.integer(4)), portrait: Int(cells.integer(5)), history: Int(cells.integer(6)),
                            needs: Int(cells.integer(7)), counts: Int(cells.integer(8)))))
            }
            candidate(Candidate(service: ServiceID(Int(cells.integer(1))), probability: cells.real(2), score: cells.real(3)))
        }
    }

    /// Whether any candidate was computed since then, with a probability or without.
    public func hasCandidates(since moment: Instant, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.row("SELECT 1 AS known FROM recommendation WHERE computed_at >= $1 AND is_candidate = 1 LIMIT 1", [moment]) != nil
    }
}

extension RecommendationsSchema {
    /// Everything that ``CandidateScan`` reads stands in this index: a fifth of the table, without its reasons. That `is_candidate` is 1 in it
    /// goes without saying, but unless it is a column SQLite looks it up in the table, row by row.
    public static let candidateScan = [
        Migration(
            "2 candidates in one pass",
            [
                """
                CREATE INDEX recommendation_candidates ON recommendation
                    (client_id, service_id, probability, score, computed_at, model_version, portrait_version, history_version, is_candidate)
                    WHERE is_candidate = 1 AND probability IS NOT NULL
                """
            ])
    ]

    /// The pool of ratings in order, so that nobody has to sort millions of probabilities.
    public static let ratingPool = [
        Migration(
            "6 pool of ratings",
            [
                """
                CREATE INDEX recommendation_pool ON recommendation (probability, computed_at, is_candidate)
                    WHERE is_candidate = 1 AND probability IS NOT NULL
                """
            ])
    ]
}
