import Consents
import CustomerDialogs
import Database
import Foundation
import Jobs
import Logging
import Sealing
import ServiceLifecycle
import TelegramBotAPI
import Vocabulary

/// The bot as services: it receives, applies and sends. Stopping closes the receiver first, then lets work in hand finish.
public struct CustomerBot: Sendable {
    public struct Settings: Sendable {
        /// Seconds that a poll waits for news.
        public var patience = 50
        public var rate: SendingRate? = .telegram

        public init() {}
    }

    public let health = PollHealth()
    private let database: Database
    private let bot: TelegramBot
    private let front: FrontDesk
    private let settings: Settings
    private let logger: Logger

    public init(database: Database, bot: TelegramBot, front: FrontDesk, settings: Settings = Settings(), logger: Logger) {
        self.database = database
        self.bot = bot
        self.front = front
        self.settings = settings
        self.logger = logger
    }

    /// In the order in which a service group starts them; it stops them in reverse.
    public var services: [any Service] {
        let reception = Reception(front: front, renderer: front.renderer)
        let sender = Sender(
            database: database, bot: bot, keyring: front.keyring, clock: front.clock,
            limiter: RateLimiter(settings.rate, clock: front.clock),
            mayAdvertise: { try OfferPost.mayStillGo($0, to: $1, in: $2) },
            post: { [front] in try front.post($0, in: $1) },
            adArrived: { [front] in try OfferPost.arrived($0, $1, at: front.clock.now, in: $2) },
            logger: logger)
        return [
            OutboxWorker(database: database, clock: front.clock, ids: front.ids, logger: logger, deliver: { await sender.deliver($0) }),
            InboxWorker(
                database: database, clock: front.clock, logger: logger, apply: { try reception.apply($0, in: $1) },
                bury: { try reception.bury($0, in: $1) }),
            Receiver(
                database: database, bot: bot, keyring: front.keyring, clock: front.clock, patience: settings.patience, health: health,
                logger: logger),
        ]
    }
}
