import Recommendations
import Recommender
import Vocabulary

/// A version of the model as scripts read it.
struct ModelAnswer: Codable, Sendable, Equatable {
    let version: Int
    /// Milliseconds since 1970.
    let trainedAt: Int64
    let isCurrent: Bool
    /// Bytes.
    let size: Int
    let report: TrainingReport
    /// How it came out against the version before it; absent for versions older than contests.
    let verdict: Verdict?
    /// Whether the verdict let it replace the version before it.
    let isPromoted: Bool?
    /// Why this program cannot read it.
    let fault: String?
    /// Who chose it last, if a person did.
    let chosenBy: String?
    let chosenAt: Int64?

    init(_ version: ModelVersion) {
        (self.version, size, isCurrent) = (version.version, version.size, version.isCurrent)
        trainedAt = version.trainedAt.milliseconds
        (report, verdict, isPromoted) = (version.report, version.verdict, version.verdict?.isPromoted)
        fault = version.fault.map(Self.words)
        (chosenBy, chosenAt) = (version.choice?.by, version.choice?.at.milliseconds)
    }

    private static func words(_ fault: ArtefactError) -> String {
        switch fault {
        case .notAModel: "not a model"
        case .damaged: "damaged"
        case .otherFormat(let format): "format \(format), written by another version of the program"
        }
    }

    var lines: [String] {
        let state = !isCurrent ? "" : fault == nil ? " (answers now)" : " (should answer, and cannot)"
        let title = "version \(version)\(state), trained \(StderrLog.time(trainedAt)), \(size) bytes"
        var lines = report.lines
        if let verdict { lines += verdict.lines }
        if let fault { lines.append("cannot be used: \(fault); `cactubase train` makes a new one") }
        if let chosenBy, let chosenAt { lines.append("chosen by \(chosenBy), \(StderrLog.time(chosenAt))") }
        return [title] + lines.map { "  " + $0 }
    }
}

extension TrainingReport {
    fileprivate var lines: [String] {
        var lines = ["\(services) services, \(clients) clients, \(observations) observations"]
        if unknownServices > 0 { lines.append("\(unknownServices) rows left out: their service is not in the catalogue") }
        for figures in audiences {
            let kind =
                figures.isFitted ? "probabilities fitted" : "too few outcomes: no probability is named, nothing is offered automatically"
            let loss =
                figures.logLoss.flatMap { loss in figures.baseLogLoss.map { ", log loss \(loss.short) (plain rate \($0.short))" } } ?? ""
            lines.append(
                "\(figures.audience.rawValue): \(figures.outcomes) outcomes of offers, \(figures.accepted) accepted: \(kind)\(loss)")
        }
        return lines
    }
}

extension Verdict {
    fileprivate var lines: [String] {
        let than = champion.map { "version \($0)" } ?? "the version before"
        switch ground {
        case .noChampion: return ["promoted without a contest: there was no model before it"]
        case .unusableChampion: return ["promoted without a contest: \(than) cannot be read by this program"]
        case .tooFewOutcomes:
            return ["promoted without a contest: too few outcomes of offers since \(than) was trained; a contest takes 100"]
        case .notWorse: return ["promoted: not worse than \(than)"] + details
        case .worseLoss: return ["not promoted: its probabilities fit worse than those of \(than)"] + details
        case .worseOrder: return ["not promoted: it ranks worse than \(than)"] + details
        }
    }

    private var details: [String] {
        guard let figures else { return [] }
        let auc = figures.challengerAUC.flatMap { new in figures.championAUC.map { ", AUC \(new.short) against \($0.short)" } } ?? ""
        return [
            "on \(figures.outcomes) outcomes that neither had seen: log loss \(figures.challengerLoss.short) against \(figures.championLoss.short) (± \(figures.standardError.short))\(auc)"
        ]
    }
}

extension Double {
    /// Four decimals.
    fileprivate var short: String { String((self * 10_000).rounded() / 10_000) }
}
