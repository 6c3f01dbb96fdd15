import Database
import Jobs
import Leads
import Operations
import Vocabulary

/// What `/health/ready` and `/metrics` tell of a process.
struct Watch: Sendable {
    let role: Role
    let start: Instant
    let lastPoll: (@Sendable () -> Instant?)?

    /// A queue that stands for so long has a fault, not a busy hour.
    private static let longestWait = Span.minutes(10)
    /// A long poll answers within a minute, with updates or without.
    private static let longestSilence = Span.minutes(3)

    @Sendable func conditions(_ transaction: Transaction, _ now: Instant) throws -> [Condition] {
        var conditions = [
            Condition.queue("inbox", dueSince: try Inbox().backlog(at: now, in: transaction).dueSince, now: now, most: Self.longestWait),
            Condition.queue("outbox", dueSince: try Outbox().backlog(at: now, in: transaction).dueSince, now: now, most: Self.longestWait),
        ]
        if let lastPoll {
            conditions.append(.recurring("telegram", last: lastPoll(), start: start, now: now, most: Self.longestSilence))
        }
        return conditions
    }

    @Sendable func metrics(_ transaction: Transaction, _ now: Instant) throws -> [Metric] {
        let queues = [
            ("inbox", try Inbox().backlog(at: now, in: transaction)), ("outbox", try Outbox().backlog(at: now, in: transaction)),
        ]
        func figure(_ value: (Backlog) -> Double) -> [Metric.Sample] {
            queues.map { .init(value($0.1), labels: [.init("queue", $0.0)]) }
        }
        func age(_ since: Instant?) -> Double { since.map { Double((now - $0).milliseconds) / 1000 } ?? 0 }
        var metrics = [
            Metric("cactubase_role", "1 for the role of this process.", [.init(1, labels: [.init("role", role.rawValue)])]),
            Metric("cactubase_build_info", "1 for the version of this program.", [.init(1, labels: [.init("version", Cactubase.version)])]),
            Metric("cactubase_uptime_seconds", "Time since the start.", [.init(age(start))]),
            Metric("cactubase_queue_waiting", "Rows that wait or are worked on.", figure { Double($0.waiting) }),
            Metric("cactubase_queue_oldest_seconds", "Age of the oldest row that is due.", figure { age($0.dueSince) }),
            Metric("cactubase_queue_dead", "Rows given up: somebody has to look.", figure { Double($0.dead) }),
        ]
        let leads = try LeadStore().census(in: transaction)
        metrics.append(
            Metric(
                "cactubase_leads", "Leads by the stage where they stand.",
                LeadStage.allCases.map { .init(Double(leads[$0] ?? 0), labels: [.init("stage", $0.rawValue)]) }))
        if let lastPoll {
            metrics.append(
                Metric(
                    "cactubase_telegram_silence_seconds", "Time since Telegram last answered the poller.", [.init(age(lastPoll() ?? start))]
                ))
        }
        return metrics
    }
}
