import Clients
import Consents
import CustomerDialogs
import Database
import Leads
import Localization
import Offers
import Sealing
import Vocabulary

/// Sends leads as offers, each through the gate: waiting ones of companies whose automatic switch is on, and one when somebody of the staff says so.
public struct OfferPost: Sendable {
    private let box: PostBox
    private let renderer: Renderer

    public init(front: FrontDesk) {
        box = PostBox(keyring: front.keyring, clock: front.clock, ids: front.ids)
        renderer = front.renderer
    }

    /// For a process that talks to nobody itself, such as the console.
    public init(keyring: Keyring, clock: WallClock, ids: IDSource, texts: Localization.Catalogue) {
        box = PostBox(keyring: keyring, clock: clock, ids: ids)
        renderer = Renderer(texts)
    }

    /// Offers that were queued, and leads about which nothing is said for now.
    public struct Sent: Hashable, Sendable {
        public var queued = 0
        public var silent = 0
    }

    /// One portion.
    public func post(limit: Int, in transaction: Transaction) throws -> Sent {
        let now = box.clock.now
        var sent = Sent()
        // A lead about which something forbade to speak is looked at again after an hour, so that it never stands in the way of others.
        for lead in try LeadStore().deliverable(limit: limit, silentBefore: now - .hours(1), in: transaction) {
            guard let request = try Self.request(lead, .pipeline, in: transaction) else { continue }
            switch try OfferService().start(request, ids: box.ids, at: now, in: transaction) {
            case .made(let offer, isNew: true):
                try send(offer, in: transaction)
                sent.queued += 1
            case .made(_, isNew: false): break
            case .closed: sent.silent += 1
            }
        }
        return sent
    }

    // MARK: By hand

    /// What the person gets, to the letter.
    public struct Preview: Hashable, Sendable {
        /// The person's own.
        public let language: Language
        /// In Telegram's HTML; every text in it is escaped.
        public let html: String
        public let buttons: [[String]]
    }

    /// How a lead stands with the bot, for somebody who may send it.
    public enum Outlook: Hashable, Sendable {
        case made(OfferRecord)
        case open(Preview)
        /// - Parameter again: when a passing reason will have passed, if that is known.
        case closed(Silence, again: Instant?)
    }

    public func outlook(of lead: LeadRecord, in transaction: Transaction) throws -> Outlook {
        if let offer = try OfferStore().offer(of: lead.id, in: transaction) { return .made(offer) }
        let now = box.clock.now
        guard let request = try Self.request(lead, .manager, in: transaction),
            let customer = try Self.customer(of: lead, in: transaction)
        else { return .closed(.notLinked, again: nil) }
        let service = OfferService()
        if case .closed(let silence) = try service.decide(request, at: now, in: transaction) {
            return .closed(silence, again: try service.reopens(silence, for: request, at: now, in: transaction))
        }
        let card = try service.proposal(request, in: customer.language, at: now, transaction: transaction)
        return .open(preview(card, in: customer.language))
    }

    /// How an offer of the service that is made now will look.
    /// - Throws: as ``OfferService/sample(of:lead:in:at:transaction:)``.
    public func sample(of service: ServiceID, in language: Language, transaction: Transaction) throws(OfferError) -> Preview {
        let lead = LeadID(high: 0, low: 0)
        let card = try OfferService().sample(of: service, lead: lead, in: language, at: box.clock.now, transaction: transaction)
        return preview(card, in: language)
    }

    private func preview(_ card: OfferCard, in language: Language) -> Preview {
        let (html, keyboard) = look(card, in: language)
        var rows: [[String]] = []
        if case .inline(let keys) = keyboard { rows = keys.map { row in row.map { $0.text } } }
        return Preview(language: language, html: html, buttons: rows)
    }

    public enum ByHand: Hashable, Sendable {
        case queued
        /// The lead had its offer already: nothing was sent again.
        case already(OfferRecord)
        case closed(Silence)
    }

    /// Sends the lead's offer because somebody of the staff says so. Asked again, it sends nothing.
    public func send(_ lead: LeadRecord, by actor: String, in transaction: Transaction) throws -> ByHand {
        if let offer = try OfferStore().offer(of: lead.id, in: transaction) { return .already(offer) }
        let now = box.clock.now
        guard let request = try Self.request(lead, .manager, in: transaction) else { return .closed(.notLinked) }
        switch try OfferService().start(request, ids: box.ids, at: now, in: transaction) {
        case .made(let offer, isNew: true):
            try LeadService().messaged(lead.id, by: actor, at: now, in: transaction)
            try send(offer, in: transaction)
            return .queued
        case .made(let offer, isNew: false): return .already(offer)
        case .closed(let silence): return .closed(silence)
        }
    }

    // MARK: -

    private static func request(_ lead: LeadRecord, _ start: OfferStart, in transaction: Transaction) throws -> OfferRequest? {
        guard let client = try ClientStore().client(lead.client, in: transaction) else { return nil }
        let attestation = try CardStore().card(lead.card, in: transaction)?.attestation.flatMap {
            try AttestationStore().attestation($0, in: transaction)
        }
        return OfferRequest(lead: lead.id, client: client, service: lead.service, attestation: attestation, start: start)
    }

    private static func customer(of lead: LeadRecord, in transaction: Transaction) throws -> Customer? {
        try ClientStore().customer(of: lead.client, in: transaction).flatMap { try CustomerStore().customer($0, in: transaction) }
    }

    private func send(_ offer: OfferRecord, in transaction: Transaction) throws {
        guard let customer = try CustomerStore().customer(offer.customer, in: transaction) else { return }
        let card = try OfferService().card(offer.id, in: customer.language, at: box.clock.now, transaction: transaction)
        try box.put(message(card, to: customer), in: transaction)
    }

    private func message(_ card: OfferCard, to customer: Customer) -> OutgoingMessage {
        let (html, keyboard) = look(card, in: customer.language)
        return OutgoingMessage(
            chat: customer.chat, customer: customer.id, html: html, keyboard: keyboard, placement: .send, becomesLive: false, ad: card.lead)
    }

    /// The one place where an offer becomes a message: what is sent and what is shown before cannot differ.
    private func look(_ card: OfferCard, in language: Language) -> (html: String, keyboard: OutgoingMessage.Keyboard) {
        let screen = OfferDialog.screen(of: OfferDialog.Card(card))
        return (renderer.html(screen, note: nil, language), renderer.keyboard(screen, language))
    }
}

/// What becomes of an offer on its way.
extension OfferPost {
    /// Asked at the moment of sending: a withdrawal, and an outcome, reach what is already queued.
    static func mayStillGo(_ lead: LeadID, to customer: CustomerID, in transaction: Transaction) throws -> Bool {
        guard let offer = try OfferStore().offer(of: lead, in: transaction), offer.state == .queued, offer.customer == customer,
            let person = try CustomerStore().customer(customer, in: transaction), person.blockedAt == nil,
            let record = try LeadStore().lead(lead, in: transaction), record.stage.after(.offered) != .invalid
        else { return false }
        let standing = try ConsentStore().standing(of: customer, in: transaction)
        return standing.processing && standing.advertising
    }

    static func arrived(_ lead: LeadID, _ arrived: Bool, at now: Instant, in transaction: Transaction) throws {
        guard let offer = try OfferStore().offer(of: lead, in: transaction), let record = try LeadStore().lead(lead, in: transaction)
        else { return }
        if arrived {
            // The lead may have ended while the message was on its way: then only the offer remembers.
            if try OfferStore().sent(offer.id, at: now, in: transaction), record.stage.after(.offered) != .invalid {
                try LeadService().offered(lead, by: "pipeline", at: now, in: transaction)
            }
        } else if try OfferStore().undeliverable(offer.id, in: transaction), record.stage.isOpen {
            switch offer.startedBy {
            case .manager: try LeadService().undelivered(lead, at: now, in: transaction)
            case .pipeline, .customer: try LeadService().withdraw(lead, rule: "undeliverable", by: "pipeline", at: now, in: transaction)
            }
        }
    }
}
