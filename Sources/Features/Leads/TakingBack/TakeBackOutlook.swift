import Catalogue
import Clients
import Consents
import Database
import Vocabulary

/// What taking a send back will do, counted beforehand by the same rules. Only reads.
public struct TakeBackOutlook: Hashable, Sendable {
    /// Cards that go.
    public var cards = 0
    /// Cards that stay because they were there before or others sent them too, and those of them that lose this send's word or outcome.
    public var staying = 0
    public var changed = 0
    /// Clients who disappear.
    public var clients = 0
    /// Clients of whom leads that ended stay, and nothing else.
    public var forgotten = 0
    /// Open leads that are withdrawn; of those, what somebody works on, and what partners have.
    public var leads = 0
    public var held = 0
    public var partners = 0
    /// Leads that stay: those that ended, and those that stand on the client's own consent.
    public var ended = 0
    public var consented = 0
    /// Rows that changed what was known of a client: the portrait or phone before that is not kept.
    public var overwritten = 0
    /// Other sends that say some of the cards too, the latest first: what they say stays.
    public var others: [ClientSend] = []

    public init(_ send: ClientSend, in transaction: Transaction) throws(LeadsError) {
        overwritten = send.totals.updated
        others = try LeadsError.storing { () throws(DatabaseError) in try ClientSendStore().others(besides: send.id, in: transaction) }
        var going: Set<CardID> = []
        var linked: Set<ClientID> = []
        var words: [CardID: AttestationID?] = [:]
        // Of each client whose cards go: how many do, and how many there are.
        var clients: [ClientID: (going: Int, all: Int)] = [:]
        var row = 0
        while true {
            let (from, last) = (row, row)
            let cards = try LeadsError.storing { () throws(DatabaseError) in
                try SentCardStore().cards(of: send.id, after: from, limit: 2000, in: transaction)
            }
            for sent in cards where !going.contains(sent.card.id) && words[sent.card.id] == nil {
                row = sent.row
                if sent.isLinked { linked.insert(sent.card.client) }
                switch sent.fate {
                case .goes:
                    going.insert(sent.card.id)
                    clients[sent.card.client, default: (0, sent.cards)].going += 1
                case .stays:
                    staying += 1
                    let remainder = try LeadsError.storing { () throws(DatabaseError) in
                        try SentCardStore().remainder(of: sent, without: send, in: transaction)
                    }
                    guard let remainder else { continue }
                    changed += 1
                    if remainder.attestation != sent.card.attestation { words[sent.card.id] = .some(remainder.attestation) }
                }
            }
            if row == last { break }
        }
        self.cards = going.count
        let known = try count(send.id, going: going, linked: linked, words: words, in: transaction)
        let left = clients.filter { !linked.contains($0.key) && $0.value.going == $0.value.all }
        self.clients = left.count { !known.contains($0.key) }
        forgotten = left.count - self.clients
    }

    /// - Returns: clients of whom there are leads.
    private mutating func count(
        _ send: SendID, going: Set<CardID>, linked: Set<ClientID>, words: [CardID: AttestationID?], in transaction: Transaction
    ) throws(LeadsError) -> Set<ClientID> {
        let leads = try LeadStore().leads(
            sql: """
                SELECT * FROM lead WHERE client_id IN (
                    SELECT card.client_id FROM client_send_row JOIN card ON card.id = client_send_row.card_id WHERE client_send_row.send_id = $1)
                """, [send], in: transaction)
        let holders = try LeadsError.storing { () throws(DatabaseError) -> Set<LeadID> in
            var held: Set<LeadID> = []
            // Statements take a bounded number of arguments.
            for start in stride(from: 0, to: leads.count, by: 500) {
                let some = leads[start..<min(start + 500, leads.count)].map(\.id)
                held.formUnion(try LeadHolderStore().holders(of: some, in: transaction).keys)
            }
            return held
        }
        var grounds = TakeBackGrounds()
        for lead in leads {
            let isLost: Bool
            if going.contains(lead.card) {
                guard lead.stage.isOpen else {
                    ended += 1
                    continue
                }
                let isAllowed = linked.contains(lead.client) ? try grounds.allows(lead, attestation: nil, in: transaction) : false
                if isAllowed { consented += 1 }
                isLost = !isAllowed
            } else if lead.stage.isOpen, lead.stage != .askConsent, let word = words[lead.card] {
                let isAllowed = try grounds.allows(lead, attestation: word, in: transaction)
                isLost = !isAllowed
            } else {
                continue
            }
            guard isLost else { continue }
            self.leads += 1
            if holders.contains(lead.id) { held += 1 }
            if lead.company != lead.source { partners += 1 }
        }
        return Set(leads.map(\.client))
    }
}

/// Whether something lets a lead's company know of the client, without the send that is taken back. Remembers what it has read.
struct TakeBackGrounds {
    private var attestations: [AttestationID: Attestation] = [:]

    mutating func allows(_ lead: LeadRecord, attestation id: AttestationID?, in transaction: Transaction) throws(LeadsError) -> Bool {
        var word = id.flatMap { attestations[$0] }
        if let id, word == nil {
            word = try LeadsError.storing { () throws(DatabaseError) in try AttestationStore().attestation(id, in: transaction) }
            attestations[id] = word
        }
        let found = try LeadsError.storing { () throws(DatabaseError) -> (company: CompanyID?, consent: ConsentStanding?) in
            let consent = try ClientStore().customer(of: lead.client, in: transaction).map { customer throws(DatabaseError) in
                try ConsentStore().standing(of: customer, in: transaction)
            }
            return (try CatalogueStore().service(lead.service, in: transaction)?.company, consent)
        }
        let permissions = Permissions(sender: lead.source, attestation: word, consent: found.consent)
        return permissions.permission(for: found.company ?? lead.company) == .allowed
    }
}
