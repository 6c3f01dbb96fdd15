import Accounts
import Clients
import Database
import Group
import Vocabulary

/// Asking the company that sent a client for contacts, and answering. No contact of a client passes through here: companies hand it over between
/// themselves, and only where an attestation or the client's own consent lets them.
public struct ContactDesk: Sendable {
    private let store = ContactRequestStore()
    private let leads = LeadStore()

    public init() {}

    /// A request with what the sender's people see of its lead.
    public struct Line: Sendable {
        public let request: ContactRequest
        public let service: ServiceID
        /// The sender's own id of its client; nil for readers of other companies.
        public let reference: String?
        /// For readers of the sender's company, as ``reference``.
        public let client: ClientID?
        /// Whether the contact may be handed over: an attestation, or the client's consent, names who asks.
        public let mayHandOver: Bool
    }

    // MARK: Who asks

    /// Whether a lead has somebody else to ask: a partner's client whom one may know of.
    public func isPartners(_ lead: LeadRecord) -> Bool { lead.company != lead.source && lead.stage != .askConsent }

    /// The latest request about the lead.
    public func latest(of view: LeadDesk.View, in transaction: Transaction) throws(LeadsError) -> ContactRequest? {
        try LeadsError.storing { () throws(DatabaseError) in try store.latest(of: view.lead.id, in: transaction) }
    }

    /// Whoever works on the lead asks. A repeat while one waits asks nothing.
    @discardableResult
    public func ask(
        _ view: LeadDesk.View, because reason: ContactReason, by account: Account, at now: Instant, ids: IDSource,
        in transaction: Transaction
    ) throws(LeadsError) -> Happened {
        guard Access.allows(.workLead, to: account, reach: view.reach) else { throw .notAllowed }
        let lead = view.lead
        guard isPartners(lead), lead.stage.isOpen else { throw .invalid(.contactsAsked, at: lead.stage) }
        let request = ContactRequest(
            id: ids.id(), lead: lead.id, source: lead.source, company: lead.company, reason: reason, askedAt: now, answer: nil,
            answeredAt: nil)
        let isNew = try LeadsError.storing { () throws(DatabaseError) in try store.add(request, by: account.login, in: transaction) }
        guard isNew else { return .already }
        _ = try leads.happen(.contactsAsked, to: lead.id, by: account.login, detail: reason.rawValue, at: now, in: transaction)
        try LeadsError.storing { () throws(DatabaseError) in
            try LeadHolderStore().touch(lead.id, at: now, in: transaction)
            try AuditStore().append(
                actor: account.login, action: "contacts.asked", subject: "lead \(lead.number)", detail: reason.rawValue, at: now,
                in: transaction)
        }
        return .now
    }

    // MARK: Who is asked

    /// How many wait for people of this account's company.
    public func waiting(for account: Account, in transaction: Transaction) throws(LeadsError) -> Int {
        guard Access.allows(.seeContactRequest, to: account, reach: account.reach(ofCompany: account.place.company)) else { return 0 }
        return try LeadsError.storing { () throws(DatabaseError) in try store.openCount(of: account.place.company, in: transaction) }
    }

    /// What waits, the oldest first, and what was answered since a moment, the latest first.
    public func lines(
        for account: Account, answeredSince moment: Instant, in transaction: Transaction
    ) throws(LeadsError) -> (open: [Line], answered: [Line]) {
        guard Access.allows(.seeContactRequest, to: account, reach: account.reach(ofCompany: account.place.company)) else {
            return ([], [])
        }
        let company = account.place.company
        let (open, answered) = try LeadsError.storing { () throws(DatabaseError) in
            (
                try store.open(of: company, limit: 100, in: transaction),
                try store.answered(of: company, since: moment, limit: 50, in: transaction)
            )
        }
        return (try lines(open, for: account, in: transaction), try lines(answered, for: account, in: transaction))
    }

    /// People of the company that is asked answer. The first answer counts.
    /// - Throws: ``LeadsError/otherAnswer(_:)`` when it was answered otherwise; ``LeadsError/noPermission`` when the contact must not be handed
    ///   over: nothing names who asks.
    @discardableResult
    public func answer(
        _ id: Identifier<ContactRequest>, _ answer: ContactAnswer, by account: Account, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> Happened? {
        let found = try LeadsError.storing { () throws(DatabaseError) in try store.request(id, in: transaction) }
        // Of another company's request nobody learns.
        guard let request = found, Access.allows(.seeContactRequest, to: account, reach: account.reach(ofCompany: request.source)) else {
            return nil
        }
        guard Access.allows(.answerContactRequest, to: account, reach: account.reach(ofCompany: request.source)) else { throw .notAllowed }
        guard let lead = try leads.lead(request.lead, in: transaction) else { throw .unknownLead(request.lead) }
        if let known = request.answer {
            guard known == answer else { throw .otherAnswer(known) }
            return .already
        }
        if answer == .handedOver, try !mayHandOver(lead, to: request.company, in: transaction) { throw .noPermission }
        let isFirst = try LeadsError.storing { () throws(DatabaseError) in
            try store.answer(id, answer, by: account.login, at: now, in: transaction)
        }
        guard isFirst else { return .already }
        // Who asked may not learn whose client it is, so the timeline names the side and not the person. A lead that ended meanwhile has no next event.
        if lead.stage.after(.contactsAnswered) == .noted {
            _ = try leads.happen(.contactsAnswered, to: lead.id, by: "sender", detail: answer.rawValue, at: now, in: transaction)
        }
        try LeadsError.storing { () throws(DatabaseError) in
            try AuditStore().append(
                actor: account.login, action: "contacts.answered", subject: "lead \(lead.number)", detail: answer.rawValue, at: now,
                in: transaction)
        }
        return .now
    }

    private func lines(_ requests: [ContactRequest], for account: Account, in transaction: Transaction) throws(LeadsError) -> [Line] {
        var lines: [Line] = []
        for request in requests {
            guard let lead = try leads.lead(request.lead, in: transaction) else { continue }
            let sees = account.seesClients(of: request.source)
            let reference = try LeadsError.storing { () throws(DatabaseError) in
                sees ? try ClientStore().client(lead.client, in: transaction)?.reference : nil
            }
            lines.append(
                Line(
                    request: request, service: lead.service, reference: reference, client: reference == nil ? nil : lead.client,
                    mayHandOver: try mayHandOver(lead, to: request.company, in: transaction)))
        }
        return lines
    }

    private func mayHandOver(_ lead: LeadRecord, to company: CompanyID, in transaction: Transaction) throws(LeadsError) -> Bool {
        try LeadsError.storing { () throws(DatabaseError) in
            guard let card = try CardStore().card(lead.card, in: transaction) else { return false }
            return try Permissions(card, sender: lead.source, in: transaction).permission(for: company) == .allowed
        }
    }
}
