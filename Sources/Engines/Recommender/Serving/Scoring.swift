import Foundation
import Vocabulary

/// One client, as a request knows it.
public struct ClientFacts: Sendable {
    public let id: ClientID
    public let audience: Audience
    public let portrait: PortraitRow
    /// All of the client's observations so far, in any order; those of others do not belong here.
    public let history: [Observation]

    public init(id: ClientID, audience: Audience, portrait: PortraitRow = PortraitRow(), history: [Observation]) {
        self.id = id
        self.audience = audience
        self.portrait = portrait
        self.history = history
    }
}

/// One service's place for one client.
public struct Scored: Hashable, Sendable {
    public let service: ServiceID
    /// P(accept | offered now); nil when the model has too few outcomes to name one.
    public let probability: Double?
    /// Strictly increasing with the probability.
    public let score: Double
    /// What speaks for it, the strongest first.
    public let reasons: [Contribution]
}

extension Model {
    /// Scores services for one client.
    /// - Parameter candidates: services to score, also ones that the client has; those that the model does not know are left out.
    /// - Parameter explained: so many of the best get reasons; nobody reads those of the rest.
    /// - Returns: the candidates in order: score down, then service.
    public func scored(_ client: ClientFacts, candidates: [ServiceID], explained: Int = 200) -> [Scored] {
        rankers[Self.place(of: client.audience)].scored(client, candidates: candidates, explained: explained)
    }
}

extension Ranker {
    func number(of service: ServiceID) -> Int? {
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            if items.ids[middle] < service { low = middle + 1 } else { high = middle }
        }
        return low < items.count && items.ids[low] == service ? low : nil
    }

    /// The client's observations of known services, oldest first.
    func events(_ history: [Observation], key: UInt64) -> [Event] {
        history.compactMap { row in
            number(of: row.service).map {
                Event(
                    item: Int32($0), isPositive: row.isPositive, isOffer: row.source == .offer, propensity: Float(row.propensity ?? 0),
                    time: row.at.milliseconds)
            }
        }.sorted { Event.isBefore($0, $1, key: key) }
    }

    fileprivate func scored(_ client: ClientFacts, candidates: [ServiceID], explained: Int) -> [Scored] {
        let key = TrainingData.key(client.id)
        let query = query(key: key, portrait: client.portrait, events: events(client.history, key: key))
        var scratch = RankScratch()
        prepare(query, scratch: &scratch)
        var isChosen = [Bool](repeating: false, count: items.count)
        for service in candidates { if let number = number(of: service) { isChosen[number] = true } }
        let chosen = (0..<Int32(items.count)).filter { isChosen[Int($0)] }
        let raw = chosen.map { self.raw(Int($0), query, scratch: &scratch) }
        let isFitted = if case .offer = finish { true } else { false }
        // Numbers of items are in the order of services.
        let found = finished(chosen, raw: raw).sorted { $0.score != $1.score ? $0.score > $1.score : $0.item < $1.item }
        return found.enumerated().map { place, found in
            Scored(
                service: items.ids[Int(found.item)], probability: isFitted ? found.probability : nil, score: found.score,
                reasons: place < explained ? reasons(for: Int(found.item), query, scratch: &scratch) : [])
        }
    }

    // MARK: Why

    /// What speaks for an item, each with its share of the score; what speaks against it is left out.
    private func reasons(for item: Int, _ query: Query, scratch: inout RankScratch) -> [Contribution] {
        scratch.describe(item, maker)
        var found: [Contribution] = []
        func add(_ reason: Reason, _ amount: Float) {
            if amount > 1e-3, amount.isFinite { found.append(Contribution(reason: reason, amount: Double(amount))) }
        }
        for (reason, amount) in perOwned(item, query, scratch) { add(reason, amount) }
        let shared = Set(query.evidence.taken.flatMap { items.needs[Int($0)] }).intersection(items.needs[item])
        if !shared.isEmpty {
            add(.needs(shared.map { items.needNames[Int($0)] }.sorted()), moved(.needsHistory, scratch) + moved(.needsAccepted, scratch))
        }
        // A prior speaks for an item by what it has above the mean; an item's own weight belongs to how it is accepted.
        let offers = Int(maker.tallies.offered[item])
        let width = encoder.width + 1
        if offers > 0 { add(.acceptance(rate: maker.tallies.acceptance(item), offers: offers), moved(.acceptance, scratch)) }
        add(
            .popular(share: maker.tallies.popularity(item), clients: maker.tallies.clients),
            moved(.popularity, scratch) + moved(.recentPopularity, scratch))
        add(.portrait, (0..<encoder.width).reduce(Float(0)) { $0 + combined[item * width + 1 + $1] * query.portrait[$1] })
        let vote = scratch.signals.cells[item * SignalScratch.width + Signal.neighbours.rawValue]
        if vote > 0 { add(.neighbours(share: Double(min(vote, 1))), moved(.neighbours, scratch)) }
        if query.evidence.accepts > 0 { add(.accepts(query.evidence.accepts), moved(.accepts, scratch) + moved(.acceptRate, scratch)) }
        return found.enumerated().sorted { ($1.element.amount, $0.offset) < ($0.element.amount, $1.offset) }.map(\.element)
    }

    /// How far a signal's distance from its mean moves the score.
    private func moved(_ signal: Signal, _ scratch: RankScratch) -> Float {
        signalWeights[signal.rawValue] * scale.standard(scratch.numbers[signal.rawValue], signal.rawValue)
    }

    /// What each thing that the client has adds: its links and its going together with the item.
    private func perOwned(_ item: Int, _ query: Query, _ scratch: RankScratch) -> [(Reason, Float)] {
        var found: [(Reason, Float)] = []
        let clients = Float(maker.tallies.clients)
        let roots: [(Signal, Float)] = [.cosine, .after, .next].map { ($0, scratch.numbers[$0.rawValue]) }
        var weight: Float = 1
        for owned in query.evidence.taken.prefix(Formula.longest) {
            let isAccepted = query.evidence.accepted.contains(owned)
            if items.isLinked(from: Int(owned), to: item) {
                let signal = isAccepted ? Signal.linkedAccepted : .linkedHistory
                found.append((.linked(from: items.ids[Int(owned)]), slope(signal)))
            }
            let together = Float(maker.counts.together[Int(owned), item])
            let lift = Formula.logLift(
                together: together, from: Float(maker.tallies.takers[Int(owned)]), to: Float(maker.tallies.takers[item]), clients: clients)
            var amount = (isAccepted ? acceptedPairs : historyPairs)[Int(owned), item]
            if together > 0 {
                amount += slope(.lift) * weight * lift
                let cosine =
                    weight
                    * Formula.cosine(
                        together: together, from: Float(maker.tallies.takers[Int(owned)]), to: Float(maker.tallies.takers[item]))
                // A root of a sum is shared out in proportion to the parts of the sum.
                for (signal, root) in roots where root > 0 {
                    let total = scratch.signals.cells[item * SignalScratch.width + signal.rawValue]
                    if signal == .cosine, total > 0 { amount += slope(signal) * root * cosine / total }
                }
            }
            if lift > 0.05 || amount > 0.2 { found.append((.together(from: items.ids[Int(owned)], lift: Double(exp(lift))), amount)) }
            weight *= Formula.recency
        }
        return found
    }

    /// Score for one unit of a signal.
    private func slope(_ signal: Signal) -> Float { signalWeights[signal.rawValue] / scale.spreads[signal.rawValue] }
}
