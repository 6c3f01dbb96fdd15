import Database
import Logging
import Recommendations
import Synchronization
import Testing
import Vocabulary

@testable import cactubase

@Suite struct ScheduledTrainingTests {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// The demo group's database, and a clock to turn.
    private func scheduled(_ desk: Desk, now: @escaping @Sendable () -> Instant) async throws -> ScheduledTraining {
        let live = try await desk.live()
        return ScheduledTraining(
            live: Live(
                configuration: live.configuration, database: live.database, keyring: live.keyring, texts: live.texts,
                clock: WallClock(now), ids: live.ids), logger: quiet)
    }

    @Test func itTrainsWhenTheTimeHasCome() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let now = Mutex(Desk.now)
        let training = try await scheduled(desk) { now.withLock { $0 } }
        #expect(try await training.step() == 1, "nothing was trained yet")
        #expect(try await training.step() == nil)
        #expect(try await training.interval() == .minutes(10))
        now.withLock { $0 = $0 + .days(7) + .seconds(-1) }
        #expect(try await training.step() == nil)
        now.withLock { $0 = $0 + .seconds(1) }
        #expect(try await training.step() == 2)
        #expect(try await training.step() == nil)
        try await training.live.database.close()
    }

    @Test func itTrainsAtOnceWhenAPersonAsks() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let training = try await scheduled(desk) { Desk.now }
        let database = training.live.database
        #expect(try await training.step() == 1)
        let asked = try await database.write { try TrainingDesk().request(by: "anna", at: Desk.now, in: $0) }
        guard case .asked = asked else { return #expect(Bool(false), "\(asked)") }
        #expect(try await training.step() == 2)
        let runs = try await database.read { try TrainingDesk().latest(2, in: $0) }
        #expect(runs.map(\.askedBy) == ["anna", "worker"] && runs.map(\.version) == [2, 1])
        // One that runs elsewhere is left alone, unless it has said nothing for too long.
        try await database.write { _ = try TrainingDesk().begin(by: "other", at: Desk.now, in: $0) }
        #expect(try await training.step() == nil)
        #expect(try await training.interval() == .seconds(30))
        let later = try await scheduled(desk) { Desk.now + .minutes(3) }
        #expect(try await later.step() == 3)
        #expect(try await database.read { try TrainingDesk().latest(2, in: $0) }.map(\.fault) == [nil, .abandoned])
        try await database.close()
        try await later.live.database.close()
    }

    @Test func aDamagedArtefactIsReplacedAtTheNextLook() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let training = try await scheduled(desk) { Desk.now + .minutes(10) }
        #expect(try await training.step() == 1)
        try await desk.damageModel()
        #expect(try await training.step() == 2)
        #expect(try await desk.findings().byName["model"]?.verdict == .ok)
        #expect(try await training.step() == nil)
        try await training.live.database.close()
    }

    @Test func withNothingToLearnFromItTrainsNothing() async throws {
        let desk = try Desk()
        try await desk.makeGroup()
        let training = try await scheduled(desk) { Desk.now }
        #expect(try await training.step() == nil)
        try await training.live.database.close()
    }
}
