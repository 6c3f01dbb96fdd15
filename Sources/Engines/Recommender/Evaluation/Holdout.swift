import Vocabulary

/// What is kept from the training, to be found afterwards.
public enum Holdout: String, Sendable, Codable, CaseIterable {
    /// Of each client the last thing it took or accepted ("leave one last item out": Meng et al., "Exploring Data Splitting Strategies for the
    /// Evaluation of Recommendation Models", RecSys 2020). Where there are outcomes of offers, a second model is trained without each client's last
    /// outcome, of either sign: holding out acceptances alone would teach the model that people refuse.
    case lastPositive = "last-positive"
    /// The latest fifth of all events.
    case time
}

/// An event that the model has not seen.
public struct HeldOut: Sendable, Hashable {
    /// Places in ``TrainingData/clients`` and ``TrainingData/items``.
    public let client: Int
    public let item: Int32
    public let isPositive: Bool
    /// 0: unknown.
    public let propensity: Float
}

/// What to train on, and what to find. A held-out pair has no row left in the training: such a service would not be proposed.
public struct Split: Sendable {
    public let training: TrainingData
    /// Things taken, each pair once, by client.
    public let positives: [HeldOut]
    /// Outcomes of offers, by client.
    public let outcomes: [HeldOut]
}

extension TrainingData {
    public func splits(_ holdout: Holdout) -> [Split] {
        switch holdout {
        case .lastPositive:
            let positives = split(places: lastPlaces { events.isPositive($0) }, positives: true, outcomes: false)
            let outcomes = split(places: lastPlaces { events.isOffer($0) }, positives: false, outcomes: true)
            return [positives] + (outcomes.outcomes.isEmpty ? [] : [outcomes])
        case .time: return [split(places: latestPlaces(events.count / 5), positives: true, outcomes: true)]
        }
    }

    /// Of each client the last event that fits and whose item it has no other row of; ascending.
    private func lastPlaces(where fits: (Int) -> Bool) -> [Int] {
        (0..<clients.count).compactMap { client in
            let range = events.starts[client]..<events.starts[client + 1]
            guard range.contains(where: fits) else { return nil }
            let rows = range.reduce(into: [Int32: Int]()) { $0[events.items[$1], default: 0] += 1 }
            return range.last { fits($0) && rows[events.items[$0]] == 1 }
        }
    }

    /// The latest `count` events; ascending. Equal times are parted as within a client: history before offers, then an order that favours nobody.
    private func latestPlaces(_ count: Int) -> [Int] {
        guard count > 0 else { return [] }
        let cut = events.times.sorted()[events.count - count]
        var later: [Int] = []
        var tied: [(isOffer: Bool, mix: UInt64, place: Int)] = []
        for client in 0..<clients.count {
            for place in events.starts[client]..<events.starts[client + 1] where events.times[place] >= cut {
                if events.times[place] > cut {
                    later.append(place)
                } else {
                    tied.append((events.isOffer(place), Mix.hash(clients.keys[client], UInt64(events.items[place])), place))
                }
            }
        }
        tied.sort { $0.isOffer != $1.isOffer ? $1.isOffer : $0.mix != $1.mix ? $0.mix < $1.mix : $0.place < $1.place }
        return (later + tied.suffix(count - later.count).map(\.place)).sorted()
    }

    /// - Parameter places: of the events to be held out, ascending.
    private func split(places: [Int], positives wantsPositives: Bool, outcomes wantsOutcomes: Bool) -> Split {
        var rows = EventRows()
        rows.reserve(events.count - places.count)
        var (positives, outcomes) = ([HeldOut](), [HeldOut]())
        var next = places[...]
        for client in 0..<clients.count {
            let range = events.starts[client]..<events.starts[client + 1]
            var kept: Set<Int32> = []
            var held: [Int] = []
            for place in range {
                if next.first == place {
                    held.append(place)
                    next.removeFirst()
                } else {
                    let event = events.event(place)
                    rows.append(
                        client: Int32(client), item: event.item, isPositive: event.isPositive, isOffer: event.isOffer,
                        propensity: event.propensity, time: event.time)
                }
            }
            guard !held.isEmpty else { continue }
            let places = Set(held)
            for place in range where !places.contains(place) { kept.insert(events.items[place]) }
            var found: Set<Int32> = []
            for event in held.map(events.event) where !kept.contains(event.item) {
                let row = HeldOut(client: client, item: event.item, isPositive: event.isPositive, propensity: event.propensity)
                if wantsPositives, event.isPositive, found.insert(event.item).inserted { positives.append(row) }
                if wantsOutcomes, event.isOffer { outcomes.append(row) }
            }
        }
        let training = TrainingData(
            items: items, links: links, clients: clients, events: EventTable(rows, keys: clients.keys), unknownServices: unknownServices)
        return Split(training: training, positives: positives, outcomes: outcomes)
    }
}
