import Database
import Recommender
import Vocabulary

/// The model that a fresh one has to stand up to.
public enum Champion: Sendable {
    case none
    /// Damaged, or written by another version of the program.
    case unusable(version: Int)
    case ready(LoadedModel, trainedAt: Instant)
}

extension ModelStore {
    /// The current version as it was trained.
    public func champion(in transaction: Transaction) throws(RecommendationsError) -> Champion {
        let row = try RecommendationsError.storing { () throws(DatabaseError) -> (version: Int, trainedAt: Instant)? in
            guard let row = try transaction.row("SELECT version, trained_at FROM model WHERE is_current = 1") else { return nil }
            return (try row["version"], try row["trained_at"])
        }
        guard let row else { return .none }
        do throws(RecommendationsError) {
            return .ready(try load(row.version, in: transaction), trainedAt: row.trainedAt)
        } catch {
            guard case .unusableModel = error else { throw error }
            return .unusable(version: row.version)
        }
    }
}

extension Training {
    /// Trains a model, and a copy of it without the latest outcomes of offers, by which the copy and the champion are judged.
    ///
    /// - Parameter progress: hears every step, and whether the copy is being trained; what it throws ends the run with nothing changed.
    public func train<Failure: Error>(
        _ data: TrainingData, against champion: Champion, seed: UInt64 = 1,
        progress: (TrainingStep, _ isJudging: Bool) throws(Failure) -> Void
    ) throws(Failure) -> (model: Model, report: TrainingReport, verdict: Verdict) {
        let (model, report) = try train(data, seed: seed) { step throws(Failure) in try progress(step, false) }
        let verdict: Verdict
        switch champion {
        case .none: verdict = Verdict(uncontested: .noChampion)
        case .unusable(let version): verdict = Verdict(uncontested: .unusableChampion, champion: version)
        case .ready(let champion, let trainedAt):
            if let contest = Contest(data, championTrainedAt: trainedAt) {
                let copy = try train(contest.training, seed: seed) { step throws(Failure) in try progress(step, true) }
                verdict = contest.verdict(champion: champion.model, version: champion.version, challenger: copy.model)
            } else {
                verdict = Verdict(uncontested: .tooFewOutcomes, champion: champion.version)
            }
        }
        return (model, report, verdict)
    }
}
