import Database
import Vocabulary

/// A card that a send said, with what else speaks for it. Taking the send back decides by this, and tells beforehand what it will decide.
public struct SentCard: Hashable, Sendable {
    public enum Fate: Hashable, Sendable {
        /// No other send says so, and there was no card before the sends: it goes.
        case goes
        /// Others say it too, or it was there before: it stays with what they said.
        case stays
    }

    public let row: Int
    public let card: Card
    /// What the row said of the outcome; nil: not known.
    public let said: Card.Outcome?
    /// A send made the card, this one or another.
    let isMade: Bool
    /// Another send says the same and was not taken back.
    let isCarried: Bool
    /// How many cards its client has that were not taken back, and whether the client is in a chat.
    public let cards: Int
    public let isLinked: Bool

    public var fate: Fate { isMade && !isCarried ? .goes : .stays }
}

/// Reads what a send said.
public struct SentCardStore: Sendable {
    public init() {}

    /// Each card once, in the order of the file, behind a row. Those that are dealt with already are left out.
    public func cards(
        of send: SendID, after row: Int, limit: Int, in transaction: Transaction
    ) throws(DatabaseError) -> [SentCard] {
        var found: [SentCard] = []
        var seen: Set<CardID> = []
        try transaction.eachDecoded(Self.scan, [send, row, limit], SentCard.init) { sent in
            if seen.insert(sent.card.id).inserted { found.append(sent) }
        }
        return found
    }

    /// At once, before anything else: the pipeline makes nothing more of what will go.
    public func stop(_ send: SendID, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            UPDATE card SET stage = $2, stage_at = $3 WHERE id IN (
                SELECT said.card_id FROM client_send_row AS said WHERE said.send_id = $1 AND \(Self.made) AND NOT \(Self.carried))
            """, [send, Card.Stage.takenBack, now])
    }

    /// What holds for a card that stays, once this send says nothing any more: the latest word of the other sends, else what was known before them.
    /// Nil: nothing changes.
    public func remainder(
        of sent: SentCard, without send: ClientSend, in transaction: Transaction
    ) throws(DatabaseError) -> CardBefore? {
        let base = try base(of: sent.card.id, in: transaction)
        var (attestation, outcome) = (sent.card.attestation, sent.card.outcome)
        if send.attestation != nil, attestation == send.attestation {
            attestation = try word(of: sent.card.id, without: send.id, in: transaction) ?? base?.attestation
        }
        if let said = sent.said, said != .unknown, said == outcome {
            outcome = try self.outcome(of: sent.card.id, without: send.id, in: transaction) ?? base?.outcome ?? outcome
        }
        guard attestation != sent.card.attestation || outcome != sent.card.outcome else { return nil }
        return CardBefore(attestation: attestation, outcome: outcome)
    }

    /// Takes back what the card told of its client, and writes what holds instead.
    public func apply(_ remainder: CardBefore, to card: Card, in transaction: Transaction) throws(DatabaseError) {
        if remainder.attestation != card.attestation {
            try CardStore().setAttestation(remainder.attestation, of: card.id, in: transaction)
        }
        if remainder.outcome != card.outcome {
            try CardStore().setOutcome(remainder.outcome, of: card.id, in: transaction)
            try HistoryStore().keep(card, outcome: remainder.outcome, in: transaction)
        }
    }

    /// The card teaches nothing any more.
    public func unlearn(_ card: Card, in transaction: Transaction) throws(DatabaseError) {
        try HistoryStore().forget(card, in: transaction)
    }

    /// Whether nothing speaks of the client any more: no card, no chat, no history. Leads are not this room's to know.
    public func isLeftAlone(_ client: ClientID, in transaction: Transaction) throws(DatabaseError) -> Bool {
        let row = try transaction.row(
            """
            SELECT 1 AS alone FROM client WHERE id = $1 AND is_own_answer = 0
                AND NOT EXISTS (SELECT 1 FROM card WHERE card.client_id = client.id)
                AND NOT EXISTS (SELECT 1 FROM client_link WHERE client_link.client_id = client.id)
                AND NOT EXISTS (SELECT 1 FROM interaction WHERE interaction.client_id = client.id)
            """, [client])
        return row != nil
    }

    // MARK: -

    private static let made =
        "EXISTS (SELECT 1 FROM client_send_row AS maker WHERE maker.card_id = said.card_id AND maker.result = 'new')"
    private static let carried = """
        EXISTS (SELECT 1 FROM client_send_row AS other WHERE other.card_id = said.card_id AND other.send_id <> said.send_id
            AND NOT EXISTS (SELECT 1 FROM client_send_take_back WHERE client_send_take_back.send_id = other.send_id))
        """

    private static let scan = """
        SELECT said.row, said.outcome AS said_outcome, card.id, card.client_id, card.service_id, card.outcome, card.attestation_id,
            card.stage, card.received_at, CASE WHEN \(made) THEN 1 ELSE 0 END AS is_made, CASE WHEN \(carried) THEN 1 ELSE 0 END AS is_carried,
            (SELECT count(*) FROM card AS own WHERE own.client_id = card.client_id
                AND substr(own.content, 1, 6) <> '\(CardStore.retired)') AS cards,
            (SELECT count(*) FROM client_link WHERE client_link.client_id = card.client_id) AS links
        FROM client_send_row AS said JOIN card ON card.id = said.card_id
        WHERE said.send_id = $1 AND said.row > $2 AND substr(card.content, 1, 6) <> '\(CardStore.retired)' ORDER BY said.row LIMIT $3
        """

    /// The latest attestation of the other sends that said the card.
    private func word(of card: CardID, without send: SendID, in transaction: Transaction) throws(DatabaseError) -> AttestationID? {
        try transaction.row(
            """
            SELECT client_send.attestation_id FROM client_send_row AS said JOIN client_send ON client_send.id = said.send_id
            WHERE said.card_id = $1 AND said.send_id <> $2 AND client_send.attestation_id IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM client_send_take_back WHERE client_send_take_back.send_id = said.send_id)
            ORDER BY client_send.started_at DESC, said.send_id LIMIT 1
            """, [card, send])?["attestation_id"]
    }

    private func outcome(of card: CardID, without send: SendID, in transaction: Transaction) throws(DatabaseError) -> Card.Outcome? {
        try transaction.row(
            """
            SELECT said.outcome FROM client_send_row AS said JOIN client_send ON client_send.id = said.send_id
            WHERE said.card_id = $1 AND said.send_id <> $2 AND said.outcome <> 'unknown'
                AND NOT EXISTS (SELECT 1 FROM client_send_take_back WHERE client_send_take_back.send_id = said.send_id)
            ORDER BY client_send.started_at DESC, said.row DESC LIMIT 1
            """, [card, send])?["outcome"]
    }

    /// What was known of the card before any send of ours said it; nil: a send made it, or nobody remembers.
    private func base(of card: CardID, in transaction: Transaction) throws(DatabaseError) -> CardBefore? {
        let row = try transaction.row(
            """
            SELECT said.outcome_before, said.attestation_before FROM client_send_row AS said
            JOIN client_send ON client_send.id = said.send_id
            WHERE said.card_id = $1 ORDER BY client_send.started_at, said.send_id, said.row LIMIT 1
            """, [card])
        guard let row, let outcome = try row.get("outcome_before", as: Card.Outcome?.self) else { return nil }
        return CardBefore(attestation: try row["attestation_before"], outcome: outcome)
    }
}

extension SentCard {
    fileprivate init(_ row: Row) throws(DatabaseError) {
        let (made, carried, links): (Int, Int, Int) = (try row["is_made"], try row["is_carried"], try row["links"])
        self.init(
            row: try row["row"], card: try Card(row), said: try row["said_outcome"], isMade: made == 1, isCarried: carried == 1,
            cards: try row["cards"], isLinked: links > 0)
    }
}
