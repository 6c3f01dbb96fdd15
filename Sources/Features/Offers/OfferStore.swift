import Consents
import Database
import Vocabulary

/// Offers and their answers. Every method may be repeated: the same thing said twice is one event.
public struct OfferStore: Sendable {
    public init() {}

    /// What an offer is made of.
    public struct Draft: Hashable, Sendable {
        public let lead: LeadID
        public let customer: CustomerID
        public let client: ClientID
        public let service: ServiceID
        public let company: CompanyID
        public let startedBy: OfferStart
        public let textVersion: Int
        public let termsVersion: Int

        public init(
            lead: LeadID, customer: CustomerID, client: ClientID, service: ServiceID, company: CompanyID, startedBy: OfferStart,
            textVersion: Int, termsVersion: Int
        ) {
            (self.lead, self.customer, self.client, self.service) = (lead, customer, client, service)
            (self.company, self.startedBy, self.textVersion, self.termsVersion) = (company, startedBy, textVersion, termsVersion)
        }
    }

    /// Makes the lead's offer, queued; a lead that has one keeps it.
    /// - Returns: the lead's offer, and whether it is new.
    public func create(
        _ draft: Draft, ids: IDSource, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> (offer: OfferRecord, isNew: Bool) {
        let added = try transaction.execute(
            """
            INSERT INTO offer (id, lead_id, customer_id, client_id, service_id, company_id, started_by, text_version, terms_version, state, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', $10) ON CONFLICT (lead_id) DO NOTHING
            """,
            [
                ids.id(Subject.Offer.self), draft.lead, draft.customer, draft.client, draft.service, draft.company, draft.startedBy,
                draft.textVersion, draft.termsVersion, now,
            ])
        guard let offer = try offer(of: draft.lead, in: transaction) else { throw .unexpected(column: "offer.lead_id") }
        return (offer, added == 1)
    }

    public func offer(_ id: OfferID, in transaction: Transaction) throws(DatabaseError) -> OfferRecord? {
        guard let row = try transaction.row("SELECT * FROM offer WHERE id = $1", [id]) else { return nil }
        return try OfferRecord(row)
    }

    public func offer(of lead: LeadID, in transaction: Transaction) throws(DatabaseError) -> OfferRecord? {
        guard let row = try transaction.row("SELECT * FROM offer WHERE lead_id = $1", [lead]) else { return nil }
        return try OfferRecord(row)
    }

    /// The latest first.
    public func offers(of customer: CustomerID, in transaction: Transaction) throws(DatabaseError) -> [OfferRecord] {
        var offers: [OfferRecord] = []
        for row in try transaction.rows("SELECT * FROM offer WHERE customer_id = $1 ORDER BY created_at DESC, id", [customer]) {
            offers.append(try OfferRecord(row))
        }
        return offers
    }

    // MARK: - Delivery

    /// The message reached the chat. False when that was known, or the offer had been answered or taken back meanwhile.
    @discardableResult
    public func sent(_ id: OfferID, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute("UPDATE offer SET sent_at = $2 WHERE id = $1 AND sent_at IS NULL", [id, now])
        return try transaction.execute("UPDATE offer SET state = 'sent' WHERE id = $1 AND state = 'queued'", [id]) == 1
    }

    /// The message cannot be delivered.
    @discardableResult
    public func undeliverable(_ id: OfferID, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute("UPDATE offer SET state = 'undeliverable' WHERE id = $1 AND state = 'queued'", [id]) == 1
    }

    // MARK: - Answers

    public enum Answered: Hashable, Sendable {
        /// The answer is new; the lead hears of it. `before` tells a first answer from one after "not now" or after the silence.
        case accepted(OfferRecord, before: OfferState)
        /// The same answer was given before: nothing changed.
        case repeated(OfferRecord)
        /// Another answer, or a withdrawal, stands: nothing changed; tell the person what stands.
        case stands(OfferRecord)
        case unknown
    }

    /// A person's answer. After "not now" and after a silence an answer still counts; "interested" and "declined" stand.
    /// - Parameter customer: who pressed: an offer takes answers from its own person only.
    public func answer(
        _ answer: OfferAnswer, to id: OfferID, by customer: CustomerID, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Answered {
        guard let offer = try offer(id, in: transaction), offer.customer == customer else { return .unknown }
        // "Not interesting" again with another reason is the same answer; the first reason stays.
        if offer.state == answer.state { return .repeated(offer) }
        guard offer.state.takesAnswer else { return .stands(offer) }
        // An answer proves the delivery, and a push counts against the cap.
        let changed = try transaction.execute(
            """
            UPDATE offer SET state = $2, decline_reason = $3, answered_at = $4, sent_at = coalesce(sent_at, $4)
            WHERE id = $1 AND state = $5
            """, [id, answer.state, answer.reason, now, offer.state])
        guard let standing = try self.offer(id, in: transaction) else { return .unknown }
        return changed == 1 ? .accepted(standing, before: offer.state) : .stands(standing)
    }

    /// Offers without an answer for too long become silent, the oldest first.
    /// - Returns: those that just did; ask again while there are `limit`.
    public func fallSilent(
        sentBefore: Instant, limit: Int = 100, in transaction: Transaction
    ) throws(DatabaseError) -> [OfferRecord] {
        var offers: [OfferRecord] = []
        let due = try transaction.rows(
            "SELECT id FROM offer WHERE state = 'sent' AND sent_at <= $1 ORDER BY sent_at, id LIMIT $2", [sentBefore, limit])
        for row in due {
            let id: OfferID = try row["id"]
            try transaction.execute("UPDATE offer SET state = 'silent' WHERE id = $1 AND state = 'sent'", [id])
            if let offer = try offer(id, in: transaction) { offers.append(offer) }
        }
        return offers
    }

    /// Takes back what has not been answered: the person ended a consent, for all companies or for one.
    /// - Returns: the offers taken back; a queued message of theirs must not go out.
    public func withdraw(
        of customer: CustomerID, from company: CompanyID? = nil, in transaction: Transaction
    ) throws(DatabaseError) -> [OfferRecord] {
        var withdrawn: [OfferRecord] = []
        for offer in try offers(of: customer, in: transaction) where offer.state.takesAnswer {
            guard company == nil || offer.company == company else { continue }
            try transaction.execute("UPDATE offer SET state = 'withdrawn' WHERE id = $1", [offer.id])
            if let now = try self.offer(offer.id, in: transaction) { withdrawn.append(now) }
        }
        return withdrawn
    }

    // MARK: - For the gate

    /// Offers pushed to the person since a moment: sent, or waiting to be. The lead's own offer is not counted.
    public func contacts(
        with customer: CustomerID, since: Instant, except lead: LeadID, in transaction: Transaction
    ) throws(DatabaseError) -> Int {
        let row = try transaction.row(
            """
            SELECT count(*) AS n FROM offer WHERE customer_id = $1 AND started_by <> 'customer' AND lead_id <> $3
            AND (sent_at > $2 OR (state = 'queued' AND sent_at IS NULL))
            """, [customer, since, lead])
        return try row?["n"] ?? 0
    }

    /// When the latest pushed offers reached the person, the latest first. The lead's own offer is not counted.
    func latestContacts(
        _ limit: Int, with customer: CustomerID, except lead: LeadID, in transaction: Transaction
    ) throws(DatabaseError) -> [Instant] {
        try transaction.rows(
            """
            SELECT sent_at FROM offer WHERE customer_id = $1 AND started_by <> 'customer' AND lead_id <> $2 AND sent_at IS NOT NULL
            ORDER BY sent_at DESC LIMIT $3
            """, [customer, lead, limit]
        ).map { row throws(DatabaseError) in try row["sent_at"] }
    }

    /// Whether the person declined the service after a moment.
    public func declined(
        _ service: ServiceID, by customer: CustomerID, since: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        try transaction.row(
            "SELECT 1 AS yes FROM offer WHERE customer_id = $1 AND service_id = $2 AND state = 'declined' AND answered_at > $3 LIMIT 1",
            [customer, service, since]) != nil
    }
}

/// Erasure: what waits is taken back. The rows that stay carry a random subject id that leads to nobody.
extension OfferStore: HoldsPersonalData {
    public func erase(_ customer: CustomerID, in transaction: Transaction) throws -> [String: Int] {
        let withdrawn = try withdraw(of: customer, in: transaction)
        let complaints = try transaction.execute("DELETE FROM complaint WHERE customer_id = $1", [customer])
        return ["offer withdrawn": withdrawn.count, "complaint": complaints]
    }
}
