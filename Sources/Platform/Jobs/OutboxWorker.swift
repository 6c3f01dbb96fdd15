import Database
import Logging
import ServiceLifecycle
import Synchronization
import Vocabulary

/// Delivers what must go out: many lanes at once, one row of a lane at a time, at least once.
public struct OutboxWorker: Service {
    /// What came of a delivery.
    public enum Delivery: Sendable {
        /// It arrived; the closure keeps what it brought back, in the transaction that marks it done.
        case delivered(@Sendable (Transaction) throws -> Void)
        /// Try again: after the given time, or when nil by the back-off.
        case busy(Span?, because: String)
        /// It never will arrive; the closure keeps the consequence.
        case impossible(because: String, @Sendable (Transaction) throws -> Void)
    }

    private let database: Database
    private let clock: WallClock
    private let ids: IDSource
    private let deliver: @Sendable (Outbox.Row) async -> Delivery
    private let backoff: Backoff
    private let lease: Span
    private let logger: Logger
    private let outbox = Outbox()
    private let holder: Identifier<Outbox>
    private static let atOnce = 64

    public init(
        database: Database, clock: WallClock, ids: IDSource, backoff: Backoff = Backoff(attempts: 12, longest: .hours(1)),
        lease: Span = .seconds(10), logger: Logger, deliver: @escaping @Sendable (Outbox.Row) async -> Delivery
    ) {
        self.database = database
        self.clock = clock
        self.ids = ids
        self.deliver = deliver
        self.backoff = backoff
        self.lease = lease
        self.logger = logger
        holder = ids.id()
    }

    /// Until a graceful stop; then deliveries in hand are finished, and nothing new is claimed.
    ///
    /// The leases of what is in hand are renewed, so that they can be short: after a crash a chat waits for seconds only.
    public func run() async throws {
        let renewal = Task {
            while (try? await Task.sleep(for: Span(milliseconds: lease.milliseconds / 3).duration)) != nil {
                do { try await database.write { try outbox.renew(holder: holder, until: clock.now + lease, in: $0) } } catch {
                    logger.error("outbox: leases could not be renewed", metadata: ["failure": "\(type(of: error))"])
                }
            }
        }
        defer { renewal.cancel() }
        await Idle.run(watching: database) { idle in
            let inHand = InHand()
            await withDiscardingTaskGroup { group in
                while !idle.isStopped {
                    do {
                        // A slow delivery holds its own place only: the others go on.
                        let free = Self.atOnce - inHand.count.withLock { $0 }
                        let rows = free > 0 ? try await claim(limit: free) : []
                        inHand.count.withLock { $0 += rows.count }
                        for row in rows {
                            group.addTask {
                                await handle(row)
                                inHand.count.withLock { $0 -= 1 }
                                idle.raise()
                            }
                        }
                        guard rows.isEmpty else { continue }
                        let due = try await database.read { try outbox.nextDue(in: $0) }
                        // Rows whose lane is busy are due already: their turn comes when the one before is finished, which raises the flag.
                        await idle.wait(for: due.map { max($0 - clock.now, .milliseconds(100)) } ?? .minutes(1))
                    } catch {
                        logger.error("outbox: \(type(of: error))")
                        await idle.wait(for: .seconds(1))
                    }
                }
            }
        }
    }

    /// Claims and delivers one row of each lane that has one due.
    /// - Returns: how many rows were tried.
    public func drain() async throws -> Int {
        let rows = try await claim(limit: Self.atOnce)
        await withTaskGroup { group in
            for row in rows { group.addTask { await handle(row) } }
        }
        return rows.count
    }

    private func claim(limit: Int) async throws -> [Outbox.Row] {
        let now = clock.now
        return try await database.write { try outbox.claim(limit: limit, holder: holder, until: now + lease, at: now, in: $0) }
    }

    private func handle(_ row: Outbox.Row) async {
        let delivery = await deliver(row)
        let now = clock.now
        do {
            try await database.write { transaction in
                switch delivery {
                case .delivered(let keep):
                    if try outbox.finish(row, holder: holder, at: now, in: transaction) { try keep(transaction) }
                case .busy(let span, let reason):
                    let wait = span ?? backoff.delay(after: row.attempt, jitter: Double(row.id.low & 255) / 256)
                    try outbox.fail(row, holder: holder, because: reason, due: wait.map { now + $0 }, at: now, in: transaction)
                case .impossible(let reason, let keep):
                    try outbox.fail(row, holder: holder, because: reason, due: nil, at: now, in: transaction)
                    try keep(transaction)
                }
            }
        } catch {
            // The lease runs out and the row is tried again.
            logger.error("outbox: the result of a delivery could not be kept", metadata: ["failure": "\(type(of: error))"])
        }
    }
}

/// How many deliveries are under way.
private final class InHand: Sendable {
    let count = Mutex(0)
}
