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
    public func scored(_ client: ClientFacts, candidates: [ServiceID], explained: Int = 100) -> [Scored] {
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
        let asked = numbers(of: candidates)
        var scratch = RankScratch()
        prepare(query, scratch: &scratch)
        // The chance of being next is one among all that could be.
        let isNext = if case .next = finish { true } else { false }
        let chosen = isNext ? Array(Set(asked).union(rest(query))).sorted() : asked
        let raw = raw(chosen, query, scratch: scratch)
        let isAsked = Set(asked)
        let isFitted = if case .offer = finish { true } else { false }
        // Numbers of items are in the order of services.
        let found = finished(chosen, raw: raw, chosen: raw.indices.filter { isAsked.contains(chosen[$0]) }).sorted {
            $0.score != $1.score ? $0.score > $1.score : $0.item < $1.item
        }
        let owned = owned(query)
        return found.enumerated().map { place, found in
            Scored(
                service: items.ids[Int(found.item)], probability: isFitted ? found.probability : nil, score: found.score,
                reasons: place < explained ? reasons(for: Int(found.item), query, owned, scratch: &scratch) : [])
        }
    }

    /// Each known service once, in the order of services.
    private func numbers(of services: [ServiceID]) -> [Int32] {
        // Often all are asked for, in their order.
        if services == items.ids { return [Int32](0..<Int32(items.count)) }
        return Set(services).compactMap { number(of: $0).map(Int32.init) }.sorted()
    }
}
