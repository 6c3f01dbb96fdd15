import Accounts
import Clients
import Consents
import Database
import Group
import Leads
import Offers
import Sealing
import Vocabulary

/// Tells the past through the services that the live system uses, each act at its own moment, one after the other: stages, events, labels, sales
/// figures, points and the audit log are theirs.
struct PastRows {
    let leads: [PastLead]
    let staff: [Account]
    /// By company, for those who have nobody at a desk.
    let codes: [CompanyID: String]
    let consents: [ConsentText]
    let keyring: Keyring
    let now: Instant

    /// Everything that happened before now, in order of time.
    private struct Moment {
        let at: Instant
        let lead: Int
        /// Nil: the card comes, and the lead with it.
        let act: PastLead.Act?
        let isOfBot: Bool
    }

    func write(ids: IDSource, in transaction: Transaction) throws {
        var onTheirOwn = Set<Int>()
        for moment in moments {
            let lead = leads[moment.lead]
            guard let act = moment.act else {
                try begin(lead, ids, in: transaction)
                continue
            }
            // The bot's way and the people's are alternatives: the gate decides which one it is.
            guard moment.isOfBot != (lead.bot.isEmpty || onTheirOwn.contains(moment.lead)) else { continue }
            if try !happen(act, to: lead, at: moment.at, ids, in: transaction) { onTheirOwn.insert(moment.lead) }
        }
        try tellHeads(in: transaction)
        // The next candidates of what was refused had their turn then.
        for lead in leads where try CardStore().card(lead.card.id, in: transaction)?.stage == .processed {
            try CardStore().move(lead.card.id, to: .nothing, at: lead.draft.createdAt, in: transaction)
        }
    }

    /// Heads heard of what is neglected now when its time was over, and not of all of it as soon as the demo runs.
    private func tellHeads(in transaction: Transaction) throws {
        let due = Span.hours(Int64(try SettingStore().value(Settings.leadDueHours, in: transaction)))
        var look = moments.first?.at ?? now
        while look < now {
            _ = try Escalation().step(limit: leads.count, due: due, now: look, in: transaction)
            look = look + .minutes(10)
        }
    }

    private var moments: [Moment] {
        leads.enumerated().flatMap { index, lead in
            [Moment(at: lead.draft.createdAt, lead: index, act: nil, isOfBot: false)]
                + lead.bot.map { Moment(at: $0.at, lead: index, act: $0.act, isOfBot: true) }
                + lead.desk.map { Moment(at: $0.at, lead: index, act: $0.act, isOfBot: false) }
        }.enumerated().filter { $0.element.at < now }
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private func begin(_ lead: PastLead, _ ids: IDSource, in transaction: Transaction) throws {
        if let holder = lead.holder { try enter(holder, with: lead.draft.client, ids, in: transaction) }
        _ = try CardStore().add(lead.card, content: "past \(lead.card.id.high)", in: transaction)
        _ = try LeadStore().add(lead.draft, by: "pipeline", in: transaction)
    }

    /// Comes to the bot by the personal link and agrees.
    private func enter(_ holder: PastLead.Holder, with client: ClientID, _ ids: IDSource, in transaction: Transaction) throws {
        guard try CustomerStore().customer(chat: holder.chat, in: transaction) == nil else { return }
        let customer = try CustomerStore().create(
            chat: holder.chat, language: holder.language, enteredBy: nil, at: holder.since, ids: ids, keyring: keyring, in: transaction)
        for text in consents where text.language == holder.language {
            try ConsentStore().record(
                text.kind, given: true, by: customer.id, text: text, message: nil, at: holder.since, ids: ids, in: transaction)
        }
        try ClientStore().link(customer: customer.id, client: client, how: .personal, at: holder.since, in: transaction)
    }

    /// - Returns: false when the gate was closed, so that people go on without the bot.
    private func happen(_ act: PastLead.Act, to lead: PastLead, at moment: Instant, _ ids: IDSource, in transaction: Transaction) throws
        -> Bool
    {
        switch act {
        case .offer: return try offer(lead, at: moment, ids, in: transaction)
        case .answer(let answer):
            guard let offer = try OfferStore().offer(of: lead.draft.id, in: transaction) else { return true }
            _ = try OfferStore().answer(answer, to: offer.id, by: offer.customer, at: moment, in: transaction)
            try LeadService().answer(answer.ofLead, to: lead.draft.id, at: moment, in: transaction)
        case .fallSilent:
            for offer in try OfferService().fallSilent(at: moment, in: transaction) {
                try LeadService().answer(.silent, to: offer.lead, at: moment, in: transaction)
            }
        default: try PastDesk(staff: staff, codes: codes).perform(act, on: lead, at: moment, ids, in: transaction)
        }
        return true
    }

    private func offer(_ lead: PastLead, at moment: Instant, _ ids: IDSource, in transaction: Transaction) throws -> Bool {
        guard let client = try ClientStore().client(lead.draft.client, in: transaction) else { return false }
        let attestation = try lead.card.attestation.flatMap { try AttestationStore().attestation($0, in: transaction) }
        let request = OfferRequest(
            lead: lead.draft.id, client: client, service: lead.draft.service, attestation: attestation, start: .pipeline)
        guard case .made(let offer, _) = try OfferService().start(request, ids: ids, at: moment, in: transaction) else { return false }
        if try OfferStore().sent(offer.id, at: moment, in: transaction) {
            try LeadService().offered(lead.draft.id, by: "pipeline", at: moment, in: transaction)
        }
        return true
    }
}

extension OfferAnswer {
    fileprivate var ofLead: LeadAnswer {
        switch self {
        case .interested: .interested
        case .later: .later
        case .declined(let reason): .declined(reason: reason.rawValue)
        }
    }
}
