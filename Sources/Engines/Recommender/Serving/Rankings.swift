import Vocabulary

/// A service's place for a client of the training data.
public struct Ranked: Sendable, Equatable {
    /// Place in ``TrainingData/items``.
    public let item: Int32
    public let probability: Double
    /// Log-odds of the probability.
    public let score: Double
}

extension Model {
    /// The best `k` services (0: all) for clients of the data this model was trained on, none that the client has a row of.
    ///
    /// Both cores work in batches; `body` hears the clients in the order given. Equal probabilities are ordered by score, then item.
    /// - Parameter part: rank by one part of the hybrid alone; probabilities are then only an order.
    public func rankings<Failure: Error>(
        of clients: [Int], in data: TrainingData, k: Int, part: ModelPart? = nil, body: (Int, [Ranked]) throws(Failure) -> Void
    ) throws(Failure) {
        let places = rankers.map { ranker in ranker.items.ids.isEmpty ? [] : Self.places(of: ranker.items.ids, in: data.items) }
        let locals = places.map { places in
            var local = [Int32](repeating: -1, count: data.items.count)
            for (number, place) in places.enumerated() where place >= 0 { local[Int(place)] = Int32(number) }
            return local
        }
        let rankers = rankers.map { $0.readied() }
        let batch = 16384
        for start in stride(from: 0, to: clients.count, by: batch) {
            let chosen = Array(clients[start..<min(start + batch, clients.count)])
            let answers = Parallel.map(chosen.count) { range in
                var scratch = RankScratch()
                var lists = [[Ranked]](repeating: [], count: range.count)
                for audience in rankers.indices {
                    // Held once for all clients: to take it up for each would have both cores count references to the same tables.
                    let ranker = rankers[audience]
                    let (local, places) = (locals[audience], places[audience])
                    for index in range where Self.place(of: data.clients.audiences[chosen[index]]) == audience {
                        lists[index - range.lowerBound] = ranker.ranking(
                            of: chosen[index], in: data, local: local, places: places, k: k, part: part, scratch: &scratch)
                    }
                }
                return lists
            }
            for (client, list) in zip(chosen, answers.joined()) { try body(client, list) }
        }
    }

    private static func places(of ids: [ServiceID], in items: [Item]) -> [Int32] {
        let known = Dictionary(items.enumerated().map { ($1.id, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        return ids.map { known[$0] ?? -1 }
    }
}

extension Ranker {
    fileprivate func ranking(
        of client: Int, in data: TrainingData, local: [Int32], places catalogue: [Int32], k: Int, part: ModelPart?,
        scratch: inout RankScratch
    ) -> [Ranked] {
        var events: [Event] = []
        for place in data.events.starts[client]..<data.events.starts[client + 1] {
            let item = local[Int(data.events.items[place])]
            guard item >= 0 else { continue }
            let event = data.events.event(place)
            events.append(
                Event(
                    item: item, isPositive: event.isPositive, isOffer: event.isOffer, propensity: event.propensity, time: event.time))
        }
        let query = query(key: data.clients.keys[client], portrait: data.clients.portrait(client), events: events)
        let isWhole = k == 0 || part != nil || 4 * k > Self.mostCandidates.pointedTo
        let candidates = candidates(query, whole: isWhole, scratch: &scratch)
        let raw =
            if let part {
                candidates.map { self.raw(Int($0), query, only: part, scratch: &scratch) }
            } else {
                self.raw(candidates, query, scratch: scratch)
            }
        var places = Array(raw.indices)
        if k > 0, places.count > k {
            // Most candidates are far from the top: only those that reach it are sorted.
            var scores = raw
            scores.withUnsafeMutableBufferPointer { Selection.descending($0, first: k) }
            let least = scores[k - 1]
            places.removeAll { raw[$0] < least }
        }
        places.sort { raw[$0] != raw[$1] ? raw[$0] > raw[$1] : candidates[$0] < candidates[$1] }
        if k > 0 { places = Array(places.prefix(k)) }
        return finished(candidates, raw: raw, chosen: places, isWhole: isWhole || items.count <= Self.wholeCatalogue).map {
            Ranked(item: catalogue[Int($0.item)], probability: $0.probability, score: $0.score)
        }
    }

    /// The score by one part alone. A part that the hybrid gives no weight speaks by its plain signals.
    private func raw(_ item: Int, _ query: Query, only part: ModelPart, scratch: inout RankScratch) -> Float {
        scratch.describe(item, maker)
        guard part != .portrait else {
            let width = encoder.width + 1
            return (0..<encoder.width).reduce(combined[item * width]) { $0 + combined[item * width + 1 + $1] * query.portrait[$1] }
        }
        var sum: Float = 0
        for signal in Signal.allCases where signal.part == part {
            let value = scale.standard(scratch.numbers[signal.rawValue], signal.rawValue)
            switch signal {
            case .refused, .needsDeclined, .companyDeclined, .declines: sum -= value
            case .accepts, .acceptRate, .recentPopularity, .strongestLift: break
            default: sum += value
            }
        }
        return sum
    }
}
