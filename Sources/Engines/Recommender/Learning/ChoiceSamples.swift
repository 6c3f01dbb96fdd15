import Foundation

/// Rows for "what comes next": the last things that clients took, each among what they could have taken instead. Used where no outcome of an
/// offer is known. As in ``OfferSamples``, a client's choices are described by the counts of others: so they look as those of a new client will
/// look, and no choice sees itself. (Counts of everybody, cut before the last things, would be poorer than those that answer later: what is sure
/// to come next would seem less sure.)
struct ChoiceSamples {
    let segment: Segment
    let encoder: PortraitEncoder
    /// The parts, made of the events that the closure lets in.
    let maker: (_ counts: (_ client: Int, _ place: Int) -> Bool) -> SignalMaker
    static let mostClients = 20_000
    static let mostRows = 1_200_000
    /// Up to so many items, all alternatives are rows.
    static let allItems = 400
    static let likely = 100
    static let popular = 30
    static let drawn = 150
    static let folds = OfferSamples.folds

    private struct Choice: Sendable {
        let client: Int
        /// In the table of events.
        let place: Int
    }

    func samples<Failure: Error>(
        seed: UInt64, pairs: inout PairTable, checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> Samples {
        let choices = drawn(seed)
        let clients = Set(choices.map(\.client))
        // The fewer clients choose, the fewer times must be counted: at most a fifth of all is left out at once.
        let rounds = clients.isEmpty ? 0 : (clients.count * Self.folds - 1) / segment.clientCount + 1
        let (segment, encoder) = (segment, encoder)
        var joined = Samples(width: encoder.width)
        joined.choiceStarts = [0]
        for round in 0..<UInt64(rounds) {
            try checkpoint()
            func isOut(_ client: Int) -> Bool { Mix.hash(segment.keys[client], seed) % UInt64(rounds) == round }
            let maker = maker { client, _ in !(isOut(client) && clients.contains(client)) }
            let own = choices.filter { isOut($0.client) }
            let parts = Parallel.map(own.count, into: 16) { range in
                var samples = Samples(width: encoder.width)
                samples.choiceStarts = [0]
                var scratch = SignalScratch()
                for choice in own[range] { Self.describe(choice, segment, encoder, maker, seed, &samples, &scratch) }
                return samples
            }
            Self.append(parts, to: &joined, &pairs)
            joined.isLatest += own.indices.map { $0 + 1 == own.count || own[$0 + 1].client != own[$0].client }
            joined.folds += own.map { UInt8(Mix.hash(segment.keys[$0.client], seed) % UInt64(Self.folds)) }
        }
        joined.weights = [Float](repeating: 1, count: joined.items.count)
        joined.inverse = joined.weights
        return joined
    }

    /// Whether the client had not taken the item before: what it has is not proposed again.
    private func isFirst(_ place: Int, of client: Int) -> Bool {
        !(segment.events.starts[client]..<place).contains {
            segment.events.items[$0] == segment.events.items[place] && segment.events.isPositive($0)
        }
    }

    /// The last thing of each client, or its last two where clients are few; of too many, those of clients drawn by their keys.
    private func drawn(_ seed: UInt64) -> [Choice] {
        let perClient = segment.clientCount < 5_000 ? 2 : 1
        var choices: [Choice] = []
        var (seen, places) = (Set<Int32>(), [Int]())
        for client in 0..<segment.clientCount {
            seen.removeAll(keepingCapacity: true)
            places.removeAll(keepingCapacity: true)
            for place in (segment.events.starts[client]..<segment.events.starts[client + 1]).reversed()
            where segment.events.isPositive(place) && seen.insert(segment.events.items[place]).inserted {
                places.append(place)
            }
            // Something must stay to choose from.
            for place in places.prefix(min(perClient, max(0, places.count - 1))).reversed() where isFirst(place, of: client) {
                choices.append(Choice(client: client, place: place))
            }
        }
        let rowsEach = segment.items.count <= Self.allItems ? segment.items.count : Self.likely + Self.popular + Self.drawn
        let limit = min(Self.mostRows / max(1, rowsEach), Self.mostClients)
        guard choices.count > limit else { return choices }
        let lots = choices.map { Mix.hash(segment.keys[$0.client], seed ^ 0xC401) }
        let last = lots.sorted()[limit - 1]
        return zip(choices, lots).filter { $0.1 <= last }.map(\.0)
    }

    private static func describe(
        _ choice: Choice, _ segment: Segment, _ encoder: PortraitEncoder, _ maker: SignalMaker, _ seed: UInt64,
        _ samples: inout Samples, _ scratch: inout SignalScratch
    ) {
        let (client, place) = (choice.client, choice.place)
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
            if maker.items.count <= allItems {
                samples.pairs += evidence.taken.prefix(maker.reach.paired)
            }
            samples.pairStarts.append(samples.pairs.count)
        }
        samples.choiceStarts.append(samples.items.count)
    }

    /// The label, then the likely and popular ones, then drawn ones, each of which stands for several.
    private static func alternatives(
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

    private static func append(_ parts: [Samples], to samples: inout Samples, _ pairs: inout PairTable) {
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
    }
}
