import Foundation

/// How near the answers for one audience of one world come to its true chances.
public struct QualityFigures: Sendable, Codable, Hashable {
    /// Of all probabilities from a threshold on: how many, their mean, and the mean true chance.
    public struct Threshold: Sendable, Codable, Hashable {
        public let least: Double
        public let offers: Int
        public let promised: Double
        public let actual: Double
    }

    /// Mean over clients: discounted true chances of the first k, over those of the best k (Järvelin and Kekäläinen, 2002).
    public let ndcg: Double
    /// Expected calibration error over 15 bins of equal mass, and mean probability less the share of positives, on one drawn outcome for each pair.
    public let ece: Double
    public let bias: Double
    /// What the true chances score on the same outcomes: chance leaves some error to a perfect model.
    public let truthECE: Double
    public let truthBias: Double
    public let thresholds: [Threshold]

    public static let bins = 15
    public static let leastProbability = 1e-4
    /// Fewer offers from a threshold on tell nothing.
    public static let enoughOffers = 200
}

/// Adds up answers, one client after another.
struct QualityTally {
    let k: Int
    /// By client, in the order added.
    private(set) var gains: [Double] = []
    private var pairs: [(said: Double, true: Double, isPositive: Bool)] = []

    init(k: Int) { self.k = k }

    /// - Parameter list: the best first; `isPositive`: what became of the pair, drawn by its true chance.
    mutating func add(_ list: [(said: Double, true: Double, isPositive: Bool)]) {
        gains.append(Self.gain(list.map(\.true), k))
        pairs += list
    }

    /// - Parameter truths: true chances in the order proposed.
    static func gain(_ truths: [Double], _ k: Int) -> Double {
        func discounted(_ list: some Sequence<Double>) -> Double { list.enumerated().reduce(0) { $0 + $1.1 / log2(Double($1.0) + 2) } }
        let best = discounted(truths.sorted(by: >).prefix(k))
        return best > 0 ? discounted(truths.prefix(k)) / best : 1
    }

    var ndcg: Double { gains.reduce(0, +) / Double(max(1, gains.count)) }

    var figures: QualityFigures {
        let count = Double(max(1, pairs.count))
        let thresholds = [0.3, 0.5, 0.7].compactMap { least -> QualityFigures.Threshold? in
            let offers = pairs.filter { $0.said >= least }
            guard !offers.isEmpty else { return nil }
            let (promised, actual) = offers.reduce((0.0, 0.0)) { ($0.0 + $1.said, $0.1 + $1.true) }
            let count = Double(offers.count)
            return .init(least: least, offers: offers.count, promised: promised / count, actual: actual / count)
        }
        let perfect = pairs.map { (said: $0.true, isPositive: $0.isPositive) }
        let ours = pairs.map { (said: $0.said, isPositive: $0.isPositive) }
        func mean(_ list: [(said: Double, isPositive: Bool)]) -> Double {
            list.reduce(0) { $0 + $1.said - ($1.isPositive ? 1 : 0) } / count
        }
        return QualityFigures(
            ndcg: ndcg, ece: Self.calibrationError(ours), bias: mean(ours), truthECE: Self.calibrationError(perfect),
            truthBias: mean(perfect), thresholds: thresholds)
    }

    private static func calibrationError(_ pairs: [(said: Double, isPositive: Bool)]) -> Double {
        let sorted = pairs.sorted { ($0.said, $0.isPositive ? 1 : 0) < ($1.said, $1.isPositive ? 1 : 0) }
        let least = QualityFigures.leastProbability
        return (0..<QualityFigures.bins).reduce(0.0) { sum, bin in
            let part = sorted[sorted.count * bin / QualityFigures.bins..<sorted.count * (bin + 1) / QualityFigures.bins]
            return sum + abs(part.reduce(0.0) { $0 + min(max($1.said, least), 1 - least) - ($1.isPositive ? 1 : 0) })
        } / Double(max(1, sorted.count))
    }
}
