import Foundation

/// How far probabilities hold, on outcomes that the model has not seen.
public struct CalibrationFigures: Sendable, Hashable, Codable {
    public let outcomes: Int
    /// Share that was accepted.
    public let rate: Double
    /// Chance that an accepted offer stands above a declined one (Hanley and McNeil, 1982); nil when all ended alike.
    public let auc: Double?
    /// Expected calibration error over ``bins`` bins of equal mass (Naeini et al., 2015; equal mass after Nixon et al., "Measuring Calibration in Deep
    /// Learning", 2019).
    public let ece: Double
    /// Mean probability less the share that was accepted.
    public let bias: Double
    /// Mean squared error (Brier, 1950).
    public let brier: Double
    public let logLoss: Double

    public static let bins = 15
    /// Keeps one certain and wrong probability from making the log loss infinite.
    static let leastProbability = 1e-4

    /// One probability and what came of it.
    struct Point {
        let probability: Double
        /// Orders what is ranked; for a part of the hybrid it is all there is.
        let score: Double
        let isAccepted: Bool
        let weight: Double
    }

    /// Every mean is weighted. Weights of one over the propensity make outcomes of a choosy policy speak for all offers (self-normalised inverse
    /// propensity, Swaminathan and Joachims, 2015). nil without any outcome.
    init?(_ points: [Point]) {
        let mass = points.reduce(0) { $0 + $1.weight }
        guard mass > 0 else { return nil }
        func mean(_ value: (Point) -> Double) -> Double { points.reduce(0) { $0 + $1.weight * value($1) } / mass }
        outcomes = points.count
        rate = mean { $0.isAccepted ? 1 : 0 }
        bias = mean { $0.probability - ($0.isAccepted ? 1 : 0) }
        brier = mean { ($0.probability - ($0.isAccepted ? 1 : 0)) * ($0.probability - ($0.isAccepted ? 1 : 0)) }
        logLoss = mean { point in
            let probability = min(max(point.probability, Self.leastProbability), 1 - Self.leastProbability)
            return -log(point.isAccepted ? probability : 1 - probability)
        }
        auc = Self.area(points)
        var gaps = [Double](repeating: 0, count: Self.bins)
        var passed = 0.0
        for point in points.sorted(by: {
            $0.probability != $1.probability ? $0.probability < $1.probability : !$0.isAccepted && $1.isAccepted
        }) {
            passed += point.weight
            let bin = Int((Double(Self.bins) * passed / mass).rounded(.up)) - 1
            gaps[min(max(bin, 0), Self.bins - 1)] += point.weight * (point.probability - (point.isAccepted ? 1 : 0))
        }
        ece = gaps.reduce(0) { $0 + abs($1) } / mass
    }

    /// Weighted share of pairs in order; equal scores count half.
    static func area(_ points: [Point]) -> Double? {
        var (ordered, accepted, declined) = (0.0, 0.0, 0.0)
        let sorted = points.sorted { $0.score < $1.score }
        var start = 0
        while start < sorted.count {
            var end = start
            var (here, against) = (0.0, 0.0)
            while end < sorted.count, sorted[end].score == sorted[start].score {
                if sorted[end].isAccepted { here += sorted[end].weight } else { against += sorted[end].weight }
                end += 1
            }
            ordered += here * (declined + against / 2)
            accepted += here
            declined += against
            start = end
        }
        return accepted > 0 && declined > 0 ? ordered / (accepted * declined) : nil
    }
}
