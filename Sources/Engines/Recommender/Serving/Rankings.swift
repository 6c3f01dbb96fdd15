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
        // What is worked out once for all pays for itself from some hundreds of clients on.
        let rankers = clients.count < 500 ? rankers : rankers.map { $0.readied() }
        let batch = 16384
        for start in stride(from: 0, to: clients.count, by: batch) {
            let chosen = Array(clients[start..<min(start + batch, clients.count)])
            let answers = Parallel.map(chosen.count) { range in
                var scratch = RankScratch()
                return range.map { index in
                    let audience = Self.place(of: data.clients.audiences[chosen[index]])
                    return rankers[audience].ranking(
                        of: chosen[index], in: data, local: locals[audience], places: places[audience], k: k, part: part, scratch: &scratch)
                }
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
        of client: Int, in data: TrainingData, local: [Int32], places: [Int32], k: Int, part: ModelPart?, scratch: inout RankScratch
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
        prepare(query, scratch: &scratch)
        let candidates = candidates(query, scratch: &scratch, whole: k == 0 || part != nil)
        let raw = candidates.map { item in
            part.map { self.raw(Int(item), query, only: $0, scratch: &scratch) } ?? self.raw(Int(item), query, scratch: &scratch)
        }
        var list = finished(candidates, raw: raw).map { Ranked(item: places[Int($0.item)], probability: $0.probability, score: $0.score) }
        if k > 0, list.count > 4 * k {
            // Most candidates are far from the top: only those that reach it are sorted.
            var scores = list.map(\.score)
            scores.withUnsafeMutableBufferPointer { Selection.descending($0, first: k) }
            let least = scores[k - 1]
            list.removeAll { $0.score < least }
        }
        list.sort { $0.score != $1.score ? $0.score > $1.score : $0.item < $1.item }
        return k > 0 ? Array(list.prefix(k)) : list
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
