import Database
import Foundation
import Group
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

@Suite struct UnusableModelTests {
    @Test func doctorAndModelsTellOfADamagedArtefact() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        _ = await desk.run("train")
        #expect(try await desk.findings().byName["model"]?.words == "version 1 answers")
        try await desk.damageModel()
        let (status, findings) = try await desk.findings()
        #expect(status == .failed && findings["model"]?.verdict == .fail)
        #expect(findings["model"]?.words.contains("version 1 is damaged") == true)
        #expect(findings["model"]?.remedy?.contains("cactubase train") == true)
        let listed = await desk.run("models")
        #expect(listed.status == .done && listed.out.contains("cannot be used: damaged") && !listed.out.contains("answers now"))
        let used = await desk.run("models", "--use", "1")
        #expect(used.status == .failed && !used.err.isEmpty)
    }

    @Test func doctorAndModelsTellOfAnOldFormat() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        _ = await desk.run("train")
        // Magic, format 1, and nothing that this version understands.
        let old: [UInt8] = Array("CBMODEL\n".utf8) + [1, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 7, count: 100)
        try await desk.setModel(old)
        let (status, findings) = try await desk.findings()
        #expect(status == .failed && findings["model"]?.verdict == .fail && findings["model"]?.words.contains("another format") == true)
        let listed = await desk.run("models")
        #expect(listed.out.contains("cannot be used: format 1, written by another version of the program"))
        let answers = try JSONDecoder().decode([ModelAnswer].self, from: Data(await desk.run("models", "--json").out.utf8))
        #expect(answers.first?.fault?.hasPrefix("format 1") == true && answers.first?.isCurrent == true)
    }
}

extension Desk {
    /// One bit of the stored artefact flips.
    func damageModel() async throws {
        let live = try await live()
        let artefact = try await live.database.read { transaction -> [UInt8] in
            try transaction.row("SELECT artefact FROM model WHERE is_current = 1")?["artefact"] ?? []
        }
        try await live.database.close()
        var damaged = artefact
        damaged[damaged.count / 2] ^= 1
        try await setModel(damaged)
    }

    func setModel(_ artefact: [UInt8]) async throws {
        let live = try await live()
        try await live.database.write { try $0.execute("UPDATE model SET artefact = $1 WHERE is_current = 1", [artefact]) }
        try await live.database.close()
    }
}
