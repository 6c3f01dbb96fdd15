import Accounts
import Clients
import Database
import Group
import Recommendations
import Vocabulary

/// Takes back a send of clients, for people of the company that sent it: a wrong file, or an attestation of what the clients never said.
///
/// Without the sender's word there is no ground for its leads, with partners neither: open ones are withdrawn, unless the client's own consent in the
/// bot lets the recipient know of it. What ended stays as it is. Cards that only this send brought go, with what the model learned from them, and so do
/// clients of whom nothing else is known.
///
/// The whole is done in portions, each a transaction, so that nobody waits behind a long file and a program that stops goes on where it was.
public struct TakeBackDesk: Sendable {
    private let store = SendTakeBackStore()
    private let sent = SentCardStore()

    /// Rows a transaction.
    static let portion = 200

    public init() {}

    public enum Answer: Hashable, Sendable {
        case begun, already
        /// Its import runs: it has to end first.
        case running
    }

    public static func mayTakeBack(_ send: ClientSend, _ account: Account) -> Bool {
        let reach = account.reach(ofCompany: send.company)
        return Access.allows(.takeBackClients, to: account, reach: reach == .own && send.actor != account.login ? .part : reach)
    }

    /// Begins; ``step(at:in:)`` goes on. Said twice it changes nothing.
    public func begin(
        _ send: ClientSend, by account: Account, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> Answer {
        guard Self.mayTakeBack(send, account) else { throw .notAllowed }
        let back = SendTakeBack(send: send.id, actor: account.login, startedAt: now)
        return try LeadsError.storing { () throws(DatabaseError) in
            if try store.takeBack(of: send.id, in: transaction) != nil { return .already }
            guard send.state(at: now) != .running else { return .running }
            guard try store.begin(back, in: transaction) else { return .already }
            try store.close(send.id, at: now, in: transaction)
            try sent.stop(send.id, at: now, in: transaction)
            try AuditStore().append(
                actor: account.login, action: "clients.taken_back", subject: "send \(send.id.hex)",
                detail: "company \(send.company.rawValue), \(send.totals.rows) rows", at: now, in: transaction)
            return .begun
        }
    }

    /// One portion of whatever is being taken back, the oldest first.
    /// - Returns: whether more waits.
    public func step(at now: Instant, ids: IDSource, in transaction: Transaction) throws(LeadsError) -> Bool {
        let open = try LeadsError.storing { () throws(DatabaseError) in try store.open(in: transaction) }
        guard let id = open.first else { return false }
        let found = try LeadsError.storing { () throws(DatabaseError) in
            (try ClientSendStore().send(id, in: transaction), try store.takeBack(of: id, in: transaction))
        }
        guard let send = found.0, var back = found.1 else { return false }
        let cards = try LeadsError.storing { () throws(DatabaseError) in
            try sent.cards(of: id, after: back.lastRow, limit: Self.portion, in: transaction)
        }
        for card in cards {
            switch card.fate {
            case .goes: back.totals.leads += try drop(card, of: send, at: now, in: transaction)
            case .stays: try keep(card, of: send, &back.totals, at: now, ids: ids, in: transaction)
            }
        }
        let gone = cards.filter { $0.fate == .goes }
        back.totals.cards += gone.count
        try forgetClients(Set(gone.map(\.card.client)), &back.totals, at: now, in: transaction)
        back.seenAt = now
        if let last = cards.last { back.lastRow = last.row } else { back.endedAt = now }
        let moved = back
        try LeadsError.storing { () throws(DatabaseError) in
            try store.update(moved, in: transaction)
            guard moved.endedAt != nil else { return }
            try AuditStore().append(
                actor: moved.actor, action: "clients.taken_back_done", subject: "send \(id.hex)",
                detail:
                    "\(moved.totals.cards) cards, \(moved.totals.clients + moved.totals.forgotten) clients, \(moved.totals.leads) leads",
                at: now, in: transaction)
        }
        return moved.endedAt == nil || open.count > 1
    }

    // MARK: -

    /// The card goes, or is kept out of everybody's way for the sake of its leads.
    /// - Returns: how many leads were withdrawn.
    private func drop(
        _ sent: SentCard, of send: ClientSend, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> Int {
        let card = sent.card
        let leads = try LeadStore().leads(of: card.id, in: transaction)
        try LeadsError.storing { () throws(DatabaseError) in
            try self.sent.unlearn(card, in: transaction)
            guard leads.isEmpty else { return try CardStore().retire(card.id, at: now, in: transaction) }
            for table in ["selection", "arbitration"] {
                try transaction.execute("DELETE FROM \(table) WHERE card_id = $1", [card.id])
            }
            try CardStore().remove(card.id, in: transaction)
        }
        var withdrawn = 0
        var grounds = TakeBackGrounds()
        for lead in leads where lead.stage.isOpen {
            let stands = sent.isLinked ? try grounds.allows(lead, attestation: nil, in: transaction) : false
            if stands { continue }
            try LeadService().withdraw(lead.id, rule: WithdrawalRule.takenBack.rawValue, by: "sender", at: now, in: transaction)
            withdrawn += 1
        }
        return withdrawn
    }

    /// The card was there before, or others sent it too: what they said holds.
    private func keep(
        _ sent: SentCard, of send: ClientSend, _ totals: inout SendTakeBack.Totals, at now: Instant, ids: IDSource,
        in transaction: Transaction
    ) throws(LeadsError) {
        let remainder = try LeadsError.storing { () throws(DatabaseError) in
            // Somebody sent it anew between the beginning and now.
            if sent.card.stage == .takenBack { try CardStore().move(sent.card.id, to: .pending, at: now, in: transaction) }
            guard let remainder = try self.sent.remainder(of: sent, without: send, in: transaction) else { return nil as CardBefore? }
            try self.sent.apply(remainder, to: sent.card, in: transaction)
            return remainder
        }
        guard let remainder else { return }
        totals.changed += 1
        guard remainder.attestation != sent.card.attestation else { return }
        let withdrawn = try LeadService().review(
            sent.card.client, because: .takenBack, by: "sender", at: now, in: transaction
        ).withdrawn
        totals.leads += withdrawn.count
        try part(withdrawn, from: sent.card, at: now, ids: ids, in: transaction)
    }

    /// What rested on the word that is taken back stays beside the card, which may have the same leads again once its client is attested anew.
    private func part(
        _ withdrawn: [LeadID], from card: Card, at now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(LeadsError) {
        let own = Set(try LeadStore().leads(of: card.id, in: transaction).map(\.id)).intersection(withdrawn)
        guard !own.isEmpty else { return }
        let retired: CardID = ids.id()
        try LeadsError.storing { () throws(DatabaseError) in
            try CardStore().addRetired(retired, like: card, at: now, in: transaction)
        }
        for lead in own { try LeadStore().move(lead, to: retired, in: transaction) }
    }

    /// Clients of whom nothing is left disappear, so that a wrong file leaves no ghosts in the list. Those of whom leads ended are forgotten: leads
    /// are never deleted, but nobody needs more of the client for them.
    private func forgetClients(
        _ clients: Set<ClientID>, _ totals: inout SendTakeBack.Totals, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) {
        for client in clients.sorted() {
            let leads = try LeadStore().leads(of: client, in: transaction)
            guard !leads.contains(where: \.stage.isOpen) else { continue }
            let isLeft = try LeadsError.storing { () throws(DatabaseError) in
                guard try leads.isEmpty ? sent.isLeftAlone(client, in: transaction) : ClientStore().isUnspokenFor(client, in: transaction)
                else { return false }
                try RecommendationStore().forget(client, in: transaction)
                if leads.isEmpty {
                    try ClientStore().remove(client, in: transaction)
                } else {
                    try ClientStore().forget(client, at: now, in: transaction)
                }
                return true
            }
            guard isLeft else { continue }
            if leads.isEmpty { totals.clients += 1 } else { totals.forgotten += 1 }
        }
    }
}
