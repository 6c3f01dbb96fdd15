import Database
import Vocabulary

/// What a company sent about a client, without direct identifiers: what the client came for, and how it ended.
public struct Card: Hashable, Sendable {
    public enum Outcome: String, Hashable, Sendable, Codable, Storable { case success, refusal, unknown }

    /// Where the pipeline has it.
    public enum Stage: String, Hashable, Sendable, Codable, CaseIterable, Storable {
        case pending
        /// Probabilities are computed and kept.
        case processed
        /// Its leads wait for delivery or answers.
        case waiting
        /// There is nothing to propose.
        case nothing
        /// Its sender took it back; it stays for the sake of its leads alone.
        case takenBack = "taken_back"
    }

    public let id: CardID
    public let client: ClientID
    public let service: ServiceID
    public let outcome: Outcome
    /// Nil: the sender attested nothing, so leads stay with it as "ask for consent".
    public let attestation: AttestationID?
    public let stage: Stage
    public let receivedAt: Instant

    public init(
        id: CardID, client: ClientID, service: ServiceID, outcome: Outcome, attestation: AttestationID?, stage: Stage = .pending,
        receivedAt: Instant
    ) {
        (self.id, self.client, self.service, self.outcome) = (id, client, service, outcome)
        (self.attestation, self.stage, self.receivedAt) = (attestation, stage, receivedAt)
    }
}

/// Cards and their way through the pipeline.
public struct CardStore: Sendable {
    public init() {}

    /// Adds the card, unless the client has one with the same content: the same said twice is one card.
    /// - Parameter content: what tells one deal of the client from another, without identifiers; see ``ValidatedCard/content``.
    /// - Returns: false when it was known.
    public func add(_ card: Card, content: String, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute(
            """
            INSERT INTO card (id, client_id, service_id, outcome, content, attestation_id, stage, received_at, stage_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (client_id, content) DO NOTHING
            """,
            [card.id, card.client, card.service, card.outcome, content, card.attestation, card.stage, card.receivedAt]) > 0
    }

    public func card(_ id: CardID, in transaction: Transaction) throws(DatabaseError) -> Card? {
        try cards("WHERE id = $1", [id], in: transaction).first
    }

    public func card(of client: ClientID, content: String, in transaction: Transaction) throws(DatabaseError) -> Card? {
        try cards("WHERE client_id = $1 AND content = $2", [client, content], in: transaction).first
    }

    /// Oldest first.
    public func cards(of client: ClientID, in transaction: Transaction) throws(DatabaseError) -> [Card] {
        try cards("WHERE client_id = $1 ORDER BY received_at, id", [client], in: transaction)
    }

    /// The next ones to compute, oldest first.
    public func pending(_ limit: Int, in transaction: Transaction) throws(DatabaseError) -> [Card] {
        try cards(at: .pending, limit, in: transaction)
    }

    /// Oldest first.
    public func cards(at stage: Card.Stage, _ limit: Int, in transaction: Transaction) throws(DatabaseError) -> [Card] {
        try cards("WHERE stage = $1 ORDER BY received_at, id LIMIT $2", [stage, limit], in: transaction)
    }

    public func count(at stage: Card.Stage, in transaction: Transaction) throws(DatabaseError) -> Int {
        try transaction.row("SELECT count(*) AS cards FROM card WHERE stage = $1", [stage])?["cards"] ?? 0
    }

    /// Moves the card on. False when it is unknown or stands there already, so that of two workers one moves it.
    @discardableResult
    public func move(
        _ card: CardID, to stage: Card.Stage, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        try transaction.execute("UPDATE card SET stage = $2, stage_at = $3 WHERE id = $1 AND stage <> $2", [card, stage, now]) > 0
    }

    /// The sender now attests, or attests anew, or takes its word back.
    public func setAttestation(
        _ attestation: AttestationID?, of card: CardID, in transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute("UPDATE card SET attestation_id = $2 WHERE id = $1", [card, attestation])
    }

    /// The sender now knows how it ended.
    public func setOutcome(_ outcome: Card.Outcome, of card: CardID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("UPDATE card SET outcome = $2 WHERE id = $1", [card, outcome])
    }

    /// Removes a card that nothing hangs on.
    public func remove(_ card: CardID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM card WHERE id = $1", [card])
    }

    /// Keeps the card for the sake of its leads, out of everybody's way: the same deal said again is a new card.
    public func retire(_ card: CardID, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "UPDATE card SET stage = $2, stage_at = $3, content = $4, attestation_id = NULL WHERE id = $1",
            [card, Card.Stage.takenBack, now, Self.retired + card.hex])
    }

    /// The same deal as a send said it that was taken back, beside the card that stays for what others say: for the leads that rested on that send.
    public func addRetired(_ id: CardID, like card: Card, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO card (id, client_id, service_id, outcome, content, attestation_id, stage, received_at, stage_at)
            VALUES ($1, $2, $3, $4, $5, NULL, $6, $7, $8)
            """,
            [id, card.client, card.service, card.outcome, Self.retired + id.hex, Card.Stage.takenBack, card.receivedAt, now])
    }

    /// What the content of such cards begins with; contents of others begin with a number.
    static let retired = "taken:"

    private func cards(
        _ condition: String, _ arguments: [any Storable], in transaction: Transaction
    ) throws(DatabaseError) -> [Card] {
        var cards: [Card] = []
        try transaction.eachDecoded(
            "SELECT id, client_id, service_id, outcome, attestation_id, stage, received_at FROM card \(condition)", arguments,
            Card.init
        ) { cards.append($0) }
        return cards
    }
}

extension Card {
    init(_ row: Row) throws(DatabaseError) {
        self.init(
            id: try row["id"], client: try row["client_id"], service: try row["service_id"], outcome: try row["outcome"],
            attestation: try row["attestation_id"], stage: try row["stage"], receivedAt: try row["received_at"])
    }
}
