import Catalogue
import Clients
import Consents
import Database
import Group
import Vocabulary

extension OfferService {
    /// What an offer would be made with.
    struct Versions {
        let customer: CustomerID?
        let company: CompanyID
        let text: Int
        let terms: Int

        init(customer: CustomerID?, company: CompanyID, text: Int, terms: Int) {
            (self.customer, self.company, self.text, self.terms) = (customer, company, text, terms)
        }

        /// Of an offer that was made.
        init(_ offer: OfferRecord) {
            self.init(customer: offer.customer, company: offer.company, text: offer.textVersion, terms: offer.termsVersion)
        }
    }

    /// Gathers what the gate asks about. `versions` is nil when there is no text or no terms, or nobody holds the card.
    func weigh(
        _ request: OfferRequest, at now: Instant, in transaction: Transaction
    ) throws(OfferError) -> (facts: ContactFacts, versions: Versions?) {
        let (service, company) = try subject(request.service, in: transaction)
        let quiet = QuietHours(
            from: try setting(Settings.quietFrom, in: transaction), until: try setting(Settings.quietUntil, in: transaction))
        let (cap, capDays) = (try setting(Settings.contactCap, in: transaction), try setting(Settings.contactCapDays, in: transaction))
        let coolOff = Span.hours(Int64(try setting(Settings.cooloffHours, in: transaction)))
        let declinedDays = Span.days(Int64(try setting(Settings.declinedDays, in: transaction)))
        let eridRequired = try setting(Settings.eridRequired, in: transaction)

        return try OfferError.storing { () throws(DatabaseError) in
            let text = try OfferTextStore().latest(of: service.id, in: transaction)
            let terms = try OfferTermsStore().latest(of: service.id, in: transaction)
            var facts = ContactFacts(
                start: request.start, isLinked: false, hasBlockedBot: false, consentsToProcessing: false, consentsToAdvertising: false,
                maySeeLead: false, sender: request.attestation.map { $0.mayMessage ? .mayMessage : .mayNotMessage } ?? .silent,
                isChannelConfirmed: company.mayUseTelegram, age: request.client.portrait.age, minimumAge: service.minimumAge,
                ageMark: terms?.terms.ageMark, ownsService: false, declinedRecently: false, hasText: text != nil && terms != nil,
                markingGaps: terms.map {
                    Marking.gaps(company: company, service: service, terms: $0.terms, eridRequired: eridRequired)
                } ?? [], areTermsOver: terms?.terms.validUntil.map { $0 <= now } ?? false, hasOpenComplaint: false,
                complainedRecently: false,
                hour: QuietHours.moscowHour(of: now), quietHours: quiet, recentContacts: 0, cap: cap)

            let own = try standing(request.client.id, to: request, since: now - declinedDays, in: transaction)
            (facts.ownsService, facts.declinedRecently) = (own.owns, own.declined)

            let clients = ClientStore()
            guard let holder = try clients.customer(of: request.client.id, in: transaction),
                let customer = try CustomerStore().customer(holder, in: transaction)
            else { return (facts, nil) }
            let standing = try ConsentStore().standing(of: holder, in: transaction)
            facts.isLinked = true
            facts.hasBlockedBot = customer.blockedAt != nil
            facts.consentsToProcessing = standing.processing
            facts.consentsToAdvertising = standing.advertising
            facts.maySeeLead =
                company.id == request.client.company || standing.transfers.contains(company.id)
                || request.attestation?.recipients.includes(company.id) == true

            // A person may hold cards of several companies: what one of them knows counts for all.
            for other in try clients.clients(of: holder, in: transaction) where other.id != request.client.id {
                if facts.age == nil { facts.age = other.portrait.age }
                let theirs = try self.standing(other.id, to: request, since: now - declinedDays, in: transaction)
                if theirs.owns { facts.ownsService = true }
                if theirs.declined { facts.declinedRecently = true }
            }
            if try OfferStore().declined(service.id, by: holder, since: now - declinedDays, in: transaction) {
                facts.declinedRecently = true
            }
            let complaint = try ComplaintStore().standing(of: holder, in: transaction)
            facts.hasOpenComplaint = complaint.isOpen
            facts.complainedRecently = complaint.last.map { now - $0 < coolOff } ?? false
            facts.recentContacts = try OfferStore().contacts(
                with: holder, since: now - .days(Int64(capDays)), except: request.lead, in: transaction)
            guard let text, let terms else { return (facts, nil) }
            return (facts, Versions(customer: holder, company: company.id, text: text, terms: terms.version))
        }
    }

    /// How a client stands to the service, apart from what became of this very lead: took it or was interested lately; declined it, or left an
    /// offer of it without an answer, lately. What came of it long ago keeps nobody from being asked again.
    private func standing(
        _ client: ClientID, to request: OfferRequest, since: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> (owns: Bool, declined: Bool) {
        let facts = try HistoryStore().history(of: client, in: transaction).filter {
            $0.service == request.service && $0.sourceID != request.lead.bytes
        }
        let lately = facts.filter { $0.source == .offer && $0.at > since }
        return (
            facts.contains { $0.source == .history && $0.value == 1 } || lately.contains { $0.value > 0 },
            lately.contains { $0.value < 0 }
        )
    }
}
