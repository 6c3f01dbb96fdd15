import Clients
import Database
import Recommender
import Testing
import Vocabulary

@testable import Recommendations

/// What an upgrade finds: artefacts of the format before.
@Suite struct OldArtefactTests {
    /// A file of format 1 as that version wrote it: right magic and checksum, nothing that this version understands.
    private var formatOne: [UInt8] {
        var bytes: [UInt8] = Array("CBMODEL\n".utf8) + [1, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 7, count: 100)
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: hash >> (8 * UInt64(shift)))) }
        return bytes
    }

    private func world() async throws -> World {
        let world = try await World()
        _ = try await world.train()
        let old = formatOne
        try await world.database.write {
            try $0.execute("UPDATE model SET artefact = $1, checksum = $2", [old, ModelStore.checksum(old)])
        }
        return world
    }

    @Test func itIsRefusedWithAClearWordAndShown() async throws {
        let world = try await world()
        let client = try await world.client("a")
        let error = RecommendationsError.unusableModel(version: 1, .otherFormat(1))
        #expect(error.isWithoutModel)
        await #expect(throws: error) { try await world.recommend(client) }
        #expect(try await world.database.read { try Recommending().isReady(in: $0) } == false)
        #expect(try await world.database.read { try ModelStore().versions(in: $0) }.map(\.fault) == [.otherFormat(1)])
        await #expect(throws: error) {
            try await world.database.write { try ModelStore().makeCurrent(1, by: "anna", at: World.now, in: $0) }
        }
    }

    @Test func theNextTrainingReplacesItWithoutAContest() async throws {
        let world = try await world()
        let (data, champion) = try await world.database.read { (try Training().data(in: $0), try ModelStore().champion(in: $0)) }
        guard case .unusable(version: 1) = champion else { return #expect(Bool(false)) }
        let trained = Training().train(data, against: champion) { _, _ in }
        #expect(trained.verdict == Verdict(uncontested: .unusableChampion, champion: 1))
        let version = try await world.database.write {
            try ModelStore().save(trained.model, report: trained.report, verdict: trained.verdict, at: World.now, in: $0)
        }
        let client = try await world.client("a")
        #expect(try await world.recommend(client).modelVersion == version)
        let versions = try await world.database.read { try ModelStore().versions(in: $0) }
        #expect(versions.map(\.fault) == [nil, .otherFormat(1)] && versions.map(\.isCurrent) == [true, false])
    }

    /// Versions from before the feed of histories stand at position 0.
    @Test func theFeedIsTrimmedAllTheSame() async throws {
        let world = try await world()
        try await world.database.write { try $0.execute("UPDATE model SET feed_position = 0") }
        func fed() async throws -> Int { try await world.database.read { try $0.rows("SELECT seq FROM interaction_change").count } }
        let early = try await world.client("early")
        try await world.record(early, World.newCar, .history, 1)
        #expect(try await fed() == 1)
        try await train(world)
        #expect(try await fed() == 0, "nobody can read the old version again")
        let client = try await world.client("a")
        try await world.record(client, World.newCar, .history, 1)
        try await train(world)
        #expect(try await fed() == 1, "version 2 may be chosen again, and has not counted this one")
    }

    private func train(_ world: World) async throws {
        let data = try await world.database.read { try Training().data(in: $0) }
        let trained = Training().train(data) { _ in }
        _ = try await world.database.write { try ModelStore().save(trained.model, report: trained.report, at: World.now, in: $0) }
    }
}
