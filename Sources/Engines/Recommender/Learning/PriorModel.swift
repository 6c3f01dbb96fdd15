import Foundation

/// What an audience's services are worth to everybody: a logistic model of popularity and acceptance rate alone. Where nothing else matters, the many
/// weights of a ``MixedModel`` only add noise, so the two are stacked by what each says of outcomes it was not fitted on (Wolpert, "Stacked
/// generalization", 1992; weights not negative: Breiman, "Stacked regressions", 1996).
struct PriorModel: Sendable {
    static let signals: [Signal] = [.popularity, .acceptance]
    /// Intercept, then a weight for each of ``signals``.
    let weights: [Double]
    private static let ridge = 1.0

    init(_ samples: Samples, _ rows: UnitFilter) {
        let fitted = LogisticFit(samples, rows, features: Self.signals.count) { row, place in
            Double(samples.signals[row * Signal.count + Self.signals[place].rawValue])
        }.weights(near: [0] + Self.signals.map { _ in 0 }, ridge: [LogisticFit.free] + Self.signals.map { _ in Self.ridge })
        weights = [fitted[0]] + fitted.dropFirst().map { max($0, 0) }
    }

    func score(_ samples: Samples, _ row: Int) -> Double {
        zip(Self.signals, weights.dropFirst()).reduce(weights[0]) {
            $0 + $1.1 * Double(samples.signals[row * Signal.count + $1.0.rawValue])
        }
    }
}

/// How two models of the same outcomes are joined.
struct Stack: Sendable {
    let mixed: Double
    let prior: Double
    /// As many outcomes are worth the belief that the mixed model stands alone.
    private static let belief = 10.0

    /// - Parameters:
    ///   - mixed, prior: scores of rows that the models were not fitted on.
    init(_ samples: Samples, mixed: [Float], prior: [Float]) {
        let fitted = LogisticFit(samples, .all, features: 2) { row, place in Double(place == 0 ? mixed[row] : prior[row]) }
            .weights(near: [0, 1, 0], ridge: [LogisticFit.free, Self.belief, Self.belief])
        guard fitted[1] > 0 || fitted[2] > 0 else {
            (self.mixed, self.prior) = (1, 0)
            return
        }
        // One that speaks against the other's order is left out; the calibration sets the size.
        (self.mixed, self.prior) = (max(fitted[1], 0), max(fitted[2], 0))
    }
}

/// A logistic regression on an intercept and a few features.
private struct LogisticFit {
    /// Hardly any ridge, for an intercept.
    static let free = 1e-3

    /// `width` numbers a row, the first 1.
    private var features: [Double] = []
    private let width: Int
    private var labels: [Bool] = []
    private var masses: [Double] = []

    init(_ samples: Samples, _ rows: UnitFilter, features count: Int, feature: (_ row: Int, _ place: Int) -> Double) {
        width = count + 1
        for row in samples.items.indices where rows.contains(row, samples) {
            features.append(1)
            for place in 0..<count { features.append(feature(row, place)) }
            labels.append(samples.labels[row])
            masses.append(Double(samples.weights[row]))
        }
    }

    /// Newton's method with a ridge towards given weights.
    func weights(near start: [Double], ridge: [Double]) -> [Double] {
        var weights = start
        let count = width
        for _ in 0..<30 {
            var gradient = zip(zip(weights, start), ridge).map { $1 * ($0.0 - $0.1) }
            var curvature = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
            for place in 0..<count { curvature[place][place] = ridge[place] }
            for row in labels.indices {
                let first = row * count
                var score = 0.0
                for place in 0..<count { score += weights[place] * features[first + place] }
                let chance = 1 / (1 + exp(-score))
                let error = masses[row] * (chance - (labels[row] ? 1 : 0))
                let bend = masses[row] * chance * (1 - chance)
                for place in 0..<count {
                    gradient[place] += error * features[first + place]
                    for other in 0...place { curvature[place][other] += bend * features[first + place] * features[first + other] }
                }
            }
            let step = Self.solved(curvature, gradient)
            let length = min(1, 4 / max(1e-9, step.reduce(0) { $0 + abs($1) }))
            for place in 0..<count { weights[place] -= length * step[place] }
            if step.allSatisfy({ abs($0) < 1e-9 }) { break }
        }
        return weights
    }

    /// By Cholesky's decomposition of the lower triangle.
    private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var lower = matrix
        var answer = right
        for row in lower.indices {
            for column in 0...row {
                let sum = (0..<column).reduce(lower[row][column]) { $0 - lower[row][$1] * lower[column][$1] }
                lower[row][column] = row == column ? max(sum, 1e-12).squareRoot() : sum / lower[column][column]
            }
        }
        for row in lower.indices { answer[row] = (0..<row).reduce(answer[row]) { $0 - lower[row][$1] * answer[$1] } / lower[row][row] }
        for row in lower.indices.reversed() {
            let sum = (row + 1..<lower.count).reduce(answer[row]) { $0 - lower[$1][row] * answer[$1] }
            answer[row] = sum / lower[row][row]
        }
        return answer
    }
}
