import Catalogue
import Database
import DemoWorld
import Foundation
import Group
import Sealing
import Spreadsheets
import Testing
import Vocabulary

@testable import cactubase

extension Desk {
    /// The demo group, seed 7.
    func makeDemo() async throws {
        let live = try await live()
        let world = try DemoWorld(seed: 7, now: Self.now)
        let keyring = live.keyring
        try await live.database.write { try world.write(keyring: keyring, in: $0) }
        try await live.database.close()
    }

    fileprivate func answer<Wanted: Decodable>(_ type: Wanted.Type, _ arguments: String...) async throws -> Wanted {
        let said = await run(arguments + ["--json"])
        guard said.status == .done else { throw CommandFailure.failed("\(said.status): \(said.err)") }
        return try JSONDecoder().decode(type, from: Data(said.out.utf8))
    }
}

/// The reference files that some machines have, where `CACTUBASE_SHARED` says.
private enum Reference {
    static let folder = (ProcessInfo.processInfo.environment["CACTUBASE_SHARED"] ?? "") + "/seed"
    static let matrix = folder + "/cross_service_matrix.xlsx"
    static let isThere = FileManager.default.fileExists(atPath: matrix)
}

@Suite struct LinksCommandTests {
    @Test func linksAreListedDrawnAndTakenBack() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        #expect(try await desk.answer([LinkAnswer].self, "links").count == 894)
        #expect(try await desk.answer([LinkAnswer].self, "links", "--cross").count == 119)
        let from = try await desk.answer([LinkAnswer].self, "links", "--from", "1", "--audience", "individual", "--kind", "related")
        #expect(!from.isEmpty && from.allSatisfy { $0.from == 1 && !$0.isHint && $0.kind == "related" })
        #expect(try await desk.answer([VersionAnswer].self, "links", "add", "1", "6").isEmpty, "it is there")

        let added = await desk.run("links", "add", "1", "5", "--never", "--by", "anna", "--reason", "one product", "--language", "en")
        #expect(added.status == .done && added.err.contains("cactubase train"))
        #expect(added.out.hasPrefix("version 1, 2026-11-23T12:00:00Z, anna: add, \u{201C}one product\u{201D}\n"))
        #expect(try await desk.answer([LinkAnswer].self, "links", "--from", "1", "--kind", "never").map(\.to) == [5])
        let undone = try await desk.answer([VersionAnswer].self, "links", "undo", "--by", "olga")
        #expect(undone.map(\.undoes) == [1])
        #expect(undone.first?.links == [VersionAnswer.Link(from: 1, to: 5, before: "never", after: nil)])
        let history = try await desk.answer([VersionAnswer].self, "links", "history")
        #expect(history.map(\.by) == ["olga", "anna"] && history.last?.undoneBy == 2)
        let removed = try await desk.answer([VersionAnswer].self, "links", "remove", "1", "6")
        #expect(removed.first?.links == [VersionAnswer.Link(from: 1, to: 6, before: "related", after: nil)])
        #expect(try await desk.answer([LinkAnswer].self, "links").count == 893)
    }

    @Test func proposalsSpeakOfNobodyAndADeclinedOneIsGone() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let proposals = try await desk.answer([ProposalAnswer].self, "links", "propose", "--limit", "0", "--language", "en")
        let first = try #require(proposals.first)
        #expect(
            proposals.allSatisfy {
                min($0.owners, $0.together, $0.others) >= 5 && $0.certainty >= 0.9 && $0.low <= $0.lift && $0.lift <= $0.high
            })
        let links = try await desk.answer([LinkAnswer].self, "links")
        let decided = Set(links.map { [$0.from, $0.to] })
        #expect(proposals.allSatisfy { !decided.contains([$0.from, $0.to]) && $0.from != $0.to })
        #expect(first.example.hasPrefix("\(first.together) of \(first.owners) clients who took \u{201C}"))
        #expect(!proposals.contains { $0.example.contains("@") })

        let (from, to) = (String(first.from), String(first.to))
        #expect(await desk.run("links", "decline", from, to).status == .wrongUse, "a reason is asked for")
        let declined = try await desk.answer([VersionAnswer].self, "links", "decline", from, to, "--reason", "bundled")
        #expect(declined.first?.declined.map(\.to) == [first.to])
        let rest = try await desk.answer([ProposalAnswer].self, "links", "propose", "--limit", "0", "--language", "en")
        #expect(rest == Array(proposals.dropFirst()))
        #expect(await desk.run("links", "accept", from, to).status == .failed)
        _ = try await desk.answer([VersionAnswer].self, "links", "undo")
        let accepted = try await desk.answer([VersionAnswer].self, "links", "accept", from, to)
        #expect(accepted.first?.links.first?.after == "related")
    }

    @Test(arguments: [
        ["add", "1", "1"], ["add", "1"], ["add", "1", "999"], ["add", "1", "no such thing"], ["undo", "--version", "9"],
        ["propose", "--limit", "-1"], ["list", "--audience", "children"], ["list", "--cross", "--audience", "legal"],
        ["export", "matrix.doc"], ["decline", "1", "5", "--reason", " "], ["history", "--limit", "0"],
        ["add", "1", "5", "--reason", "two\nlines"],
    ])
    func wrongUseSaysWhatToDo(_ arguments: [String]) async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let said = await desk.run(["links"] + arguments)
        #expect(said.status == .wrongUse && !said.err.isEmpty && said.out.isEmpty, "\(said)")
    }

    @Test func aNameThatMeansSeveralServicesAsksForTheNumber() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let said = await desk.run("links", "--from", "КАСКО", "--language", "en")
        #expect(said.status == .wrongUse && said.err.contains("so give the number: ") && said.err.contains("(d2, individual)"))
        #expect(await desk.run("links", "--from", "Автокредиты B2C").status == .done)
        #expect(await desk.run("links", "undo").status == .failed, "there is nothing to take back")
    }

    @Test(arguments: ["matrix.xlsx", "matrix.csv"]) func theMatrixGoesOutAndComesBackUnchanged(_ name: String) async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        #expect(await desk.run("links", "export", name).out == "\(name): 101 services, 894 links\n")
        let same = try await desk.answer(MatrixAnswer.self, "links", "import", name)
        #expect(same.version == nil && same.unchanged == 894 && same.added.isEmpty && same.removed.isEmpty && same.turned.isEmpty)
        #expect(same.unknown.isEmpty && same.ignored.isEmpty && same.missing.isEmpty)
        #expect(try await desk.answer([VersionAnswer].self, "links", "history").isEmpty)
    }

    @Test func anImportIsOneVersionAfterADryRun() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        _ = await desk.run("links", "export", "matrix.csv")
        var lines = String(decoding: try desk.read("matrix.csv"), as: UTF8.self).components(separatedBy: "\r\n")
        // Service 1: from column E on; 6 is linked, 5 is not.
        var cells = lines[4].components(separatedBy: ";")
        (cells[4 + 4], cells[4 + 5]) = ("X", "")
        lines[4] = cells.joined(separator: ";")
        try desk.write(lines.joined(separator: "\r\n"), to: "matrix.csv")
        let dry = try await desk.answer(MatrixAnswer.self, "links", "import", "matrix.csv", "--dry-run")
        #expect(dry.isDryRun && dry.version == nil && dry.added.map(\.to) == [5] && dry.removed.map(\.to) == [6])
        #expect(try await desk.answer([LinkAnswer].self, "links").count == 894)
        let said = await desk.run("links", "import", "matrix.csv", "--by", "anna", "--language", "en")
        #expect(said.out.hasSuffix("1 added, 1 removed, 0 turned, 893 unchanged: version 1\n"))
        #expect(said.err.contains("cactubase train"))
        let undone = try await desk.answer([VersionAnswer].self, "links", "undo")
        #expect(undone.first?.links.count == 2)
        cells[4 + 4] = "2"
        lines[4] = cells.joined(separator: ";")
        try desk.write(lines.joined(separator: "\r\n"), to: "matrix.csv")
        let refused = await desk.run("links", "import", "matrix.csv", "--language", "en")
        #expect(refused.status == .failed)
        #expect(refused.err == "error: matrix.csv: Row 5, column I: the cell must be empty, 1 or Х.\n")
        #expect(try await desk.answer([LinkAnswer].self, "links").count == 894)
    }

    @Test func filesThatAreNoMatrixAreRefused() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        try desk.write("", to: "empty.xlsx")
        try desk.write("%PDF-1.4", to: "letter.xlsx")
        try desk.write("ID;Имя\n1;x\n", to: "clients.csv")
        for name in ["empty.xlsx", "letter.xlsx", "clients.csv", "missing.xlsx", "."] {
            let said = await desk.run("links", "import", name, "--language", "en")
            #expect(said.status == .failed && said.err.hasPrefix("error: ") && said.out.isEmpty, "\(name): \(said)")
        }
        #expect(try await desk.answer([VersionAnswer].self, "links", "history").isEmpty)
    }

    @Test(.enabled(if: Reference.isThere)) func theReferenceMatrixIsReadWhole() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let read = try await desk.answer(MatrixAnswer.self, "links", "import", Reference.matrix, "--dry-run")
        #expect(read.unknown.isEmpty && read.missing.isEmpty && read.unchanged == 894)
        #expect(read.added.isEmpty && read.removed.isEmpty && read.turned.isEmpty)
        // ДСАГО is linked with itself there.
        #expect(read.ignored == [MatrixAnswer.Ignored(service: 84, row: 88, column: "CJ")])

        // Into a group without links it brings all 821 and the 73 off the diagonal that say never.
        let live = try await desk.live()
        _ = try await live.database.write { try $0.execute("DELETE FROM service_link") }
        try await live.database.close()
        let taken = try await desk.answer(MatrixAnswer.self, "links", "import", Reference.matrix)
        #expect(taken.added.count { $0.after == "related" } == 821 && taken.added.count { $0.after == "never" } == 73)
        #expect(taken.version == 1)
    }
}
