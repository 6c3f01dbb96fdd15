import Catalogue
import Clients
import Consents
import Database
import Group
import Offers
import Recommendations
import Vocabulary

/// The reading of ``OfferSupply`` in its steps.
struct SupplyReading {
    var cards: [SupplyCard] = []
    var clients: [SupplyClient] = []
    var permissions: [[Bool]] = []
    var made: [MadeLead] = []
    var persons: [Identifier<Void>: Int] = [:]
    var notComputed = 0
    var outdated = 0
    private var places: [ClientID: Int] = [:]
    private var versions: [(portrait: Int, history: Int, cards: Int)] = []
    private var senders: [(company: CompanyID, attestation: AttestationID?)] = []
    private var customers: [ClientID: CustomerID] = [:]
    private var scanned: [(service: ServiceID, probability: Double, score: Double)] = []

    /// The cards that the pipeline selects for now, or again once a threshold goes down.
    private static let isAtHand =
        "(card.stage = 'processed' OR (card.stage = 'nothing' AND selection.result = 'below_threshold' AND selection.at >= $1))"

    mutating func readCards(since: Instant, in transaction: Transaction) throws(DatabaseError) {
        var found: [(card: CardID, client: ClientID, turnedDownAt: Instant?)] = []
        try transaction.scan(
            """
            SELECT card.id, card.client_id, card.attestation_id, client.company_id, client.portrait_version, client.history_version,
                CASE WHEN card.stage = 'nothing' THEN selection.at END
            FROM card JOIN client ON client.id = card.client_id LEFT JOIN selection ON selection.card_id = card.id
            WHERE \(Self.isAtHand) ORDER BY card.received_at, card.id
            """, [since]
        ) { cells in
            let (card, client, attestation) = (cells.halves(0), cells.halves(1), cells.halves(2))
            let id = ClientID(high: client.high, low: client.low)
            let place = places[id] ?? clients.count
            if place == clients.count {
                places[id] = place
                clients.append(SupplyClient(id: id))
                versions.append((Int(cells.integer(4)), Int(cells.integer(5)), 1))
            } else {
                clients[place].isShared = true
                versions[place].cards += 1
            }
            found.append(
                (
                    CardID(high: card.high, low: card.low), id,
                    cells.isNull(6) ? nil : Instant(milliseconds: cells.integer(6))
                ))
            senders.append(
                (
                    CompanyID(Int(cells.integer(3))),
                    cells.isNull(2) ? nil : AttestationID(high: attestation.high, low: attestation.low)
                ))
        }
        cards = found.map { SupplyCard(id: $0.card, client: places[$0.client] ?? 0, permissions: 0, turnedDownAt: $0.turnedDownAt) }
        let unnamed = try transaction.row(
            """
            SELECT count(*) AS n FROM card WHERE stage = 'pending' OR (stage = 'nothing' AND id IN (
                SELECT card_id FROM selection WHERE result = 'no_probability'
                    AND model_version < (SELECT version FROM model WHERE is_current = 1)))
            """)
        notComputed = try unnamed?["n"] ?? 0
    }

    /// The candidates of the clients at hand. Both come in order of id, so they are merged.
    mutating func readCandidates(turnedDownSince since: Instant, in transaction: Transaction) throws(LeadsError) {
        let current: CurrentVersions
        do throws(RecommendationsError) { current = try CurrentVersions(in: transaction) } catch { throw .recommendations(error) }
        try LeadsError.storing { () throws(DatabaseError) in try readCandidates(current, turnedDownSince: since, in: transaction) }
    }

    private mutating func readCandidates(
        _ current: CurrentVersions, turnedDownSince since: Instant, in transaction: Transaction
    ) throws(DatabaseError) {
        let ordered = clients.indices.sorted { clients[$0].id < clients[$1].id }
        var (next, place) = (0, -1)
        func close() { if place >= 0 { clients[place].candidates = clients[place].candidates.lowerBound..<scanned.count } }
        try CandidateScan().each(
            of: """
                SELECT card.client_id FROM card LEFT JOIN selection ON selection.card_id = card.id WHERE \(Self.isAtHand)
                """, [since], in: transaction,
            client: { client in
                close()
                place = -1
                while next < ordered.count, clients[ordered[next]].id < client.id { next += 1 }
                guard next < ordered.count, clients[ordered[next]].id == client.id else { return }
                place = ordered[next]
                clients[place].candidates = scanned.count..<scanned.count
                let known = versions[place]
                if !current.accept(client.versions, of: client.id, portrait: known.portrait, history: known.history) {
                    outdated += known.cards
                }
            },
            candidate: { candidate in
                if place >= 0 { scanned.append((candidate.service, candidate.probability, candidate.score)) }
            })
        close()
    }

    /// The candidates with services by place; a stored one always has its service.
    func placed(among services: [Service]) -> [SupplyCandidate] {
        var last = 0
        return scanned.map { candidate in
            // A client's candidates come in order of service, so the next one is mostly the next service.
            if services.indices.contains(last + 1), services[last + 1].id == candidate.service {
                last += 1
            } else {
                last = services.place(of: candidate.service) ?? 0
            }
            return SupplyCandidate(service: Int32(last), probability: candidate.probability, score: candidate.score)
        }
    }

    mutating func readPersons(in transaction: Transaction) throws(DatabaseError) {
        try transaction.scan("SELECT client_id, customer_id FROM client_link") { cells in
            let (client, customer) = (cells.halves(0), cells.halves(1))
            customers[ClientID(high: client.high, low: client.low)] = CustomerID(high: customer.high, low: customer.low)
        }
        for place in clients.indices { clients[place].person = person(clients[place].id) }
    }

    private mutating func person(_ client: ClientID) -> Int {
        let key = customers[client]?.of(Void.self) ?? client.of(Void.self)
        let number = persons[key] ?? persons.count
        persons[key] = number
        return number
    }

    /// Most cards of a company share an attestation and have nobody in the bot, so their permissions are worked out once.
    mutating func readPermissions(companies: [Company], in transaction: Transaction) throws(DatabaseError) {
        var attestations: [AttestationID: Attestation] = [:]
        var tables: [CompanyID: [AttestationID?: Int]] = [:]
        for place in cards.indices {
            let sender = senders[place]
            let customer = customers[clients[cards[place].client].id]
            var table = customer == nil ? tables[sender.company]?[sender.attestation] : nil
            if table == nil {
                if let id = sender.attestation, attestations[id] == nil {
                    attestations[id] = try AttestationStore().attestation(id, in: transaction)
                }
                var standing: ConsentStanding?
                if let customer { standing = try ConsentStore().standing(of: customer, in: transaction) }
                let rules = Permissions(
                    sender: sender.company, attestation: sender.attestation.flatMap { attestations[$0] }, consent: standing)
                permissions.append(companies.map { rules.permission(for: $0.id) != .notAllowed })
                table = permissions.count - 1
                if customer == nil { tables[sender.company, default: [:]][sender.attestation] = table }
            }
            let card = cards[place]
            cards[place] = SupplyCard(id: card.id, client: card.client, permissions: table ?? 0, turnedDownAt: card.turnedDownAt)
        }
    }

    mutating func readLeads(
        services: [Service], since: Instant, capFrom: Instant, in transaction: Transaction
    ) throws(DatabaseError) {
        let cardPlaces = Dictionary(cards.indices.map { (cards[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
        try transaction.scan(
            "SELECT card_id, client_id, service_id, stage, rating, probability, is_exploration, created_at FROM lead"
        ) { cells in
            guard let service = services.place(of: ServiceID(Int(cells.integer(2)))) else { return }
            let (card, client) = (cells.halves(0), cells.halves(1))
            let id = ClientID(high: client.high, low: client.low)
            let stage = LeadStage(rawValue: cells.text(3))
            if stage?.isOpen == true, let place = places[id] { clients[place].open.append(Int32(service)) }
            if let place = cardPlaces[CardID(high: card.high, low: card.low)] {
                cards[place].attempt += 1
                cards[place].taken.append(Int32(service))
            }
            let created = Instant(milliseconds: cells.integer(7))
            guard created >= since else { return }
            made.append(
                MadeLead(
                    service: Int32(service), person: Int32(person(id)), rating: Int(cells.integer(4)), probability: cells.real(5),
                    isExploration: cells.integer(6) == 1, countsForCap: created >= capFrom || stage == .waiting))
        }
    }

    mutating func readRefusals(since: Instant, in transaction: Transaction) throws(DatabaseError) {
        guard !clients.isEmpty else { return }
        try transaction.scan("SELECT client_id FROM interaction WHERE source = 'offer' AND value < 0 AND at >= $1", [since]) { cells in
            let client = cells.halves(0)
            if let place = places[ClientID(high: client.high, low: client.low)] { clients[place].isWeary = true }
        }
    }
}
