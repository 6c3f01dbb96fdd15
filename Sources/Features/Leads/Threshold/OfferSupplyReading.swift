import Catalogue
import Clients
import Consents
import Database
import Group
import Offers
import Recommendations
import Vocabulary

extension OfferSupply {
    /// Reads everything in one snapshot, each table once.
    /// - Parameter seed: of the pipeline's exploration.
    public init(seed: UInt64 = 0, now: Instant, in transaction: Transaction) throws(LeadsError) {
        let since = now - .days(RatingScale.days)
        var reading = SupplyReading()
        try LeadsError.storing { () throws(DatabaseError) in
            try reading.readCards(since: since, in: transaction)
        }
        try reading.readCandidates(turnedDownSince: since, in: transaction)
        let scale = try LeadsError.storing { () throws(DatabaseError) in try RatingScale(now: now, in: transaction) }
        let market = try Market(scale: scale, now: now, in: transaction)
        func setting(_ setting: Setting<Int>) throws(LeadsError) -> Int {
            do throws(SettingError) { return try SettingStore().value(setting, in: transaction) } catch { throw .setting(error) }
        }
        (self.now, self.seed, self.scale, thresholds) = (now, seed, scale, market.thresholds)
        services = market.services.values.sorted { $0.id < $1.id }
        companies = market.companies.values.sorted { $0.id < $1.id }
        (offersPerClient, explorationShare) = (market.offersPerClient, market.explorationShare)
        (cap, capDays) = (try setting(Settings.contactCap), try setting(Settings.contactCapDays))
        recentDays = try setting(Settings.declinedDays)
        lastLowered = try ThresholdStore().lastLowered(in: transaction)
        boundaries = (0...100).map { scale.boundary(of: $0) ?? .infinity }
        rivalry = try Rivalry(services: services, market: market, in: transaction)
        isActive = services.map(\.isActive)
        let places = Dictionary(companies.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        companyPlaces = services.map { places[$0.company] ?? 0 }
        let version = try LeadsError.storing { () throws(DatabaseError) in try ModelStore().currentVersion(in: transaction) }
        modelVersion = version ?? 0
        state = version == nil ? .noModel : .ready
        let (services, companies) = (services, companies)
        let (capFrom, refusedFrom) = (now - .days(Int64(capDays)), now - .days(Int64(recentDays)))
        try LeadsError.storing { () throws(DatabaseError) in
            try reading.readPersons(in: transaction)
            try reading.readPermissions(companies: companies, in: transaction)
            try reading.readLeads(services: services, since: since, capFrom: capFrom, in: transaction)
            try reading.readRefusals(since: refusedFrom, in: transaction)
        }
        outcomes = try LeadsError.storing { () throws(DatabaseError) in try Self.outcomes(services: services, in: transaction) }
        (cards, clients, permissions, made) = (reading.cards, reading.clients, reading.permissions, reading.made)
        persons = reading.persons.count
        candidates = reading.placed(among: services)
        (notComputed, outdated) = (reading.notComputed, reading.outdated)
        if state == .ready, scale.candidates == 0 {
            let isKnown = try LeadsError.storing { () throws(DatabaseError) in
                try CandidateScan().hasCandidates(since: since, in: transaction)
            }
            state = isKnown ? .noProbability : .noCandidates
        }
        settleRivals()
    }

    /// From leads to interactions, hence CROSS JOIN: leads are the fewer by far, and SQLite keeps that order.
    private static func outcomes(services: [Service], in transaction: Transaction) throws(DatabaseError) -> [OfferOutcome] {
        var outcomes: [OfferOutcome] = []
        try transaction.scan(
            """
            SELECT lead.service_id, lead.rating, lead.probability, interaction.value
            FROM lead CROSS JOIN interaction
            WHERE interaction.client_id = lead.client_id AND interaction.service_id = lead.service_id AND interaction.source = 'offer'
                AND interaction.source_id = lead.id
            """
        ) { cells in
            guard let service = services.place(of: ServiceID(Int(cells.integer(0)))) else { return }
            outcomes.append(
                OfferOutcome(
                    service: Int32(service), rating: Int(cells.integer(1)), probability: cells.real(2), isAccepted: cells.integer(3) > 0))
        }
        return outcomes
    }
}

extension [Service] {
    /// Where the service stands in a list that is in order of id.
    func place(of id: ServiceID) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].id == id ? low : nil
    }
}
