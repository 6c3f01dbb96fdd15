import Catalogue
import Vocabulary

/// Offers at some thresholds: leads of the last 30 days that reach them, and those that the pipeline makes next.
struct OfferForecast: Sendable {
    struct Offer: Sendable {
        let service: Int32
        let person: Int32
        let probability: Double
        let isNew: Bool
        /// It counts against the contact cap of now.
        let countsForCap: Bool
        /// Its client declined, or left without an answer, another offer lately.
        let isWeary: Bool
    }

    let thresholds: Thresholds
    let offers: [Offer]
}

extension OfferSupply {
    /// Does with all cards what the pipeline does with each, without writing anything: the same filters, rivals, order, number of offers for
    /// a client and draws of chance.
    /// - Parameter rating: what would hold for the scope; nil: what the scope would follow.
    func forecast(_ rating: Int?, for scope: ThresholdScope) -> OfferForecast {
        let thresholds = thresholds.with(rating, for: scope)
        let seller: CompanyID? = if case .service(let id) = scope { services.place(of: id).map { services[$0].company } } else { nil }
        let isLowered = thresholds.rating(in: scope, soldBy: seller) < self.thresholds.rating(in: scope, soldBy: seller)
        let cuts = services.map { boundaries[thresholds.rating(for: $0)] }
        var offers = made.compactMap { lead -> OfferForecast.Offer? in
            guard lead.isExploration || lead.rating >= thresholds.rating(for: services[Int(lead.service)]) else { return nil }
            return OfferForecast.Offer(
                service: lead.service, person: lead.person, probability: lead.probability, isNew: false, countsForCap: lead.countsForCap,
                isWeary: false)
        }
        /// What clients with several cards get from one of them.
        var given: [Int: [Int32]] = [:]
        for card in cards {
            // Who was turned down before is looked at again only when a threshold went down since.
            if let at = card.turnedDownAt, !isLowered, lastLowered.map({ at >= $0 }) ?? true { continue }
            let client = clients[card.client]
            let slots = offersPerClient - client.open.count - (client.isShared ? given[card.client]?.count ?? 0 : 0)
            guard slots > 0 else { continue }
            for chosen in choose(card, client, slots: slots, given: given[card.client] ?? [], cuts: cuts) {
                let candidate = candidates[chosen]
                if client.isShared { given[card.client, default: []].append(candidate.service) }
                offers.append(
                    OfferForecast.Offer(
                        service: candidate.service, person: Int32(client.person), probability: candidate.probability, isNew: true,
                        countsForCap: true, isWeary: client.isWeary))
            }
        }
        return OfferForecast(thresholds: thresholds, offers: offers)
    }

    /// Places of the candidates that become leads.
    private func choose(_ card: SupplyCard, _ client: SupplyClient, slots: Int, given: [Int32], cuts: [Double]) -> [Int] {
        var random = Exploration.generator(
            card: card.id, modelVersion: modelVersion, attempt: card.attempt, seed: seed)
        var probe = random
        let explores = Double.random(in: 0..<1, using: &probe) < explorationShare
        if slots == 1, !explores, !client.isShared {
            // The usual case, without a list of its own.
            var best: Int?
            for place in client.candidates where stays[place] && candidates[place].probability >= cuts[Int(candidates[place].service)] {
                if best.map({ comesBefore(place, $0) }) ?? true { best = place }
            }
            return best.map { [$0] } ?? []
        }
        let settled = client.isShared ? settled(card, client, given: given) : client.candidates.filter { stays[$0] }
        var remaining = settled.sorted(by: comesBefore)
        var chosen: [Int] = []
        for _ in 0..<slots {
            let best = remaining.firstIndex { candidates[$0].probability >= cuts[Int(candidates[$0].service)] }
            guard let choice = Exploration.choose(of: remaining.count, best: best, share: explorationShare, using: &random) else { break }
            chosen.append(remaining.remove(at: choice.index))
        }
        return chosen
    }

    /// The order of stored results: score down, then service.
    private func comesBefore(_ one: Int, _ other: Int) -> Bool {
        let (left, right) = (candidates[one], candidates[other])
        return left.score != right.score ? left.score > right.score : left.service < right.service
    }

    /// Filters and rivals for every client with one card: the same at every threshold.
    mutating func settleRivals() {
        stays = [Bool](repeating: false, count: candidates.count)
        for card in cards where !clients[card.client].isShared {
            for place in settled(card, clients[card.client], given: []) { stays[place] = true }
        }
    }

    private func settled(_ card: SupplyCard, _ client: SupplyClient, given: [Int32]) -> [Int] {
        let allowed = permissions[card.permissions]
        var winners = [Int](repeating: -1, count: rivalry.count)
        var settled: [Int] = []
        settled.reserveCapacity(client.candidates.count)
        for place in client.candidates {
            let service = candidates[place].service
            guard isActive[Int(service)], allowed[companyPlaces[Int(service)]] else { continue }
            if card.taken.contains(service) || client.open.contains(service) || given.contains(service) { continue }
            let group = Int(rivalry.groups[Int(service)])
            if group >= 0 {
                let winner = winners[group]
                if winner >= 0, !rivalry.wins(candidates[place], over: candidates[winner]) { continue }
                winners[group] = place
            }
            settled.append(place)
        }
        // A rival that was the best so far may have lost to a later one.
        return rivalry.count == 0
            ? settled
            : settled.filter { place in
                let group = Int(rivalry.groups[Int(candidates[place].service)])
                return group < 0 || winners[group] == place
            }
    }
}
