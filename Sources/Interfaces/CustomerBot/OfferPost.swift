import Clients
import Consents
import CustomerDialogs
import Database
import Leads
import Offers
import Vocabulary

/// Sends waiting leads as offers, each through the gate, for companies whose automatic switch is on.
public struct OfferPost: Sendable {
    private let front: FrontDesk

    public init(front: FrontDesk) { self.front = front }

    /// Offers that were queued, and leads about which nothing is said for now.
    public struct Sent: Hashable, Sendable {
        public var queued = 0
        public var silent = 0
    }

    /// One portion.
    public func post(limit: Int, in transaction: Transaction) throws -> Sent {
        let now = front.clock.now
        var sent = Sent()
        // A lead about which something forbade to speak is looked at again after an hour, so that it never stands in the way of others.
        for lead in try LeadStore().deliverable(limit: limit, silentBefore: now - .hours(1), in: transaction) {
            guard let client = try ClientStore().client(lead.client, in: transaction) else { continue }
            let attestation = try CardStore().card(lead.card, in: transaction)?.attestation.flatMap {
                try AttestationStore().attestation($0, in: transaction)
            }
            let request = OfferRequest(lead: lead.id, client: client, service: lead.service, attestation: attestation, start: .pipeline)
            switch try OfferService().start(request, ids: front.ids, at: now, in: transaction) {
            case .made(let offer, isNew: true):
                try send(offer, in: transaction)
                sent.queued += 1
            case .made(_, isNew: false): break
            case .closed: sent.silent += 1
            }
        }
        return sent
    }

    private func send(_ offer: OfferRecord, in transaction: Transaction) throws {
        guard let customer = try CustomerStore().customer(offer.customer, in: transaction) else { return }
        let card = try OfferService().card(offer.id, in: customer.language, at: front.clock.now, transaction: transaction)
        let screen = OfferDialog.screen(of: OfferDialog.Card(card))
        try front.post(
            OutgoingMessage(
                chat: customer.chat, customer: customer.id, html: front.renderer.html(screen, note: nil, customer.language),
                keyboard: front.renderer.keyboard(screen, customer.language), placement: .send, becomesLive: false,
                ad: offer.lead),
            in: transaction)
    }

    /// Asked at the moment of sending: a withdrawal reaches what is already queued.
    static func mayStillGo(_ lead: LeadID, to customer: CustomerID, in transaction: Transaction) throws -> Bool {
        guard let offer = try OfferStore().offer(of: lead, in: transaction), offer.state == .queued, offer.customer == customer,
            let person = try CustomerStore().customer(customer, in: transaction), person.blockedAt == nil
        else { return false }
        let standing = try ConsentStore().standing(of: customer, in: transaction)
        return standing.processing && standing.advertising
    }

    static func arrived(_ lead: LeadID, _ arrived: Bool, at now: Instant, in transaction: Transaction) throws {
        guard let offer = try OfferStore().offer(of: lead, in: transaction) else { return }
        if arrived {
            if try OfferStore().sent(offer.id, at: now, in: transaction) {
                try LeadService().offered(lead, by: "pipeline", at: now, in: transaction)
            }
        } else if try OfferStore().undeliverable(offer.id, in: transaction) {
            try LeadService().withdraw(lead, rule: "undeliverable", by: "pipeline", at: now, in: transaction)
        }
    }
}
