import Foundation
import Vocabulary

/// Who is offered what while the data come about: a choosy salesman with a rough idea of what goes well.
///
/// In each month a client gets an offer with a chance of its own; which service, is drawn from a softmax over the salesman's guesses, but for a share
/// of plain chance. The product of the two is the propensity that stands in the data.
struct LoggingPolicy: Sendable {
    struct Habits: Sendable, Hashable {
        /// How much a unit of guessed log-odds counts.
        var sharpness = 0.8
        /// Share of offers that are drawn from all alike.
        var exploration = 0.1
        /// How much more is offered to those whose income (or revenue) lies a spread above the mean, as a logarithm.
        var attention = 0.3
    }

    let habits: Habits
    /// Offers a month to an average client.
    let rate: Double

    static let mostAttention = 0.6

    /// Chance of an offer in one month.
    /// - Parameter means: income or revenue of the client, standardised.
    func attention(means: Double) -> Double { min(Self.mostAttention, rate * exp(habits.attention * min(max(means, -2), 2))) }

    /// - Parameter guesses: the salesman's, one for each service that may be offered.
    /// - Returns: chances that add up to one.
    func chances(_ guesses: [Double]) -> [Double] {
        let powers = guesses.map { habits.sharpness * $0 }
        let highest = powers.max() ?? 0
        let masses = powers.map { exp($0 - highest) }
        let total = masses.reduce(0, +)
        let even = habits.exploration / Double(max(1, guesses.count))
        return masses.map { even + (1 - habits.exploration) * $0 / total }
    }
}
