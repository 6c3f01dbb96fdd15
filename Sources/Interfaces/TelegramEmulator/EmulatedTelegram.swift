import Database
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Vocabulary

/// A strict Bot API server with people to talk to: the bot speaks to `/bot<token>/…`, people act through `/simulate/…` and the chat page.
///
/// It knows nothing of the bot's code, so it cannot agree with its mistakes. It runs alone or inside a test, on loopback.
public struct EmulatedTelegram: Service {
    /// Where it listens, whose bot it hosts, how strict and how unreliable it is.
    public struct Configuration: Sendable {
        public var host: String
        /// 0 takes a free port.
        public var port: Int
        /// `digits:letters`, as BotFather gives it; the digits are the bot's id.
        public var token: String
        public var botUsername: String
        public var botName: String
        /// SQLite file of the emulator's own; nil keeps the chats in memory.
        public var storePath: String?
        /// Nil lets the bot send as fast as it likes.
        public var limits: RateLimits?
        public var faults: TelegramFaults
        /// For the faults' dice.
        public var seed: UInt64
        /// How long a press can be answered.
        public var callbackLifetime: Span

        public init(
            host: String = "127.0.0.1", port: Int = 0, token: String = "700000001:emulated-telegram-token",
            botUsername: String = "cactubase_bot",
            botName: String = "CactuBase", storePath: String? = nil, limits: RateLimits? = RateLimits(), faults: TelegramFaults = .none,
            seed: UInt64 = 1, callbackLifetime: Span = .seconds(60)
        ) {
            self.host = host
            self.port = port
            self.token = token
            self.botUsername = botUsername
            self.botName = botName
            self.storePath = storePath
            self.limits = limits
            self.faults = faults
            self.seed = seed
            self.callbackLifetime = callbackLifetime
        }
    }

    private let configuration: Configuration
    private let clock: WallClock
    private let ids: IDSource
    private let logger: Logger
    private let port = Promise<Int>()

    public init(configuration: Configuration, clock: WallClock, ids: IDSource, logger: Logger) {
        self.configuration = configuration
        self.clock = clock
        self.ids = ids
        self.logger = logger
    }

    /// `http://host:port`, once it listens. It is both the Bot API base and the address of the pages.
    /// - Throws: `CancellationError` when the emulator stopped before it could listen.
    public var address: String {
        get async throws { "http://\(configuration.host):\(try await port.value)" }
    }

    /// Serves until graceful shutdown; then ends the long polls, lets requests in hand finish and closes the store.
    public func run() async throws {
        do {
            try await serve()
        } catch {
            await port.fail()
            throw error
        }
        await port.fail()
    }

    private func serve() async throws {
        let telegram = try await makeTelegram()
        let application = Application(
            router: Self.router(telegram, token: configuration.token, botUsername: configuration.botUsername),
            configuration: .init(address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { [port] channel in await port.fulfil(channel.localAddress?.port ?? 0) },
            logger: logger)
        do {
            try await withGracefulShutdownHandler {
                try await application.run()
            } onGracefulShutdown: {
                Task { await telegram.stop() }
            }
        } catch {
            await telegram.close()
            throw error
        }
        await telegram.close()
    }

    private func makeTelegram() async throws -> Telegram {
        let identity = BotIdentity(
            id: configuration.token.split(separator: ":").first.flatMap { Int64($0) } ?? 700_000_001, username: configuration.botUsername,
            firstName: configuration.botName)
        var world = World(bot: identity, ids: ids, callbackLifetime: configuration.callbackLifetime)
        var store: WorldStore?
        if let path = configuration.storePath {
            let opened = try await WorldStore.open(.sqlite(path: path), at: clock.now)
            world = try await opened.load(into: world)
            store = opened
        }
        return Telegram(
            world: world, limits: configuration.limits, faults: configuration.faults, seed: configuration.seed, clock: clock, store: store,
            logger: logger)
    }

    static func router(_ telegram: Telegram, token: String, botUsername: String) -> Router<EmulatorContext> {
        let router = Router(context: EmulatorContext.self)
        BotAPIRoutes(telegram: telegram, token: token).add(to: router)
        let near = router.group().add(middleware: LoopbackOnly())
        SimulationRoutes(telegram: telegram).add(to: near.group("simulate"))
        PageRoutes(telegram: telegram, botUsername: botUsername).add(to: near)
        return router
    }
}

/// A value that comes later, once.
actor Promise<Value: Sendable> {
    private var result: Result<Value, CancellationError>?
    private var waiting: [CheckedContinuation<Value, any Error>] = []

    var value: Value {
        get async throws {
            if let result { return try result.get() }
            return try await withCheckedThrowingContinuation { waiting.append($0) }
        }
    }

    func fulfil(_ value: Value) { settle(.success(value)) }
    /// Does nothing when the value is there already.
    func fail() { settle(.failure(CancellationError())) }

    private func settle(_ outcome: Result<Value, CancellationError>) {
        guard result == nil else { return }
        result = outcome
        for continuation in waiting { continuation.resume(with: outcome.mapError { $0 as any Error }) }
        waiting = []
    }
}
