import Hummingbird
import Logging
import ServiceLifecycle

/// Serves ``HealthRoutes`` alone, for processes without pages of their own. Stops gracefully.
public struct HealthServer: Service {
    private let host: String
    private let port: Int
    private let routes: HealthRoutes
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - onListening: told the port once requests are answered.
    public init(
        host: String, port: Int, routes: HealthRoutes, logger: Logger, onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        (self.host, self.port, self.routes, self.logger, self.onListening) = (host, port, routes, logger, onListening)
    }

    public func run() async throws {
        let application = Application(
            router: Self.router(routes), configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { [onListening] channel in await onListening(channel.localAddress?.port ?? 0) }, logger: logger)
        try await application.run()
    }

    static func router(_ routes: HealthRoutes) -> Router<BasicRequestContext> {
        let router = Router(options: .autoGenerateHeadEndpoints)
        routes.add(to: router)
        return router
    }
}
