import Foundation
import HTTPTransport
import Synchronization
import Testing
import Vocabulary

/// Cancelling, stopping and letting go.
@Suite(.timeLimit(.minutes(1))) struct LifeTests {
    /// A server that tells of each request, and of each peer that hung up, and never answers.
    private struct Silence {
        let arrivals: AsyncStream<Void>
        let departures: AsyncStream<Void>
        let script: @Sendable (Connection) -> Void

        init() {
            let (arrivals, arrived) = AsyncStream<Void>.makeStream()
            let (departures, departed) = AsyncStream<Void>.makeStream()
            self.arrivals = arrivals
            self.departures = departures
            script = { connection in
                guard connection.request() != nil else { return }
                arrived.yield()
                connection.waitForHangUp()
                departed.yield()
            }
        }
    }

    private static func outcome(_ client: HTTPClient, _ request: HTTPRequest) async -> Result<HTTPResponse, HTTPError> {
        do throws(HTTPError) { return .success(try await client.send(request)) } catch { return .failure(error) }
    }

    private func failure(_ result: Result<HTTPResponse, HTTPError>) -> HTTPError? {
        if case .failure(let error) = result { error } else { nil }
    }

    @Test func cancellingALongPollEndsItAndItsConnection() async throws {
        let silence = Silence()
        try await withServer(silence.script) { server, client in
            let request = HTTPRequest(.get, server.url, totalTimeout: .seconds(600))
            let task = Task { await Self.outcome(client, request) }
            var arrivals = silence.arrivals.makeAsyncIterator(), departures = silence.departures.makeAsyncIterator()
            await arrivals.next()
            let clock = ContinuousClock()
            let began = clock.now
            task.cancel()
            #expect(failure(await task.value) == .cancelled)
            // Generous for a busy machine; what it excludes is waiting for a tick or a time-out.
            #expect(clock.now - began < .seconds(20))
            await departures.next()
        }
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        try await withServer(answering("ok")) { server, client in
            let request = HTTPRequest(.get, server.url)
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await Self.outcome(client, request)
            }
            #expect(failure(await task.value) == .cancelled)
            #expect(server.accepted == 0)
        }
    }

    /// Every call ends with its own answer or, if it was cancelled, as cancelled; the client stays whole.
    @Test(arguments: [UInt64(1), 7, 2026]) func randomCancelsHurtNobodyElse(_ seed: UInt64) async throws {
        print("random cancels: seed \(seed)")
        try await withServer({ connection in
            while let request = connection.request() { connection.answer(String(request.line.split(separator: " ")[1])) }
        }) { server, client in
            var generator = SeededGenerator(seed: seed)
            var calls: [(path: String, isCancelled: Bool, task: Task<Result<HTTPResponse, HTTPError>, Never>)] = []
            for number in 0..<400 {
                let path = "/\(number)", request = HTTPRequest(.get, server.url + path)
                let task = Task { await Self.outcome(client, request) }
                let isCancelled = Bool.random(using: &generator)
                if isCancelled {
                    for _ in 0..<Int.random(in: 0...40, using: &generator) { await Task.yield() }
                    task.cancel()
                }
                calls.append((path, isCancelled, task))
            }
            for call in calls {
                switch await call.task.value {
                case .success(let response): #expect(response.body == Array(call.path.utf8), "seed \(seed)")
                case .failure(let error): #expect(error == .cancelled && call.isCancelled, "seed \(seed): \(error)")
                }
            }
            let last = try await client.send(HTTPRequest(.get, server.url + "/last"))
            #expect(last.body == Array("/last".utf8))
        }
    }

    @Test func shuttingDownEndsWhatIsUnderWay() async throws {
        let silence = Silence()
        try await withServer(silence.script) { server, client in
            let request = HTTPRequest(.get, server.url, totalTimeout: .seconds(600))
            let tasks = (0..<20).map { _ in Task { await Self.outcome(client, request) } }
            var arrivals = silence.arrivals.makeAsyncIterator()
            for _ in tasks { await arrivals.next() }
            await client.shutdown()
            for task in tasks { #expect(failure(await task.value) == .shutDown) }
        }
    }

    @Test func afterShutdownEveryCallFailsAtOnce() async throws {
        try await withServer(answering("ok")) { server, client in
            _ = try await client.send(HTTPRequest(.get, server.url))
            await client.shutdown()
            await client.shutdown()
            await #expect(throws: HTTPError.shutDown) { try await client.send(HTTPRequest(.get, server.url)) }
            await #expect(throws: HTTPError.shutDown) {
                try await client.download(HTTPRequest(.get, server.url), to: "/nowhere/file", limit: 1)
            }
        }
    }

    /// Calls, cancels and the end race; the only promise is that each call ends.
    @Test(arguments: [UInt64(3), 11]) func noCallHangsWhenTheEndComesAmongThem(_ seed: UInt64) async throws {
        print("shutdown among calls: seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let server = try ScriptedServer(answering("ok"))
        for _ in 0..<40 {
            let client = HTTPClient(), request = HTTPRequest(.get, server.url)
            let tasks = (0..<20).map { _ in Task { await Self.outcome(client, request) } }
            for _ in 0..<Int.random(in: 0...30, using: &generator) { await Task.yield() }
            async let first: Void = client.shutdown()
            tasks.randomElement(using: &generator)?.cancel()
            async let second: Void = client.shutdown()
            for task in tasks {
                switch await task.value {
                case .success(let response): #expect(response.status == 200)
                case .failure(let error): #expect(error == .shutDown || error == .cancelled, "seed \(seed)")
                }
            }
            _ = await (first, second)
        }
        server.stop()
    }

    @Test func aClientThatIsLetGoFinishesItsCalls() async throws {
        let (gate, opened) = AsyncStream<Void>.makeStream()
        let release = Mutex(false)
        let server = try ScriptedServer { connection in
            guard connection.request() != nil else { return }
            opened.yield()
            while !release.withLock({ $0 }) { sched_yield() }
            connection.answer("ok")
        }
        let request = HTTPRequest(.get, server.url)
        weak var watched: HTTPClient?
        let task: Task<Result<HTTPResponse, HTTPError>, Never>
        do {
            let client = HTTPClient()
            watched = client
            task = Task { await Self.outcome(client, request) }
        }
        var gates = gate.makeAsyncIterator()
        await gates.next()
        release.withLock { $0 = true }
        #expect(try await task.value.get().status == 200)
        while watched != nil { await Task.yield() }
        server.stop()
    }
}
