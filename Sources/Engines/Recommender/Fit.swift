import Foundation
import Vocabulary

/// How features become a probability for one audience.
struct Fit: Sendable, Equatable {
    /// Intercept first, then one weight per feature, on standardised features.
    let weights: [Double]
    let means: [Double]
    let spreads: [Double]
    let outcomes: Int
    let accepted: Int

    /// Log-odds; strictly monotone in the linear predictor and held within ±30, so that the probability stays inside (0, 1).
    func score(_ features: [Double]) -> Double {
        30 * tanh(LogisticRegression.dot(weights, columns(features)) / 30)
    }

    func columns(_ features: [Double]) -> [Double] {
        [1] + features.indices.map { (features[$0] - means[$0]) / spreads[$0] }
    }

    /// What a part of a feature's value adds to the log-odds; of acceptance and popularity, the part above the mean.
    func weighed(_ feature: Feature, _ part: Double) -> Double {
        let index = feature.rawValue
        let base = feature == .acceptance || feature == .popularity ? means[index] : 0
        return weights[index + 1] * (part - base) / spreads[index]
    }
}
