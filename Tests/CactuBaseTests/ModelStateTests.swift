import Database
import Foundation
import Testing
import Vocabulary

@testable import cactubase

@Suite struct ModelStateTests {
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

    @Test func aVersionThatWasNotTriedSaysSo() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let first = await desk.run("train")
        #expect(first.out.contains("promoted without a contest: there was no model before it"))
        let second = await desk.run("train")
        let words = "promoted without a contest: too few outcomes of offers since version 1 was trained; a contest takes 100"
        #expect(second.out.contains(words))
        let listed = await desk.run("models")
        #expect(listed.out.contains("version 2 (answers now)") && listed.out.contains(words))
        // One of them is damaged before the next is trained.
        try await desk.damageModel()
        #expect(await desk.run("train").out.contains("promoted without a contest: version 2 cannot be read by this program"))
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
