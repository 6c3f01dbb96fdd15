import Foundation

/// A logistic model (of single outcomes) or a conditional logit (of choices; McFadden 1974) with random effects: every group of coefficients has
/// a prior whose scale is learned from the data by the evidence framework (MacKay, "Bayesian interpolation", 1992, with a diagonal Laplace
/// approximation). So a portrait fact that says nothing fades by itself, in a small group as in a large one. The prior is Student's t, a Gaussian
/// whose precision is drawn for each coefficient (Tipping, "Sparse Bayesian learning and the relevance vector machine", JMLR 2001): where a
/// fact matters for few services only, those few are not shrunk with the many.
struct MixedModel: Sendable {
    let design: MixedDesign
    /// Prior precision by group, and of each coefficient.
    private(set) var strengths: [Double]
    private var precisions: [Double]
    private(set) var coefficients: [Double]
    /// Prior means: 0 but for what theory names.
    private var centres: [Double]
    /// Groups whose variance is not learned.
    private var fixed: Set<Int> = [0]

    static let rounds = 3
    private static let firstStrength = 20.0
    /// Degrees of freedom of the prior: the fewer, the more a strong coefficient is believed.
    private static let freedom = 4.0
    /// Towards the best variances, at each round.
    private static let steps = 30
    /// How far an item's acceptance rate is taken at its word; the rest is for the item's own weight, which is shrunk towards its like.
    private static let rateShare = 0.3

    init(_ design: MixedDesign) {
        self.design = design
        strengths = [Double](repeating: Self.firstStrength, count: design.groupCount)
        strengths[0] = 1e-4
        precisions = design.groups.map { $0 == 0 ? 1e-4 : Self.firstStrength }
        coefficients = [Double](repeating: 0, count: design.count)
        centres = coefficients
    }

    /// A fixed share of a unit of score for each unit of log-odds of the acceptance rate: beside a weight of each item's own, a slope fitted on
    /// rates of other folds would turn against them, since the more accept in one fold, the fewer are left in the others. So a new outcome moves
    /// the score with the rate; a whole unit would carry all of the rate's noise, which no other part could take back.
    mutating func expectAcceptanceRates(_ scale: SignalScale) {
        let spread = scale.spreads[Signal.acceptance.rawValue]
        centres[design.signalStart + Signal.acceptance.rawValue] = spread.isFinite ? Self.rateShare * Double(spread) : 0
        coefficients = centres
        fix(rateGroup)
    }

    /// No service, need or company has a weight of its own.
    mutating func leaveOutConstants() { MixedDesign.constantGroups.forEach { fix($0) } }

    /// Nothing owned has a weight of its own for a service.
    mutating func leaveOutPairs() { design.pairGroups.forEach { fix($0) } }

    /// Keeps coefficients at their prior means.
    private mutating func fix(_ group: Int) {
        fixed.insert(group)
        strengths[group] = 1e6
        for index in precisions.indices where Int(design.groups[index]) == group { precisions[index] = strengths[group] }
    }

    private var rateGroup: Int { Int(design.groups[design.signalStart + Signal.acceptance.rawValue]) }

    /// Learns coefficients and variances in turn.
    mutating func learn<Failure: Error>(
        _ samples: Samples, rows: UnitFilter = .all, checkpoint: () throws(Failure) -> Void
    ) throws(Failure) {
        for round in 0..<Self.rounds {
            try fit(samples, rows: rows, iterations: 60, checkpoint: checkpoint)
            if round + 1 < Self.rounds { updateStrengths(samples, rows) }
        }
    }

    /// Coefficients and variances anew from all folds but one, beginning at the variances of groups: the one has next to no part in them.
    func refitted<Failure: Error>(
        _ samples: Samples, outside fold: Int, checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> MixedModel {
        var model = self
        model.coefficients = centres
        model.precisions = design.groups.map { strengths[Int($0)] }
        try model.fit(samples, rows: .outside(fold), iterations: 30, checkpoint: checkpoint)
        model.updateStrengths(samples, .outside(fold))
        try model.fit(samples, rows: .outside(fold), iterations: 60, checkpoint: checkpoint)
        return model
    }

    /// Adds a model of the priors, each with its share.
    mutating func stack(_ stack: Stack, on prior: PriorModel) {
        for index in coefficients.indices { coefficients[index] *= stack.mixed }
        coefficients[0] += stack.prior * prior.weights[0]
        for (signal, weight) in zip(PriorModel.signals, prior.weights.dropFirst()) {
            coefficients[design.signalStart + signal.rawValue] += stack.prior * weight
        }
    }

    /// Where nobody's choices are known: what the matrix and the needs say, above popularity. A ranking, not a chance.
    static func byHand(_ design: MixedDesign) -> MixedModel {
        var model = MixedModel(design)
        for (signal, weight) in [
            (Signal.lift, 1.0), (.linkedHistory, 1), (.linkedAccepted, 1), (.needsHistory, 0.5), (.needsAccepted, 0.5),
            (.needsDeclined, -1), (.popularity, 0.5),
        ] {
            model.coefficients[design.signalStart + signal.rawValue] = weight
        }
        return model
    }

    /// Orders by popularity alone, one unit of score for each unit of log-share.
    static func popularityOnly(_ design: MixedDesign, _ scale: SignalScale) -> MixedModel {
        var model = MixedModel(design)
        let spread = scale.spreads[Signal.popularity.rawValue]
        model.coefficients[design.signalStart + Signal.popularity.rawValue] = spread.isFinite ? Double(spread) : 1
        return model
    }

    /// Fits the coefficients under the present variances.
    mutating func fit<Failure: Error>(
        _ samples: Samples, rows: UnitFilter, iterations: Int, checkpoint: () throws(Failure) -> Void
    ) throws(Failure) {
        let (design, centres, precision) = (design, centres, precisions)
        // A prior of small variance makes a steep direction: measuring each coefficient by it keeps the problem round.
        let scale = precision.map { 1 / ($0 + 3).squareRoot() }
        let start = zip(coefficients, scale).map { $0 / $1 }
        let best = try LBFGS(iterations: iterations).minimise(
            from: start,
            evaluate: { point in
                let coefficients = zip(point, scale).map { $0 * $1 }
                var (value, gradient) = Self.loss(samples, rows, design, coefficients)
                for index in coefficients.indices {
                    let off = coefficients[index] - centres[index]
                    value += 0.5 * precision[index] * off * off
                    gradient[index] = (gradient[index] + precision[index] * off) * scale[index]
                }
                return (value, gradient)
            }, checkpoint: checkpoint)
        coefficients = zip(best, scale).map { $0 * $1 }
    }

    /// MacKay's fixed point (precision = effective number of coefficients / their squared sum, each coefficient measured by its own tail) in turn
    /// with the expected precision of each coefficient. It is followed to its end while what each coefficient's data say stays as it is,
    /// z ~ N(value, 1/curvature): with one step for each fit, a group that says nothing would fade too slowly and add its noise.
    private mutating func updateStrengths(_ samples: Samples, _ rows: UnitFilter) {
        struct Member {
            let index: Int
            let curvature: Double
            let evidence: Double
        }
        let curvature = Self.curvature(samples, rows, design, coefficients)
        var members = [[Member]](repeating: [], count: design.groupCount)
        for index in coefficients.indices {
            let evidence = (coefficients[index] - centres[index]) * (1 + precisions[index] / max(curvature[index], 1e-9))
            members[Int(design.groups[index])].append(Member(index: index, curvature: curvature[index], evidence: evidence))
        }
        for group in 1..<design.groupCount where !fixed.contains(group) {
            for _ in 0..<Self.steps {
                var (effective, squares) = (0.01, 0.001)
                for member in members[group] {
                    let precision = precisions[member.index]
                    let share = member.curvature / (member.curvature + precision)
                    effective += share
                    squares += precision / strengths[group] * share * share * member.evidence * member.evidence
                }
                strengths[group] = min(max(effective / squares, 0.3), 3000)
                for member in members[group] {
                    let precision = precisions[member.index]
                    let mean = member.curvature / (member.curvature + precision) * member.evidence
                    let square = mean * mean + 1 / (member.curvature + precision)
                    precisions[member.index] = (Self.freedom + 1) / (Self.freedom / strengths[group] + square)
                }
            }
        }
    }

    /// A row's score without offset.
    func scores(_ samples: Samples) -> [Float] {
        let pass = Pass(samples, design, coefficients)
        return Array(
            Parallel.map(samples.count) { range in range.map { pass.score($0) } }.joined())
    }

    // MARK: One pass over the rows

    private static func loss(_ samples: Samples, _ rows: UnitFilter, _ design: MixedDesign, _ coefficients: [Double])
        -> (Double, [Double])
    {
        let pass = Pass(samples, design, coefficients)
        let sums = Parallel.map(samples.units) { range in
            var sums = Sums(design)
            for unit in range where rows.contains(unit, samples) { pass.addLoss(samples.rows(unit), &sums) }
            return sums
        }
        let sum = Sums(adding: sums, design)
        return (sum.value, design.collect(sum.combined, signals: sum.signals, pairs: sum.pairs, power: 1))
    }

    private static func curvature(_ samples: Samples, _ rows: UnitFilter, _ design: MixedDesign, _ coefficients: [Double]) -> [Double] {
        let pass = Pass(samples, design, coefficients)
        let sums = Parallel.map(samples.units) { range in
            var sums = Sums(design)
            for unit in range where rows.contains(unit, samples) { pass.addCurvature(samples.rows(unit), &sums) }
            return sums
        }
        let sum = Sums(adding: sums, design)
        return design.collect(sum.combined, signals: sum.signals, pairs: sum.pairs, power: 2)
    }
}

/// Which units of the samples count: all, those outside a fold, or those inside.
enum UnitFilter: Sendable {
    case all
    case outside(Int)
    case inside(Int)

    @inline(__always)
    func contains(_ unit: Int, _ samples: Samples) -> Bool {
        switch self {
        case .all: true
        case .outside(let fold): !samples.isInFold(samples.rows(unit).lowerBound, fold)
        case .inside(let fold): samples.isInFold(samples.rows(unit).lowerBound, fold)
        }
    }
}

/// What a pass over rows adds up.
private struct Sums: Sendable {
    var value = 0.0
    var combined: [Double]
    var signals: [Double]
    var pairs: [Double]

    init(_ design: MixedDesign) {
        combined = [Double](repeating: 0, count: design.items * design.width)
        signals = [Double](repeating: 0, count: Signal.count)
        pairs = [Double](repeating: 0, count: design.pairCount)
    }

    init(adding parts: [Sums], _ design: MixedDesign) {
        self.init(design)
        for part in parts {
            value += part.value
            for index in combined.indices { combined[index] += part.combined[index] }
            for index in signals.indices { signals[index] += part.signals[index] }
            for index in pairs.indices { pairs[index] += part.pairs[index] }
        }
    }
}

/// Scores rows under given coefficients.
private struct Pass: Sendable {
    let samples: Samples
    let width: Int
    let combined: [Float]
    let signals: [Float]
    let pairs: [Float]

    init(_ samples: Samples, _ design: MixedDesign, _ coefficients: [Double]) {
        self.samples = samples
        width = design.width
        combined = design.combined(coefficients)
        signals = (0..<Signal.count).map { Float(coefficients[design.signalStart + $0]) }
        pairs = (0..<design.pairCount).map { Float(coefficients[design.pairStart + $0]) }
    }

    @inline(__always)
    func score(_ row: Int) -> Float {
        let base = Int(samples.items[row]) * width
        let portrait = Int(samples.clients[row]) * (width - 1)
        var sum = combined[base]
        for column in 0..<(width - 1) { sum += combined[base + 1 + column] * samples.portraits[portrait + column] }
        let signal = row * Signal.count
        for place in 0..<Signal.count { sum += signals[place] * samples.signals[signal + place] }
        for place in samples.pairStarts[row]..<samples.pairStarts[row + 1] { sum += pairs[Int(samples.pairs[place])] }
        return sum
    }

    func addLoss(_ rows: Range<Int>, _ sums: inout Sums) {
        guard samples.isChoice else {
            for row in rows {
                let score = Double(score(row))
                let weight = Double(samples.weights[row])
                let chance = 1 / (1 + exp(-score))
                let signed = samples.labels[row] ? -score : score
                sums.value += weight * (max(signed, 0) + log1p(exp(-abs(signed))))
                add(row, weight * (chance - (samples.labels[row] ? 1 : 0)), &sums)
            }
            return
        }
        let chances = chances(rows)
        for (row, chance) in zip(rows, chances) {
            let weight = Double(samples.weights[row])
            if samples.labels[row] { sums.value -= weight * log(max(chance, 1e-300)) }
            add(row, weight * (chance - (samples.labels[row] ? 1 : 0)), &sums)
        }
    }

    func addCurvature(_ rows: Range<Int>, _ sums: inout Sums) {
        let chances = samples.isChoice ? chances(rows) : rows.map { 1 / (1 + exp(-Double(score($0)))) }
        for (row, chance) in zip(rows, chances) { addSquares(row, Double(samples.weights[row]) * chance * (1 - chance), &sums) }
    }

    private func chances(_ rows: Range<Int>) -> [Double] {
        let scores = rows.map { Double(score($0)) + Double(samples.offsets[$0]) }
        let highest = scores.max() ?? 0
        let powers = scores.map { exp($0 - highest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    @inline(__always)
    private func add(_ row: Int, _ amount: Double, _ sums: inout Sums) {
        guard amount != 0 else { return }
        let base = Int(samples.items[row]) * width
        let portrait = Int(samples.clients[row]) * (width - 1)
        sums.combined[base] += amount
        for column in 0..<(width - 1) { sums.combined[base + 1 + column] += amount * Double(samples.portraits[portrait + column]) }
        let signal = row * Signal.count
        for place in 0..<Signal.count { sums.signals[place] += amount * Double(samples.signals[signal + place]) }
        for place in samples.pairStarts[row]..<samples.pairStarts[row + 1] { sums.pairs[Int(samples.pairs[place])] += amount }
    }

    @inline(__always)
    private func addSquares(_ row: Int, _ amount: Double, _ sums: inout Sums) {
        let base = Int(samples.items[row]) * width
        let portrait = Int(samples.clients[row]) * (width - 1)
        sums.combined[base] += amount
        for column in 0..<(width - 1) {
            let value = Double(samples.portraits[portrait + column])
            sums.combined[base + 1 + column] += amount * value * value
        }
        let signal = row * Signal.count
        for place in 0..<Signal.count {
            let value = Double(samples.signals[signal + place])
            sums.signals[place] += amount * value * value
        }
        for place in samples.pairStarts[row]..<samples.pairStarts[row + 1] { sums.pairs[Int(samples.pairs[place])] += amount }
    }
}
