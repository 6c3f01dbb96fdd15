import Foundation

/// Rows for "what comes next": the last things that clients took, each among what they could have taken instead. Used where no outcome of an
/// offer is known; counts are made without the held-out things, so that no choice sees itself.
struct ChoiceSamples {
    let segment: Segment
    let encoder: PortraitEncoder
    static let mostClients = 20_000
    static let mostRows = 1_200_000
    /// Up to so many items, all alternatives are rows.
    static let allItems = 400
    static let likely = 100
    static let popular = 30
    static let drawn = 150
    static let folds = OfferSamples.folds

    /// Places in the table that are held out: the last thing of each client, or its last two where clients are few.
    static func held(_ segment: Segment) -> Set<Int> {
        let perClient = segment.clientCount < 5_000 ? 2 : 1
        var held: Set<Int> = []
        for client in 0..<segment.clientCount {
            var seen: Set<Int32> = []
            var places: [Int] = []
            for place in (segment.events.starts[client]..<segment.events.starts[client + 1]).reversed()
            where segment.events.isPositive(place) && seen.insert(segment.events.items[place]).inserted {
                places.append(place)
            }
            // Something must stay to choose from.
            held.formUnion(places.prefix(min(perClient, max(0, places.count - 1))))
        }
        return held
    }

    func samples(_ maker: SignalMaker, held: Set<Int>, seed: UInt64, pairs: inout PairTable) -> Samples {
        var places = held.sorted()
        let rowsEach = maker.items.count <= Self.allItems ? maker.items.count : Self.likely + Self.popular + Self.drawn
        let limit = min(Self.mostRows / max(1, rowsEach), Self.mostClients)
        if places.count > limit {
            // Whole clients are drawn by their keys.
            let clientOf = clients(of: places)
            let drawn = zip(places, clientOf).map { (place: $0, key: Mix.hash(segment.keys[$1], seed ^ 0xC401)) }
            let last = drawn.map(\.key).sorted()[limit - 1]
            places = drawn.filter { $0.key <= last }.map(\.place)
        }
        let clientOf = clients(of: places)
        let chosen = places
        let parts = Parallel.map(chosen.count, into: 16) { range in
            var samples = Samples(width: encoder.width)
            samples.choiceStarts = [0]
            var scratch = SignalScratch()
            for index in range { describe(chosen[index], client: clientOf[index], maker, seed, &samples, &scratch) }
            return samples
        }
        return Self.joined(parts, width: encoder.width, keys: clientOf.map { segment.keys[$0] }, seed: seed, pairs: &pairs)
    }

    private func clients(of places: [Int]) -> [Int] {
        var client = 0
        return places.map { place in
            while segment.events.starts[client + 1] <= place { client += 1 }
            return client
        }
    }

    private func describe(
        _ place: Int, client: Int, _ maker: SignalMaker, _ seed: UInt64, _ samples: inout Samples,
        _ scratch: inout SignalScratch
    ) {
        let label = segment.events.items[place]
        let known = (segment.events.starts[client]..<place).map(segment.events.event).filter { $0.item != label }
        let evidence = Evidence(known)
        let key = segment.keys[client]
        let (items, offset) = alternatives(label, evidence, maker, &scratch, seed: Mix.hash(key, seed &+ UInt64(place)))
        maker.prepare(evidence, key: key, wanted: .some(items), scratch: &scratch)
        encoder.encode(segment.portrait(client), into: &samples.portraits)
        let number = Int32(samples.choiceStarts.count - 1)
        for (index, item) in items.enumerated() {
            samples.clients.append(number)
            samples.items.append(item)
            samples.labels.append(item == label)
            samples.offsets.append(index >= items.count - offset.drawn ? offset.log : 0)
            maker.signals(of: Int(item), into: &samples.signals, scratch: scratch)
            if maker.items.count <= Self.allItems {
                samples.pairs += evidence.taken.prefix(maker.reach.paired)
            }
            samples.pairStarts.append(samples.pairs.count)
        }
        samples.choiceStarts.append(samples.items.count)
    }

    /// The label, then the likely and popular ones, then drawn ones, each of which stands for several.
    private func alternatives(
        _ label: Int32, _ evidence: Evidence, _ maker: SignalMaker, _ scratch: inout SignalScratch, seed: UInt64
    ) -> (items: [Int32], offset: (drawn: Int, log: Float)) {
        let count = maker.items.count
        let found = maker.candidates(evidence, most: Self.likely, favourites: Self.popular, scratch: &scratch) ?? []
        let seen = Set(evidence.taken).union(evidence.declined)
        guard count > Self.allItems else {
            return ((0..<Int32(count)).filter { $0 == label || !seen.contains($0) }, (0, 0))
        }
        var items = [label]
        var used = seen.union([label])
        for item in found where used.insert(item).inserted { items.append(item) }
        let left = count - used.count
        var drawn = 0
        var word = seed
        var tries = 0
        while drawn < min(Self.drawn, left), tries < 20 * Self.drawn {
            word = Mix.hash(word, 3)
            tries += 1
            let item = Int32(word % UInt64(count))
            guard used.insert(item).inserted else { continue }
            items.append(item)
            drawn += 1
        }
        return (items, (drawn, drawn == 0 ? 0 : Float(log(Double(left) / Double(drawn)))))
    }

    private static func joined(_ parts: [Samples], width: Int, keys: [UInt64], seed: UInt64, pairs: inout PairTable) -> Samples {
        var samples = Samples(width: width)
        samples.choiceStarts = [0]
        for part in parts {
            let firstClient = Int32(samples.choiceStarts.count - 1)
            let firstRow = samples.items.count
            samples.portraits += part.portraits
            samples.clients += part.clients.map { $0 + firstClient }
            samples.items += part.items
            samples.labels += part.labels
            samples.offsets += part.offsets
            samples.signals += part.signals
            for row in part.items.indices {
                for owned in part.pairs[part.pairStarts[row]..<part.pairStarts[row + 1]] {
                    if let number = pairs.number(isAccepted: false, owned: owned, item: part.items[row]) { samples.pairs.append(number) }
                }
                samples.pairStarts.append(samples.pairs.count)
            }
            samples.choiceStarts += part.choiceStarts.dropFirst().map { $0 + firstRow }
        }
        samples.weights = [Float](repeating: 1, count: samples.items.count)
        samples.inverse = samples.weights
        samples.folds = keys.map { UInt8(Mix.hash($0, seed) % UInt64(folds)) }
        return samples
    }
}
