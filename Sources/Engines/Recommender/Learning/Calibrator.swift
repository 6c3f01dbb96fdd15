import Foundation

/// A strictly increasing map from score to probability, fitted on scores that their outcomes had no part in.
enum Calibrator: Sendable, Equatable {
    /// Log-odds = slope·score + intercept (Platt, "Probabilistic outputs for support vector machines", 1999).
    case platt(intercept: Double, slope: Double)
    /// Log-odds interpolated between knots of a pooled-adjacent-violators fit (Zadrozny and Elkan, "Transforming classifier scores into accurate
    /// multiclass probability estimates", KDD 2002), and continued beyond them with the given slope.
    case isotonic(scores: [Double], logOdds: [Double], slope: Double)

    struct Outcome: Sendable {
        let score: Double
        let isPositive: Bool
        let weight: Double
        let fold: Int
    }

    /// Outcomes from which on isotonic regression is tried.
    static let enoughForIsotonic = 5_000

    func logOdds(_ score: Double) -> Double {
        switch self {
        case .platt(let intercept, let slope): return min(max(intercept + slope * score, -30), 30)
        case .isotonic(let scores, let odds, let slope):
            guard let first = scores.first, let last = scores.last else { return 0 }
            if score <= first { return odds[0] + slope * (score - first) }
            if score >= last { return odds[odds.count - 1] + slope * (score - last) }
            var low = 0
            var high = scores.count - 1
            while high - low > 1 {
                let middle = (low + high) / 2
                if scores[middle] <= score { low = middle } else { high = middle }
            }
            let share = (score - scores[low]) / (scores[high] - scores[low])
            return odds[low] + share * (odds[high] - odds[low])
        }
    }

    func probability(_ score: Double) -> Double { 1 / (1 + exp(-logOdds(score))) }

    /// The same map for scores that lie higher by `amount`.
    func shifted(by amount: Double) -> Calibrator {
        switch self {
        case .platt(let intercept, let slope): .platt(intercept: intercept - slope * amount, slope: slope)
        case .isotonic(let scores, let odds, let slope): .isotonic(scores: scores.map { $0 + amount }, logOdds: odds, slope: slope)
        }
    }

    /// Platt's map, or the isotonic one where it predicts outcomes of other clients better.
    static func fitted(_ outcomes: [Outcome]) -> Calibrator {
        let platt = self.platt(outcomes)
        guard outcomes.count >= enoughForIsotonic, case .platt(_, let slope) = platt else { return platt }
        let folds = Set(outcomes.map(\.fold)).sorted()
        var losses = (platt: 0.0, isotonic: 0.0)
        for fold in folds {
            let others = outcomes.filter { $0.fold != fold }
            let own = outcomes.filter { $0.fold == fold }
            losses.platt += loss(self.platt(others), own)
            losses.isotonic += loss(isotonic(others, slope: slope), own)
        }
        return losses.isotonic < losses.platt * 0.998 ? isotonic(outcomes, slope: slope) : platt
    }

    private static func loss(_ map: Calibrator, _ outcomes: [Outcome]) -> Double {
        outcomes.reduce(0) { sum, outcome in
            let odds = map.logOdds(outcome.score)
            let signed = outcome.isPositive ? -odds : odds
            return sum + outcome.weight * (max(signed, 0) + log1p(exp(-abs(signed))))
        }
    }

    /// Newton's method in two dimensions, with a weak prior of slope 1.
    static func platt(
        _ outcomes: [Outcome], intercept: Double = 0, slope: Double = 1, prior: (intercept: Double, slope: Double) = (0.01, 1)
    ) -> Calibrator {
        var (a, b) = (intercept, slope)
        for _ in 0..<50 {
            var gradient = (prior.intercept * (a - intercept), prior.slope * (b - slope))
            var curvature = (prior.intercept, 0.0, prior.slope)
            for outcome in outcomes {
                let chance = 1 / (1 + exp(-(a + b * outcome.score)))
                let error = outcome.weight * (chance - (outcome.isPositive ? 1 : 0))
                let bend = outcome.weight * chance * (1 - chance)
                gradient.0 += error
                gradient.1 += error * outcome.score
                curvature.0 += bend
                curvature.1 += bend * outcome.score
                curvature.2 += bend * outcome.score * outcome.score
            }
            let determinant = curvature.0 * curvature.2 - curvature.1 * curvature.1
            guard determinant > 1e-12 else { break }
            let step = (
                (curvature.2 * gradient.0 - curvature.1 * gradient.1) / determinant,
                (curvature.0 * gradient.1 - curvature.1 * gradient.0) / determinant
            )
            let length = min(1, 4 / max(1e-9, abs(step.0) + abs(step.1)))
            a -= length * step.0
            b -= length * step.1
            if abs(step.0) + abs(step.1) < 1e-9 { break }
        }
        // A score that foretells nothing still orders: the map stays strictly increasing.
        return .platt(intercept: a, slope: max(b, 0.01))
    }

    private static func isotonic(_ outcomes: [Outcome], slope: Double) -> Calibrator {
        struct Block {
            var score: Double
            var positives: Double
            var weight: Double
            var count: Int
            var mean: Double { positives / weight }
        }
        let sorted = outcomes.sorted { ($0.score, $0.isPositive ? 1 : 0, $0.weight) < ($1.score, $1.isPositive ? 1 : 0, $1.weight) }
        // Fine bins first, so that one lucky outcome makes no knot.
        let size = max(50, sorted.count / 200)
        var blocks: [Block] = []
        for start in stride(from: 0, to: sorted.count, by: size) {
            let bin = sorted[start..<min(start + size, sorted.count)]
            let weight = bin.reduce(0) { $0 + $1.weight }
            guard weight > 0 else { continue }
            blocks.append(
                Block(
                    score: bin.reduce(0) { $0 + $1.weight * $1.score }, positives: bin.reduce(0) { $0 + ($1.isPositive ? $1.weight : 0) },
                    weight: weight, count: bin.count))
            while blocks.count > 1, blocks[blocks.count - 2].mean >= blocks[blocks.count - 1].mean {
                let top = blocks.removeLast()
                blocks[blocks.count - 1].score += top.score
                blocks[blocks.count - 1].positives += top.positives
                blocks[blocks.count - 1].weight += top.weight
                blocks[blocks.count - 1].count += top.count
            }
        }
        var scores: [Double] = []
        var odds: [Double] = []
        for block in blocks {
            let score = block.score / block.weight
            let share = (block.positives + 0.5) / (block.weight + 1)
            let logOdds = log(share / (1 - share))
            guard scores.last.map({ score > $0 + 1e-9 }) ?? true, odds.last.map({ logOdds > $0 }) ?? true else { continue }
            scores.append(score)
            odds.append(logOdds)
        }
        return scores.isEmpty ? .platt(intercept: 0, slope: slope) : .isotonic(scores: scores, logOdds: odds, slope: slope)
    }
}
