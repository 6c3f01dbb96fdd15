import Database
import Jobs
import Logging
import Operations
import Schema
import Synchronization
import TelegramEmulator
import Testing
import Vocabulary

@testable import cactubase

@Test func timesOfTheLogAreUTC() {
    #expect(StderrLog.time(0) == "1970-01-01T00:00:00Z")
    #expect(StderrLog.time(951_827_696_000) == "2000-02-29T12:34:56Z")
    #expect(StderrLog.time(1_795_435_200_000) == "2026-11-23T12:00:00Z")
}

@Test func aLogLineIsOneLine() throws {
    let lines = Mutex("")
    var logger = Serving.logger("test", in: try Desk().shell(err: { text in lines.withLock { $0 += text } }))
    logger[metadataKey: "role"] = "bot"
    logger.info("first\nsecond", metadata: ["attempt": "2"])
    logger.debug("not at this level")
    #expect(lines.withLock { $0 } == "2026-11-23T12:00:00Z info test: first second attempt=2 role=bot\n")
}

@Test func theWatchTellsOfQueuesAndSilence() async throws {
    let database = try Database.open(.memory)
    try await database.migrate(Schema.all, at: Instant(seconds: 0))
    let now = Instant(seconds: 1000)
    try await database.write { transaction in
        try Inbox().receive(source: "test", number: 1, lane: 1, body: [], at: Instant(seconds: 300), in: transaction)
        try Inbox().receive(source: "test", number: 2, lane: 1, body: [], at: Instant(seconds: 900), in: transaction)
        try Outbox().enqueue(lane: 1, kind: "a", body: [], due: Instant(seconds: 2000), at: now, ids: .system, in: transaction)
    }
    let watch = Watch(role: .bot, start: Instant(seconds: 0), lastPoll: { Instant(seconds: 990) })
    let (conditions, metrics) = try await database.read { (try watch.conditions($0, now), try watch.metrics($0, now)) }
    #expect(
        conditions == [
            Condition("inbox", isWell: false, seconds: 700), Condition("outbox", isWell: true),
            Condition("telegram", isWell: true, seconds: 10),
        ])
    let text = metrics.prometheus
    #expect(text.contains("cactubase_queue_waiting{queue=\"inbox\"} 2\n"))
    #expect(text.contains("cactubase_queue_waiting{queue=\"outbox\"} 1\n"))
    #expect(text.contains("cactubase_queue_oldest_seconds{queue=\"inbox\"} 700\n"))
    #expect(text.contains("cactubase_queue_oldest_seconds{queue=\"outbox\"} 0\n"))
    #expect(text.contains("cactubase_queue_dead{queue=\"inbox\"} 0\n"))
    #expect(text.contains("cactubase_leads{stage=\"won\"} 0\n"))
    #expect(text.contains("cactubase_telegram_silence_seconds 10\n"))
    #expect(text.contains("cactubase_build_info{version=\"\(Cactubase.version)\"} 1\n"))
}

@Test func aTakenAddressIsNamedWithWhatToDo() async throws {
    let database = try Database.open(.memory)
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let routes = HealthRoutes(
        database: database, clock: WallClock { Desk.now }, probes: .init(conditions: { _, _ in [] }, metrics: { _, _ in [] }))
    let (ports, port) = AsyncStream<Int>.makeStream()
    let server = HealthServer(host: "127.0.0.1", port: 0, routes: routes, logger: quiet) { port.yield($0) }
    try await withThrowingTaskGroup { group in
        group.addTask { try await server.run() }
        let taken = try #require(await ports.first { _ in true })
        for command in [["worker"], ["emulator", "--port", "\(taken)"], ["demo", "--port", "\(taken - 1)"]] {
            let desk = try Desk(["CACTUBASE_HTTP": "127.0.0.1:\(taken)"])
            let said = await desk.run(command)
            #expect(said.status == .failed, "\(command)")
            #expect(said.err.contains("127.0.0.1:\(taken) is taken") && said.err.contains("another"), "\(command): \(said.err)")
            #expect(!desk.exists("cactubase.db") && !desk.exists("demo.db"))
        }
        group.cancelAll()
    }
    let absent = await (try Desk(["CACTUBASE_HTTP": "192.0.2.1:5000"])).run("worker")
    #expect(absent.status == .failed && absent.err.contains("no such address"))
    try await database.close()
}

@Test func faultsAreNoBusinessOfRealRoles() throws {
    let configuration = try Configuration.load(environment: ["CACTUBASE_FAULTS": "telegram_429:0.1"], file: nil)
    #expect(throws: CommandFailure.self) { try configuration.refuseFaults(for: "serve") }
    #expect(try Faults.telegram(configuration).shares == [.tooMany: 0.1])
    let unknown = try Configuration.load(environment: ["CACTUBASE_FAULTS": "telegram_nonsense:0.1"], file: nil)
    #expect(throws: CommandFailure.self) { try Faults.telegram(unknown) }
}
