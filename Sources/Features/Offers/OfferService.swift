import Catalogue
import Clients
import Consents
import Database
import Group
import Loyalty
import Vocabulary

/// A wish to offer a lead's service to the holder of its card.
public struct OfferRequest: Sendable {
    public let lead: LeadID
    /// The client that the lead is about.
    public let client: ClientRecord
    public let service: ServiceID
    /// Of the card that the lead comes from; nil: the card came without one.
    public let attestation: Attestation?
    public let start: OfferStart

    public init(lead: LeadID, client: ClientRecord, service: ServiceID, attestation: Attestation?, start: OfferStart) {
        self.lead = lead
        self.client = client
        self.service = service
        self.attestation = attestation
        self.start = start
    }
}

/// Makes offers through the gate and shows them.
public struct OfferService: Sendable {
    private let offers = OfferStore()
    private let texts = OfferTextStore()
    private let terms = OfferTermsStore()
    private let silences = SilenceStore()

    public init() {}

    public enum Start: Hashable, Sendable {
        /// Queued; its message is to go out. `isNew` is false when the lead had an offer already.
        case made(OfferRecord, isNew: Bool)
        /// Nothing is said; the reason is kept with the lead.
        case closed(Silence)
    }

    /// Makes the lead's offer if the gate is open; else keeps the silence with its reason.
    ///
    /// A lead that has an offer keeps it: asked again, the gate is asked again only if the message has not gone out yet.
    public func start(
        _ request: OfferRequest, ids: IDSource, at now: Instant, in transaction: Transaction
    ) throws(OfferError) -> Start {
        let known = try OfferError.storing { () throws(DatabaseError) in try offers.offer(of: request.lead, in: transaction) }
        if let known, known.state != .queued { return .made(known, isNew: false) }
        let (facts, versions) = try weigh(request, at: now, in: transaction)
        if case .closed(let silence) = ContactGate.decide(facts) {
            try OfferError.storing { () throws(DatabaseError) in
                try silences.keep(silence, about: request.lead, ids: ids, at: now, in: transaction)
            }
            return .closed(silence)
        }
        guard let versions, let customer = versions.customer else { return .closed(.noText) }
        let made = try OfferError.storing { () throws(DatabaseError) in
            try offers.create(
                OfferStore.Draft(
                    lead: request.lead, customer: customer, client: request.client.id, service: request.service, company: versions.company,
                    startedBy: request.start, textVersion: versions.text, termsVersion: versions.terms),
                ids: ids, at: now, in: transaction)
        }
        return .made(made.offer, isNew: made.isNew)
    }

    /// What the gate would say now, without keeping anything: for a list of leads, or right before a queued message goes out.
    public func decide(_ request: OfferRequest, at now: Instant, in transaction: Transaction) throws(OfferError) -> ContactGate.Decision {
        ContactGate.decide(try weigh(request, at: now, in: transaction).facts)
    }

    /// The offer as a person sees it, with the versions of text and terms that it was made with.
    ///
    /// Whatever the gate said when it was made, nothing is shown without the consents, the marking and the term that hold now.
    /// - Throws: ``OfferError/closed(_:)``, ``OfferError/marking(_:)``, ``OfferError/withdrawn(_:)``, ``OfferError/unknownOffer(_:)``,
    ///   ``OfferError/noText(_:)``, ``OfferError/noTerms(_:)``.
    public func card(
        _ id: OfferID, in language: Language, at now: Instant, transaction: Transaction
    ) throws(OfferError) -> OfferCard {
        let offer = try OfferError.storing { () throws(DatabaseError) in try offers.offer(id, in: transaction) }
        guard let offer else { throw .unknownOffer(id) }
        guard offer.state != .withdrawn else { throw .withdrawn(id) }
        return try card(
            lead: offer.lead, service: offer.service, versions: Versions(offer), in: language, at: now, transaction: transaction)
    }

    /// The offer as the person would see it if it were made now; nothing is made.
    /// - Throws: as ``card(_:in:at:transaction:)``, and ``OfferError/closed(_:)`` with what the gate says.
    public func proposal(
        _ request: OfferRequest, in language: Language, at now: Instant, transaction: Transaction
    ) throws(OfferError) -> OfferCard {
        let (facts, versions) = try weigh(request, at: now, in: transaction)
        if case .closed(let silence) = ContactGate.decide(facts) { throw .closed(silence) }
        guard let versions else { throw .noText(request.service) }
        return try card(
            lead: request.lead, service: request.service, versions: versions, in: language, at: now, transaction: transaction)
    }

    private func card(
        lead: LeadID, service id: ServiceID, versions: Versions, in language: Language, at now: Instant, transaction: Transaction
    ) throws(OfferError) -> OfferCard {
        guard let customer = versions.customer else { throw .closed(.notLinked) }
        let standing = try OfferError.storing { () throws(DatabaseError) in
            try ConsentStore().standing(of: customer, in: transaction)
        }
        guard standing.processing else { throw .closed(.noProcessingConsent) }
        guard standing.advertising else { throw .closed(.noAdvertisingConsent) }
        return try words(lead: lead, service: id, versions: versions, in: language, at: now, transaction: transaction)
    }

    /// The offer of a service as anybody would see it if it were made now: for those who write it.
    /// - Parameter lead: what its buttons carry.
    /// - Throws: ``OfferError/marking(_:)``, ``OfferError/noText(_:)``, ``OfferError/noTerms(_:)``, ``OfferError/unknownService(_:)``,
    ///   ``OfferError/closed(_:)`` when its term is over.
    public func sample(
        of id: ServiceID, lead: LeadID, in language: Language, at now: Instant, transaction: Transaction
    ) throws(OfferError) -> OfferCard {
        let (text, terms) = try OfferError.storing { () throws(DatabaseError) in
            (try texts.latest(of: id, in: transaction), try self.terms.latest(of: id, in: transaction)?.version)
        }
        guard let text else { throw .noText(id) }
        guard let terms else { throw .noTerms(id) }
        let company = try subject(id, in: transaction).company.id
        let versions = Versions(customer: nil, company: company, text: text, terms: terms)
        return try words(lead: lead, service: id, versions: versions, in: language, at: now, transaction: transaction)
    }

    private func words(
        lead: LeadID, service id: ServiceID, versions: Versions, in language: Language, at now: Instant, transaction: Transaction
    ) throws(OfferError) -> OfferCard {
        let (service, company) = try subject(id, in: transaction)
        let (text, terms, rule) = try OfferError.storing { () throws(DatabaseError) in
            (
                try texts.text(of: id, version: versions.text, in: language, transaction: transaction),
                try self.terms.terms(of: id, version: versions.terms, in: transaction),
                try EarningStore().rule(for: id, of: versions.company, at: now, in: transaction)
            )
        }
        guard let text else { throw .noText(id) }
        guard let terms else { throw .noTerms(id) }
        if let end = terms.validUntil, end <= now { throw .closed(.termsOver) }
        let eridRequired = try setting(Settings.eridRequired, in: transaction)
        let marking = try Marking(company: company, service: service, terms: terms, eridRequired: eridRequired)
        let earned = terms.price.flatMap { price in rule?.earning(on: price, for: id).points }
        return OfferCard(
            lead: lead, title: text.title, body: text.body, price: terms.price,
            earns: earned.flatMap { $0 > .zero ? $0 : nil }, validUntil: terms.validUntil, marking: marking.lines)
    }

    /// Offers that have had no answer for `offer.silent_days` become silent.
    public func fallSilent(limit: Int = 100, at now: Instant, in transaction: Transaction) throws(OfferError) -> [OfferRecord] {
        let days = try setting(Settings.silentDays, in: transaction)
        return try OfferError.storing { () throws(DatabaseError) in
            try offers.fallSilent(sentBefore: now - .days(Int64(days)), limit: limit, in: transaction)
        }
    }

    func subject(_ id: ServiceID, in transaction: Transaction) throws(OfferError) -> (service: Service, company: Company) {
        let found = try OfferError.storing { () throws(DatabaseError) -> (service: Service, company: Company)? in
            guard let service = try CatalogueStore().service(id, in: transaction),
                let company = try CompanyStore().company(service.company, in: transaction)
            else { return nil }
            return (service, company)
        }
        guard let found else { throw .unknownService(id) }
        return found
    }

    func setting<Value>(_ setting: Setting<Value>, in transaction: Transaction) throws(OfferError) -> Value {
        do throws(SettingError) { return try SettingStore().value(setting, in: transaction) } catch { throw .settings(error) }
    }
}
