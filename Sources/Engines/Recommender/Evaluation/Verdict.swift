import Foundation

/// Whether a freshly trained model (the challenger) may replace the one that answers (the champion), and why.
public struct Verdict: Sendable, Hashable, Codable {
    public enum Ground: String, Sendable, Hashable, Codable {
        case notWorse
        /// Its probabilities fit worse, beyond chance.
        case worseLoss
        /// It ranks worse.
        case worseOrder
        // Promoted without a contest:
        case noChampion
        case unusableChampion
        case tooFewOutcomes
    }

    /// Version of the champion; nil: there was none.
    public let champion: Int?
    public let ground: Ground
    public let figures: ContestFigures?

    public var isPromoted: Bool { ground != .worseLoss && ground != .worseOrder }

    /// Promoted without a contest.
    public init(uncontested ground: Ground, champion: Int? = nil) {
        (self.champion, self.ground, figures) = (champion, ground, nil)
    }

    public init(champion: Int, _ figures: ContestFigures) {
        (self.champion, self.figures) = (champion, figures)
        ground = figures.ground
    }
}

/// An outcome, scored by both from what was known of the client before it.
struct JudgedOutcome {
    /// Outcomes of one client are not independent.
    let client: Int
    /// Log-odds of the probabilities named.
    let champion: Double
    let challenger: Double
    let isAccepted: Bool
    /// Inverse propensity.
    let weight: Double
}

/// How two models do on the same outcomes, weighted by inverse propensity.
public struct ContestFigures: Sendable, Hashable, Codable {
    public let outcomes: Int
    public let championLoss: Double
    public let challengerLoss: Double
    /// Of the mean difference of the losses, outcome by outcome; clusters are clients.
    public let standardError: Double
    /// nil when all outcomes are alike.
    public let championAUC: Double?
    public let challengerAUC: Double?

    /// A contest of fewer outcomes says nothing.
    static let leastOutcomes = 20
    /// How much of the AUC may be lost to chance.
    static let tolerance = 0.01

    /// Nil when there are too few.
    init?(_ outcomes: [JudgedOutcome]) {
        let mass = outcomes.reduce(0) { $0 + $1.weight }
        guard outcomes.count >= Self.leastOutcomes, mass > 0 else { return nil }
        self.outcomes = outcomes.count
        let champion = outcomes.map { Self.loss($0.champion, $0.isAccepted) }
        let challenger = outcomes.map { Self.loss($0.challenger, $0.isAccepted) }
        func mean(_ losses: [Double]) -> Double { zip(outcomes, losses).reduce(0) { $0 + $1.0.weight * $1.1 } / mass }
        (championLoss, challengerLoss) = (mean(champion), mean(challenger))
        let difference = challengerLoss - championLoss
        var clusters: [Int: Double] = [:]
        for (place, outcome) in outcomes.enumerated() {
            clusters[outcome.client, default: 0] += outcome.weight * (challenger[place] - champion[place] - difference)
        }
        // In an order of its own: sums of doubles depend on it.
        standardError = clusters.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }.squareRoot() / mass
        championAUC = Self.area(outcomes) { $0.champion }
        challengerAUC = Self.area(outcomes) { $0.challenger }
    }

    var ground: Verdict.Ground {
        if challengerLoss - championLoss > standardError { return .worseLoss }
        if let championAUC, let challengerAUC, challengerAUC < championAUC - Self.tolerance { return .worseOrder }
        return .notWorse
    }

    /// Bounded as in ``CalibrationFigures``: one certain and wrong probability must not decide alone.
    private static func loss(_ odds: Double, _ isAccepted: Bool) -> Double {
        let least = CalibrationFigures.leastProbability
        let probability = min(max(1 / (1 + exp(-odds)), least), 1 - least)
        return -log(isAccepted ? probability : 1 - probability)
    }

    private static func area(_ outcomes: [JudgedOutcome], _ score: (JudgedOutcome) -> Double) -> Double? {
        CalibrationFigures.area(
            outcomes.map { .init(probability: 0, score: score($0), isAccepted: $0.isAccepted, weight: $0.weight) })
    }
}
