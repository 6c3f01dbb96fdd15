import Accounts
import Console
import Database
import Foundation
import Leads
import Logging
import Passwords
import Sealing
import ServiceLifecycle
import Vocabulary

/// Measures the console as people meet it: over a socket, signed in, in a database of a given size.
public struct ConsoleBenchmark: Sendable {
    public struct Size: Sendable, Codable {
        public let leads: Int
        public let clients: Int
        public let seed: UInt64

        public init(leads: Int, clients: Int, seed: UInt64) { (self.leads, self.clients, self.seed) = (leads, clients, seed) }
    }

    let size: Size
    let requests: Int
    let runs: Int
    /// p99 in milliseconds of whoever asks alone.
    let goal: Double
    /// Pages that stay open; 0: none.
    let live: Int
    let site: ConsoleSite
    let database: Database
    let keyring: Keyring
    let clock: WallClock
    let ids: IDSource
    let logger: Logger

    public init(
        _ size: Size, requests: Int, runs: Int, goal: Double, live: Int, site: ConsoleSite, database: Database, keyring: Keyring,
        clock: WallClock, ids: IDSource, logger: Logger
    ) {
        (self.size, self.requests, self.runs, self.goal, self.live) = (size, requests, runs, goal, live)
        (self.site, self.database, self.keyring, self.clock, self.ids, self.logger) = (site, database, keyring, clock, ids, logger)
    }

    /// - Parameters:
    ///   - pages: measures only rows whose name has this in it.
    ///   - progress: hears what begins.
    public func run(pages: String?, progress: @escaping @Sendable (String) -> Void) async throws -> ConsoleAnswer {
        try await fill(progress)
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = ConsoleServer(
            console: site, host: "127.0.0.1", port: 0, health: nil, onListening: { listening.yield($0) })
        var configuration = ServiceGroupConfiguration(services: [server], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(2)
        let group = ServiceGroup(configuration: configuration)
        let serving = Task { try await group.run() }
        guard let port = await ports.first(where: { _ in true }) else { throw ConsoleBenchmarkError.socket("the console did not start") }
        let measured: ConsoleAnswer
        do { measured = try await measure(port, pages: pages, progress) } catch {
            await group.triggerGracefulShutdown()
            try? await serving.value
            throw error
        }
        await group.triggerGracefulShutdown()
        // What is still open is cut, which the group calls a failure.
        try? await serving.value
        return measured
    }

    // MARK: The world

    /// Makes what is missing: a database that was filled before is measured again as it is.
    private func fill(_ progress: @escaping @Sendable (String) -> Void) async throws {
        let (now, keyring, ids) = (clock.now, keyring, ids)
        if try await database.read({ try BenchmarkGroup(in: $0) }) == nil {
            progress("making companies and staff")
            let invitations = try await database.write {
                try BenchmarkGroup.write(keyring: keyring, ids: ids, at: now - .days(400), in: $0)
            }
            let door = Door(database: database, keyring: keyring, passwords: PasswordHashing(), ids: ids)
            for invitation in invitations { _ = try await door.accept(invitation, password: BenchmarkGroup.password, at: now - .days(400)) }
        }
        // A world of an earlier time may lack grants that pages of today ask for; giving them again changes nothing.
        try await database.write { transaction in
            _ = try AccountService(keyring: keyring).change(
                BenchmarkGroup.logins[0].login, place: .group, grants: BenchmarkGroup.founderGrants, by: .commandLine("benchmark"), at: now,
                in: transaction)
        }
        guard let group = try await database.read({ try BenchmarkGroup(in: $0) }) else { return }
        let known: Int = try await database.read { try $0.row("SELECT count(*) AS n FROM client")?["n"] ?? 0 }
        let (desk, leads, all) = (BenchmarkLeads(group: group, now: now, seed: size.seed), size.leads, max(size.leads, size.clients))
        for start in stride(from: known, to: all, by: 1000) {
            let part = start..<min(start + 1000, all)
            progress("making clients and leads: \(part.upperBound) of \(all)")
            try await database.write { transaction in for number in part { try desk.write(number, leads: leads, in: transaction) } }
        }
        try await BenchmarkModel(database: database, ids: ids, now: now, seed: size.seed).make(progress)
        try await database.truncateLog()
    }

    // MARK: Pages

    private func measure(_ port: Int, pages: String?, _ progress: @escaping @Sendable (String) -> Void) async throws -> ConsoleAnswer {
        let people = try await onThread { try BenchmarkGroup.logins.map { try SignedIn($0.level, login: $0.login, port: port) } }
        let (size, requests) = (size, requests)
        // First, so that there is a report to look at.
        let upload = pages == nil ? try await UploadBenchmark(people: people, port: port, runs: runs).run(progress) : nil
        let rows = PageRow.all.filter { row in pages.map { row.name.contains($0) } ?? true }
        let export = try await ExportBenchmark(people: people, port: port).run(
            pages == nil ? runs : rows.contains { $0.needs("{export}") } ? 1 : 0, progress)
        let samples = try await database.read { try PageSamples(leads: size.leads, seed: size.seed, export: export?.path, in: $0) }
        var times: [PageTimes] = []
        for row in rows {
            guard let person = people.first(where: { $0.level == row.level }) else { continue }
            progress("\(row.name), \(row.level.name)")
            for atOnce in [1, 8] {
                var (found, bytes): ([PageTimes.Run], Int) = ([], 0)
                for _ in 0..<runs {
                    let visitors = (0..<atOnce).map { _ in PageVisitor(row: row, person: person, samples: samples, port: port) }
                    let (start, processor) = (Stopwatch.milliseconds, ProcessUse.seconds)
                    let results = try await withThrowingTaskGroup(of: PageVisitor.Result.self) { tasks in
                        for visitor in visitors { tasks.addTask { try await onThread { try visitor.ask(max(1, requests / atOnce)) } } }
                        return try await tasks.reduce(into: []) { $0.append($1) }
                    }
                    found.append(
                        PageTimes.Run(
                            times: results.flatMap(\.times), waits: results.flatMap(\.waits),
                            seconds: (Stopwatch.milliseconds - start) / 1000,
                            processorSeconds: ProcessUse.seconds - processor))
                    bytes = max(bytes, results.map(\.bytes).max() ?? 0)
                }
                // A world without what the row is about.
                guard found.contains(where: { !$0.times.isEmpty }) else { continue }
                times.append(PageTimes(row, atOnce: atOnce, runs: found, bytes: bytes, goal: atOnce == 1 ? goal : nil))
            }
        }
        let live = live > 0 ? try await LiveBenchmark(count: live, people: people, port: port, benchmark: self).run(progress) : nil
        return ConsoleAnswer(
            size: size, requests: requests, runs: runs, goal: goal, pages: times, upload: upload, export: export?.times, live: live)
    }
}

/// One browser that asks for a page again and again.
struct PageVisitor: Sendable {
    struct Result: Sendable {
        let times: [Double]
        /// Milliseconds until the page itself came, where the first answer was that it is still being counted.
        let waits: [Double]
        let bytes: Int
    }

    let row: PageRow
    let person: SignedIn
    let samples: PageSamples
    let port: Int

    func ask(_ count: Int) throws -> Result {
        let browser = try Loopback(port: port)
        var (times, waits, bytes): ([Double], [Double], Int) = ([], [], 0)
        // The first ones warm what every process warms once.
        for turn in -2..<count {
            guard let answer = try once(browser) else { break }
            if turn >= 0 { times.append(answer.time) }
            if let wait = answer.wait { waits.append(wait) }
            bytes = max(bytes, answer.bytes)
        }
        return Result(times: times, waits: waits, bytes: bytes)
    }

    private func once(_ browser: Loopback) throws -> (time: Double, wait: Double?, bytes: Int)? {
        switch row.ask {
        case .get(let template):
            guard let path = samples.filled(template, for: row.level) else { return nil }
            let start = Stopwatch.milliseconds
            func get() throws -> Loopback.Answer {
                let answer = try browser.get(path, cookie: row.name == "sign-in page" ? "" : person.cookie)
                guard answer.status == 200 else { throw ConsoleBenchmarkError.answer(page: row.name, status: answer.status) }
                return answer
            }
            var answer = try get()
            let time = Stopwatch.milliseconds - start
            guard answer.comesAgain else { return (time, nil, answer.body.count) }
            while answer.comesAgain { answer = try get() }
            return (time, Stopwatch.milliseconds - start, answer.body.count)
        case .act(let template, let fields):
            guard let path = samples.filled(template, for: row.level) else { return nil }
            let form = fields.merging(["form_token": person.formToken]) { $1 }
            let start = Stopwatch.milliseconds
            let answer = try browser.post(path, cookie: person.cookie, form: form)
            let time = Stopwatch.milliseconds - start
            guard answer.status == 303 else { throw ConsoleBenchmarkError.answer(page: row.name, status: answer.status) }
            return (time, nil, answer.body.count)
        }
    }
}
