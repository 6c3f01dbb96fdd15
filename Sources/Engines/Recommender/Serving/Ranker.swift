import Foundation
import Vocabulary

/// The trained model of one audience: parts, weights and the last step to a probability.
struct Ranker: Sendable {
    /// The last step.
    enum Finish: Sendable, Equatable {
        /// P(accept | offered now).
        case offer(Calibrator, outcomes: Int)
        /// Softmax over what the client could take next; factor on the score.
        case next(sharpness: Double)
        /// Ranked as what comes next; the few outcomes of offers only place the probabilities.
        case scarce(Calibrator, outcomes: Int)
    }

    let audience: Audience
    var maker: SignalMaker
    let encoder: PortraitEncoder
    let scale: SignalScale
    /// Weights of each item on (1, portrait): `encoder.width + 1` numbers an item.
    let combined: [Float]
    let signalWeights: [Float]
    /// Weights of what the client has for the item: came for, accepted. In `next` the first serves for both.
    let historyPairs: WeightRows
    let acceptedPairs: WeightRows
    let finish: Finish
    /// The most taken items: always candidates in a large catalogue.
    let popular: [Int32]
    /// Each item's score without a client: what is left of the mass beside the candidates.
    let baseline: [Float]
    private let rest: RestOfCatalogue

    init(
        audience: Audience, maker: SignalMaker, encoder: PortraitEncoder, scale: SignalScale, combined: [Float], signalWeights: [Float],
        historyPairs: WeightRows, acceptedPairs: WeightRows, finish: Finish, popular: [Int32], baseline: [Float]
    ) {
        (self.audience, self.maker, self.encoder, self.scale) = (audience, maker, encoder, scale)
        (self.combined, self.signalWeights, self.historyPairs) = (combined, signalWeights, historyPairs)
        (self.acceptedPairs, self.finish, self.popular, self.baseline) = (acceptedPairs, finish, popular, baseline)
        if case .next(let sharpness) = finish {
            rest = RestOfCatalogue(baseline.map { sharpness * Double($0) })
        } else {
            rest = RestOfCatalogue([])
        }
    }

    var items: ItemTable { maker.items }

    /// Catalogues up to this size are scored whole.
    static let wholeCatalogue = 1024
    static let mostCandidates = 200

    /// A client as the ranker sees it.
    struct Query: Sendable {
        let key: UInt64
        let portrait: [Float]
        let evidence: Evidence
    }

    func query(key: UInt64, portrait: PortraitRow, events: [Event]) -> Query {
        var encoded: [Float] = []
        encoder.encode(portrait, into: &encoded)
        return Query(key: key, portrait: encoded, evidence: Evidence(events))
    }

    /// Readies the scratch for ``raw(_:_:scratch:)``.
    func prepare(_ query: Query, scratch: inout RankScratch) {
        maker.prepare(query.evidence, key: query.key, scratch: &scratch.signals)
        let isNext = if case .offer = finish { false } else { true }
        scratch.signals.edit { cells in
            if isNext {
                for owned in query.evidence.taken.prefix(Formula.longest) { historyPairs.each(Int(owned)) { cells.addPair($0, $1) } }
            } else {
                for owned in query.evidence.history { historyPairs.each(Int(owned)) { cells.addPair($0, $1) } }
                for owned in query.evidence.accepted { acceptedPairs.each(Int(owned)) { cells.addPair($0, $1) } }
            }
        }
    }

    /// The same, readied for many clients.
    func readied() -> Ranker {
        var ranker = self
        ranker.maker = maker.readied()
        return ranker
    }

    /// The score before calibration.
    func raw(_ item: Int, _ query: Query, scratch: inout RankScratch) -> Float {
        scratch.describe(item, maker)
        let width = encoder.width + 1
        return combined.withUnsafeBufferPointer { combined in
            scratch.signals.cells.withUnsafeBufferPointer { cells in
                var sum = combined[item * width] + cells[item * SignalScratch.width + SignalScratch.pairCell]
                query.portrait.withUnsafeBufferPointer { portrait in
                    for column in portrait.indices { sum += combined[item * width + 1 + column] * portrait[column] }
                }
                return scale.sum(scratch.numbers, signalWeights, from: sum)
            }
        }
    }

    /// What may come into question: everything in a small catalogue; else what the parts point to, and the popular.
    func candidates(_ query: Query, scratch: inout RankScratch, whole: Bool) -> [Int32] {
        let seen = query.evidence.taken + query.evidence.declined
        if whole || items.count <= Self.wholeCatalogue {
            guard !seen.isEmpty else { return Array(0..<Int32(items.count)) }
            let seen = Set(seen)
            return (0..<Int32(items.count)).filter { !seen.contains($0) }
        }
        return scratch.likely(popular, without: seen, most: Self.mostCandidates, items: items.count)
    }

    /// Scores and probabilities of the candidates; scores are log-odds of the probabilities, so both order alike.
    func finished(_ candidates: [Int32], raw: [Float]) -> [(item: Int32, probability: Double, score: Double)] {
        switch finish {
        case .offer(let calibrator, _), .scarce(let calibrator, _):
            return zip(candidates, raw).map { item, raw in
                let odds = calibrator.logOdds(Double(raw))
                return (item, 1 / (1 + exp(-odds)), odds)
            }
        case .next(let sharpness):
            let powers = raw.map { min(max(sharpness * Double($0), -300), 300) }
            let highest = powers.max() ?? 0
            var mass = powers.reduce(0) { $0 + exp($1 - highest) }
            if candidates.count < items.count, items.count > Self.wholeCatalogue {
                mass += rest.mass(without: candidates, relativeTo: highest)
            }
            let logMass = highest + log(mass)
            return zip(candidates, powers).map { item, power in
                // Kept off 1 by the chance that nothing known comes next.
                let logP = min(power - logMass, -1e-6)
                let odds = min(max(logP - log(-expm1(logP)), -30), 13)
                return (item, 1 / (1 + exp(-odds)), odds)
            }
        }
    }
}

/// Sparse weights by row.
struct WeightRows: Sendable, Equatable {
    let starts: [Int32]
    let columns: [Int32]
    let weights: [Float]

    init(starts: [Int32], columns: [Int32], weights: [Float]) { (self.starts, self.columns, self.weights) = (starts, columns, weights) }

    /// - Parameter cells: each once; weights near zero are dropped.
    init(rows: Int, cells: [(row: Int32, column: Int32, weight: Float)]) {
        let sorted = cells.filter { abs($0.weight) > 1e-3 }.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
        var starts = [Int32](repeating: 0, count: rows + 1)
        for cell in sorted { starts[Int(cell.row) + 1] += 1 }
        for row in 0..<rows { starts[row + 1] += starts[row] }
        self.init(starts: starts, columns: sorted.map(\.column), weights: sorted.map(\.weight))
    }

    @inline(__always)
    func each(_ row: Int, _ body: (Int, Float) -> Void) {
        for place in Int(starts[row])..<Int(starts[row + 1]) { body(Int(columns[place]), weights[place]) }
    }

    subscript(row: Int, column: Int) -> Float {
        for place in Int(starts[row])..<Int(starts[row + 1]) where columns[place] == Int32(column) { return weights[place] }
        return 0
    }
}
