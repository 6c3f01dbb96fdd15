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
    /// Log of the summed powers of all items' scores without a client, and each item's part: what is left of the mass beside the candidates.
    let baseline: [Float]

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
        if isNext {
            for owned in query.evidence.taken.prefix(Formula.longest) { historyPairs.each(Int(owned)) { scratch.signals.addPair($0, $1) } }
        } else {
            for owned in query.evidence.history { historyPairs.each(Int(owned)) { scratch.signals.addPair($0, $1) } }
            for owned in query.evidence.accepted { acceptedPairs.each(Int(owned)) { scratch.signals.addPair($0, $1) } }
        }
    }

    /// The score before calibration.
    func raw(_ item: Int, _ query: Query, scratch: inout RankScratch) -> Float {
        scratch.numbers.removeAll(keepingCapacity: true)
        maker.signals(of: item, into: &scratch.numbers, scratch: scratch.signals)
        let width = encoder.width + 1
        var sum = combined[item * width] + scratch.signals.cells[item * SignalScratch.width + SignalScratch.pairCell]
        for column in 0..<encoder.width { sum += combined[item * width + 1 + column] * query.portrait[column] }
        for signal in 0..<Signal.count { sum += signalWeights[signal] * scale.standard(scratch.numbers[signal], signal) }
        return sum
    }

    /// What may come into question: everything in a small catalogue; else what the parts point to, and the popular.
    func candidates(_ query: Query, scratch: inout RankScratch, whole: Bool) -> [Int32] {
        let seen = query.evidence.taken + query.evidence.declined
        if whole || items.count <= Self.wholeCatalogue {
            guard !seen.isEmpty else { return Array(0..<Int32(items.count)) }
            let seen = Set(seen)
            return (0..<Int32(items.count)).filter { !seen.contains($0) }
        }
        return scratch.likely(popular, without: seen, most: Self.mostCandidates)
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
                let covered = Set(candidates)
                for item in 0..<items.count where !covered.contains(Int32(item)) {
                    mass += exp(min(sharpness * Double(baseline[item]) - highest, 0))
                }
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

/// Buffers of one thread for ranking.
struct RankScratch {
    var signals = SignalScratch()
    var numbers: [Float] = []
    private var promises: [Double] = []

    /// The touched and popular items that promise most, without `seen`.
    mutating func likely(_ popular: [Int32], without seen: [Int32], most: Int) -> [Int32] {
        for item in popular { signals.addPair(Int(item), 0) }
        promises.removeAll(keepingCapacity: true)
        for item in signals.touched { promises.append(Double(signals.promise(Int(item)))) }
        var least = -1.0
        if promises.count > most {
            promises.withUnsafeMutableBufferPointer { Selection.descending($0, first: most) }
            least = promises[most - 1]
        }
        let seen = Set(seen)
        let always = Set(popular)
        return signals.touched.filter {
            !seen.contains($0) && (Double(signals.promise(Int($0))) >= least || always.contains($0))
        }.sorted()
    }
}
