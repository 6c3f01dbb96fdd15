import Database
import Vocabulary

/// One cell of the client × service matrix, with where it comes from.
public struct Interaction: Hashable, Sendable {
    public enum Source: String, Hashable, Sendable, Codable, Storable {
        /// The client came for it or took it unasked.
        case history
        /// Outcome of an offer.
        case offer
    }

    public let client: ClientID
    public let service: ServiceID
    public let source: Source
    /// The 16 bytes of the card's, offer's or lead's id: the same fact is stored once.
    public let sourceID: [UInt8]
    /// 1 took or accepted, -1 declined.
    public let value: Int
    /// Probability with which the service was offered; nil: unknown, or not an offer.
    public let propensity: Double?
    public let at: Instant

    public init(
        client: ClientID, service: ServiceID, source: Source, sourceID: [UInt8], value: Int, propensity: Double? = nil, at: Instant
    ) {
        (self.client, self.service, self.source, self.sourceID) = (client, service, source, sourceID)
        (self.value, self.propensity, self.at) = (value, propensity, at)
    }
}

/// What clients took, accepted and declined. The model learns from nothing else.
public struct HistoryStore: Sendable {
    private let feed = HistoryFeed()

    public init() {}

    /// Records the fact once and raises the client's history version. A repeat changes nothing; a later word of the same source (a silent client
    /// who answers after all) replaces the earlier one, and its propensity stays unless the later one names its own.
    /// - Returns: whether anything changed.
    @discardableResult
    public func record(_ interaction: Interaction, in transaction: Transaction) throws(DatabaseError) -> Bool {
        let before = try fact(
            interaction.source, sourceID: interaction.sourceID, of: interaction.client, service: interaction.service, in: transaction)
        let changed = try transaction.execute(
            """
            INSERT INTO interaction (client_id, service_id, source, source_id, value, propensity, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (client_id, service_id, source, source_id) DO UPDATE
            SET value = excluded.value, propensity = coalesce(excluded.propensity, interaction.propensity), at = excluded.at
            WHERE interaction.value <> excluded.value
            """,
            [
                interaction.client, interaction.service, interaction.source, interaction.sourceID, interaction.value,
                interaction.propensity, interaction.at,
            ])
        guard changed > 0 else { return false }
        let after = Interaction(
            client: interaction.client, service: interaction.service, source: interaction.source, sourceID: interaction.sourceID,
            value: interaction.value, propensity: interaction.propensity ?? before?.propensity, at: interaction.at)
        try feed.tell(before, after, in: transaction)
        try transaction.execute("UPDATE client SET history_version = history_version + 1 WHERE id = $1", [interaction.client])
        return true
    }

    /// Takes a fact back: its sender corrected it. False when it was not there.
    @discardableResult
    public func withdraw(
        _ source: Interaction.Source, sourceID: [UInt8], of client: ClientID, service: ServiceID, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let before = try fact(source, sourceID: sourceID, of: client, service: service, in: transaction)
        let gone = try transaction.execute(
            "DELETE FROM interaction WHERE client_id = $1 AND service_id = $2 AND source = $3 AND source_id = $4",
            [client, service, source, sourceID])
        guard gone > 0 else { return false }
        try feed.tell(before, nil, in: transaction)
        try transaction.execute("UPDATE client SET history_version = history_version + 1 WHERE id = $1", [client])
        return true
    }

    /// Forgets all that the client took, accepted and declined; models in memory follow as soon as they hear of it.
    public func forget(_ client: ClientID, in transaction: Transaction) throws(DatabaseError) {
        let gone = try transaction.execute("DELETE FROM interaction WHERE client_id = $1", [client])
        guard try feed.forget(client, isToldAnyway: gone > 0, in: transaction) else { return }
        try transaction.execute("UPDATE client SET history_version = history_version + 1 WHERE id = $1", [client])
    }

    private func fact(
        _ source: Interaction.Source, sourceID: [UInt8], of client: ClientID, service: ServiceID, in transaction: Transaction
    ) throws(DatabaseError) -> Interaction? {
        let row = try transaction.row(
            "SELECT \(Self.columns) FROM interaction WHERE client_id = $1 AND service_id = $2 AND source = $3 AND source_id = $4",
            [client, service, source, sourceID])
        guard let row else { return nil }
        return try Interaction(row)
    }

    /// Oldest first.
    public func history(of client: ClientID, in transaction: Transaction) throws(DatabaseError) -> [Interaction] {
        var history: [Interaction] = []
        try transaction.eachDecoded(
            "SELECT \(Self.columns) FROM interaction WHERE client_id = $1 ORDER BY at, service_id, source, source_id", [client],
            Interaction.init
        ) { history.append($0) }
        return history
    }

    /// Streams everything, in the order of the table's key, so that training on the same data sees the same sequence.
    public func each(in transaction: Transaction, _ body: (Interaction) -> Void) throws(DatabaseError) {
        try transaction.eachDecoded(
            "SELECT \(Self.columns) FROM interaction ORDER BY client_id, service_id, source, source_id", [], Interaction.init, body)
    }

    private static let columns = "client_id, service_id, source, source_id, value, propensity, at"
}

extension Interaction {
    init(_ row: Row) throws(DatabaseError) {
        self.init(
            client: try row["client_id"], service: try row["service_id"], source: try row["source"], sourceID: try row["source_id"],
            value: try row["value"], propensity: try row["propensity"], at: try row["at"])
    }
}
