import Catalogue
import Clients
import Consents
import Group
import Leads
import Localization
import Offers
import Recommendations
import Vocabulary

/// Offers at the desk: what is open for this person, the card through the gate, the answer with its consequences.
extension LiveDesk {
    /// More would be a mailing.
    private static var mostEntries: Int { 5 }

    public func perform(_ request: OffersDialog.Request) throws -> OffersDialog.Fact? {
        let customer = try known()
        guard try ConsentStore().standing(of: customer.id, in: transaction).advertising else { return .nothing(.noConsent) }
        let clients = try ClientStore().clients(of: customer.id, in: transaction)
        guard !clients.isEmpty else { return .nothing(.noCard) }
        var entries: [OffersDialog.Entry] = []
        for client in clients {
            for lead in try LeadStore().leads(of: client.id, in: transaction) where [.waiting, .offered, .later].contains(lead.stage) {
                guard entries.count < Self.mostEntries, case .offer(let offer) = try found(for: lead, client) else { continue }
                let card = try OfferService().card(offer.id, in: language, at: services.now, transaction: transaction)
                entries.append(OffersDialog.Entry(lead: lead.id, title: card.title, marking: card.marking))
            }
        }
        return entries.isEmpty ? .nothing(.nothingFits) : .open(entries)
    }

    public func perform(_ request: OfferDialog.Request) throws -> OfferDialog.Fact? {
        let customer = try known()
        let (offers, leads) = (OfferStore(), LeadService())
        switch request {
        case .show(let lead): return try show(lead)
        case .startDeclining(let lead):
            guard let offer = try own(lead) else { return .gone }
            guard offer.state.takesAnswer else { return standing(offer) }
            return .reasonsToDecline(lead, DeclineReason.allCases.map { OfferDialog.Reason(code: $0.rawValue, words: $0.words) })
        case .why(let lead):
            guard try own(lead) != nil, let record = try LeadStore().lead(lead, in: transaction) else { return .gone }
            let names = ReasonNames(
                services: try CatalogueStore().all(in: transaction), needs: try CatalogueStore().needs(in: transaction), language: language)
            return .why(lead, record.reasons.wordsForCustomer(about: record.service, names))
        case .interested(let lead): return try answer(.interested, .interested, lead, customer.id, offers, leads)
        case .later(let lead): return try answer(.later, .later, lead, customer.id, offers, leads)
        case .decline(let lead, let code):
            guard let reason = DeclineReason(rawValue: code) else { return .gone }
            return try answer(.declined(reason), .declined(reason: reason.rawValue), lead, customer.id, offers, leads)
        }
    }

    public func latestOffer() throws -> LeadID? {
        try OfferStore().offers(of: known().id, in: transaction).first { $0.state.takesAnswer && $0.sentAt != nil }?.lead
    }

    func offersMade(to customer: CustomerID) throws -> Int { try OfferStore().offers(of: customer, in: transaction).count }

    /// The open leads of this person's cards are looked at anew: a consent was given or taken back, a card was linked or parted.
    func reviewLeads(of clients: [ClientID]) throws {
        for client in clients { try LeadService().review(client, by: "customer", at: services.now, in: transaction) }
    }

    func reviewLeads() throws {
        guard let customer else { return }
        try reviewLeads(of: ClientStore().clients(of: customer.id, in: transaction).map(\.id))
    }

    // MARK: -

    private enum Found {
        case offer(OfferRecord)
        case silence(Silence)
        case answered
    }

    /// The lead's offer, made now if the gate is open to a person who asks.
    private func found(for lead: LeadRecord, _ client: ClientRecord) throws -> Found {
        let attestation = try CardStore().card(lead.card, in: transaction)?.attestation.flatMap {
            try AttestationStore().attestation($0, in: transaction)
        }
        let request = OfferRequest(lead: lead.id, client: client, service: lead.service, attestation: attestation, start: .customer)
        switch try OfferService().start(request, ids: services.ids, at: services.now, in: transaction) {
        case .closed(let silence): return .silence(silence)
        case .made(let offer, _) where !offer.state.takesAnswer: return .answered
        case .made(let offer, _):
            // An offer that was made earlier passes the gate again before it is shown again.
            switch try OfferService().decide(request, at: services.now, in: transaction) {
            case .open: return .offer(offer)
            case .closed(let silence): return .silence(silence)
            }
        }
    }

    /// The offer of a lead, if it was made to this person: another's button shows nothing.
    private func own(_ lead: LeadID) throws -> OfferRecord? {
        let customer = try known()
        guard let offer = try OfferStore().offer(of: lead, in: transaction), offer.customer == customer.id else { return nil }
        return offer
    }

    private func show(_ id: LeadID) throws -> OfferDialog.Fact {
        let customer = try known()
        guard let lead = try LeadStore().lead(id, in: transaction), let client = try ClientStore().client(lead.client, in: transaction),
            try ClientStore().customer(of: client.id, in: transaction) == customer.id
        else { return .gone }
        if let made = try own(id), !made.state.takesAnswer { return standing(made) }
        let offer: OfferRecord
        switch try found(for: lead, client) {
        case .offer(let found): offer = found
        case .silence(let silence): return silence.isMissingConsent ? .blocked : .gone
        case .answered: return .gone
        }
        try reached(offer)
        let card = try OfferService().card(offer.id, in: language, at: services.now, transaction: transaction)
        return .card(OfferDialog.Card(card))
    }

    /// The person has it before their eyes: whatever the outbox knows, it was offered.
    private func reached(_ offer: OfferRecord) throws {
        if try OfferStore().sent(offer.id, at: services.now, in: transaction) {
            try LeadService().offered(offer.lead, by: "customer", at: services.now, in: transaction)
        }
    }

    private func answer(
        _ answer: OfferAnswer, _ event: LeadAnswer, _ lead: LeadID, _ customer: CustomerID, _ offers: OfferStore, _ leads: LeadService
    ) throws -> OfferDialog.Fact {
        guard let offer = try own(lead) else { return .gone }
        try reached(offer)
        switch try offers.answer(answer, to: offer.id, by: customer, at: services.now, in: transaction) {
        case .accepted(let answered, _):
            // A sale or a loss may have come first: then the answer is kept with the offer only.
            if let record = try LeadStore().lead(lead, in: transaction), record.stage.isOpen || [.declined, .silent].contains(record.stage)
            {
                try leads.answer(event, to: lead, at: services.now, in: transaction)
            }
            return try thanks(answered)
        case .repeated(let offer): return try thanks(offer)
        case .stands(let offer): return standing(offer)
        case .unknown: return .gone
        }
    }

    private func thanks(_ offer: OfferRecord) throws -> OfferDialog.Fact {
        let service = try CatalogueStore().service(offer.service, in: transaction)?.name(in: language) ?? ""
        let company = try CompanyStore().company(offer.company, in: transaction)?.name(in: language) ?? ""
        return .answered(offer.lead, OfferDialog.Standing(offer.state), service: service, company: company)
    }

    private func standing(_ offer: OfferRecord) -> OfferDialog.Fact {
        offer.state == .withdrawn ? .gone : .already(offer.lead, OfferDialog.Standing(offer.state))
    }
}

extension OfferDialog.Card {
    public init(_ card: OfferCard) {
        self.init(
            lead: card.lead, title: card.title, body: card.body, price: card.price, earns: card.earns, validUntil: card.validUntil,
            marking: card.marking)
    }
}

extension OfferDialog.Standing {
    init(_ state: OfferState) {
        self =
            switch state {
            case .interested: .interested
            case .later: .later
            case .declined: .declined
            case .withdrawn: .withdrawn
            case .queued, .sent, .undeliverable, .silent: .silent
            }
    }
}
