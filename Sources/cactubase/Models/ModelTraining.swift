import Clients
import Database
import Recommendations
import Recommender
import Vocabulary

/// A training run: read in one snapshot, compute outside any transaction, save. The fresh model answers from then on if it is not worse than the
/// one before it.
struct ModelTraining: Sendable {
    let live: Live

    func run(seed: UInt64, progress: Progress? = nil) async throws -> ModelAnswer {
        let (data, position, champion) = try await live.database.read {
            (try Training().data(in: $0), try HistoryFeed().position(in: $0), try ModelStore().champion(in: $0))
        }
        guard data.events.count > 0 else {
            throw CommandFailure.failed(
                "there is nothing to learn from: import client cards first, or make a demo group with `cactubase demo --prepare`")
        }
        let (model, report, verdict) = try Training().train(data, against: champion, seed: seed) { step, isJudging in
            try Task.checkCancellation()
            progress?.report((isJudging ? 0.5 : 0) + step.share / 2)
        }
        progress?.finish()
        let now = live.clock.now
        return try await live.database.write { transaction in
            let version = try ModelStore().save(model, report: report, verdict: verdict, position: position, at: now, in: transaction)
            guard let saved = try ModelStore().versions(in: transaction).first(where: { $0.version == version }) else {
                throw RecommendationsError.unknownVersion(version)
            }
            return ModelAnswer(saved)
        }
    }
}

extension TrainingStep {
    /// About how much of the run lies behind this step; describing the outcomes takes most of it.
    fileprivate var share: Double {
        // Individuals first, then legal entities, each as long as the other.
        switch self {
        case .counting(let audience): audience.half
        case .describing(let audience): audience.half + 0.05
        case .fitting(let audience): audience.half + 0.15
        case .checking(let audience, let fold, let folds): audience.half + 0.3 + 0.2 * Double(fold - 1) / Double(max(folds, 1))
        }
    }
}

extension Audience {
    fileprivate var half: Double { self == .individual ? 0 : 0.5 }
}
