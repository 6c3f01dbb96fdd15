import Foundation
import Testing
import Vocabulary

@testable import Recommender

/// Without an outcome of an offer the model says what comes next.
@Suite struct ChoiceTests {
    /// People walk along a ring of services: the next one is nearly certain.
    static func ring(clients: Int, services: Int, seed: UInt64, noise: Double) -> TrainingData {
        var random = SeededGenerator(seed: seed)
        var rows: [Observation] = []
        for client in 0..<clients {
            let id = ClientID(high: seed, low: UInt64(client))
            let first = Int.random(in: 0..<services, using: &random)
            for step in 0..<6 {
                let isStray = Double.random(in: 0..<1, using: &random) < noise
                let item = isStray ? Int.random(in: 0..<services, using: &random) : (first + step) % services
                rows.append(
                    Observation(client: id, service: ServiceID(item), source: .history, isPositive: true, at: Instant(seconds: Int64(step)))
                )
            }
        }
        return TrainingData(
            items: (0..<services).map { Item(id: ServiceID($0), audience: .individual, needs: []) }, links: [], observations: rows)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func itLearnsTheOrderAndItsChancesHold(seed: UInt64) {
        let model = Self.ring(clients: 600, services: 30, seed: seed, noise: 0.2).model()
        #expect(model.probabilityKind(for: .individual) == .next)
        let fresh = Self.ring(clients: 1500, services: 30, seed: seed + 100, noise: 0.2)
        var (hits, said, asked) = (0.0, 0.0, 0.0)
        model.rankings(of: Array(0..<fresh.clients.count), in: fresh.cut(to: 5), k: 0) { (client: Int, list: [Ranked]) throws(Never) in
            let next = fresh.events.events(of: client)[5].item
            guard let best = list.first, list.contains(where: { $0.item == next }) else { return }
            hits += best.item == next ? 1 : 0
            said += best.probability
            asked += 1
            #expect(abs(list.reduce(0) { $0 + $1.probability } - 1) < 1e-3, "the chances of what may come next add up to one")
        }
        #expect(hits / asked > 0.6, "seed \(seed): \(hits / asked)")
        // Fitted on four fifths of the clients at a time, so it promises rather too little than too much.
        #expect((-0.02..<0.09).contains(hits / asked - said / asked), "seed \(seed): promised \(said / asked), true \(hits / asked)")
    }

    @Test(arguments: [3, 4, 5] as [UInt64]) func itIsNeverWorseThanPopularityByMoreThanNoise(seed: UInt64) {
        // Nothing but popularity: each takes things drawn by the same weights.
        var random = SeededGenerator(seed: seed)
        var rows: [Observation] = []
        for client in 0..<1500 {
            for step in 0..<4 {
                let item = min(Int(-log(Double.random(in: 0.0001..<1, using: &random)) * 4), 19)
                rows.append(
                    Observation(
                        client: ClientID(high: 1, low: UInt64(client)), service: ServiceID(item), source: .history, isPositive: true,
                        at: Instant(seconds: Int64(step))))
            }
        }
        let data = TrainingData(
            items: (0..<20).map { Item(id: ServiceID($0), audience: .individual, needs: []) }, links: [], observations: rows)
        let model = data.model(seed: seed)
        var takers = [Int](repeating: 0, count: 20)
        for item in data.events.items { takers[Int(item)] += 1 }
        var (ours, popular, count) = (0.0, 0.0, 0.0)
        model.rankings(of: Array(0..<data.clients.count), in: data, k: 5) { (client: Int, list: [Ranked]) throws(Never) in
            let seen = Set(data.events.events(of: client).map(\.item))
            let weight = { (item: Int32) in exp(-Double(item) / 4) }
            let best = (0..<Int32(20)).filter { !seen.contains($0) }.sorted { takers[Int($0)] > takers[Int($1)] }.prefix(5)
            for (place, item) in list.map(\.item).enumerated() { ours += weight(item) / log2(Double(place) + 2) }
            for (place, item) in best.enumerated() { popular += weight(item) / log2(Double(place) + 2) }
            count += 1
        }
        #expect(ours > popular * 0.985, "seed \(seed): \(ours / count) against \(popular / count)")
    }

    @Test func aFewOutcomesNameNoFittedProbability() {
        var rows = Self.observations(of: Self.ring(clients: 100, services: 12, seed: 1, noise: 0.1))
        for number in 0..<20 {
            rows.append(
                Observation(
                    client: ClientID(high: 1, low: UInt64(number)), service: ServiceID(11 - number % 3), source: .offer,
                    isPositive: number % 5 == 0,
                    propensity: 0.2, at: Instant(seconds: 50)))
        }
        let data = TrainingData(
            items: (0..<12).map { Item(id: ServiceID($0), audience: .individual, needs: []) }, links: [], observations: rows)
        let model = data.model()
        #expect(model.probabilityKind(for: .individual) == .none(outcomes: 20))
        #expect(model.scored(history: [], candidates: model.services).allSatisfy { $0.probability == nil })
        model.rankings(of: [0, 1], in: data, k: 3) { (_: Int, list: [Ranked]) throws(Never) in
            #expect(list.allSatisfy { $0.probability > 0.02 && $0.probability < 0.7 })
        }
    }

    static func observations(of data: TrainingData) -> [Observation] {
        (0..<data.clients.count).flatMap { client in
            data.events.events(of: client).map {
                Observation(
                    client: ClientID(high: 1, low: UInt64(client)), service: data.items[Int($0.item)].id, source: .history,
                    isPositive: $0.isPositive, at: Instant(milliseconds: $0.time))
            }
        }
    }
}

extension TrainingData {
    /// The first so many events of each client.
    func cut(to count: Int) -> TrainingData {
        var rows = EventRows()
        for client in 0..<clients.count {
            for event in events.events(of: client).prefix(count) {
                rows.append(
                    client: Int32(client), item: event.item, isPositive: event.isPositive, isOffer: event.isOffer,
                    propensity: event.propensity, time: event.time)
            }
        }
        return TrainingData(items: items, links: links, clients: clients, events: EventTable(rows, keys: clients.keys))
    }
}
