import Foundation
import Recommender
import Vocabulary

/// How good the model is on made-up worlds, as scripts read it; `lines` for people.
public struct QualityAnswer: Sendable, Codable {
    /// One audience of one world.
    public struct Row: Sendable, Codable {
        public let world: String
        public let seed: UInt64
        public let audience: Audience
        public let hasOffers: Bool
        public let hybrid: QualityFigures
        /// NDCG of the same order for everybody.
        public let popularity: Double
        public let acceptance: Double
        /// Of the mean difference between the hybrid's and popularity's NDCG, client by client.
        public let standardError: Double
        public let ablation: [Ablation]

        public var isWorseThanPopularity: Bool { hybrid.ndcg < popularity - 2 * standardError - QualityAnswer.tolerance }
        /// Beyond what the true chances score.
        public var excessECE: Double { hybrid.ece - hybrid.truthECE }
        public var excessBias: Double { abs(hybrid.bias) - abs(hybrid.truthBias) }
        /// The greatest distance between promised and true at a threshold with enough offers; nil: there is none.
        public var thresholdGap: Double? {
            hybrid.thresholds.filter { $0.offers >= QualityFigures.enoughOffers }.map { abs($0.promised - $0.actual) }.max()
        }
    }

    /// NDCG of a model that was trained without one part of the hybrid, and of one that was trained on that part alone.
    public struct Ablation: Sendable, Codable {
        public let part: ModelPart
        public let without: Double
        public let alone: Double
    }

    public let division: WorldDivision
    public let k: Int
    public let rows: [Row]

    /// What is lost to an order that nothing beats, where weights are fitted at all.
    public static let tolerance = 0.005

    public var lines: [String] {
        ["\(division.rawValue) worlds, NDCG@\(k) by true chances; ECE and bias beyond what the true chances score"]
            + table + ["", "median (least to greatest) over \(rows.count) audiences of worlds"] + summary
            + (ablation.isEmpty
                ? [] : ["", "ablation: change of NDCG@\(k) against the whole hybrid, median (least to greatest)"] + ablation)
    }

    private var table: [String] {
        [Self.row("world", ["hybrid", "popular", "accept", "ECE+", "bias", "p≥0.3", "p≥0.5", "p≥0.7"])]
            + rows.map { row in
                let gaps = [0.3, 0.5, 0.7].map { least in
                    row.hybrid.thresholds.first { $0.least == least && $0.offers >= QualityFigures.enoughOffers }.map {
                        String(format: "%+.3f", $0.promised - $0.actual)
                    } ?? "-"
                }
                return Self.row(
                    "\(row.world) \(row.seed)" + (row.audience == .legal ? " legal" : ""),
                    [Self.short(row.hybrid.ndcg), Self.short(row.popularity), row.hasOffers ? Self.short(row.acceptance) : "-"]
                        + [row.excessECE, row.hybrid.bias].map { String(format: "%+.4f", $0) } + gaps)
                    + (row.isWorseThanPopularity ? "  worse than popularity" : "")
            }
    }

    private var summary: [String] {
        let known = rows.filter(\.hasOffers)
        return [
            Self.spread("NDCG@\(k), hybrid", rows.map(\.hybrid.ndcg)),
            Self.spread("NDCG@\(k), popularity", rows.map(\.popularity)),
            Self.spread("NDCG@\(k), acceptance rate", known.map(\.acceptance)),
            Self.spread("ECE beyond the truth's", rows.map(\.excessECE)),
            Self.spread("|bias| beyond the truth's", rows.map(\.excessBias)),
            Self.spread("greatest threshold gap", rows.compactMap(\.thresholdGap)),
            "worse than popularity beyond noise: \(rows.count(where: \.isWorseThanPopularity)) of \(rows.count)",
        ]
    }

    private var ablation: [String] {
        ModelPart.allCases.flatMap { part -> [String] in
            let changes = rows.flatMap { row in
                row.ablation.filter { $0.part == part }.map { (without: $0.without - row.hybrid.ndcg, alone: $0.alone - row.hybrid.ndcg) }
            }
            guard !changes.isEmpty else { return [] }
            return [
                Self.spread("without \(part.rawValue)", changes.map(\.without), signed: true),
                Self.spread("\(part.rawValue) alone", changes.map(\.alone), signed: true),
            ]
        }
    }

    private static func spread(_ title: String, _ values: [Double], signed: Bool = false) -> String {
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else { return "\(title): -" }
        let middle = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        func words(_ value: Double) -> String { String(format: signed ? "%+.4f" : "%.4f", value) }
        return title.padding(toLength: 28, withPad: " ", startingAt: 0) + "\(words(middle)) (\(words(first)) to \(words(last)))"
    }

    private static func short(_ value: Double) -> String { String(format: "%.4f", value) }

    private static func row(_ title: String, _ cells: [String]) -> String {
        title.padding(toLength: 24, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }.joined()
    }
}
