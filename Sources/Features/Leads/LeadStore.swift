import Database
import Foundation
import Recommendations
import Vocabulary

/// Leads and their events. A lead's row changes only together with an event that says why.
public struct LeadStore: Sendable {
    public init() {}

    // MARK: Reading

    public func lead(_ id: LeadID, in transaction: Transaction) throws(LeadsError) -> LeadRecord? {
        try leads("WHERE id = $1", [id], in: transaction).first
    }

    public func lead(number: LeadNumber, in transaction: Transaction) throws(LeadsError) -> LeadRecord? {
        try leads("WHERE number = $1", [number], in: transaction).first
    }

    /// Oldest first.
    public func leads(of client: ClientID, in transaction: Transaction) throws(LeadsError) -> [LeadRecord] {
        try leads("WHERE client_id = $1 ORDER BY created_at, id", [client], in: transaction)
    }

    /// Oldest first.
    public func leads(of card: CardID, in transaction: Transaction) throws(LeadsError) -> [LeadRecord] {
        try leads("WHERE card_id = $1 ORDER BY created_at, id", [card], in: transaction)
    }

    /// Those that have stood there longest.
    public func leads(
        at stage: LeadStage, limit: Int, before moment: Instant? = nil, in transaction: Transaction
    ) throws(LeadsError) -> [LeadRecord] {
        let before = moment?.milliseconds ?? .max
        return try leads("WHERE stage = $1 AND stage_at < $2 ORDER BY stage_at, id LIMIT $3", [stage, before, limit], in: transaction)
    }

    /// What a sender may deliver by itself: waiting leads of companies whose automatic switch is on, whose client may be messaged.
    ///
    /// Leads with an offer under way are left out, and those about which the gate was silent since the given moment: they must not stand
    /// before others for ever.
    public func deliverable(limit: Int, silentBefore moment: Instant, in transaction: Transaction) throws(LeadsError) -> [LeadRecord] {
        try leads(
            """
            WHERE stage = 'waiting' AND may_message = 'yes'
                AND company_id IN (SELECT id FROM company WHERE automatic_offers = 1)
                AND NOT EXISTS (SELECT 1 FROM offer WHERE offer.lead_id = lead.id)
                AND NOT EXISTS (SELECT 1 FROM offer_silence WHERE offer_silence.lead_id = lead.id AND offer_silence.at >= $2)
            ORDER BY stage_at, id LIMIT $1
            """, [limit, moment], in: transaction)
    }

    /// All leads, or those a company sent or has; oldest first.
    public func leads(visibleTo company: CompanyID?, in transaction: Transaction) throws(LeadsError) -> [LeadRecord] {
        guard let company else { return try leads("ORDER BY created_at, id", [], in: transaction) }
        return try leads("WHERE company_id = $1 OR source_company = $1 ORDER BY created_at, id", [company], in: transaction)
    }

    /// What happened, in order.
    public func events(of lead: LeadID, in transaction: Transaction) throws(DatabaseError) -> [LeadEvent] {
        try transaction.rows("SELECT * FROM lead_event WHERE lead_id = $1 ORDER BY seq", [lead]).map { row throws(DatabaseError) in
            LeadEvent(
                lead: try row["lead_id"], seq: try row["seq"], at: try row["at"], kind: try row["kind"], actor: try row["actor"],
                amount: try row["amount"], detail: try row["detail"])
        }
    }

    /// Why those of the leads were lost that were.
    func lostReasons(of leads: [LeadID], in transaction: Transaction) throws(LeadsError) -> [LeadID: LostReason] {
        try LeadsError.storing { () throws(DatabaseError) in
            var reasons: [LeadID: LostReason] = [:]
            // Statements take a bounded number of arguments.
            for start in stride(from: 0, to: leads.count, by: 500) {
                let some = Array(leads[start..<min(start + 500, leads.count)])
                let places = (1...some.count).map { "$\($0)" }.joined(separator: ", ")
                for row in try transaction.rows(
                    "SELECT lead_id, detail FROM lead_event WHERE kind = 'lost' AND lead_id IN (\(places))", some)
                {
                    reasons[try row["lead_id"]] = LostReason(rawValue: try row["detail"])
                }
            }
            return reasons
        }
    }

    // MARK: Writing

    /// Writes a new lead and its first event. False when the card has a lead for that service.
    func create(_ lead: LeadRecord, by actor: String, detail: String, in transaction: Transaction) throws(LeadsError) -> Bool {
        let reasons = try LeadJSON.text(lead.reasons)
        let isNew = try LeadsError.storing { () throws(DatabaseError) in
            try transaction.execute(
                """
                INSERT INTO lead (id, number, card_id, client_id, source_company, company_id, service_id, model_version, probability,
                    rating, propensity, is_exploration, expected_value, reason, stage, may_message, created_at, stage_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)
                ON CONFLICT (card_id, service_id) DO NOTHING
                """,
                [
                    lead.id, lead.number, lead.card, lead.client, lead.source, lead.company, lead.service, lead.modelVersion,
                    lead.probability, lead.rating, lead.propensity, lead.isExploration, lead.expectedValue, reasons, lead.stage,
                    lead.mayMessage, lead.createdAt,
                ]) > 0
        }
        guard isNew else { return false }
        try append(.created, to: lead.id, by: actor, amount: nil, detail: detail, at: lead.createdAt, in: transaction)
        return true
    }

    /// A number for the id that no lead has.
    func freeNumber(for id: LeadID, in transaction: Transaction) throws(LeadsError) -> LeadNumber {
        for window in 0..<3 {
            let number = LeadNumber(id, window: window)
            if try lead(number: number, in: transaction) == nil { return number }
        }
        throw .noNumberLeft(id)
    }

    /// Moves the lead if its stage allows the event, and appends the event.
    /// - Parameter company: who has it from now on; whoever worked on it elsewhere lets go of it.
    /// - Returns: the lead as it was before, and whether this was a repeat (nothing is written then).
    /// - Throws: ``LeadsError/invalid(_:at:)``; nothing is written.
    func happen(
        _ event: LeadEventKind, to id: LeadID, by actor: String, company: CompanyID? = nil, amount: Money? = nil, detail: String = "",
        at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> (lead: LeadRecord, isRepeat: Bool) {
        guard let lead = try lead(id, in: transaction) else { throw .unknownLead(id) }
        switch lead.stage.after(event) {
        case .invalid: throw .invalid(event, at: lead.stage)
        case .already: return (lead, true)
        case .moves(let stage):
            try LeadsError.storing { () throws(DatabaseError) in
                try transaction.execute(
                    "UPDATE lead SET stage = $2, stage_at = $3, company_id = $4, escalated_at = NULL WHERE id = $1",
                    [id, stage, now, company ?? lead.company])
                if let company, company != lead.company { try LeadHolderStore().free(id, in: transaction) }
            }
            try append(event, to: id, by: actor, amount: amount, detail: detail, at: now, in: transaction)
            return (lead, false)
        case .noted:
            try append(event, to: id, by: actor, amount: amount, detail: detail, at: now, in: transaction)
            return (lead, false)
        }
    }

    /// Lets a lead that was withdrawn hang on another card of its client, so that its first card may have such a lead again.
    func move(_ lead: LeadID, to card: CardID, in transaction: Transaction) throws(LeadsError) {
        try LeadsError.storing { () throws(DatabaseError) in
            try transaction.execute("UPDATE lead SET card_id = $2 WHERE id = $1", [lead, card])
        }
    }

    func setMayMessage(_ may: MayMessage, of lead: LeadID, in transaction: Transaction) throws(LeadsError) {
        try LeadsError.storing { () throws(DatabaseError) in
            try transaction.execute("UPDATE lead SET may_message = $2 WHERE id = $1 AND may_message <> $2", [lead, may])
        }
    }

    private func append(
        _ kind: LeadEventKind, to lead: LeadID, by actor: String, amount: Money?, detail: String, at now: Instant,
        in transaction: Transaction
    ) throws(LeadsError) {
        try LeadsError.storing { () throws(DatabaseError) in
            let last: Int =
                try transaction.row("SELECT coalesce(max(seq), 0) AS seq FROM lead_event WHERE lead_id = $1", [lead])?["seq"] ?? 0
            try transaction.execute(
                "INSERT INTO lead_event (lead_id, seq, at, kind, actor, amount, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                [lead, last + 1, now, kind, actor, amount, detail])
        }
    }

    func leads(_ condition: String, _ arguments: [any Storable], in transaction: Transaction) throws(LeadsError) -> [LeadRecord] {
        try leads(sql: "SELECT * FROM lead \(condition)", arguments, in: transaction)
    }

    func leads(sql: String, _ arguments: [any Storable], in transaction: Transaction) throws(LeadsError) -> [LeadRecord] {
        let rows = try LeadsError.storing { () throws(DatabaseError) in try transaction.rows(sql, arguments) }
        var leads: [LeadRecord] = []
        for row in rows {
            let reasons = try LeadJSON.value(
                try LeadsError.storing { () throws(DatabaseError) in try row.get("reason", as: String.self) }, as: [Reason].self,
                column: "lead.reason")
            leads.append(
                try LeadsError.storing { () throws(DatabaseError) in
                    LeadRecord(
                        id: try row["id"], number: try row["number"], card: try row["card_id"], client: try row["client_id"],
                        source: try row["source_company"], company: try row["company_id"], service: try row["service_id"],
                        modelVersion: try row["model_version"], probability: try row["probability"], rating: try row["rating"],
                        propensity: try row["propensity"], isExploration: try row["is_exploration"],
                        expectedValue: try row["expected_value"], reasons: reasons, stage: try row["stage"],
                        mayMessage: try row["may_message"], createdAt: try row["created_at"], stageAt: try row["stage_at"])
                })
        }
        return leads
    }
}

/// JSON in columns that only this program reads.
enum LeadJSON {
    static func text(_ value: some Encodable) throws(LeadsError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do { return String(decoding: try encoder.encode(value), as: UTF8.self) } catch { throw .unreadable(column: "\(type(of: value))") }
    }

    static func value<Value: Decodable>(_ text: String, as type: Value.Type, column: String) throws(LeadsError) -> Value {
        do { return try JSONDecoder().decode(type, from: Data(text.utf8)) } catch { throw .unreadable(column: column) }
    }
}
