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
            if !isWhole { mass *= 1 + rest }
            let logMass = highest + log(mass)
            return chosen.map { place in
                // Kept off 1 by the chance that nothing known comes next.
                let logP = min(power(raw[place]) - logMass, -1e-6)
                let odds = min(max(logP - log(-expm1(logP)), -30), 13)
                return (candidates[place], 1 / (1 + exp(-odds)), odds)
            }
        }
    }

    /// What is not looked at when a large catalogue is not scored whole, in units of what is: such that the best of some clients get on average the
    /// chances that they get when all is looked at.
    func restOfMass(_ queries: [Query]) -> Double {
        guard case .next(let sharpness, _) = finish, items.count > Self.wholeCatalogue, !queries.isEmpty else { return 0 }
        let readied = readied()
        var scratch = RankScratch()
        var (ofLooked, ofAll) = (0.0, 0.0)
        for query in queries {
            let looked = readied.raw(readied.candidates(query, whole: false, scratch: &scratch), query, scratch: scratch)
            let all = readied.raw(readied.candidates(query, whole: true, scratch: &scratch), query, scratch: scratch)
            let highest = Double(all.max() ?? 0)
            func mass(_ raw: some Sequence<Float>) -> Double { raw.reduce(0) { $0 + exp(sharpness * (Double($1) - highest)) } }
            let best = mass(looked.sorted(by: >).prefix(10))
            ofLooked += best / mass(looked)
            ofAll += best / mass(all)
        }
        return ofAll > 0 ? max(0, ofLooked / ofAll - 1) : 0
    }
}
