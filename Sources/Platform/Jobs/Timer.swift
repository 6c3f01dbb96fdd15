import Database
import Logging
import ServiceLifecycle
import Vocabulary

/// Does something every so often, and at once when a commit says that there is work.
public struct Timer: Service {
    private let name: String
    private let database: Database
    private let every: @Sendable () async -> Span
    private let logger: Logger
    private let step: @Sendable () async throws -> Bool

    /// - Parameters:
    ///   - every: asked before each wait, so that a changed setting counts at once.
    ///   - step: one portion of the work; true when more waits.
    public init(
        _ name: String, database: Database, every: @escaping @Sendable () async -> Span, logger: Logger,
        step: @escaping @Sendable () async throws -> Bool
    ) {
        self.name = name
        self.database = database
        self.every = every
        self.logger = logger
        self.step = step
    }

    public func run() async throws {
        await Idle.run(watching: database) { idle in
            while !idle.isStopped {
                do {
                    if try await step() { continue }
                } catch {
                    logger.error("\(name): \(type(of: error))")
                }
                await idle.wait(for: await every())
            }
        }
    }
}
