import Logging
import Operations
import ServiceLifecycle
import UnixSignals
import Vocabulary

/// Runs long-lived services until SIGTERM or SIGINT: the sources of work close first, work in hand is finished, then the stores close.
struct Serving: Sendable {
    let live: Live
    let shell: Shell

    func logger(_ label: String) -> Logger { Self.logger(label, in: shell) }

    static func logger(_ label: String, in shell: Shell) -> Logger { Logger(label: label) { StderrLog(label: $0, shell: shell) } }

    /// - Parameter services: those that others need come first; they are stopped in the opposite order.
    /// - Throws: when a service failed; a stop on request is no error.
    static func run(_ services: [any Service], in shell: Shell) async throws {
        var configuration = ServiceGroupConfiguration(
            // Named by type: the default name prints the whole service, and what it holds may be secret.
            services: services.map {
                .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup, serviceName: "\(type(of: $0))")
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger("services", in: shell))
        // A long poll or a slow delivery may be in hand; what hangs longer is cut, and its lease or its inbox row brings it back.
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// Health and metrics of a process without pages of its own.
    /// - Parameter lastPoll: when the bot last heard from Telegram; nil for a role that does not poll.
    func health(_ role: Role, lastPoll: (@Sendable () -> Instant?)? = nil) -> HealthServer {
        let address = role.address(live.configuration)
        let logger = logger("http")
        let watch = Watch(role: role, start: live.clock.now, lastPoll: lastPoll)
        return HealthServer(
            host: address.host, port: address.port,
            routes: HealthRoutes(
                database: live.database, clock: live.clock, probes: .init(conditions: watch.conditions, metrics: watch.metrics)),
            logger: logger,
            onListening: { port in logger.info("health and metrics on http://\(address.host):\(port)/health/ready and /metrics") })
    }
}
