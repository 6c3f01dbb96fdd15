import Foundation
import Vocabulary

/// Trains one audience's ranker.
struct RankerTraining {
    let segment: Segment
    let options: TrainingOptions

    typealias Answer = (ranker: Ranker, figures: TrainingReport.AudienceFigures)

    func run<Failure: Error>(_ checkpoint: (TrainingStep) throws(Failure) -> Void) throws(Failure) -> Answer {
        let audience = segment.audience
        try checkpoint(.counting(audience))
        var outcomes = 0
        var accepted = 0
        for place in 0..<segment.events.count where segment.events.isOffer(place) {
            outcomes += 1
            if segment.events.isPositive(place) { accepted += 1 }
        }
        if outcomes >= options.minimumOutcomes, accepted > 0, accepted < outcomes {
            return try offers(outcomes: outcomes, accepted: accepted, checkpoint)
        }
        return try next(outcomes: outcomes, accepted: accepted, checkpoint)
    }

    // MARK: P(accept | offered now)

    private func offers<Failure: Error>(
        outcomes: Int, accepted: Int, _ checkpoint: (TrainingStep) throws(Failure) -> Void
    ) throws(Failure) -> Answer {
        let audience = segment.audience
        let encoder = encoder()
        var pairs = PairTable()
        var samples = try OfferSamples(segment: segment, encoder: encoder) { counts in self.maker(isLinear: false, where: counts).readied()
        }
        .samples(seed: options.seed, pairs: &pairs) { () throws(Failure) in try checkpoint(.describing(audience)) }
        // What is bought lately drifts faster than what is accepted when offered: it has no say here.
        let scale = SignalScale(samples, without: options.unused.union([.recentPopularity]))
        scale.apply(&samples)
        var model = MixedModel(MixedDesign(segment.items, encoder: encoder, pairs: pairs))
        model.expectAcceptanceRates(scale)
        if options.parts.isDisjoint(with: [.acceptance, .portrait]) { model.leaveOutConstants() }
        if !options.parts.contains(.items) { model.leaveOutPairs() }
        try model.learn(samples) { () throws(Failure) in try checkpoint(.fitting(audience)) }
        let apart = try outOfFold(model, samples, checkpoint)
        let stack = Stack(samples, mixed: apart.mixed, prior: apart.prior)
        model.stack(stack, on: PriorModel(samples, .all))
        let scores = zip(apart.mixed, apart.prior).map { Float(stack.mixed) * $0 + Float(stack.prior) * $1 }
        let judged = samples.items.indices.map { row in
            Calibrator.Outcome(
                score: Double(scores[row]), isPositive: samples.labels[row], weight: Double(samples.inverse[row]),
                fold: Int(samples.folds[Int(samples.clients[row])]))
        }
        let calibrator = Calibrator.fitted(judged)
        let figures = Self.figures(audience, outcomes: outcomes, accepted: accepted, judged, calibrator)
        let full = maker(isLinear: false) { _, _ in true }
        let ranker = ranker(full, encoder, scale, model, pairs, finish: .offer(calibrator, outcomes: outcomes))
        return (ranker, figures)
    }

    private func outOfFold<Failure: Error>(
        _ model: MixedModel, _ samples: Samples, folds: Int = OfferSamples.folds, _ checkpoint: (TrainingStep) throws(Failure) -> Void
    ) throws(Failure) -> (mixed: [Float], prior: [Float]) {
        var scores = [Float](repeating: 0, count: samples.count)
        var priors = scores
        for fold in 0..<folds {
            try checkpoint(.checking(segment.audience, fold: fold + 1, of: folds))
            let part = try model.refitted(samples, outside: fold) { () throws(Failure) in
                try checkpoint(.checking(segment.audience, fold: fold + 1, of: folds))
            }
            let all = part.scores(samples)
            let prior = samples.isChoice ? nil : PriorModel(samples, .outside(fold))
            for row in scores.indices where samples.isInFold(row, fold) {
                scores[row] = all[row]
                if let prior { priors[row] = Float(prior.score(samples, row)) }
            }
        }
        return (scores, priors)
    }

    // MARK: What comes next

    private func next<Failure: Error>(
        outcomes: Int, accepted: Int, _ checkpoint: (TrainingStep) throws(Failure) -> Void
    ) throws(Failure) -> Answer {
        let audience = segment.audience
        let encoder = encoder()
        var pairs = PairTable()
        var samples = try ChoiceSamples(segment: segment, encoder: encoder) { counts in self.maker(isLinear: true, where: counts).readied()
        }
        .samples(seed: options.seed, pairs: &pairs) { () throws(Failure) in try checkpoint(.describing(audience)) }
        let scale = samples.count > 0 ? SignalScale(samples, without: options.unused) : .plain
        scale.apply(&samples)
        let design = MixedDesign(segment.items, encoder: encoder, pairs: pairs)
        var model = MixedModel(design)
        if options.parts.isDisjoint(with: [.popularity, .portrait]) { model.leaveOutConstants() }
        if !options.parts.contains(.items) { model.leaveOutPairs() }
        var choice = ChoiceCheck(hits: nil, popularHits: nil, sharpness: 1, isWorseThanPopularity: false)
        if samples.count > 0 {
            try model.learn(samples) { () throws(Failure) in try checkpoint(.fitting(audience)) }
            let folds = samples.count <= ChoiceCheck.mostForAllFolds ? OfferSamples.folds : 1
            choice = ChoiceCheck(samples, scores: try outOfFold(model, samples, folds: folds, checkpoint).mixed, folds: folds)
        }
        if samples.count == 0 { model = .byHand(design) }
        if choice.isWorseThanPopularity {
            model = .popularityOnly(design, scale)
            choice = ChoiceCheck(samples, scores: model.scores(samples), folds: OfferSamples.folds)
        }
        let full = maker(isLinear: true) { _, _ in true }
        let ranked = ranker(full, encoder, scale, model, pairs, finish: .next(sharpness: choice.sharpness, rest: 0))
        let finish: Ranker.Finish =
            outcomes == 0
            ? .next(sharpness: choice.sharpness, rest: ranked.restOfMass(drawn(200, ranked)))
            : .scarce(scarceCalibrator(ranked, outcomes: outcomes, accepted: accepted), outcomes: outcomes)
        let ranker = ranker(full, encoder, scale, model, pairs, finish: finish)
        return (
            ranker,
            .init(
                audience: audience, outcomes: outcomes, accepted: accepted, isFitted: false, hitRate: choice.hits,
                popularityHitRate: choice.popularHits)
        )
    }

    /// Some clients, drawn by their keys.
    private func drawn(_ most: Int, _ ranker: Ranker) -> [Ranker.Query] {
        (0..<segment.clientCount).sorted { (segment.keys[$0], $0) < (segment.keys[$1], $1) }.prefix(most).map {
            ranker.query(key: segment.keys[$0], portrait: segment.portrait($0), events: segment.events.events(of: $0))
        }
    }

    /// With a few outcomes only: their rate places the probabilities, the ranking spreads them.
    private func scarceCalibrator(_ ranker: Ranker, outcomes: Int, accepted: Int) -> Calibrator {
        var scratch = RankScratch()
        var judged: [(score: Double, isPositive: Bool)] = []
        for client in 0..<segment.clientCount {
            let events = segment.events.events(of: client)
            for event in events where event.isOffer {
                let known = events.filter { $0.item != event.item && $0.time < event.time }
                let query = ranker.query(key: segment.keys[client], portrait: segment.portrait(client), events: known)
                ranker.prepare(query, wanted: .some([event.item]), scratch: &scratch)
                judged.append((Double(ranker.raw([event.item], query, scratch: scratch)[0]), event.isPositive))
            }
        }
        let mean = judged.reduce(0) { $0 + $1.score } / Double(max(1, judged.count))
        let rate = (Double(accepted) + 1) / (Double(outcomes) + 7)
        return Calibrator.platt(
            judged.map { .init(score: $0.score - mean, isPositive: $0.isPositive, weight: 1, fold: 0) },
            intercept: log(rate / (1 - rate)), slope: 0.3, prior: (1, 20)
        ).shifted(by: mean)
    }

    // MARK: Parts

    private func maker(isLinear: Bool, where counts: (_ client: Int, _ place: Int) -> Bool) -> SignalMaker {
        let sequences = Sequences(segment.events, items: segment.items.count, where: counts)
        let tallies = Tallies(segment.events, sequences: sequences, items: segment.items.count, where: counts)
        let together = ItemCounts(sequences, takers: tallies.takers)
        return SignalMaker(
            items: segment.items, tallies: tallies, counts: together,
            linear: isLinear ? LinearItems(sequences, together, takers: tallies.takers) : nil,
            neighbours: Neighbours(segment, sequences: sequences, most: options.mostNeighbours))
    }

    /// Learned from at most 50,000 clients.
    private func encoder() -> PortraitEncoder {
        guard options.parts.contains(.portrait) else { return PortraitEncoder(columns: []) }
        let step = max(1, segment.clientCount / 50_000)
        return PortraitEncoder(stride(from: 0, to: segment.clientCount, by: step).map(segment.portrait))
    }

    private func ranker(
        _ maker: SignalMaker, _ encoder: PortraitEncoder, _ scale: SignalScale, _ model: MixedModel, _ pairs: PairTable,
        finish: Ranker.Finish
    ) -> Ranker {
        let design = model.design
        let combined = design.combined(model.coefficients)
        let signals = (0..<Signal.count).map { Float(model.coefficients[design.signalStart + $0]) }
        var history: [(row: Int32, column: Int32, weight: Float)] = []
        var accepted = history
        for (number, key) in pairs.keys.enumerated() {
            let cell = (
                row: Int32(truncatingIfNeeded: key >> 31 & 0x7FFF_FFFF), column: Int32(truncatingIfNeeded: key & 0x7FFF_FFFF),
                weight: Float(model.coefficients[design.pairStart + number])
            )
            if pairs.isAccepted(number) { accepted.append(cell) } else { history.append(cell) }
        }
        return Ranker(
            audience: segment.audience, maker: maker, encoder: encoder, scale: scale, combined: combined, signalWeights: signals,
            historyPairs: WeightRows(rows: design.items, cells: history), acceptedPairs: WeightRows(rows: design.items, cells: accepted),
            finish: finish)
    }

    private static func figures(
        _ audience: Audience, outcomes: Int, accepted: Int, _ judged: [Calibrator.Outcome], _ calibrator: Calibrator
    ) -> TrainingReport.AudienceFigures {
        let total = judged.reduce(0) { $0 + $1.weight }
        let rate = judged.reduce(0) { $0 + ($1.isPositive ? $1.weight : 0) } / total
        var loss = 0.0
        var base = 0.0
        var pairs: [(probability: Double, isPositive: Bool, weight: Double)] = []
        for outcome in judged {
            let probability = min(max(calibrator.probability(outcome.score), 1e-9), 1 - 1e-9)
            loss -= outcome.weight * log(outcome.isPositive ? probability : 1 - probability)
            base -= outcome.weight * log(max(1e-9, outcome.isPositive ? rate : 1 - rate))
            pairs.append((probability, outcome.isPositive, outcome.weight))
        }
        pairs.sort { ($0.probability, $0.isPositive ? 1 : 0) < ($1.probability, $1.isPositive ? 1 : 0) }
        var (error, off, weight) = (0.0, 0.0, 0.0)
        for pair in pairs {
            off += pair.weight * (pair.probability - (pair.isPositive ? 1 : 0))
            weight += pair.weight
            if weight >= total / 15 {
                error += abs(off)
                (off, weight) = (0, 0)
            }
        }
        return .init(
            audience: audience, outcomes: outcomes, accepted: accepted, isFitted: true, logLoss: loss / total, baseLogLoss: base / total,
            calibrationError: (error + abs(off)) / total)
    }
}

/// How choices of held-out clients come out.
struct ChoiceCheck {
    var hits: Double?
    var popularHits: Double?
    var sharpness: Double
    var isWorseThanPopularity: Bool

    init(hits: Double?, popularHits: Double?, sharpness: Double, isWorseThanPopularity: Bool) {
        (self.hits, self.popularHits) = (hits, popularHits)
        (self.sharpness, self.isWorseThanPopularity) = (sharpness, isWorseThanPopularity)
    }

    /// Of more rows than this, one fold is enough.
    static let mostForAllFolds = 200_000

    /// - Parameter folds: so many of the folds have scores.
    init(_ samples: Samples, scores: [Float], folds: Int) {
        let units = (0..<samples.units).filter { Int(samples.folds[Int(samples.clients[samples.rows($0).lowerBound])]) < folds }
        var (gain, popularGain, hits, popularHits) = (0.0, 0.0, 0.0, 0.0)
        for unit in units {
            let rows = samples.rows(unit)
            guard let label = rows.first(where: { samples.labels[$0] }) else { continue }
            func place(_ score: (Int) -> Float) -> Int {
                rows.reduce(1) {
                    $0 + (score($1) > score(label) || (score($1) == score(label) && samples.items[$1] < samples.items[label]) ? 1 : 0)
                }
            }
            let ours = place { scores[$0] }
            let theirs = place { samples.signals[$0 * Signal.count + Signal.popularity.rawValue] }
            gain += ours <= 10 ? 1 / log2(Double(ours) + 1) : 0
            popularGain += theirs <= 10 ? 1 / log2(Double(theirs) + 1) : 0
            hits += ours <= 10 ? 1 : 0
            popularHits += theirs <= 10 ? 1 : 0
        }
        let count = Double(max(1, units.count))
        self.hits = units.isEmpty ? nil : hits / count
        self.popularHits = units.isEmpty ? nil : popularHits / count
        isWorseThanPopularity = !units.isEmpty && gain < popularGain
        // Who asks has a whole history: the choices that came last are most like what is asked.
        sharpness = Self.sharpness(samples, units.filter { samples.isLatest[$0] }, scores)
    }

    /// The factor on the scores under which the held-out choices are likeliest (temperature scaling: Guo et al., "On calibration of modern neural
    /// networks", ICML 2017); golden-section search.
    private static func sharpness(_ samples: Samples, _ units: [Int], _ scores: [Float]) -> Double {
        guard !units.isEmpty else { return 1 }
        func loss(_ factor: Double) -> Double {
            units.reduce(0) { sum, unit in
                let rows = samples.rows(unit)
                let powers = rows.map { factor * Double(scores[$0]) + Double(samples.offsets[$0]) }
                let highest = powers.max() ?? 0
                let mass = highest + log(powers.reduce(0) { $0 + exp($1 - highest) })
                guard let label = rows.first(where: { samples.labels[$0] }) else { return sum }
                return sum + mass - powers[label - rows.lowerBound]
            }
        }
        var (low, high) = (0.1, 3.0)
        let ratio = (5.0.squareRoot() - 1) / 2
        for _ in 0..<30 {
            let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
            if loss(left) <= loss(right) { high = right } else { low = left }
        }
        return (low + high) / 2
    }
}
