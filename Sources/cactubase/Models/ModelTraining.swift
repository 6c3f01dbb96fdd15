import Database
import Recommendations
import Recommender
import Vocabulary

/// A training run: read in one snapshot, compute outside any transaction, save.
struct ModelTraining: Sendable {
    let live: Live

    func run(seed: UInt64, progress: Progress? = nil) async throws -> ModelAnswer {
        let data = try await live.database.read { try Training().data(in: $0) }
        guard data.events.count > 0 else {
            throw CommandFailure.failed(
                "there is nothing to learn from: import client cards first, or make a demo group with `cactubase demo --prepare`")
        }
        let (model, report) = try Training().train(data, seed: seed) { step in
            try Task.checkCancellation()
            progress?.report(step.share)
        }
        progress?.finish()
        let now = live.clock.now
        let version = try await live.database.write { try ModelStore().save(model, report: report, at: now, in: $0) }
        let size = try await live.database.read { try ModelStore().versions(in: $0) }.first { $0.version == version }?.size ?? 0
        return ModelAnswer(version: version, trainedAt: now.milliseconds, isCurrent: true, size: size, report: report)
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
