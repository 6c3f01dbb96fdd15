import Database
import Logging
import ServiceLifecycle
import Vocabulary

/// Applies what came in: one transaction for each row, in order within a lane, lanes side by side.
///
/// The row is marked done in the transaction of its effect, so a kill at any instant leaves both or neither.
public struct InboxWorker: Service {
    /// What a row does, in its transaction. It may run again, so it has no effect outside the database.
    public typealias Apply = @Sendable (Inbox.Row, Transaction) throws -> Void

    private let database: Database
    private let clock: WallClock
    private let apply: Apply
    private let bury: Apply
    private let backoff: Backoff
    private let logger: Logger
    private let inbox = Inbox()
    private static let round = 100

    /// - Parameter bury: called, in the transaction that gives up, for a row that failed too often.
    public init(
        database: Database, clock: WallClock, backoff: Backoff = Backoff(attempts: 5, longest: .minutes(10)), logger: Logger,
        apply: @escaping Apply, bury: @escaping Apply
    ) {
        self.database = database
        self.clock = clock
        self.backoff = backoff
        self.logger = logger
        self.apply = apply
        self.bury = bury
    }

    public func run() async throws {
        await Idle.run(watching: database) { idle in
            while !idle.isStopped {
                do {
                    guard try await drain() == 0 else { continue }
                    let due = try await database.read { try inbox.nextDue(in: $0) }
                    await idle.wait(for: due.map { $0 - clock.now } ?? .minutes(1))
                } catch {
                    logger.error("inbox: \(type(of: error))")
                    await idle.wait(for: .seconds(1))
                }
            }
        }
    }

    /// Applies one row of each lane that has one due.
    /// - Returns: how many rows were tried.
    public func drain() async throws -> Int {
        let now = clock.now
        let rows = try await database.read { try inbox.heads(limit: Self.round, at: now, in: $0) }
        await withTaskGroup { group in
            for row in rows { group.addTask { await handle(row) } }
        }
        return rows.count
    }

    private func handle(_ row: Inbox.Row) async {
        let now = clock.now
        do {
            try await database.write { transaction in
                guard try inbox.finish(row, at: now, in: transaction) else { return }
                try apply(row, transaction)
            }
        } catch {
            // Only the error's kind is kept: an error may quote what a person wrote.
            let failure = "\(type(of: error))"
            logger.error("inbox: a row failed", metadata: ["attempt": "\(row.attempt)", "failure": "\(failure)"])
            let delay = backoff.delay(after: row.attempt, jitter: Double(row.number & 255) / 256)
            let saved: Void? = try? await database.write { transaction in
                try inbox.fail(row, because: failure, due: delay.map { now + $0 }, at: now, in: transaction)
                if delay == nil { try bury(row, transaction) }
            }
            if saved == nil { logger.error("inbox: the failure could not be kept") }
        }
    }
}
