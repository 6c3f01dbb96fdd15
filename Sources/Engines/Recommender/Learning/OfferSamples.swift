import Foundation

/// Rows for P(accept | offered now): each outcome of an offer, described as its client looked just before and by counts that this client had no
/// part in, so that no outcome sees itself.
struct OfferSamples {
    let segment: Segment
    let sequences: Sequences
    let maker: SignalMaker
    let encoder: PortraitEncoder
    /// More outcomes than this are thinned out by whole clients: bounded time and memory.
    static let most = 400_000
    static let folds = 5

    func samples(seed: UInt64, pairs: inout PairTable) -> Samples {
        let chosen = chosenClients(seed)
        let parts = Parallel.map(chosen.count, into: 16) { range in
            var part = Part(width: encoder.width)
            var scratch = NeighbourScratch()
            for client in chosen[range] { describe(Int(client), &part, &scratch) }
            return part
        }
        var samples = Samples(width: encoder.width)
        for part in parts {
            let firstClient = Int32(samples.folds.count)
            samples.portraits += part.samples.portraits
            samples.clients += part.samples.clients.map { $0 + firstClient }
            samples.items += part.samples.items
            samples.signals += part.samples.signals
            samples.labels += part.samples.labels
            samples.inverse += part.samples.inverse
            samples.folds += part.keys.map { UInt8(Mix.hash($0, seed) % UInt64(Self.folds)) }
            for row in part.samples.items.indices {
                for (isAccepted, owned) in part.owned[part.ownedStarts[row]..<part.ownedStarts[row + 1]] {
                    if let number = pairs.number(isAccepted: isAccepted, owned: owned, item: part.samples.items[row]) {
                        samples.pairs.append(number)
                    }
                }
                samples.pairStarts.append(samples.pairs.count)
            }
        }
        Self.weigh(&samples)
        return samples
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
        var keys: [UInt64] = []
        var owned: [(isAccepted: Bool, item: Int32)] = []
        var ownedStarts: [Int] = [0]

        init(width: Int) { samples = Samples(width: width) }
    }

    private func describe(_ client: Int, _ part: inout Part, _ scratch: inout NeighbourScratch) {
        let events = segment.events.events(of: client)
        guard events.contains(where: \.isOffer) else { return }
        encoder.encode(segment.portrait(client), into: &part.samples.portraits)
        let number = Int32(part.keys.count)
        part.keys.append(segment.keys[client])
        let own = OwnPart(events: events, sequence: sequences, client: client)
        for event in events where event.isOffer {
            let known = events.filter { $0.item != event.item && ($0.time < event.time || !$0.isOffer && $0.time == event.time) }
            let evidence = Evidence(known)
            part.samples.clients.append(number)
            part.samples.items.append(event.item)
            part.samples.labels.append(event.isPositive)
            part.samples.inverse.append(event.propensity > 0 ? 1 / event.propensity : 0)
            maker.signals(of: Int(event.item), evidence, key: segment.keys[client], without: own, into: &part.samples.signals, &scratch)
            part.owned += evidence.history.map { (false, $0) } + evidence.accepted.map { (true, $0) }
            part.ownedStarts.append(part.owned.count)
        }
    }
}

/// What one client adds to the counts, to be taken off when its own outcomes are described.
struct OwnPart {
    let events: [Event]
    /// Finally taken, oldest first, with the marks of ``Sequences``.
    let taken: [Int32]
    let marks: [UInt8]

    init(events: [Event], sequence: Sequences, client: Int) {
        self.events = events
        let range = sequence.starts[client]..<sequence.starts[client + 1]
        taken = Array(sequence.items[range])
        marks = Array(sequence.marks[range])
    }

    func took(_ item: Int32) -> Bool { taken.contains(item) }

    /// What this client adds to the cell of ``ItemCounts/after``.
    func steps(from: Int32, to: Int32) -> Int32 {
        guard let first = taken.firstIndex(of: from), let second = taken.firstIndex(of: to), first != second else { return 0 }
        let isSameMoment = (min(first, second) + 1...max(first, second)).allSatisfy { marks[$0] & Sequences.tied != 0 }
        if isSameMoment { return Int32(ItemCounts.unit / 2) }
        let gap = second - first
        return gap > 0 && gap <= ItemCounts.window ? ItemCounts.decay[gap - 1] : 0
    }
}

extension SignalMaker {
    /// The signals of one item by counts without one client's part; else equal to ``prepare(_:key:scratch:)`` and reading the item.
    func signals(
        of item: Int, _ client: Evidence, key: UInt64, without own: OwnPart, into numbers: inout [Float], _ scratch: inout NeighbourScratch
    ) {
        let label = Int32(item)
        let took: Int32 = own.took(label) ? 1 : 0
        let offers = own.events.filter(\.isOffer)
        let ofItem = offers.filter { $0.item == label }
        let others = Float(tallies.takers[item] - took)
        let clients = Float(tallies.clients - 1)
        var (lift, strongest, cosine, after, next): (Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0)
        var (weight, last): (Float, Float) = (1, 1)
        let ownIn = own.taken.reduce(Int32(0)) { $0 + ($1 == label ? 0 : own.steps(from: $1, to: label)) }
        let into = Float(counts.afterIn[item] - Int64(ownIn))
        for owned in client.taken.prefix(Formula.longest) {
            let row = Int(owned)
            let takers = Float(tallies.takers[row] - (own.took(owned) ? 1 : 0))
            let together = Float(counts.together[row, item] - (own.took(owned) ? took : 0))
            if together > 0 {
                let gain = weight * Formula.logLift(together: together, from: takers, to: others, clients: clients)
                lift += gain
                strongest = max(strongest, gain)
                cosine += weight * Formula.cosine(together: together, from: takers, to: others)
            }
            let ownSteps = own.steps(from: owned, to: label)
            let steps = counts.after[row, item] - ownSteps
            if steps > 0 {
                let follows = Formula.follows(steps: Float(steps), out: Float(counts.afterOut[row] - Int64(ownSteps)), into: into)
                after += weight * follows
                next += last * follows
            }
            weight *= Formula.recency
            last *= 0.5
        }
        var refused: Float = 0
        for declined in client.declined.prefix(Formula.longest) {
            let together = Float(counts.together[Int(declined), item] - (own.took(declined) ? took : 0))
            let takers = Float(tallies.takers[Int(declined)] - (own.took(declined) ? 1 : 0))
            if together > 0 { refused += Formula.cosine(together: together, from: takers, to: others) }
        }
        var vote: Float = 0
        neighbours.vote(taken: client.taken, except: key, scratch: &scratch)
        for (voted, share) in scratch.votes where voted == label { vote += share }
        let recent = own.events.count { $0.isPositive && $0.item == label && $0.time >= tallies.recentSince }
        numbers.append(Float(log(tallies.popularity(item, without: Int(took)))))
        numbers.append(Float(log(Double(Int(tallies.recent[item]) - recent) + 0.2)))
        numbers.append(
            Formula.logOdds(
                tallies.acceptance(
                    item, without: (ofItem.count, ofItem.count(where: \.isPositive)),
                    ofAll: (offers.count, offers.count(where: \.isPositive)))))
        numbers += [lift, strongest, cosine.squareRoot(), after.squareRoot(), next.squareRoot(), 0, 0, refused.squareRoot()]
        numbers.append(Formula.signedRoot(vote))
        appendRules(item, client, &numbers)
    }

    private func appendRules(_ item: Int, _ client: Evidence, _ numbers: inout [Float]) {
        func links(_ owned: [Int32]) -> Float { Float(owned.count { items.isLinked(from: Int($0), to: item) }) }
        func needs(_ owned: [Int32]) -> Float { Float(owned.reduce(0) { $0 + items.sharedNeeds(Int($1), item) }) }
        func company(_ owned: [Int32]) -> Float {
            items.companies[item] < 0 ? 0 : Float(owned.count { items.companies[Int($0)] == items.companies[item] })
        }
        let back = Float(client.taken.prefix(Formula.longest).count { items.isLinked(from: item, to: Int($0)) })
        numbers += [links(client.history), links(client.accepted), back]
        numbers += [needs(client.history), needs(client.accepted), log(1 + needs(client.declined))]
        numbers += [company(client.history), company(client.accepted), log(1 + company(client.declined))]
        numbers.append(Float(log(1 + Double(client.declines))))
        numbers.append(Float(log(1 + Double(client.accepts))))
        numbers.append(Float((Double(client.accepts) + 0.45) / (Double(client.accepts + client.declines) + 3)))
    }
}
