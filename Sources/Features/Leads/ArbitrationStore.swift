import Catalogue
import Database
import Vocabulary

/// Who won against whom and why, by card and rival group; and why a card got no lead.
public struct ArbitrationStore: Sendable {
    public init() {}

    /// Keeps the decision; a later one about the same card and group replaces it.
    func save(
        _ arbitration: Arbitration, winner: ServiceID, of card: CardID, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) {
        let words = try LeadJSON.text(arbitration)
        try LeadsError.storing { () throws(DatabaseError) in
            try transaction.execute(
                """
                INSERT INTO arbitration (card_id, rival_group, winner, candidates, at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (card_id, rival_group) DO UPDATE
                SET winner = excluded.winner, candidates = excluded.candidates, at = excluded.at
                """, [card, arbitration.group, winner, words, now])
        }
    }

    public func arbitrations(of card: CardID, in transaction: Transaction) throws(LeadsError) -> [Arbitration] {
        let rows = try LeadsError.storing { () throws(DatabaseError) in
            try transaction.rows("SELECT candidates FROM arbitration WHERE card_id = $1 ORDER BY rival_group", [card])
                .map { row throws(DatabaseError) in try row.get("candidates", as: String.self) }
        }
        return try rows.map { row throws(LeadsError) in
            try LeadJSON.value(row, as: Arbitration.self, column: "arbitration.candidates")
        }
    }

    /// When each service last won against its rivals.
    func lastWins(in transaction: Transaction) throws(DatabaseError) -> [ServiceID: Instant] {
        var wins: [ServiceID: Instant] = [:]
        for row in try transaction.rows("SELECT winner, max(at) AS at FROM arbitration GROUP BY winner") {
            wins[try row["winner"]] = try row["at"]
        }
        return wins
    }
}

/// What became of a card.
public enum SelectionResult: String, Hashable, Sendable, Codable, CaseIterable, Storable {
    case lead
    /// The best candidate's rating is below the threshold.
    case belowThreshold = "below_threshold"
    /// Every service is taken out by a rule.
    case noCandidates = "no_candidates"
    /// The client has as many open leads as one may have.
    case enoughOpen = "enough_open"
    /// The model has too few outcomes to name a probability, so nothing is offered by itself.
    case noProbability = "no_probability"
}

/// Why a card got a lead or none; kept for people.
public struct Selection: Hashable, Sendable {
    public let card: CardID
    public let result: SelectionResult
    public let modelVersion: Int
    /// Of the most probable candidate, and the threshold that held for it.
    public let bestRating: Int?
    public let threshold: Int
    /// In order of service.
    public let filtered: [Filtered]
    public let at: Instant
}

/// The latest selection of every card.
public struct SelectionStore: Sendable {
    public init() {}

    func save(_ selection: Selection, in transaction: Transaction) throws(LeadsError) {
        let filtered = try LeadJSON.text(selection.filtered)
        try LeadsError.storing { () throws(DatabaseError) in
            try transaction.execute(
                """
                INSERT INTO selection (card_id, result, model_version, best_rating, threshold, filtered, at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (card_id) DO UPDATE SET result = excluded.result, model_version = excluded.model_version,
                    best_rating = excluded.best_rating, threshold = excluded.threshold, filtered = excluded.filtered, at = excluded.at
                """,
                [
                    selection.card, selection.result, selection.modelVersion, selection.bestRating, selection.threshold, filtered,
                    selection.at,
                ])
        }
    }

    public func selection(of card: CardID, in transaction: Transaction) throws(LeadsError) -> Selection? {
        let row = try LeadsError.storing { () throws(DatabaseError) in
            try transaction.row("SELECT * FROM selection WHERE card_id = $1", [card])
        }
        guard let row else { return nil }
        let filtered = try LeadJSON.value(
            try LeadsError.storing { () throws(DatabaseError) in try row.get("filtered", as: String.self) },
            as: [Filtered].self, column: "selection.filtered")
        return try LeadsError.storing { () throws(DatabaseError) in
            Selection(
                card: try row["card_id"], result: try row["result"], modelVersion: try row["model_version"],
                bestRating: try row["best_rating"], threshold: try row["threshold"], filtered: filtered, at: try row["at"])
        }
    }

    /// Cards that got nothing because an older model named no probability: a newer one may.
    func withoutProbability(beforeModel version: Int, limit: Int, in transaction: Transaction) throws(DatabaseError) -> [CardID] {
        try transaction.rows(
            """
            SELECT card_id FROM selection JOIN card ON card.id = selection.card_id
            WHERE result = 'no_probability' AND model_version < $1 AND card.stage = 'nothing' ORDER BY at, card_id LIMIT $2
            """, [version, limit]
        ).map { row throws(DatabaseError) in try row["card_id"] }
    }

    /// Cards that got nothing in that time, and whose client's needs somebody marked since.
    func beforeMarks(since: Instant, limit: Int, in transaction: Transaction) throws(DatabaseError) -> [CardID] {
        try transaction.rows(
            """
            SELECT DISTINCT card.id FROM catalogue_version
            JOIN client_need_change ON client_need_change.version = catalogue_version.version
            JOIN card ON card.client_id = client_need_change.client_id
            JOIN selection ON selection.card_id = card.id
            WHERE catalogue_version.subject = $1 AND catalogue_version.at > selection.at AND selection.at >= $2
                AND selection.result IN ('below_threshold', 'no_candidates') AND card.stage = 'nothing'
            ORDER BY card.id LIMIT $3
            """, [VersionedSubject.needs, since, limit]
        ).map { row throws(DatabaseError) in try row["id"] }
    }

    /// Cards whose candidates a threshold turned down in that time.
    func belowThreshold(
        since: Instant, before: Instant, limit: Int, in transaction: Transaction
    ) throws(DatabaseError) -> [CardID] {
        try transaction.rows(
            """
            SELECT card_id FROM selection JOIN card ON card.id = selection.card_id
            WHERE result = 'below_threshold' AND at >= $1 AND at < $2 AND card.stage = 'nothing' ORDER BY at, card_id LIMIT $3
            """, [since, before, limit]
        ).map { row throws(DatabaseError) in try row["card_id"] }
    }
}

/// What services' leads brought.
public struct SalesStore: Sendable {
    public init() {}

    public func all(in transaction: Transaction) throws(DatabaseError) -> [ServiceID: SalesRecord] {
        var records: [ServiceID: SalesRecord] = [:]
        for row in try transaction.rows("SELECT * FROM sales_record") {
            records[try row["service_id"]] = SalesRecord(leads: try row["leads"], won: try row["won"], revenue: try row["revenue"])
        }
        return records
    }

    /// Adds to what is known.
    public func add(_ record: SalesRecord, to service: ServiceID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO sales_record (service_id, leads, won, revenue) VALUES ($1, $2, $3, $4)
            ON CONFLICT (service_id) DO UPDATE SET leads = sales_record.leads + excluded.leads, won = sales_record.won + excluded.won,
                revenue = sales_record.revenue + excluded.revenue
            """, [service, record.leads, record.won, record.revenue])
    }
}
