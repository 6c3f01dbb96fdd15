import Vocabulary

/// How a model, or one part of it, does on what was held out.
public struct Evaluation: Sendable, Hashable, Codable {
    /// On outcomes of offers to one audience, or to all.
    public struct Outcomes: Sendable, Hashable, Codable {
        /// nil: both audiences.
        public let audience: Audience?
        public let plain: CalibrationFigures
        /// Weighted by inverse propensity; nil unless the propensity of every outcome is known.
        public let weighted: CalibrationFigures?
    }

    /// nil when nothing was held out that could be ranked.
    public let ranking: RankingFigures?
    public let byAudience: [Audience: RankingFigures]
    public let outcomes: [Outcomes]
}

extension Model {
    /// How many clients are ranked at most; more are drawn from by a hash of their ids, which leaves a thousandth of error.
    public static let mostEvaluated = 50_000

    /// - Parameters:
    ///   - split: the one whose training this model was made from.
    ///   - k: length of the lists that are looked at.
    ///   - part: one part of the hybrid alone; it has no probabilities, so its outcomes tell the AUC only.
    public func evaluated(on split: Split, k: Int, part: ModelPart? = nil) -> Evaluation {
        let data = split.training
        let relevant = Dictionary(grouping: split.positives, by: \.client).mapValues { Set($0.map(\.item)) }
        let outcomes = Dictionary(grouping: split.outcomes, by: \.client)
        let drawn = Self.drawn(Set(relevant.keys).union(outcomes.keys), keys: data.clients.keys)
        var all = RankingTally(k: k)
        var tallies = Dictionary(uniqueKeysWithValues: Audience.allCases.map { ($0, RankingTally(k: k)) })
        var points: [Audience: [(point: CalibrationFigures.Point, propensity: Float)]] = [:]
        func hear(_ client: Int, _ ranked: [Ranked]) {
            let audience = data.clients.audiences[client]
            if let relevant = relevant[client] {
                all.add(ranked.lazy.map(\.item), relevant: relevant)
                tallies[audience]?.add(ranked.lazy.map(\.item), relevant: relevant)
            }
            guard let rows = outcomes[client] else { return }
            let places = Dictionary(ranked.map { ($0.item, $0) }, uniquingKeysWith: { first, _ in first })
            for row in rows {
                guard let answer = places[row.item] else { continue }
                let point = CalibrationFigures.Point(
                    probability: answer.probability, score: answer.score, isAccepted: row.isPositive, weight: 1)
                points[audience, default: []].append((point, row.propensity))
            }
        }
        // An outcome may stand anywhere in the list; what was taken counts near the top only.
        let whole = drawn.filter { outcomes[$0] != nil }
        rankings(of: whole, in: data, k: 0, part: part, body: hear)
        rankings(of: drawn.filter { outcomes[$0] == nil }, in: data, k: max(k, RankingTally.recallLength), part: part, body: hear)

        let sizes = Dictionary(grouping: data.items, by: \.audience).mapValues(\.count)
        let kinds = Audience.allCases.filter { points[$0] != nil }
        return Evaluation(
            ranking: all.figures(catalogue: data.items.count),
            byAudience: Dictionary(
                uniqueKeysWithValues: tallies.compactMap { audience, tally in
                    tally.figures(catalogue: sizes[audience] ?? 0).map { (audience, $0) }
                }),
            outcomes: (kinds.map(\.self) + (kinds.count > 1 ? [nil] : [])).compactMap { audience in
                let rows = kinds.filter { audience == nil || $0 == audience }.flatMap { points[$0] ?? [] }
                guard let plain = CalibrationFigures(rows.map(\.point)) else { return nil }
                let isKnown = rows.allSatisfy { $0.propensity > 0 }
                return Evaluation.Outcomes(
                    audience: audience, plain: plain, weighted: isKnown ? CalibrationFigures(rows.map(Self.weighted)) : nil)
            })
    }

    private static func weighted(_ row: (point: CalibrationFigures.Point, propensity: Float)) -> CalibrationFigures.Point {
        CalibrationFigures.Point(
            probability: row.point.probability, score: row.point.score, isAccepted: row.point.isAccepted, weight: 1 / Double(row.propensity)
        )
    }

    /// At most ``mostEvaluated`` of the clients, ascending.
    private static func drawn(_ clients: Set<Int>, keys: [UInt64]) -> [Int] {
        guard clients.count > mostEvaluated else { return clients.sorted() }
        let lots = clients.map { (lot: Mix.hash(keys[$0], 0xE7A1), client: $0) }
        return lots.sorted { ($0.lot, $0.client) < ($1.lot, $1.client) }.prefix(mostEvaluated).map(\.client).sorted()
    }
}
