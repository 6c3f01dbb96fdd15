import Accounts
import Database
import Foundation
import Leads
import Passwords
import Vocabulary

/// Opens many pages that listen for events, lets events happen, and looks when each page knows; the pages ask for themselves again as real ones do, and
/// meanwhile others go on being opened.
struct LiveBenchmark: Sendable {
    let count: Int
    let people: [SignedIn]
    let port: Int
    let benchmark: ConsoleBenchmark

    private static let (path, events) = ("/live", 20)

    /// Nil when the console serves no events.
    func run(_ progress: @escaping @Sendable (String) -> Void) async throws -> LiveTimes? {
        progress("\(count) open pages")
        guard let cookie = people.first?.cookie, try await isServed(cookie) else { return nil }
        let cookies = try await readers()
        let connections = try await onThread { [self] in try open(cookies) }
        let refreshes = LiveRefreshes(
            cookies.isEmpty ? [] : (0..<count).map { (cookies[$0 % cookies.count], $0 % 2 == 0 ? "/" : "/leads") }, port: port,
            random: RandomBits(SeededGenerator(seed: benchmark.size.seed)))
        let listeners = LiveListeners(connections.map(\.descriptor)) { refreshes.heard($0, within: $1) }
        let listening = Task { try await onThread { listeners.listen() } }
        defer { listeners.stop() }
        let opened = Stopwatch.milliseconds + 10_000
        while listeners.answered < connections.count, Stopwatch.milliseconds < opened { try await Task.sleep(for: .milliseconds(20)) }
        let (meanwhile, isOver) = (try await visitors(), OnceOnly())
        defer { isOver.set() }
        async let pages = onThread {
            var times: [Double] = []
            while !isOver.isDone { for visitor in meanwhile { times += try visitor.ask(5).times } }
            return times
        }
        var (arrivals, missing, events): ([Double], Int, Int) = ([], 0, 0)
        for _ in 0..<Self.events {
            listeners.begin()
            // A small world runs out of leads that nobody took.
            guard try await happen() else { break }
            events += 1
            let deadline = Stopwatch.milliseconds + 5000
            while listeners.arrivals().count < connections.count, Stopwatch.milliseconds < deadline {
                try await Task.sleep(for: .milliseconds(5))
            }
            let came = listeners.arrivals()
            arrivals += came
            missing += connections.count - came.count
            // Events that come at once are told together; each is measured alone.
            try await Task.sleep(for: .milliseconds(500))
        }
        isOver.set()
        let waited = try await pages.sorted()
        let refreshed = await refreshes.finish()
        guard refreshed.failures == 0 else { throw ConsoleBenchmarkError.refresh(failed: refreshed.failures) }
        let fresh = refreshed.times.sorted()
        listeners.stop()
        try await listening.value
        let sorted = arrivals.sorted()
        func percentile(_ values: [Double], _ share: Double) -> Double {
            values.isEmpty ? 0 : values[min(values.count - 1, Int(share * Double(values.count)))]
        }
        return withExtendedLifetime(connections) {
            LiveTimes(
                connections: connections.count, events: events, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99),
                most: sorted.last ?? 0, missing: missing, refreshes: fresh.count, refreshedP50: percentile(fresh, 0.5),
                refreshedP99: percentile(fresh, 0.99), pages: waited.count, pagesP50: percentile(waited, 0.5),
                pagesP99: percentile(waited, 0.99))
        }
    }

    /// Whether the address answers with a stream; looked at by a connection of its own, which is closed again.
    private func isServed(_ cookie: String) async throws -> Bool {
        let port = port
        return try await onThread {
            let probe = try Loopback(port: port)
            try probe.ask(Self.path, accept: "text/event-stream", cookie: cookie)
            var start = [UInt8](repeating: 0, count: 1024)
            let length = start.withUnsafeMutableBytes { recv(probe.descriptor, $0.baseAddress, $0.count, 0) }
            let head = String(decoding: start.prefix(max(0, length)), as: UTF8.self).lowercased()
            return head.hasPrefix("http/1.1 200") && head.contains("text/event-stream")
        }
    }

    private func open(_ cookies: [String]) throws -> [OpenPage] {
        try (0..<count).map { number in
            let page = try Loopback(port: port)
            try page.ask(Self.path, accept: "text/event-stream", cookie: cookies[number % cookies.count])
            return OpenPage(page)
        }
    }

    /// Everybody of the first company with a session: nobody has as many pages open as all have together. Whoever has not chosen a password does.
    private func readers() async throws -> [String] {
        let (keyring, ids, now) = (benchmark.keyring, benchmark.ids, benchmark.clock.now)
        let signedIn = Set(BenchmarkGroup.logins.map(\.login))
        let invitations = try await benchmark.database.write { transaction in
            let accounts = try AccountStore().all(in: transaction).filter { account in
                account.place.company == CompanyID(1) && !signedIn.contains(account.login)
            }
            return try accounts.map { account in
                try AccountService(keyring: keyring).inviteAgain(
                    account.login, by: .commandLine("benchmark"), at: now, ids: ids, in: transaction)
            }
        }
        let door = Door(database: benchmark.database, keyring: keyring, passwords: PasswordHashing(), ids: ids)
        var cookies: [String] = []
        for invitation in invitations {
            let session = try await door.accept(invitation, password: BenchmarkGroup.password, at: now)
            cookies.append("cactubase_session=\(session.text)")
        }
        return cookies
    }

    private func visitors() async throws -> [PageVisitor] {
        let size = benchmark.size
        let samples = try await benchmark.database.read { try PageSamples(leads: size.leads, seed: size.seed, in: $0) }
        return PageRow.all.filter { ["home", "leads"].contains($0.name) && [.founder, .sales].contains($0.level) }.compactMap { row in
            people.first { $0.level == row.level }.map { PageVisitor(row: row, person: $0, samples: samples, port: port) }
        }
    }

    /// A lead that nobody took was offered: everybody of its company sees it.
    private func happen() async throws -> Bool {
        let now = benchmark.clock.now
        return try await benchmark.database.write { transaction in
            guard let login = BenchmarkGroup.logins.first(where: { $0.level == .partner })?.login,
                let person = try AccountStore().account(login: login, in: transaction)
            else { return false }
            var query = LeadQuery()
            (query.holder, query.status) = (.nobody, .stage(.waiting))
            guard let lead = try LeadList(query, for: person, in: transaction).lines.first?.lead else { return false }
            try LeadService().offered(lead.id, by: "pipeline", at: now, in: transaction)
            return true
        }
    }
}

/// Keeps a connection's socket open. Only its number is shared.
struct OpenPage: Sendable {
    let descriptor: Int32

    init(_ page: Loopback) { descriptor = dup(page.descriptor) }
}
