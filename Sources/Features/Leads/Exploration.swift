import Vocabulary

/// Which candidate is proposed, and with which chance it was going to be.
public struct Choice: Hashable, Sendable {
    /// Place in the list of candidates.
    public let index: Int
    /// Exact probability, in (0, 1], with which this candidate was going to be chosen: logged with the offer, for training without bias.
    public let propensity: Double
    /// Not what the model would have chosen.
    public let isExploration: Bool
}

/// ε-greedy: mostly the best candidate, sometimes any, so that outcomes of unlikely offers are learnt too.
public enum Exploration {
    /// - Parameters:
    ///   - candidates: how many may be proposed.
    ///   - best: place of the one that would be proposed; nil: none is good enough.
    ///   - share: probability of drawing any of them alike instead.
    /// - Returns: nil when nothing is proposed. A candidate's propensity is share/candidates, and 1 − share more for the best.
    public static func choose(
        of candidates: Int, best: Int?, share: Double, using random: inout some RandomNumberGenerator
    ) -> Choice? {
        guard candidates > 0 else { return nil }
        let explores = Double.random(in: 0..<1, using: &random) < share
        guard let index = explores ? Int.random(in: 0..<candidates, using: &random) : best else { return nil }
        let propensity = share / Double(candidates) + (index == best ? 1 - share : 0)
        return Choice(index: index, propensity: propensity, isExploration: index != best)
    }

    /// Randomness that depends on nothing but these: a transaction that runs again chooses the same.
    /// - Parameter attempt: how many leads the card had before.
    static func generator(card: CardID, modelVersion: Int, attempt: Int, seed: UInt64) -> SeededGenerator {
        var mixed = seed
        for part in [card.high, card.low, UInt64(modelVersion), UInt64(attempt)] {
            var step = SeededGenerator(seed: mixed ^ part)
            mixed = step.next()
        }
        return SeededGenerator(seed: mixed)
    }
}
