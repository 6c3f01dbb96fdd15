import Database
import Group
import Logging
import Recommendations
import Recommender
import Vocabulary

/// Trains when the time has come, and at once when the version that answers cannot be used: nobody is offered anything until there is one again.
struct ScheduledTraining: Sendable {
    let live: Live
    let logger: Logger

    /// How often it looks whether the stored artefact is whole: one damaged while the program runs is not noticed by the model in memory.
    static let lookout = Span.minutes(10)

    /// Until the next look.
    func interval() async throws -> Span {
        let isOpen = try await live.database.read { try TrainingDesk().open(in: $0) } != nil
        // One that a process left behind when it ended is taken up again soon.
        return min(try await setting(), isOpen ? .seconds(30) : Self.lookout)
    }

    /// - Returns: the version trained; nil: none was due, or there is nothing to learn from.
    @discardableResult
    func step() async throws -> Int? {
        let (last, hasData, unusable, open) = try await live.database.read {
            (
                try ModelStore().lastTraining(in: $0), try Training().hasData(in: $0),
                try ModelStore().unusableCurrent(in: $0), try TrainingDesk().open(in: $0)
            )
        }
        // Somebody else trains already.
        if let open, open.startedAt != nil, !open.isStale(at: live.clock.now) { return nil }
        let interval = try await setting()
        var isDue = last.map { live.clock.now - $0 >= interval } ?? true
        if let unusable {
            logger.warning("version \(unusable) of the model cannot be read by this program: training anew")
            isDue = true
        }
        if open != nil { isDue = true }
        guard hasData, isDue else { return nil }
        let trained = try await ModelTraining(live: live).run(seed: 1, by: "worker")
        let outcome =
            !trained.isCurrent ? ", which is worse and does not answer" : trained.verdict?.figures == nil ? ", without a contest" : ""
        logger.info("trained version \(trained.version) of the model\(outcome)")
        return trained.version
    }

    private func setting() async throws -> Span {
        try await live.database.read { try SettingStore().value(Settings.trainingInterval, in: $0) }
    }
}
