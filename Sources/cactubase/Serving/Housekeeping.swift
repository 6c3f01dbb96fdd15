import Jobs
import Logging
import Vocabulary

/// Forgets finished rows of the queues and wipes what they left in the write-ahead log.
struct Housekeeping: Sendable {
    let live: Live
    let logger: Logger

    static let memory = Span.days(2)

    var timer: Jobs.Timer {
        Jobs.Timer("housekeeping", database: live.database, every: { .hours(1) }, logger: logger) {
            try await step()
            return false
        }
    }

    func step() async throws {
        let limit = live.clock.now - Self.memory
        try await live.database.write { transaction in
            try Inbox().forget(finishedBefore: limit, in: transaction)
            try Outbox().forget(finishedBefore: limit, in: transaction)
        }
        try await live.database.truncateLog()
    }
}
