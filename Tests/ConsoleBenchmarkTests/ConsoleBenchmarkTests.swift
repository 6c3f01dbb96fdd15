import Accounts
import Console
import Database
import Foundation
import Leads
import Localization
import Logging
import Schema
import Sealing
import Testing
import Vocabulary

@testable import ConsoleBenchmark

/// The benchmark asks for real pages of a real console; a page that answers otherwise than its row says is an error, so every row is tried once.
@Suite struct ConsoleBenchmarkTests {
    private static let now = Instant(seconds: 1_790_000_000)

    private static func benchmark(live: Int = 0) async throws -> (ConsoleBenchmark, Database) {
        let database = try Database.open(.memory)
        try await database.migrate(Schema.all, at: now)
        let keyring = Keyring(root: try RootSecret(base64: String(repeating: "BwcH", count: 10) + "Bwc="))
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let texts = try Localization.Catalogue(folder: package.appendingPathComponent("locales").path) { gap in Issue.record("\(gap)") }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let clock = WallClock { now }
        var configuration = ConsoleSite.Configuration()
        configuration.rowsAtOnce = 1000
        let site = ConsoleSite(
            database: database, keyring: keyring, texts: texts, clock: clock, ids: .system, configuration: configuration, logger: logger)
        let benchmark = ConsoleBenchmark(
            .init(leads: 1200, clients: 1300, seed: 1), requests: 1, runs: 1, goal: 60_000, live: live, site: site, database: database,
            keyring: keyring, clock: clock, ids: .system, logger: logger)
        return (benchmark, database)
    }

    @Test func everyPageOfTheTableAnswers() async throws {
        let (benchmark, database) = try await Self.benchmark(live: 40)
        let answer = try await benchmark.run(pages: nil) { _ in }
        #expect(answer.pages.count == 2 * PageRow.all.count)
        for page in answer.pages {
            #expect(page.requests > 0 && page.p50 > 0 && page.p99 <= page.most, "\(page)")
            #expect(page.isWithinGoal == (page.atOnce == 1 ? true : nil))
        }
        let upload = try #require(answer.upload)
        #expect(upload.preview > 0 && upload.report > 0 && upload.whole <= upload.wholeMost)
        let export = try #require(answer.export)
        #expect(export.runs == 1 && export.answer > 0 && export.ready >= export.answer && export.bytes > 10_000)
        let heard = try #require(answer.live)
        #expect(heard.connections == 40 && heard.events > 0 && heard.missing == 0)
        #expect(heard.most > 0 && heard.pagesP99 > 0 && heard.pages > 0)
        // Each page asks again at least once, and not upon each event: it waits two seconds.
        #expect(heard.refreshes >= 40 && heard.refreshes <= 40 * heard.events && heard.refreshedP50 >= 100)
        #expect(answer.missed.isEmpty && answer.peakMegabytes > 1)
        #expect(answer.lines.count > PageRow.all.count)
        let counts = try await database.read { transaction in
            (
                clients: try transaction.row("SELECT count(*) AS n FROM client WHERE reference LIKE 'K%'")?["n"] ?? 0,
                stages: try LeadStore().census(in: transaction)
            )
        }
        #expect(counts.clients == 1300)
        #expect(counts.stages.values.reduce(0, +) == 1200)
        // All that lives have: open ones of each kind, and those that are over.
        for stage in LeadStage.allCases where stage != .askConsent { #expect(counts.stages[stage] ?? 0 > 0, "\(stage)") }
    }

    @Test func aWorldIsMadeOnce() async throws {
        let (benchmark, database) = try await Self.benchmark()
        _ = try await benchmark.run(pages: "sign-in page") { _ in }
        let before: Int = try await database.read { try $0.row("SELECT count(*) AS n FROM lead_event")?["n"] ?? 0 }
        let answer = try await benchmark.run(pages: "sign-in page") { said in #expect(!said.hasPrefix("making clients")) }
        let after: Int = try await database.read { try $0.row("SELECT count(*) AS n FROM lead_event")?["n"] ?? 0 }
        #expect(before == after && answer.pages.count == 2)
    }

    @Test func timesAreJudgedByTheMedianOfTheTails() {
        func run(_ times: [Double]) -> PageTimes.Run { .init(times: times, seconds: 1, processorSeconds: 0.5) }
        let slowOnce = PageTimes(
            PageRow("a", .sales, "/"), atOnce: 1, runs: [run([1, 2, 90]), run([1, 2, 3]), run([2, 3, 4])], bytes: 1, goal: 50)
        #expect(slowOnce.p99 == 4 && slowOnce.p99Most == 90 && slowOnce.most == 90 && slowOnce.isWithinGoal == true)
        let slow = PageTimes(PageRow("a", .sales, "/"), atOnce: 1, runs: [run([1, 90]), run([80]), run([2])], bytes: 1, goal: 50)
        #expect(slow.isWithinGoal == false && slow.line.contains("MISSED"))
    }
}
