import Clients
import Database
import Recommendations
import Recommender
import Vocabulary

/// A training run: read in one snapshot, compute outside any transaction, save. The fresh model answers from then on if it is not worse than the
/// one before it.
struct ModelTraining: Sendable {
    let live: Live

    /// - Parameter trainer: who trains of its own accord; a training that a person asked for is begun instead.
    func run(seed: UInt64, by trainer: String, progress: Progress? = nil) async throws -> ModelAnswer {
        let (database, clock) = (live.database, live.clock)
        let run = try await database.write { try TrainingDesk().begin(by: trainer, at: clock.now, in: $0) }
        let beats = Task {
            while true {
                try await Task.sleep(for: .seconds(20))
                try await database.write { try TrainingDesk().report(run.number, percent: nil, at: clock.now, in: $0) }
            }
        }
        defer { beats.cancel() }
        do {
            return try await train(run, seed: seed, progress: progress)
        } catch {
            let fault: TrainingRun.Fault = error is NothingToLearn ? .noData : .failed
            try? await database.write { try TrainingDesk().finish(run.number, fault: fault, at: clock.now, in: $0) }
            guard error is NothingToLearn else { throw error }
            throw CommandFailure.failed(
                "there is nothing to learn from: import client cards first, or make a demo group with `cactubase demo --prepare`")
        }
    }

    private struct NothingToLearn: Error {}

    private func train(_ run: TrainingRun, seed: UInt64, progress: Progress?) async throws -> ModelAnswer {
        let (database, clock) = (live.database, live.clock)
        let (data, position, champion) = try await database.read {
            (try Training().data(in: $0), try HistoryFeed().position(in: $0), try ModelStore().champion(in: $0))
        }
        guard data.events.count > 0 else { throw NothingToLearn() }
        var told = clock.now
        let (model, report, verdict) = try Training().train(data, against: champion, seed: seed) { step, isJudging in
            try Task.checkCancellation()
            let share = (isJudging ? 0.5 : 0) + step.share / 2
            progress?.report(share)
            let now = clock.now
            guard now - told >= .seconds(1) else { return }
            told = now
            let percent = Int(share * 100)
            // Beside the computing: it must not wait for a commit.
            Task { try? await database.write { try TrainingDesk().report(run.number, percent: percent, at: now, in: $0) } }
        }
        progress?.finish()
        let now = clock.now
        return try await database.write { transaction in
            let version = try ModelStore().save(model, report: report, verdict: verdict, position: position, at: now, in: transaction)
            try TrainingDesk().finish(run.number, version: version, at: now, in: transaction)
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
