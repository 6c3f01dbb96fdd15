import Database
import DemoWorld
import Foundation
import Group
import Leads
import Recommendations
import Synchronization
import Testing
import Vocabulary

@testable import cactubase

/// `threshold` on the demo world after the pipeline's first run, an hour ago.
@Suite struct ThresholdCommandTests {
    let desk: Desk

    private static let prepared = Task {
        let desk = try demoDesk()
        let said = await desk.run("demo", "--prepare", "--seed", "7")
        guard said.status == .done else { throw CommandFailure.failed(said.err) }
        try await runPipeline(on: desk, at: Desk.now - .hours(1))
        var files: [String: [UInt8]] = [:]
        for name in ["demo.db", "demo.db-wal", "demo.secret"] where desk.exists(name) { files[name] = try desk.read(name) }
        return files
    }

    init() async throws {
        desk = try Self.demoDesk()
        for (name, bytes) in try await Self.prepared.value { try Data(bytes).write(to: URL(fileURLWithPath: desk.folder + "/" + name)) }
    }

    private static func demoDesk() throws -> Desk { try Desk(["DATABASE_URL": "sqlite:demo.db"]) }

    @discardableResult
    private static func runPipeline(on desk: Desk, at now: Instant) async throws -> Int {
        let live = try await desk.live()
        let made = try await live.database.write { transaction in
            let pipeline = Pipeline(recommending: Recommending())
            _ = try pipeline.processPending(limit: 1000, now: now, in: transaction)
            return try pipeline.select(limit: 1000, now: now, ids: .system, in: transaction).leads.count
        }
        try await live.database.close()
        return made
    }

    private func answer(_ arguments: String...) async throws -> ThresholdAnswer {
        let said = await desk.run(["threshold"] + arguments + ["--json"])
        #expect(said.status == .done, "\(said.err)")
        return try JSONDecoder().decode(ThresholdAnswer.self, from: Data(said.out.utf8))
    }

    // MARK: Looking

    @Test func theTableShowsTheCurrentThresholdAmongItsNeighbours() async throws {
        let table = try await answer()
        #expect(table.state == .ready && table.rating == 80 && table.scope.kind == "group" && table.notComputed == 0)
        #expect(table.options.map(\.rating) == [70, 75, 78, 80, 82, 85, 90])
        #expect(table.options.filter(\.isCurrent).map(\.rating) == [80] && table.options[0].moreOffers > 0)
        let said = await desk.run("threshold")
        #expect(said.status == .done && said.err.isEmpty)
        #expect(said.out.hasPrefix("Threshold of the whole group: rating 80.\n") && said.out.contains("  * 80  "), "\(said.out)")
        // The past of the demo's world has outcomes, so the share accepted is known with its interval.
        #expect(said.out.contains(" of n ") && said.out.firstMatch(of: /\d+ % \(\d+ %–\d+ %\)/) != nil)
    }

    @Test func aPreviewChangesNothingAndTheBreakdownsAddUp() async throws {
        for breakdown in ["--by-company", "--by-service"] {
            let preview = try await answer("--rating", "70", breakdown)
            #expect(preview.options.map(\.rating) == [80, 70] && preview.preview == 70)
            let option = try #require(preview.options.last)
            #expect(preview.shares.reduce(0) { $0 + $1.figures.offers } == option.figures.offers)
            #expect(preview.shares.reduce(0) { $0 + $1.moreOffers } == option.moreOffers)
            #expect(preview.shares.allSatisfy { $0.rating == 70 && !$0.isOwn })
        }
        #expect(try await answer().rating == 80)
        let history = await desk.run("threshold", "history")
        #expect(history.out == "Nobody changed a threshold yet; the group's is 80.\n")
    }

    @Test func aProbabilityIsTheRatingThatLetsNothingLessLikelyThrough() async throws {
        let named = try await answer("--probability", "0.3")
        let rating = try #require(named.preview)
        let option = try #require(named.options.last)
        #expect(option.rating == rating && (option.leastProbability ?? 1) >= 0.3)
        #expect(try #require(try await answer("--rating", "\(rating - 1)").options.last?.leastProbability) < 0.3)
        #expect(try await answer("--probability", "1").preview == 100)
        let said = await desk.run("threshold", "--probability", "0.3")
        #expect(said.out.contains("A probability of 30 % is rating \(rating) today: offers from "))
    }

    @Test func aCompanyAndAServiceAreSeenAlone() async throws {
        let bank = try await answer("--company", "expobank", "--rating", "0")
        #expect(bank.scope.kind == "company" && bank.scope.nameEnglish == "Expobank" && bank.own == nil)
        let all = try await answer("--rating", "0")
        #expect(try #require(bank.options.last).figures.offers <= #require(all.options.last).figures.offers)
        let share = try #require(try await answer("--by-service").shares.first)
        let name = try #require(share.scope.nameEnglish)
        let number = try #require(share.scope.id)
        #expect(try await answer("--service", "\(number)").scope.nameEnglish == name)
    }

    // MARK: Changing

    @Test func whatWasPreviewedIsWhatThePipelineMakes() async throws {
        let preview = try #require(try await answer("--rating", "60").options.last)
        #expect(preview.figures.newOffers > 0)
        let applied = try await answer("set", "--rating", "60", "--by", "anna", "--why", "a quiet season", "--yes")
        #expect(applied.applied == true && applied.options.last == preview)
        #expect(try await Self.runPipeline(on: desk, at: Desk.now + .minutes(5)) == preview.figures.newOffers)
        let settings = await desk.run("settings", "lead.threshold")
        #expect(settings.out == "lead.threshold = 60 (by anna; default 80)\n")
        let history = await desk.run("threshold", "history")
        #expect(history.out.contains("the whole group: 80 -> 60, by anna: a quiet season\n"))
    }

    @Test func undoGoesBackAndIsKept() async throws {
        #expect(await desk.run("threshold", "undo", "--by", "anna", "--yes").status == .failed)
        #expect(await desk.run("settings", "lead.threshold", "75", "--by", "boris").status == .done)
        #expect(await desk.run("threshold", "set", "--rating", "90", "--company", "expobank", "--by", "anna", "--yes").status == .done)
        #expect(try await answer("--company", "expobank").own == 90)
        #expect(try await answer().rating == 75)
        let first = try await answer("undo", "--by", "anna", "--yes")
        #expect(first.scope.kind == "company" && first.inherits && first.preview == 75)
        let second = try await answer("undo", "--by", "anna", "--yes")
        #expect(second.scope.kind == "group" && second.preview == 80)
        #expect(try await answer().rating == 80)
        #expect(await desk.run("threshold", "undo", "--by", "anna", "--yes").status == .failed)
        let said = await desk.run("threshold", "history", "--json")
        let changes = try JSONDecoder().decode([ThresholdChangeAnswer].self, from: Data(said.out.utf8))
        #expect(changes.map(\.by) == ["anna", "anna", "anna", "boris"] && changes.map(\.undoes) == [1, 2, nil, nil])
        let narrowed = await desk.run("threshold", "history", "--company", "expobank", "--language", "en")
        #expect(narrowed.out.contains("Expobank: inherited -> 90, by anna\n") && narrowed.out.contains("(takes #2 back)"))
    }

    @Test func withoutYesItAsksWhereSomebodyIsAndElseChangesNothing() async throws {
        let refused = await desk.run("threshold", "set", "--rating", "70", "--by", "anna")
        #expect(refused.status == .wrongUse && refused.err.contains("--yes") && refused.out.contains("80 -> 70:"))
        #expect(try await answer().rating == 80)
        for (typed, status, rating) in [("n", ProcessStatus.failed, 80), ("", .failed, 80), (" Yes", .done, 70)] {
            let asked = Mutex("")
            var shell = desk.shell(err: { text in asked.withLock { $0 += text } })
            shell.readAnswer = { typed }
            #expect(await Cactubase.run(["threshold", "set", "--rating", "70", "--by", "anna"], in: shell) == status)
            #expect(asked.withLock { $0 }.hasPrefix("Apply? [y/N] "))
            #expect(try await answer().rating == rating)
        }
        let same = await desk.run("threshold", "set", "--rating", "70", "--by", "anna")
        #expect(same.status == .done && same.out.hasSuffix("It is so already; nothing was changed.\n"))
    }

    @Test(arguments: [
        ["--rating", "101"], ["--rating", "eighty"], ["--probability", "1.5"], ["--probability", "nan"],
        ["--rating", "7", "--probability", "0.5"],
        ["--company", "nobody"], ["--service", "9999"], ["--service", "no such"], ["--service", "КАСКО"],
        ["--company", "expobank", "--service", "1"], ["--by-company", "--by-service"],
        ["set", "--by", "anna"], ["set", "--inherit", "--yes"], ["set", "--inherit", "--rating", "7", "--company", "expobank"],
        ["set", "--rating", "70", "--by", "", "--yes"], ["set", "--rating", "70", "--why", "a\nb", "--yes"],
        ["history", "--company", "nobody"],
    ])
    func wrongUseIsTwoAndChangesNothing(_ arguments: [String]) async throws {
        let said = await desk.run(["threshold"] + arguments)
        #expect(said.status == .wrongUse && said.out.isEmpty && !said.err.isEmpty, "\(said)")
        let rating = try await answer().rating
        #expect(rating == 80)
    }
}

/// Nothing is there yet: it says so and what to do.
@Test func anEmptyThresholdDeskSaysWhatToDo() async throws {
    let desk = try Desk()
    let untrained = await desk.run("threshold")
    #expect(untrained.status == .done && untrained.out.contains("`cactubase train`"))
    let json = await desk.run("threshold", "--json")
    #expect(try JSONDecoder().decode(ThresholdAnswer.self, from: Data(json.out.utf8)).state == .noModel)
    let set = await desk.run("threshold", "set", "--rating", "70", "--by", "anna", "--yes")
    #expect(set.status == .done && set.out.contains("Applied"), "a threshold may be set beforehand")
    let demo = try Desk(["DATABASE_URL": "sqlite:demo.db"])
    #expect(await demo.run("demo", "--prepare", "--seed", "3").status == .done)
    let unprocessed = await demo.run("threshold")
    #expect(unprocessed.status == .done && unprocessed.out.contains("cards wait to be computed"), "\(unprocessed.out)")
    #expect(unprocessed.out.contains("`cactubase worker`"))
}
