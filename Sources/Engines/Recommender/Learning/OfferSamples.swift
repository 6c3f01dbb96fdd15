import Foundation

/// Rows for P(accept | offered now): each outcome of an offer, described as its client looked just before and by the counts of other folds of
/// clients, so that no outcome sees itself. (Leaving out just the one client would not do: what is missing would tell the outcome.)
struct OfferSamples {
    let segment: Segment
    let encoder: PortraitEncoder
    /// The parts, made of the events that the closure lets in.
    let maker: (_ counts: (_ client: Int, _ place: Int) -> Bool) -> SignalMaker
    /// More outcomes than this are thinned out by whole clients: bounded time and memory.
    static let most = 400_000
    static let folds = 5

    func samples<Failure: Error>(
        seed: UInt64, pairs: inout PairTable, checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> Samples {
        let chosen = chosenClients(seed)
        let folds = segment.keys.map { UInt8(Mix.hash($0, seed) % UInt64(Self.folds)) }
        var samples = Samples(width: encoder.width)
        for fold in 0..<Self.folds {
            try checkpoint()
            let maker = maker { client, _ in Int(folds[client]) != fold }
            let members = chosen.filter { Int(folds[Int($0)]) == fold }
            let (segment, encoder) = (segment, encoder)
            let parts = Parallel.map(members.count, into: 16) { range in
                var part = Part(width: encoder.width)
                var scratch = SignalScratch()
                for client in members[range] { Self.describe(Int(client), segment, encoder, maker, &part, &scratch) }
                return part
            }
            Self.append(parts, to: &samples, fold: UInt8(fold), &pairs)
        }
        Self.weigh(&samples)
        return samples
    }

    private static func append(_ parts: [Part], to samples: inout Samples, fold: UInt8, _ pairs: inout PairTable) {
        for part in parts {
            let firstClient = Int32(samples.folds.count)
            samples.portraits += part.samples.portraits
            samples.clients += part.samples.clients.map { $0 + firstClient }
            samples.items += part.samples.items
            samples.signals += part.samples.signals
            samples.labels += part.samples.labels
            samples.inverse += part.samples.inverse
            samples.folds += [UInt8](repeating: fold, count: part.clients)
            for row in part.samples.items.indices {
                for (isAccepted, owned) in part.owned[part.ownedStarts[row]..<part.ownedStarts[row + 1]] {
                    if let number = pairs.number(isAccepted: isAccepted, owned: owned, item: part.samples.items[row]) {
                        samples.pairs.append(number)
                    }
                }
                samples.pairStarts.append(samples.pairs.count)
            }
        }
    }

    /// For ranking, inverse propensities count by their 0.3rd power: some of the correction for a tenth of its variance (clipped as in Bottou et
    /// al., "Counterfactual reasoning and learning systems", JMLR 2013). Calibration takes them whole.
    private static func weigh(_ samples: inout Samples) {
        let known = samples.inverse.filter { $0 > 0 }
        let mean = known.isEmpty ? 1 : known.reduce(0) { $0 + Double($1) } / Double(known.count)
        samples.inverse = samples.inverse.map { $0 > 0 ? Float(min(Double($0) / mean, 30)) : 1 }
        let raw = samples.inverse.map { pow(min(Double($0), 10), 0.3) }
        let average = raw.isEmpty ? 1 : raw.reduce(0, +) / Double(raw.count)
        samples.weights = raw.map { Float($0 / average) }
    }

    private func chosenClients(_ seed: UInt64) -> [Int32] {
        var outcomes = 0
        for place in 0..<segment.events.count where segment.events.isOffer(place) { outcomes += 1 }
        let share = outcomes > Self.most ? Double(Self.most) / Double(outcomes) : 1
        let limit = UInt64(share * Double(UInt64.max >> 1))
        return (0..<segment.clientCount).filter { client in
            share == 1 || Mix.hash(segment.keys[client], seed ^ 0x0FFE) >> 1 < limit
        }.map { Int32($0) }
    }

    private struct Part: Sendable {
        var samples: Samples
        var clients = 0
        var owned: [(isAccepted: Bool, item: Int32)] = []
        var ownedStarts: [Int] = [0]

        init(width: Int) { samples = Samples(width: width) }
    }

    private static func describe(
        _ client: Int, _ segment: Segment, _ encoder: PortraitEncoder, _ maker: SignalMaker, _ part: inout Part,
        _ scratch: inout SignalScratch
    ) {
        let events = segment.events.events(of: client)
        guard events.contains(where: \.isOffer) else { return }
        encoder.encode(segment.portrait(client), into: &part.samples.portraits)
        for event in events where event.isOffer {
            let known = events.filter { $0.item != event.item && ($0.time < event.time || !$0.isOffer && $0.time == event.time) }
            let evidence = Evidence(known)
            part.samples.clients.append(Int32(part.clients))
            part.samples.items.append(event.item)
            part.samples.labels.append(event.isPositive)
            part.samples.inverse.append(event.propensity > 0 ? 1 / event.propensity : 0)
            maker.prepare(evidence, key: segment.keys[client], wanted: .some([event.item]), scratch: &scratch)
            maker.signals(of: Int(event.item), into: &part.samples.signals, scratch: scratch)
            part.owned += evidence.history.prefix(maker.reach.paired).map { (false, $0) }
            part.owned += evidence.accepted.prefix(maker.reach.paired).map { (true, $0) }
            part.ownedStarts.append(part.owned.count)
        }
        part.clients += 1
    }
}
