import Database
import Jobs
import Logging
import Synchronization
import Testing
import Vocabulary

@Suite struct JobsTests {
    let database: Database
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() async throws {
        database = try Database.open(.memory)
        try await database.migrate(
            JobsSchema.migrations + JobsSchema.timers + [
                Migration("log", ["CREATE TABLE log (seq INTEGER PRIMARY KEY, lane INTEGER NOT NULL, number INTEGER NOT NULL) STRICT"])
            ], at: Instant(seconds: 0))
    }

    func log() async throws -> [[Int]] {
        try await database.read { transaction in
            try transaction.rows("SELECT lane, number FROM log ORDER BY seq").map { [try $0["lane"], try $0["number"]] }
        }
    }

    func receive(_ pairs: [(lane: Int64, number: Int64)]) async throws {
        for pair in pairs {
            try await database.write {
                _ = try Inbox().receive(source: "test", number: pair.number, lane: pair.lane, body: [1], at: Instant(seconds: 1000), in: $0)
            }
        }
    }

    func worker(clock: WallClock, failing: Int64? = nil) -> InboxWorker {
        struct Refusal: Error {}
        return InboxWorker(database: database, clock: clock, backoff: Backoff(attempts: 2, longest: .minutes(1)), logger: quiet) {
            row, transaction in
            try transaction.execute("INSERT INTO log (lane, number) VALUES ($1, $2)", [row.lane, row.number])
            if row.number == failing { throw Refusal() }
        } bury: { row, transaction in
            try transaction.execute("INSERT INTO log (lane, number) VALUES ($1, $2)", [row.lane, -row.number])
        }
    }

    @Test func rowsOfALaneAreAppliedInOrderAndOnce() async throws {
        try await receive([(1, 10), (2, 11), (1, 12), (1, 12), (2, 13), (1, 10)])
        let worker = worker(clock: WallClock { Instant(seconds: 1000) })
        while try await worker.drain() > 0 {}
        let log = try await log()
        #expect(log.filter { $0[0] == 1 } == [[1, 10], [1, 12]])
        #expect(log.filter { $0[0] == 2 } == [[2, 11], [2, 13]])
        try await receive([(1, 10)])
        #expect(try await worker.drain() == 0)
        let bodies = try await database.read { try $0.row("SELECT count(body) AS n FROM inbox")?.get("n", as: Int.self) }
        #expect(bodies == 0)
    }

    @Test func aFailingRowHoldsItsLaneOnlyAndIsBuriedInTheEnd() async throws {
        try await receive([(1, 10), (2, 11), (1, 12)])
        let early = worker(clock: WallClock { Instant(seconds: 1000) }, failing: 10)
        while try await early.drain() > 0 {}
        #expect(try await log() == [[2, 11]])
        let later = worker(clock: WallClock { Instant(seconds: 1002) }, failing: 10)
        while try await later.drain() > 0 {}
        #expect(try await log() == [[2, 11], [1, -10], [1, 12]])
    }

    func enqueue(_ pairs: [(lane: Int64, number: UInt8)], due: Instant = Instant(seconds: 1000)) async throws {
        for pair in pairs {
            try await database.write {
                try Outbox().enqueue(
                    lane: pair.lane, kind: "test", body: [pair.number], due: due, at: Instant(seconds: 1000), ids: .system, in: $0)
            }
        }
    }

    @Test func deliveriesOfALaneKeepTheirOrderAndABusyLaneDelaysNobodyElse() async throws {
        try await enqueue([(1, 1), (1, 2), (2, 3)])
        let sent = Mutex<[UInt8]>([])
        let now = Mutex(Instant(seconds: 1000))
        let worker = OutboxWorker(database: database, clock: WallClock { now.withLock { $0 } }, ids: .system, logger: quiet) { row in
            if row.body == [1], row.attempt == 0 { return .busy(.seconds(5), because: "429") }
            sent.withLock { $0 += row.body }
            return .delivered { _ in }
        }
        while try await worker.drain() > 0 {}
        #expect(sent.withLock { $0 } == [3])
        now.withLock { $0 = Instant(seconds: 1005) }
        while try await worker.drain() > 0 {}
        #expect(sent.withLock { $0 } == [3, 1, 2])
    }

    @Test func aDeadHoldersRowIsRescuedWhenItsLeaseRunsOut() async throws {
        try await enqueue([(1, 1), (1, 2)])
        let dead = Identifier<Outbox>(high: 1, low: 1), alive = Identifier<Outbox>(high: 2, low: 2)
        func claim(_ holder: Identifier<Outbox>, at seconds: Int64) async throws -> [Outbox.Row] {
            try await database.write {
                try Outbox().claim(limit: 10, holder: holder, until: Instant(seconds: seconds + 60), at: Instant(seconds: seconds), in: $0)
            }
        }
        let lost = try #require(try await claim(dead, at: 1000).first)
        #expect(try await claim(alive, at: 1030).isEmpty)
        // A holder that lives keeps what it has in hand.
        try await database.write { try Outbox().renew(holder: dead, until: Instant(seconds: 1070), in: $0) }
        #expect(try await claim(alive, at: 1061).isEmpty)
        let rescued = try #require(try await claim(alive, at: 1071).first)
        #expect(rescued.body == [1])
        #expect(try await database.write { try Outbox().finish(lost, holder: dead, at: Instant(seconds: 1072), in: $0) } == false)
        #expect(try await database.write { try Outbox().finish(rescued, holder: alive, at: Instant(seconds: 1072), in: $0) })
        #expect(try await claim(alive, at: 1073).map(\.body) == [[2]])
    }

    @Test func anImpossibleDeliveryIsKeptAsDeadWithItsConsequence() async throws {
        try await enqueue([(7, 1), (7, 2)])
        let worker = OutboxWorker(database: database, clock: WallClock { Instant(seconds: 1000) }, ids: .system, logger: quiet) { row in
            row.body == [1]
                ? .impossible(because: "blocked") { try $0.execute("INSERT INTO log (lane, number) VALUES (7, 1)") } : .delivered { _ in }
        }
        while try await worker.drain() > 0 {}
        #expect(try await log() == [[7, 1]])
        let states = try await database.read {
            try $0.rows("SELECT state FROM outbox ORDER BY seq").map { try $0.get("state", as: String.self) }
        }
        #expect(states == ["dead", "done"])
    }

    /// Lets a timer run until it has written down a run.
    private func record(of timer: Timer) async throws -> TimerRecord? {
        let changes = database.changes()
        let running = Task { try await timer.run() }
        defer { running.cancel() }
        for await _ in changes {
            if let record = try await database.read({ try TimerStore().records(in: $0) }).first { return record }
        }
        return nil
    }

    @Test func aTimerWritesDownHowItWent() async throws {
        struct Refusal: Error {}
        func timer(_ step: @escaping @Sendable () async throws -> Bool) -> Timer {
            Timer(
                "test", database: database, clock: WallClock { Instant(seconds: 1000) }, every: { .hours(1) }, isRecorded: true,
                logger: quiet,
                step: step)
        }
        let at = Instant(seconds: 1000)
        #expect(try await record(of: timer { false }) == TimerRecord(name: "test", startedAt: at, finishedAt: at, failure: nil))
        try await database.write { _ = try $0.execute("DELETE FROM timer_run") }
        #expect(try await record(of: timer { throw Refusal() })?.failure == "Refusal")
    }

    @Test func aRunThatIsAskedForIsSeenOnce() async throws {
        try await database.write { try TimerStore().ask("test", at: Instant(seconds: 1000), in: $0) }
        let (seen, later, other) = try await database.read {
            (
                try TimerStore().isAsked("test", since: Instant(seconds: 999), in: $0),
                try TimerStore().isAsked("test", since: Instant(seconds: 1001), in: $0),
                try TimerStore().isAsked("other", since: Instant(seconds: 0), in: $0)
            )
        }
        #expect(seen && !later && !other)
        // Asked for, it has not run yet.
        #expect(try await database.read { try TimerStore().records(in: $0) } == [])
    }

    @Test func theBackoffGrowsAndEnds() {
        let backoff = Backoff(attempts: 4, longest: .seconds(20))
        #expect((0..<4).map { backoff.delay(after: $0, jitter: 0)?.milliseconds } == [1000, 16000, 20000, nil])
        #expect(backoff.delay(after: 0, jitter: 0.5) == .milliseconds(1050))
    }
}
