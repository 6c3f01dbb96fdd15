import Accounts
import Clients
import Console
import Database
import Leads
import Logging
import Operations
import Passwords
import ServiceLifecycle
import UnixSignals
import Vocabulary

import struct Jobs.Timer

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

    /// What the process serves over HTTP: health and metrics, and the console where it has its place.
    /// - Parameter lastPoll: when the bot last heard from Telegram; nil for a role that does not poll.
    func http(_ role: Role, lastPoll: (@Sendable () -> Instant?)? = nil) -> [any Service] {
        let address = role.address(live.configuration)
        let logger = logger("http")
        let watch = Watch(role: role, start: live.clock.now, lastPoll: lastPoll)
        let health = HealthRoutes(
            database: live.database, clock: live.clock, probes: .init(conditions: watch.conditions, metrics: watch.metrics))
        let base = "http://\(address.host)"
        guard [.serve, .console].contains(role) else {
            return [
                HealthServer(
                    host: address.host, port: address.port, routes: health, logger: logger,
                    onListening: { port in logger.info("health and metrics on \(base):\(port)/health/ready and /metrics") })
            ]
        }
        let publicAddress = live.configuration.consoleURL
        let server = ConsoleServer(
            console: console(publicAddress: publicAddress, conditions: watch.conditions), host: address.host, port: address.port,
            health: health,
            onListening: { port in
                logger.info(
                    "console on \(publicAddress ?? "\(base):\(port)")/, health and metrics on \(base):\(port)/health/ready and /metrics")
            })
        return [server] + consoleWork
    }

    /// The staff's pages.
    func console(
        publicAddress: String?, conditions: @escaping @Sendable (Transaction, Instant) throws -> [Condition] = { _, _ in [] }
    ) -> ConsoleSite {
        ConsoleSite(
            database: live.database, keyring: live.keyring, texts: live.texts, clock: live.clock, ids: live.ids,
            configuration: .init(
                publicAddress: publicAddress, posterFolders: Folders.posters(in: shell), version: Cactubase.version, conditions: conditions),
            logger: logger("console"))
    }

    /// What goes on beside the pages.
    var consoleWork: [any Service] { [consoleTidying, takingBack] }

    /// Carries on with sends that are taken back; what a stopped program left half-done goes on here.
    private var takingBack: Timer {
        let (clock, database, ids) = (live.clock, live.database, live.ids)
        return Timer(
            "takebacks", database: database, clock: clock, every: { .minutes(1) },
            isAsked: { _ in try await database.read { try !SendTakeBackStore().open(in: $0).isEmpty } }, logger: logger("console")
        ) {
            try await database.write { try TakeBackDesk().step(at: clock.now, ids: ids, in: $0) }
        }
    }

    /// Removes sessions, invitations and attempts that are over, and old reports on sends.
    private var consoleTidying: Timer {
        let door = Door(database: live.database, keyring: live.keyring, passwords: PasswordHashing(), ids: live.ids)
        let (clock, database) = (live.clock, live.database)
        return Timer("accounts", database: database, clock: clock, every: { .minutes(10) }, logger: logger("console")) {
            try await door.tidy(at: clock.now)
            try await database.write { try ClientSendStore().tidy(at: clock.now, in: $0) }
            return false
        }
    }
}
