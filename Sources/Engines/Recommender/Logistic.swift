import Foundation

/// Logistic regression with a Gaussian prior (L2), fitted by damped Newton steps.
///
/// Coefficients are on the given columns (standardise them first); column 0 is the intercept.
struct LogisticRegression: Sendable {
    struct Sample: Sendable {
        let columns: [Double]
        let isPositive: Bool
        let weight: Double
    }

    /// The prior's mean, and its strength per coefficient (1 = one standard unit of log-odds).
    let centre: [Double]
    let strengths: [Double]

    func fit<Failure: Error>(_ samples: [Sample], checkpoint: () throws(Failure) -> Void) throws(Failure) -> [Double] {
        let width = centre.count
        var weights = centre
        var loss = self.loss(weights, samples)
        for _ in 0..<50 {
            try checkpoint()
            var gradient = (0..<width).map { strengths[$0] * (weights[$0] - centre[$0]) }
            var curvature = [Double](repeating: 0, count: width * width)
            for index in 0..<width { curvature[index * width + index] = strengths[index] + 1e-9 }
            for sample in samples {
                let chance = Self.sigmoid(Self.dot(weights, sample.columns))
                let error = sample.weight * (chance - (sample.isPositive ? 1 : 0))
                let bend = sample.weight * chance * (1 - chance)
                for row in 0..<width {
                    gradient[row] += error * sample.columns[row]
                    let part = bend * sample.columns[row]
                    for column in 0...row { curvature[row * width + column] += part * sample.columns[column] }
                }
            }
            let step = Self.solve(curvature, gradient)
            var scale = 1.0
            var improved = false
            while scale > 1e-4 {
                let tried = (0..<width).map { weights[$0] - scale * step[$0] }
                let triedLoss = self.loss(tried, samples)
                if triedLoss < loss {
                    improved = loss - triedLoss > 1e-10 * (1 + abs(loss))
                    (weights, loss) = (tried, triedLoss)
                    break
                }
                scale /= 2
            }
            if !improved { break }
        }
        return weights
    }

    private func loss(_ weights: [Double], _ samples: [Sample]) -> Double {
        var sum = 0.0
        for index in centre.indices { sum += 0.5 * strengths[index] * (weights[index] - centre[index]) * (weights[index] - centre[index]) }
        for sample in samples {
            let score = Self.dot(weights, sample.columns)
            sum += sample.weight * Self.softplus(sample.isPositive ? -score : score)
        }
        return sum
    }

    static func dot(_ left: [Double], _ right: [Double]) -> Double {
        var sum = 0.0
        for index in left.indices { sum += left[index] * right[index] }
        return sum
    }

    static func sigmoid(_ score: Double) -> Double { 1 / (1 + exp(-score)) }
    static func softplus(_ score: Double) -> Double { max(score, 0) + log1p(exp(-abs(score))) }

    /// Solves A·x = b for a symmetric positive definite A (lower half given) by Cholesky's decomposition.
    private static func solve(_ lower: [Double], _ right: [Double]) -> [Double] {
        let width = right.count
        var factor = lower
        var answer = right
        for row in 0..<width {
            for column in 0...row {
                var sum = factor[row * width + column]
                for inner in 0..<column { sum -= factor[row * width + inner] * factor[column * width + inner] }
                factor[row * width + column] = row == column ? max(sum, 1e-12).squareRoot() : sum / factor[column * width + column]
            }
        }
        for row in 0..<width {
            for inner in 0..<row { answer[row] -= factor[row * width + inner] * answer[inner] }
            answer[row] /= factor[row * width + row]
        }
        for row in (0..<width).reversed() {
            for below in (row + 1)..<max(width, row + 1) { answer[row] -= factor[below * width + row] * answer[below] }
            answer[row] /= factor[row * width + row]
        }
        return answer
    }
}
