import Vocabulary

/// The outcomes since the champion was trained, which neither it nor the challenger's copy has seen, and what the copy may learn from: everything
/// else. Outcomes that the champion was trained on would judge in its favour.
public struct Contest: Sendable {
    /// All but the judged outcomes.
    public let training: TrainingData
    private let data: TrainingData
    /// Client and place in the table of events.
    private let judged: [(client: Int, place: Int)]

    /// So many of them make a contest.
    static let enoughUnseen = 100

    /// Nil when there are too few outcomes to judge by.
    /// - Parameter moment: when the champion was trained.
    public init?(_ data: TrainingData, championTrainedAt moment: Instant) {
        var offers: [(client: Int, place: Int)] = []
        for client in 0..<data.clients.count {
            for place in data.events.starts[client]..<data.events.starts[client + 1] where data.events.isOffer(place) {
                offers.append((client, place))
            }
        }
        judged = offers.filter { data.events.times[$0.place] > moment.milliseconds }
        guard judged.count >= Self.enoughUnseen else { return nil }
        self.data = data
        training = data.without(judged.map(\.place))
    }

    /// - Parameters:
    ///   - champion: as it was read; its neighbours are taken from ``training``, so that both models know the same about others.
    ///   - challenger: the copy that was trained on ``training``.
    public func verdict(champion: Model, version: Int, challenger: Model) -> Verdict {
        var champion = champion
        champion.remember(training)
        let said = zip(odds(champion), odds(challenger))
        let known = judged.reduce(into: (count: 0, sum: 0.0)) { sum, row in
            let propensity = Double(data.events.propensities[row.place])
            if propensity > 0 { sum = (sum.count + 1, sum.sum + 1 / propensity) }
        }
        // As in training: relative to the mean, clipped, and average where the propensity is not known.
        let mean = known.count > 0 ? known.sum / Double(known.count) : 1
        let outcomes = zip(judged, said).compactMap { row, said -> JudgedOutcome? in
            guard let before = said.0, let after = said.1 else { return nil }
            let propensity = Double(data.events.propensities[row.place])
            return JudgedOutcome(
                client: row.client, champion: before, challenger: after, isAccepted: data.events.isPositive(row.place),
                weight: propensity > 0 ? min(1 / propensity / mean, 30) : 1)
        }
        guard let figures = ContestFigures(outcomes) else { return Verdict(uncontested: .tooFewOutcomes, champion: version) }
        return Verdict(champion: version, figures)
    }

    /// Log-odds of each judged outcome from the client's history strictly before it; nil where the model does not know the service or names no
    /// chance of an offer.
    private func odds(_ model: Model) -> [Double?] {
        let locals = model.locals(data.items)
        return Parallel.map(judged.count) { range in
            var scratch = RankScratch()
            return judged[range].map { client, place -> Double? in
                let audience = Model.place(of: data.clients.audiences[client])
                let (ranker, local) = (model.rankers[audience], locals[audience])
                let item = local[Int(data.events.items[place])]
                guard item >= 0 else { return nil }
                if case .next = ranker.finish { return nil }
                let known = data.events(of: client, local).filter { $0.item != item && $0.time < data.events.times[place] }
                let query = ranker.query(key: data.clients.keys[client], portrait: data.clients.portrait(client), events: known)
                ranker.prepare(query, wanted: .some([item]), scratch: &scratch)
                return ranker.finished([item], raw: ranker.raw([item], query, scratch: scratch), chosen: [0]).first?.score
            }
        }.flatMap(\.self)
    }
}

extension Model {
    /// By ranker: the place in `items` → the ranker's number; -1: unknown to it.
    func locals(_ items: [Item]) -> [[Int32]] { rankers.map { ranker in items.map { Int32(ranker.number(of: $0.id) ?? -1) } } }

    /// Makes the clients of the data that were drawn neighbours of others.
    mutating func remember(_ data: TrainingData) {
        let locals = locals(data.items)
        for client in 0..<data.clients.count {
            let audience = Self.place(of: data.clients.audiences[client])
            rankers[audience].remember(data.events(of: client, locals[audience]), key: data.clients.keys[client])
        }
    }
}

extension TrainingData {
    /// The client's events of items that a ranker knows, by its numbers; oldest first.
    func events(of client: Int, _ local: [Int32]) -> [Event] {
        events.events(of: client).compactMap { event in
            let item = local[Int(event.item)]
            guard item >= 0 else { return nil }
            return Event(
                item: item, isPositive: event.isPositive, isOffer: event.isOffer, propensity: event.propensity, time: event.time)
        }
    }

    /// - Parameter places: of events, ascending.
    fileprivate func without(_ places: [Int]) -> TrainingData {
        var rows = EventRows()
        rows.reserve(events.count - places.count)
        var next = places[...]
        for client in 0..<clients.count {
            for place in events.starts[client]..<events.starts[client + 1] {
                if next.first == place {
                    next.removeFirst()
                    continue
                }
                let event = events.event(place)
                rows.append(
                    client: Int32(client), item: event.item, isPositive: event.isPositive, isOffer: event.isOffer,
                    propensity: event.propensity, time: event.time)
            }
        }
        return TrainingData(
            items: items, links: links, clients: clients, events: EventTable(rows, keys: clients.keys), unknownServices: unknownServices)
    }
}
