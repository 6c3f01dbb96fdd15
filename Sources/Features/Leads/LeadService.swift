import Catalogue
import Clients
import Database
import Loyalty
import Vocabulary

/// What a customer says to an offer, or that they said nothing.
public enum LeadAnswer: Hashable, Sendable {
    case interested
    case later
    /// - Parameter reason: a choice of a list, by its name; never typed text.
    case declined(reason: String)
    case silent

    var event: LeadEventKind {
        switch self {
        case .interested: .interested
        case .later: .later
        case .declined: .declined
        case .silent: .silent
        }
    }
}

/// Why a lead was lost: a choice of a list.
public enum LostReason: String, Hashable, Sendable, Codable, CaseIterable, Storable {
    case tooExpensive = "too_expensive"
    case boughtElsewhere = "bought_elsewhere"
    case notReached = "not_reached"
    case notNeeded = "not_needed"
    case refusedByCompany = "refused_by_company"
    case other

    /// What the client had said to the offer: 1 yes, −1 no; nil: nobody asked, or we do not know. Whom the company would not have had said yes.
    var label: Int? {
        switch self {
        case .refusedByCompany: 1
        case .tooExpensive, .boughtElsewhere, .notNeeded: -1
        case .notReached, .other: nil
        }
    }
}

/// Whether something happened now or had happened before: a repeat is an answer, not an error.
public enum Happened: Hashable, Sendable {
    case now
    case already
}

/// What a won lead brought.
public struct WonLead: Hashable, Sendable {
    public let happened: Happened
    /// Nil: points were posted before, for a person who is no longer linked.
    public let points: LoyaltyService.Purchase?
}

/// What happens to leads, with its consequences in the same transaction.
///
/// How outcomes live in `interaction`, both under the lead's id:
/// - source `offer` is the label of P(accept): 1 interested or won, −1 declined or silent, none for "not now"; the latest word counts. It
///   carries the lead's propensity. This is the row of the interactions file. It is all one whether the client was asked by the bot or by a
///   person: if only the won ones of those sold by telephone were counted, everything would look more welcome than it is.
/// - source `history`, value 1, is added when the lead is won: only then is the cell of the client × service matrix 1 (took it), and only
///   such rows exclude the service from being proposed.
public struct LeadService: Sendable {
    private let leads = LeadStore()
    private let history = HistoryStore()
    private let cards = CardStore()

    public init() {}

    /// The offer reached the customer.
    @discardableResult
    public func offered(_ lead: LeadID, by actor: String, at now: Instant, in transaction: Transaction) throws(LeadsError) -> Happened {
        try leads.happen(.offered, to: lead, by: actor, at: now, in: transaction).isRepeat ? .already : .now
    }

    /// Somebody of the staff sent the offer through the bot; it is on its way.
    public func messaged(_ lead: LeadID, by actor: String, at now: Instant, in transaction: Transaction) throws(LeadsError) {
        _ = try leads.happen(.messaged, to: lead, by: actor, at: now, in: transaction)
    }

    /// What somebody of the staff sent cannot arrive. The lead stays: that person finds another way.
    public func undelivered(_ lead: LeadID, at now: Instant, in transaction: Transaction) throws(LeadsError) {
        _ = try leads.happen(.undelivered, to: lead, by: "pipeline", at: now, in: transaction)
    }

    /// The customer answered, or the time to answer ran out. A declined lead goes to the next candidate: its card is selected for again.
    @discardableResult
    public func answer(_ answer: LeadAnswer, to id: LeadID, at now: Instant, in transaction: Transaction) throws(LeadsError) -> Happened {
        var detail = ""
        if case .declined(let reason) = answer { detail = reason }
        let actor = answer == .silent ? "pipeline" : "customer"
        let (lead, isRepeat) = try leads.happen(answer.event, to: id, by: actor, detail: detail, at: now, in: transaction)
        guard !isRepeat else { return .already }
        switch answer {
        case .interested: try label(1, lead, at: now, in: transaction)
        case .declined:
            try label(-1, lead, at: now, in: transaction)
            try selectAgain(lead, at: now, in: transaction)
        case .silent: try label(-1, lead, at: now, in: transaction)
        case .later:
            try LeadsError.storing { () throws(DatabaseError) in
                try history.withdraw(.offer, sourceID: lead.id.bytes, of: lead.client, service: lead.service, in: transaction)
            }
        }
        return .now
    }

    /// The client paid. Labels, history, sales figures and points are written once; a repeat with the same amount changes nothing, except
    /// that points may be posted which could not be before (nobody was linked, no rule existed).
    /// - Throws: ``LeadsError/otherAmount(_:)`` when it was won with another amount.
    public func won(
        _ id: LeadID, amount: Money, by actor: String, at now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(LeadsError) -> WonLead {
        guard amount > .zero else { throw .amountOutOfRange }
        let (lead, isRepeat) = try leads.happen(.won, to: id, by: actor, amount: amount, at: now, in: transaction)
        if isRepeat {
            let paid = try LeadsError.storing { () throws(DatabaseError) in
                try leads.events(of: id, in: transaction).first { $0.kind == .won }?.amount
            }
            if let paid, paid != amount { throw .otherAmount(paid) }
        } else {
            try label(1, lead, at: now, in: transaction)
            try LeadsError.storing { () throws(DatabaseError) in
                try history.record(
                    Interaction(
                        client: lead.client, service: lead.service, source: .history, sourceID: lead.id.bytes, value: 1, at: now),
                    in: transaction)
                try SalesStore().add(SalesRecord(leads: 1, won: 1, revenue: amount), to: lead.service, in: transaction)
            }
        }
        return WonLead(
            happened: isRepeat ? .already : .now,
            points: try points(lead, amount: amount, isRepeat: isRepeat, at: now, ids: ids, in: transaction))
    }

    /// The client did not buy in the end. Who had been interested stays counted as interested: that is about paying, not about the offer. Who
    /// never was is counted by what the reason tells; after a refusal the next candidate has its turn.
    @discardableResult
    public func lost(
        _ id: LeadID, reason: LostReason, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> Happened {
        let (lead, isRepeat) = try leads.happen(.lost, to: id, by: actor, detail: reason.rawValue, at: now, in: transaction)
        guard !isRepeat else { return .already }
        try LeadsError.storing { () throws(DatabaseError) in
            try SalesStore().add(SalesRecord(leads: 1, won: 0, revenue: .zero), to: lead.service, in: transaction)
        }
        if let said = reason.label, lead.stage != .interested {
            try label(said, lead, at: now, in: transaction)
            if said < 0 { try selectAgain(lead, at: now, in: transaction) }
        }
        return .now
    }

    /// The lead cannot be delivered or is no longer allowed; the next candidate has its turn.
    /// - Parameter rule: the name of what forbids it.
    @discardableResult
    public func withdraw(
        _ id: LeadID, rule: String, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> Happened {
        let (lead, isRepeat) = try leads.happen(.withdrawn, to: id, by: actor, detail: rule, at: now, in: transaction)
        guard !isRepeat else { return .already }
        try selectAgain(lead, at: now, in: transaction)
        return .now
    }

    private func label(_ value: Int, _ lead: LeadRecord, at now: Instant, in transaction: Transaction) throws(LeadsError) {
        try LeadsError.storing { () throws(DatabaseError) in
            try history.record(
                Interaction(
                    client: lead.client, service: lead.service, source: .offer, sourceID: lead.id.bytes, value: value,
                    propensity: lead.propensity, at: now),
                in: transaction)
        }
    }

    private func selectAgain(_ lead: LeadRecord, at now: Instant, in transaction: Transaction) throws(LeadsError) {
        try LeadsError.storing { () throws(DatabaseError) in
            guard try cards.card(lead.card, in: transaction)?.stage == .waiting else { return }
            try cards.move(lead.card, to: .processed, at: now, in: transaction)
        }
    }

    private func points(
        _ lead: LeadRecord, amount: Money, isRepeat: Bool, at now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(LeadsError) -> LoyaltyService.Purchase? {
        let customer = try LeadsError.storing { () throws(DatabaseError) in
            try ClientStore().customer(of: lead.client, in: transaction)
        }
        let service = try LeadsError.storing { () throws(DatabaseError) in
            try CatalogueStore().service(lead.service, in: transaction)
        }
        do throws(LedgerError) {
            return try LoyaltyService().purchasePaid(
                lead: lead.id, customer: customer, company: service?.company ?? lead.company, service: lead.service, amount: amount,
                at: now,
                ids: ids, in: transaction)
        } catch {
            if isRepeat, case .conflict = error { return nil }
            throw .loyalty(error)
        }
    }
}
