import Clients
import Hummingbird
import HummingbirdCore
import Logging
import Operations
import ServiceLifecycle

/// Serves the console, with health and metrics beside it. Stops gracefully.
public struct ConsoleServer: Service {
    private let console: ConsoleSite
    private let host: String
    private let port: Int
    private let health: HealthRoutes?
    private let onListening: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - onListening: told the port once requests are answered.
    public init(
        console: ConsoleSite, host: String, port: Int, health: HealthRoutes?,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        (self.console, self.host, self.port, self.health, self.onListening) = (console, host, port, health, onListening)
    }

    public func run() async throws {
        let router = console.router(health: health)
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: Patience.headerBytes, maxHeaderListSize: Patience.headerBytes, maxHeaderFieldCount: 100)
        let application = Application(
            router: router,
            server: .http1(
                configuration: .init(idleTimeout: .seconds(Patience.idleSeconds), httpDecoderConfiguration: decoder)),
            configuration: .init(
                address: .hostname(host, port: port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Patience.connections)),
            onServerRunning: { [onListening] channel in await onListening(channel.localAddress?.port ?? 0) }, logger: console.logger)
        // Cancelled when the server has stopped: what is being imported stops between two batches, open pages end with their connections.
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [sends = console.sends] in await cancelWhenGracefulShutdown { await sends.run() } }
            group.addTask { [uploads = console.uploads, clock = console.clock] in
                await cancelWhenGracefulShutdown { await uploads.sweepEachMinute(clock) }
            }
            group.addTask { [exports = console.exports] in await cancelWhenGracefulShutdown { await exports.run() } }
            group.addTask { [exports = console.exports] in await cancelWhenGracefulShutdown { await exports.sweepEachMinute() } }
            group.addTask { await console.live.run(console.database, console.keyring, console.clock, console.logger) }
            defer { group.cancelAll() }
            try await application.run()
        }
    }
}
