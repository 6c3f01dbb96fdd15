import Database
import Hummingbird
import HummingbirdTesting
import Testing
import Vocabulary

@testable import Operations

/// The application as the program serves it, over one in-memory database.
private func application(conditions: [Condition], metrics: [Metric] = [], closed: Bool = false) async throws -> some ApplicationProtocol {
    let database = try Database.open(.memory)
    if closed { try await database.close() }
    let routes = HealthRoutes(
        database: database, clock: WallClock { Instant(seconds: 1000) },
        probes: .init(conditions: { _, _ in conditions }, metrics: { _, _ in metrics }))
    return Application(router: HealthServer.router(routes))
}

@Test func aProcessThatAnswersIsAliveEvenWithoutItsDatabase() async throws {
    try await application(conditions: [], closed: true).test(.router) { client in
        try await client.execute(uri: "/health/live", method: .get) { #expect($0.status == .ok) }
        try await client.execute(uri: "/health/ready", method: .get) { response in
            #expect(response.status == .serviceUnavailable)
            #expect(String(buffer: response.body) == #"{"checks":{"database":{"ok":false}},"ready":false}"#)
        }
        try await client.execute(uri: "/metrics", method: .get) { response in
            #expect(response.status == .ok)
            #expect(String(buffer: response.body).contains("cactubase_database_up 0\n"))
        }
    }
}

@Test func oneConditionThatIsNotWellMakesTheProcessNotReady() async throws {
    try await application(conditions: [Condition("inbox", isWell: true, seconds: 3)]).test(.router) { client in
        try await client.execute(uri: "/health/ready", method: .get) { response in
            #expect(response.status == .ok)
            #expect(String(buffer: response.body) == #"{"checks":{"database":{"ok":true},"inbox":{"ok":true,"seconds":3}},"ready":true}"#)
        }
    }
    try await application(conditions: [Condition("inbox", isWell: true), Condition("poller", isWell: false, seconds: 900)]).test(.router) {
        client in
        try await client.execute(uri: "/health/ready", method: .get) { #expect($0.status == .serviceUnavailable) }
    }
}

@Test(arguments: [(nil, true, nil), (990, true, 10), (700, true, 300), (699, false, 301)] as [(Int64?, Bool, Int64?)])
func aQueueIsWellWhileItsOldestRowIsYoung(since: Int64?, isWell: Bool, seconds: Int64?) {
    let condition = Condition.queue(
        "inbox", dueSince: since.map { Instant(seconds: $0) }, now: Instant(seconds: 1000), most: .seconds(300))
    #expect(condition == Condition("inbox", isWell: isWell, seconds: seconds))
}

@Test func whatNeverSucceededHasAsLongAsWhatDid() {
    func poller(last: Int64?, now: Int64) -> Condition {
        .recurring(
            "poller", last: last.map { Instant(seconds: $0) }, start: Instant(seconds: 100), now: Instant(seconds: now), most: .seconds(60))
    }
    #expect(poller(last: nil, now: 160) == Condition("poller", isWell: true))
    #expect(poller(last: nil, now: 161) == Condition("poller", isWell: false))
    #expect(poller(last: 150, now: 210) == Condition("poller", isWell: true, seconds: 60))
    #expect(poller(last: 150, now: 211) == Condition("poller", isWell: false, seconds: 61))
}

@Test func metricsAreWrittenAsPrometheusReadsThem() async throws {
    let metric = Metric(
        "leads", "Leads,\nby \\stage.",
        [
            .init(2, labels: [.init("stage", "a\"b\\c\nd"), .init("role", "bot")]), .init(0.5), .init(.infinity), .init(-.infinity),
            .init(.nan),
            .init(1e300),
        ])
    try await application(conditions: [], metrics: [metric]).test(.router) { client in
        try await client.execute(uri: "/metrics", method: .get) { response in
            #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(
                String(buffer: response.body) == """
                    # HELP cactubase_database_up 1 when the database answers.
                    # TYPE cactubase_database_up gauge
                    cactubase_database_up 1
                    # HELP leads Leads,\\nby \\\\stage.
                    # TYPE leads gauge
                    leads{stage="a\\"b\\\\c\\nd",role="bot"} 2
                    leads 0.5
                    leads +Inf
                    leads -Inf
                    leads NaN
                    leads 1e+300

                    """)
        }
    }
}
