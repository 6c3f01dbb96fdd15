import Foundation

/// From raw scores to probabilities.
extension Ranker {
    /// Probabilities of items by their raw scores; scores are log-odds of the probabilities, so all three order alike.
    /// - Parameters:
    ///   - raw: of everything that came into question, of which `chosen` are places.
    ///   - isWhole: nothing else could come into question.
    func finished(
        _ candidates: [Int32], raw: [Float], chosen: [Int], isWhole: Bool = true
    ) -> [(item: Int32, probability: Double, score: Double)] {
        switch finish {
        case .offer(let calibrator, _), .scarce(let calibrator, _):
            return chosen.map { place in
                let odds = calibrator.logOdds(Double(raw[place]))
                return (candidates[place], 1 / (1 + exp(-odds)), odds)
            }
        case .next(let sharpness, let rest):
            func power(_ raw: Float) -> Double { min(max(sharpness * Double(raw), -300), 300) }
            let highest = raw.max().map(power) ?? 0
            var mass = raw.reduce(0) { $0 + exp(power($1) - highest) }
            if !isWhole { mass += rest * Self.lowerHalf(raw).reduce(0) { $0 + exp(power($1) - highest) } }
            let logMass = highest + log(mass)
            return chosen.map { place in
                // Kept off 1 by the chance that nothing known comes next.
                let logP = min(power(raw[place]) - logMass, -1e-6)
                let odds = min(max(logP - log(-expm1(logP)), -30), 13)
                return (candidates[place], 1 / (1 + exp(-odds)), odds)
            }
        }
    }

    private static func lowerHalf(_ raw: [Float]) -> ArraySlice<Float> {
        var ranked = raw
        let upper = raw.count / 2
        if upper > 0 { ranked.withUnsafeMutableBufferPointer { Selection.descending($0, first: upper) } }
        return ranked[upper...]
    }

    /// What is not looked at when a large catalogue is not scored whole, in units of the lower half of what is: by some clients' masses.
    func restOfMass(_ queries: [Query]) -> Double {
        guard case .next(let sharpness, _) = finish, items.count > Self.wholeCatalogue else { return 0 }
        let readied = readied()
        var scratch = RankScratch()
        var (left, lower) = (0.0, 0.0)
        for query in queries {
            let candidates = readied.candidates(query, whole: false, scratch: &scratch)
            let half = Self.lowerHalf(readied.raw(candidates, query, scratch: scratch))
            let found = Set(candidates)
            let all = readied.candidates(query, whole: true, scratch: &scratch)
            let raw = readied.raw(all, query, scratch: scratch)
            let highest = Double(raw.max() ?? 0)
            func shares(_ raw: some Sequence<Float>) -> Double { raw.reduce(0) { $0 + exp(sharpness * (Double($1) - highest)) } }
            let inAll = shares(raw)
            left += shares(zip(all, raw).lazy.filter { !found.contains($0.0) }.map(\.1)) / inAll
            lower += shares(half) / inAll
        }
        return lower > 0 ? left / lower : 0
    }
}
