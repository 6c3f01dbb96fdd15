import Accounts
import Catalogue
import Clients
import Database
import Group
import Vocabulary

/// Leads as people of the staff work on them. Whoever asks gets only what ``Access`` lets them see and do.
public struct LeadDesk: Sendable {
    /// A lead as one person sees it.
    public struct View: Sendable {
        public let lead: LeadRecord
        /// The company's own id of its client; nil for people of other companies.
        public let reference: String?
        public let holder: LeadHolder?
        public let reach: Reach

        /// Whether the client's company is the reader's to see.
        public var seesSource: Bool { reference != nil }
    }

    private let store = LeadStore()
    private let holders = LeadHolderStore()
    private let outcomes = LeadOutcomes()

    public init() {}

    /// Nil when there is no such lead, and when this person may not see it: nobody learns of it.
    public func view(_ number: LeadNumber, for account: Account, in transaction: Transaction) throws(LeadsError) -> View? {
        guard let lead = try store.lead(number: number, in: transaction) else { return nil }
        return try LeadsError.storing { () throws(DatabaseError) in
            let tree = try UnitStore().tree(in: transaction)
            let holder = try holders.holders(of: [lead.id], in: transaction)[lead.id]
            let reach = account.reach(ofLeadAt: lead.company, holder: holder?.account, unit: holder?.unit, in: tree)
            guard Access.allows(.seeLead, to: account, reach: reach) else { return nil }
            let sees = account.seesClients(of: lead.source)
            return View(
                lead: lead, reference: sees ? try ClientStore().client(lead.client, in: transaction)?.reference : nil, holder: holder,
                reach: reach)
        }
    }

    /// Those of the leads that this person may see.
    public func visible(
        of numbers: [LeadNumber], to account: Account, in transaction: Transaction
    ) throws(LeadsError) -> Set<LeadNumber> {
        guard !numbers.isEmpty else { return [] }
        let places = (1...numbers.count).map { "$\($0)" }.joined(separator: ", ")
        let leads = try store.leads("WHERE number IN (\(places))", numbers, in: transaction)
        return try LeadsError.storing { () throws(DatabaseError) in
            let tree = try UnitStore().tree(in: transaction)
            let holders = try holders.holders(of: leads.map(\.id), in: transaction)
            let seen = leads.filter { lead in
                let holder = holders[lead.id]
                return Access.allows(
                    .seeLead, to: account,
                    reach: account.reach(ofLeadAt: lead.company, holder: holder?.account, unit: holder?.unit, in: tree))
            }
            return Set(seen.map(\.number))
        }
    }

    /// What happened to it, in order.
    public func events(of view: View, in transaction: Transaction) throws(LeadsError) -> [LeadEvent] {
        try LeadsError.storing { () throws(DatabaseError) in try store.events(of: view.lead.id, in: transaction) }
    }

    /// How the rivals for its service were weighed when it was made, if there were any.
    public func arbitration(of view: View, in transaction: Transaction) throws(LeadsError) -> Arbitration? {
        try ArbitrationStore().arbitrations(of: view.lead.card, in: transaction).first {
            $0.candidates.contains { $0.worth.service == view.lead.service }
        }
    }

    // MARK: Acts

    /// From now on this person works on it. Of two who take it at once, the second hears who was first.
    public func take(_ view: View, by account: Account, at now: Instant, in transaction: Transaction) throws(LeadsError) -> Happened {
        if view.reach == .own {
            guard view.lead.stage.isOpen else { throw .invalid(.taken, at: view.lead.stage) }
            return .already
        }
        guard Access.allows(.seeLead, to: account, reach: view.reach), let unit = account.place.unit else { throw .notAllowed }
        if let holder = view.holder { throw .taken(by: holder.account) }
        guard Access.allows(.takeLead, to: account, reach: view.reach) else { throw .notAllowed }
        let taken = try LeadsError.storing { () throws(DatabaseError) in
            try holders.take(view.lead.id, by: account.id, of: unit, at: now, in: transaction)
        }
        guard taken else {
            let holder = try LeadsError.storing { () throws(DatabaseError) in
                try holders.holders(of: [view.lead.id], in: transaction)[view.lead.id]
            }
            throw holder.map { .taken(by: $0.account) } ?? .notAllowed
        }
        _ = try store.happen(.taken, to: view.lead.id, by: account.login, at: now, in: transaction)
        try audit("lead.taken", view, by: account, at: now, in: transaction)
        return .now
    }

    /// This person works on it no more, and colleagues may take it. How long it has waited is not forgotten.
    public func putBack(_ view: View, by account: Account, at now: Instant, in transaction: Transaction) throws(LeadsError) {
        try mayWork(on: view, account)
        _ = try store.happen(.released, to: view.lead.id, by: account.login, at: now, in: transaction)
        try audit("lead.released", view, by: account, at: now, in: transaction)
        try LeadsError.storing { () throws(DatabaseError) in try holders.putBack(view.lead.id, in: transaction) }
    }

    /// The client was spoken to, or called in vain.
    public func contacted(
        _ view: View, reached: Bool, by account: Account, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) {
        try mayWork(on: view, account)
        _ = try store.happen(reached ? .contacted : .notReached, to: view.lead.id, by: account.login, at: now, in: transaction)
        try audit(reached ? "lead.contacted" : "lead.not_reached", view, by: account, at: now, in: transaction)
        try touch(view, at: now, in: transaction)
    }

    /// The offer goes out through the bot.
    /// - Parameter post: makes the offer and queues its message, in this transaction; the bot's rooms do that.
    @discardableResult
    public func message(
        _ view: View, by account: Account, at now: Instant, in transaction: Transaction, post: (LeadRecord) throws -> Happened
    ) throws -> Happened {
        guard Access.allows(.messageClient, to: account, reach: view.reach) else { throw LeadsError.notAllowed }
        guard try post(view.lead) == .now else { return .already }
        try audit("lead.messaged", view, by: account, at: now, in: transaction)
        try touch(view, at: now, in: transaction)
        return .now
    }

    public func won(
        _ view: View, amount: Money, by account: Account, at now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(LeadsError) -> WonLead {
        try mayWork(on: view, account)
        try touch(view, at: now, in: transaction)
        return try outcomes.won(view.lead, amount: amount, by: account.login, at: now, ids: ids, in: transaction)
    }

    public func lost(
        _ view: View, reason: LostReason, by account: Account, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> Happened {
        try mayWork(on: view, account)
        try touch(view, at: now, in: transaction)
        return try outcomes.lost(view.lead, reason: reason, by: account.login, at: now, in: transaction)
    }

    public func giveBack(
        _ view: View, reason: ReturnReason, by account: Account, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> Happened {
        try mayWork(on: view, account)
        try touch(view, at: now, in: transaction)
        return try outcomes.givenBack(view.lead, reason: reason, by: account.login, at: now, in: transaction)
    }

    /// To whom a head may give this lead: salespeople of the head's part and the lead's company, without the one who holds it.
    public func colleagues(for view: View, of head: Account, in transaction: Transaction) throws(LeadsError) -> [Account] {
        guard Access.allows(.reassignLead, to: head, reach: view.reach), view.lead.stage.isOpen else { return [] }
        return try team(of: head, in: transaction).filter {
            $0.id != view.holder?.account && $0.place.company == view.lead.company
        }
    }

    /// The salespeople of a head's part who have come: an invitation that nobody accepted works on nothing.
    public func team(of head: Account, in transaction: Transaction) throws(LeadsError) -> [Account] {
        guard Access.allows(.reassignLead, to: head, reach: .part) else { return [] }
        return try LeadsError.storing { () throws(DatabaseError) in
            let tree = try UnitStore().tree(in: transaction)
            return try AccountStore().staff([.sales], of: head.place.company, in: transaction).filter {
                $0.isOpen && $0.hasPassword && head.reach(of: $0.level, at: $0.place, in: tree) == .part
            }
        }
    }

    /// The colleague works on it from now on, and has the time anew.
    public func reassign(
        _ view: View, to login: String, by head: Account, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) {
        // A second press: it is done.
        if view.reach == .part, let holder = view.holder,
            try team(of: head, in: transaction).contains(where: { $0.id == holder.account && $0.login == login })
        {
            return
        }
        guard let colleague = try colleagues(for: view, of: head, in: transaction).first(where: { $0.login == login }),
            let unit = colleague.place.unit
        else { throw .notAllowed }
        try LeadsError.storing { () throws(DatabaseError) in
            try holders.give(view.lead.id, to: colleague.id, of: unit, at: now, in: transaction)
        }
        _ = try store.happen(.reassigned, to: view.lead.id, by: head.login, detail: colleague.login, at: now, in: transaction)
        try audit("lead.reassigned", view, "to \(colleague.login)", by: head, at: now, in: transaction)
    }

    /// Frees what somebody worked on whose account was closed, and forgets the person's own labels.
    public func release(_ account: AccountID, in transaction: Transaction) throws(LeadsError) {
        try LeadsError.storing { () throws(DatabaseError) in
            try holders.release(account, in: transaction)
            try SavedFilterStore().deleteAll(of: account, in: transaction)
        }
    }

    private func audit(
        _ action: String, _ view: View, _ detail: String = "", by account: Account, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) {
        try LeadsError.storing { () throws(DatabaseError) in
            try AuditStore().append(
                actor: account.login, action: action, subject: "lead \(view.lead.number)", detail: detail, at: now, in: transaction)
        }
    }

    private func mayWork(on view: View, _ account: Account) throws(LeadsError) {
        guard Access.allows(.workLead, to: account, reach: view.reach) else { throw .notAllowed }
    }

    private func touch(_ view: View, at now: Instant, in transaction: Transaction) throws(LeadsError) {
        try LeadsError.storing { () throws(DatabaseError) in try holders.touch(view.lead.id, at: now, in: transaction) }
    }
}

extension Account {
    /// `id @ company` is for people of that company and for founders; others see a lead's number.
    func seesClients(of company: CompanyID) -> Bool { level == .founder || place.company == company }
}
