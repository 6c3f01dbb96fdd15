import Database
import Logging
import ServiceLifecycle
import Vocabulary

/// Does something every so often, and at once when a commit brought work.
public struct Timer: Service {
    private let name: String
    private let database: Database
    private let clock: WallClock
    private let every: @Sendable () async throws -> Span
    private let isAsked: @Sendable (_ since: Instant) async throws -> Bool
    private let isRecorded: Bool
    private let logger: Logger
    private let step: @Sendable () async throws -> Bool

    /// - Parameters:
    ///   - every: asked before each wait, so that a changed setting counts at once.
    ///   - isAsked: whether something waits that came since the given moment; must only read.
    ///   - isRecorded: whether runs are written down in the database, for people to see.
    ///   - step: one portion of the work; true when more waits.
    public init(
        _ name: String, database: Database, clock: WallClock, every: @escaping @Sendable () async throws -> Span,
        isAsked: @escaping @Sendable (_ since: Instant) async throws -> Bool = { _ in false }, isRecorded: Bool = false, logger: Logger,
        step: @escaping @Sendable () async throws -> Bool
    ) {
        self.name = name
        self.database = database
        self.clock = clock
        self.every = every
        self.isAsked = isAsked
        self.isRecorded = isRecorded
        self.logger = logger
        self.step = step
    }

    public func run() async throws {
        await Idle.run(watching: database) { idle in
            var last: Instant?
            var written: Instant?
            while !idle.isStopped {
                do {
                    let interval = try await every()
                    let now = clock.now
                    var isDue = last.map { now - $0 >= interval } ?? true
                    if let last, !isDue { isDue = try await isAsked(last) }
                    if isDue {
                        last = now
                        while try await step(), !idle.isStopped {}
                        await record(now, failure: nil, &written)
                    }
                    await idle.wait(for: (last ?? now) + interval - clock.now)
                } catch {
                    logger.error("\(name): \(type(of: error))")
                    await record(last ?? clock.now, failure: "\(type(of: error))", &written)
                    last = clock.now
                    await idle.wait(for: .seconds(5))
                }
            }
        }
    }

    /// Runs that follow each other within seconds are written down as one; failures always.
    private func record(_ start: Instant, failure: String?, _ written: inout Instant?) async {
        let now = clock.now
        guard isRecorded, failure != nil || written.map({ now - $0 >= .seconds(5) }) ?? true else { return }
        written = failure == nil ? now : nil
        let record = TimerRecord(name: name, startedAt: start, finishedAt: now, failure: failure)
        do { try await database.write { try TimerStore().save(record, in: $0) } } catch {
            logger.warning("\(name): the run could not be written down: \(type(of: error))")
        }
    }
}
