import Foundation
import Vocabulary

/// The trained model of one audience: parts, weights and the last step to a probability.
struct Ranker: Sendable {
    /// The last step.
    enum Finish: Sendable, Equatable {
        /// P(accept | offered now).
        case offer(Calibrator, outcomes: Int)
        /// Softmax over what the client could take next: the factor on the score; and in a large catalogue the mass of what is not looked at, in units
        /// of what is.
        case next(sharpness: Double, rest: Double)
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
    private let weights: CellWeights
    /// While many clients are ranked under counts that do not change.
    private var anybody: [Float] = []

    init(
        audience: Audience, maker: SignalMaker, encoder: PortraitEncoder, scale: SignalScale, combined: [Float], signalWeights: [Float],
        historyPairs: WeightRows, acceptedPairs: WeightRows, finish: Finish
    ) {
        (self.audience, self.maker, self.encoder, self.scale) = (audience, maker, encoder, scale)
        (self.combined, self.signalWeights, self.historyPairs) = (combined, signalWeights, historyPairs)
        (self.acceptedPairs, self.finish) = (acceptedPairs, finish)
        weights = CellWeights(scale, signalWeights)
    }

    var items: ItemTable { maker.items }

    /// Catalogues up to this size are scored whole.
    static let wholeCatalogue = 1024
    /// Of larger ones so many items that the parts point to, and so many more that are the best for anybody.
    static let mostCandidates = (pointedTo: 40, favourites: 20)

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

    /// Readies the scratch for ``raw(_:_:scratch:)`` of the items that are wanted.
    func prepare(_ query: Query, wanted: SignalScratch.Wanted = .all, scratch: inout RankScratch) {
        maker.prepare(query.evidence, key: query.key, wanted: wanted, scratch: &scratch.signals)
        let isNext = if case .offer = finish { false } else { true }
        let paired = maker.reach.paired
        scratch.signals.edit { editor in
            if isNext {
                for owned in query.evidence.taken.prefix(paired) { historyPairs.each(Int(owned), editor.addPair) }
            } else {
                for owned in query.evidence.history.prefix(paired) { historyPairs.each(Int(owned), editor.addPair) }
                for owned in query.evidence.accepted.prefix(paired) { acceptedPairs.each(Int(owned), editor.addPair) }
            }
        }
    }

    /// Chooses what may come into question, each once, and readies the scratch for it: everything in a small catalogue or where `whole`; else what
    /// the parts point to, and the best for anybody.
    func candidates(_ query: Query, whole: Bool, scratch: inout RankScratch) -> [Int32] {
        if !whole, items.count > Self.wholeCatalogue,
            let found = maker.candidates(
                query.evidence, most: Self.mostCandidates.pointedTo, favourites: Self.mostCandidates.favourites, scratch: &scratch.signals)
        {
            prepare(query, wanted: .some(found), scratch: &scratch)
            return found
        }
        prepare(query, scratch: &scratch)
        return rest(query)
    }

    /// Everything that the client neither has nor declined.
    func rest(_ query: Query) -> [Int32] {
        let seen = Set(query.evidence.taken + query.evidence.declined)
        return (0..<Int32(items.count)).filter { !seen.contains($0) }
    }

    /// The same, readied for many clients.
    func readied() -> Ranker {
        var ranker = self
        ranker.anybody = anybodyScores
        ranker.maker = maker.readied(items.count > Self.wholeCatalogue ? guide(ranker.anybody) : nil)
        return ranker
    }

    /// Each item's score for a client of whom nothing is known.
    private var anybodyScores: [Float] {
        weights.open(SignalScratch()) { weights in
            items.ids.indices.map { combined[$0 * (encoder.width + 1)] + weights.priors(maker.priors[$0]) }
        }
    }

    /// What this model's weights look for.
    private func guide(_ anybody: [Float]) -> Retrieval.Guide {
        // Signals that move together: one alone may well be taken back by the other.
        func slope(_ signals: Signal...) -> Float {
            max(0, signals.reduce(0) { $0 + signalWeights[$1.rawValue] / scale.spreads[$1.rawValue] })
        }
        // The slope of a root where it is 0.2.
        let root: Float = 2.5
        var guide = Retrieval.Guide(anybody: anybody)
        (guide.lift, guide.cosine) = (slope(.lift, .strongestLift), root * slope(.cosine))
        (guide.follows, guide.linear) = (root * slope(.after, .next), root * slope(.linear, .linearPlain))
        guide.pairs = historyPairs
        return guide
    }

    /// The scores of wanted items before calibration.
    func raw(_ chosen: [Int32], _ query: Query, scratch: borrowing RankScratch) -> [Float] {
        // Two passes: alone, the rows of weights come from memory together and not one by one.
        var scores = byPortrait(chosen, query.portrait)
        weights.open(scratch.signals) { weights in
            let fatigue = weights.fatigue(scratch.signals)
            let companies = scratch.signals.companies.map(weights.company)
            for (place, item) in chosen.enumerated() {
                let item = Int(item)
                let own = anybody.isEmpty ? combined[item * (encoder.width + 1)] + weights.priors(maker.priors[item]) : anybody[item]
                let rules =
                    companies[maker.company(item)] + weights.needs(maker.needs(item, scratch.signals))
                    + weights.linkedBack(maker.linksBack(item, scratch.signals))
                scores[place] += own + fatigue + rules + weights.cells(at: scratch.signals.base(item))
            }
        }
        return scores
    }

    /// What the portrait alone makes of items.
    private func byPortrait(_ chosen: [Int32], _ portrait: [Float]) -> [Float] {
        let width = encoder.width + 1
        return combined.withUnsafeBufferPointer { combined in
            portrait.withUnsafeBufferPointer { portrait in
                chosen.map { Self.dot(portrait, combined, from: Int($0) * width + 1) }
            }
        }
    }

    @inline(__always)
    private static func dot(_ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>, from start: Int) -> Float {
        var sums = SIMD4<Float>()
        let whole = left.count / 4 * 4
        for index in stride(from: 0, to: whole, by: 4) {
            let place = start + index
            sums +=
                SIMD4(left[index], left[index + 1], left[index + 2], left[index + 3])
                * SIMD4(right[place], right[place + 1], right[place + 2], right[place + 3])
        }
        var sum = sums.sum()
        for index in whole..<left.count { sum += left[index] * right[start + index] }
        return sum
    }
}
