import Foundation

/// How many times as often as chance says something happened, with what is known of it: the mean and a 95 % credible interval.
public struct ShrunkLift: Hashable, Sendable {
    public let mean: Double
    public let low: Double
    public let high: Double
    /// The probability that it is above chance at all.
    public let certainty: Double

    public init(mean: Double, low: Double, high: Double, certainty: Double) {
        (self.mean, self.low, self.high, self.certainty) = (mean, low, high, certainty)
    }
}

/// The Gamma-Poisson shrinker of W. DuMouchel, "Bayesian Data Mining in Large Frequency Tables" (The American Statistician 53, 1999), with one
/// gamma component instead of two.
///
/// A cell's count is Poisson with mean λ·E; over all cells λ is Gamma(α, α), so its mean is 1 and α is what the table itself says (the largest
/// marginal likelihood, which is negative binomial). Three clients where one was expected are then hardly news, thirty where ten were are.
public struct LiftPrior: Hashable, Sendable {
    public let shape: Double
    /// Observed to expected over the whole table: clients with many services make every pair frequent, which says nothing of one pair.
    public let level: Double

    /// Nil when the table is too thin to expect anything.
    public init?(cells: [(observed: Int, expected: Double)]) {
        let cells = cells.filter { $0.expected > 0 }
        let expected = cells.reduce(0) { $0 + $1.expected }
        let observed = cells.reduce(0) { $0 + $1.observed }
        guard expected > 0, observed > 0 else { return nil }
        let level = Double(observed) / expected
        self.level = level
        shape = Self.bestShape(of: cells.map { (Double($0.observed), $0.expected * level) })
    }

    /// - Parameter expected: before the table's level is applied.
    public func lift(observed: Int, expected: Double) -> ShrunkLift {
        let (shape, rate) = (shape + Double(observed), shape + expected * level)
        return ShrunkLift(
            mean: shape / rate, low: Gamma.quantile(0.025, shape: shape) / rate, high: Gamma.quantile(0.975, shape: shape) / rate,
            certainty: certainty(observed: observed, expected: expected))
    }

    /// The probability that it is above chance, alone: many pairs are asked for it, and few for more.
    public func certainty(observed: Int, expected: Double) -> Double {
        1 - Gamma.share(below: shape + expected * level, shape: shape + Double(observed))
    }

    /// Golden-section search over log α (J. Kiefer, 1953): the likelihood has one top between "no pair differs" and "every pair is its own".
    private static func bestShape(of cells: [(observed: Double, expected: Double)]) -> Double {
        func likelihood(_ logarithm: Double) -> Double {
            let shape = exp(logarithm)
            let (gammaOfShape, powerOfShape) = (Gamma.logarithm(shape), shape * logarithm)
            return cells.reduce(0) { sum, cell in
                sum + Gamma.logarithm(shape + cell.observed) - gammaOfShape + powerOfShape
                    - (shape + cell.observed) * log(shape + cell.expected) + cell.observed * log(cell.expected)
            }
        }
        let ratio = (5.0.squareRoot() - 1) / 2
        var (low, high) = (log(0.05), log(200.0))
        var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
        var (atLeft, atRight) = (likelihood(left), likelihood(right))
        for _ in 0..<40 {
            if atLeft > atRight {
                (high, right, atRight) = (right, left, atLeft)
                left = high - ratio * (high - low)
                atLeft = likelihood(left)
            } else {
                (low, left, atLeft) = (left, right, atRight)
                right = low + ratio * (high - low)
                atRight = likelihood(right)
            }
        }
        return exp((low + high) / 2)
    }
}

/// The gamma distribution with rate 1.
enum Gamma {
    /// ln Γ(x), x > 0: Lanczos' approximation as in Numerical Recipes (Press and others, 3rd edition), 6.1. The C library's own keeps the sign in
    /// a global variable.
    static func logarithm(_ x: Double) -> Double {
        var (denominator, series) = (x, 0.999999999999997092)
        for coefficient in lanczos {
            denominator += 1
            series += coefficient / denominator
        }
        let base = x + 5.24218750000000000
        return (x + 0.5) * log(base) - base + log(2.5066282746310005 * series / x)
    }

    private static let lanczos = [
        57.1562356658629235, -59.5979603554754912, 14.1360979747417471, -0.491913816097620199, 0.339946499848118887e-4,
        0.465236289270485756e-4, -0.983744753048795646e-4, 0.158088703224912494e-3, -0.210264441724104883e-3, 0.217439618115212643e-3,
        -0.164318106536763890e-3, 0.844182239838527433e-4, -0.261908384015814087e-4, 0.368991826595316234e-5,
    ]

    /// P(shape, x), the share below x: the series below shape + 1, else the continued fraction by Lentz' method (Numerical Recipes, 6.2).
    static func share(below x: Double, shape: Double) -> Double {
        guard x > 0 else { return 0 }
        let front = exp(shape * log(x) - x - logarithm(shape))
        if x < shape + 1 {
            var (term, sum, at) = (1 / shape, 1 / shape, shape)
            while term > sum * 1e-15 {
                at += 1
                term *= x / at
                sum += term
            }
            return min(1, sum * front)
        }
        let tiny = 1e-300
        var b = x + 1 - shape
        var c = 1 / tiny
        var d = 1 / b
        var h = d
        for step in 1..<10_000 {
            let a = -Double(step) * (Double(step) - shape)
            b += 2
            d = a * d + b
            if d.magnitude < tiny { d = tiny }
            c = b + a / c
            if c.magnitude < tiny { c = tiny }
            d = 1 / d
            h *= d * c
            if (d * c - 1).magnitude < 1e-15 { break }
        }
        return max(0, 1 - front * h)
    }

    /// The x below which the share lies, by halving: sixty steps are exact for what a person reads.
    static func quantile(_ share: Double, shape: Double) -> Double {
        var (low, high) = (0.0, shape + 1)
        while self.share(below: high, shape: shape) < share { (low, high) = (high, high * 2) }
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if self.share(below: middle, shape: shape) < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
