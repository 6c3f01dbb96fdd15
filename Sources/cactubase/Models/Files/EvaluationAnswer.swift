import Foundation
import Recommender
import Vocabulary

/// What an evaluation found, as scripts read it; `lines` for people.
struct EvaluationAnswer: Codable, Sendable {
    struct Row: Codable, Sendable {
        /// hybrid, or the part that ranked alone.
        let model: String
        var ranking: RankingFigures?
        var rankingIndividual: RankingFigures?
        var rankingLegal: RankingFigures?
        /// Probabilities of the hybrid on outcomes that it has not seen; empty for a part, which has none.
        var calibration: [Evaluation.Outcomes]
        /// Chance that an accepted offer stands above a declined one.
        var auc: Double?
        /// Ranking, without the training.
        var seconds: Double

        init(_ model: String, _ evaluation: Evaluation, isHybrid: Bool, seconds: Double) {
            self.model = model
            ranking = evaluation.ranking
            rankingIndividual = evaluation.byAudience[.individual]
            rankingLegal = evaluation.byAudience[.legal]
            calibration = isHybrid ? evaluation.outcomes : []
            auc = evaluation.outcomes.last?.plain.auc
            self.seconds = seconds
        }

        /// Takes over what another split told of the same model.
        mutating func add(_ other: Row) {
            ranking = ranking ?? other.ranking
            rankingIndividual = rankingIndividual ?? other.rankingIndividual
            rankingLegal = rankingLegal ?? other.rankingLegal
            calibration = calibration.isEmpty ? other.calibration : calibration
            auc = auc ?? other.auc
            seconds += other.seconds
        }
    }

    let holdout: Holdout
    let interactions: Int
    let clients: Int
    let services: Int
    let heldOutPositives: Int
    let heldOutOutcomes: Int
    var models: [Row]
    /// accept, next or none, by audience.
    let probability: [RecommendCommand.Answer.Meaning]
    let trainingSeconds: Double
    let seconds: Double
    /// Of the whole process, the files included.
    let peakMegabytes: Int

    var lines: [String] {
        var lines = [
            "\(interactions) interactions, \(clients) clients, \(services) services; \(holdout.rawValue): "
                + "\(heldOutPositives) things taken and \(heldOutOutcomes) outcomes of offers held out"
        ]
        if let k = models.first?.ranking?.k {
            lines.append(Self.row("", ["HitRate@\(k)", "NDCG@\(k)", "MRR@\(k)", "Recall@20", "coverage@\(k)", "AUC", "seconds"]))
            for model in models {
                let figures = model.ranking
                lines.append(
                    Self.row(
                        model.model,
                        [figures?.hitRate, figures?.ndcg, figures?.mrr, figures?.recall20, figures?.coverage, model.auc].map(Self.short)
                            + [String(format: "%.1f", model.seconds)]))
            }
        }
        let calibration = models.first?.calibration ?? []
        if !calibration.isEmpty {
            lines.append(Self.row("offers", ["outcomes", "accepted", "AUC", "ECE", "bias", "Brier", "log loss"]))
            for outcomes in calibration {
                lines.append(Self.row(outcomes.audience?.rawValue ?? "all", Self.cells(outcomes.plain)))
                if let weighted = outcomes.weighted { lines.append(Self.row("  by 1/propensity", Self.cells(weighted))) }
            }
        }
        return lines + [String(format: "training %.1f s, in all %.1f s, peak memory %d MB", trainingSeconds, seconds, peakMegabytes)]
    }

    private static func cells(_ figures: CalibrationFigures) -> [String] {
        [String(figures.outcomes)] + [figures.rate, figures.auc, figures.ece, figures.bias, figures.brier, figures.logLoss].map(short)
    }

    private static func short(_ number: Double?) -> String { number.map { String(format: "%.4f", $0) } ?? "-" }

    private static func row(_ title: String, _ cells: [String]) -> String {
        title.padding(toLength: 17, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(1, 13 - $0.count)) + $0 }.joined()
    }
}

/// Memory of this process.
enum Memory {
    /// The most that was ever resident, in MB (getrusage).
    static var peakMegabytes: Int {
        var usage = rusage()
        // Linux counts in KB.
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? Int(usage.ru_maxrss) >> 10 : 0
    }
}
