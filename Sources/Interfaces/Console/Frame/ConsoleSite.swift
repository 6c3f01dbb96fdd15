import Accounts
import Clients
import CustomerBot
import Database
import Hummingbird
import Leads
import Localization
import Logging
import Operations
import Passwords
import Recommendations
import Sealing
import Vocabulary

/// The staff's pages: what they are made of, and the router that serves them.
public struct ConsoleSite: Sendable {
    public struct Configuration: Sendable {
        /// Under which people come, when a proxy with TLS stands before this process: `https://console.example.ru`. Nil: directly.
        public var publicAddress: String?

        /// Where templates of posters are looked for, in this order.
        public var posterFolders: [String]
        /// So many rows of a file are made within the request; more are prepared in the background.
        public var rowsAtOnce = 5000
        /// Of the program, for people.
        public var version: String
        /// How long a page waits for what is counted apart from it (what a threshold means, proposals of links); then it says that it is being
        /// counted, and comes again by itself.
        public var patience: Duration
        /// What has to be well for this process to be ready; shown beside the queues.
        public var conditions: @Sendable (Transaction, Instant) throws -> [Condition]

        public init(
            publicAddress: String? = nil, posterFolders: [String] = [], version: String = "", patience: Duration = .milliseconds(30),
            conditions: @escaping @Sendable (Transaction, Instant) throws -> [Condition] = { _, _ in [] }
        ) {
            (self.publicAddress, self.posterFolders, self.version, self.conditions) = (publicAddress, posterFolders, version, conditions)
            self.patience = patience
        }

        var isSecure: Bool { publicAddress?.hasPrefix("https:") ?? false }
    }

    let database: Database
    let keyring: Keyring
    let texts: Localization.Catalogue
    let door: Door
    /// Where offers that the staff sends become messages of the bot.
    let offers: OfferPost
    /// Open pages that hear of changes.
    let live = LiveFeed()
    let clock: WallClock
    let ids: IDSource
    let configuration: Configuration
    let logger: Logger
    let advisor: Advisor
    let places = PagePlaces()
    let uploads = Uploads()
    /// Files that are being taken in.
    let sends: SendQueue
    /// Long files that are being prepared.
    let exports: Exports
    let counting: ThresholdCounting
    let linkCounting: LinkCounting
    /// What taking sends back would do.
    let outlooks: CountedApart<SendID, TakeBackOutlook>
    let matrices = MatrixDrafts()

    public init(
        database: Database, keyring: Keyring, texts: Localization.Catalogue, passwords: PasswordHashing = PasswordHashing(),
        clock: WallClock,
        ids: IDSource, configuration: Configuration, logger: Logger, recommending: Recommending = Recommending()
    ) {
        (self.database, self.keyring, self.texts, self.clock, self.ids) = (database, keyring, texts, clock, ids)
        (self.configuration, self.logger, advisor) = (configuration, logger, Advisor(recommending))
        sends = SendQueue(database: database, clock: clock, ids: ids) { send in
            CardImport(
                company: send.company, attestation: send.attestation, keyring: keyring, now: send.startedAt, listeners: [LeadService()])
        }
        exports = Exports(database: database, clock: clock)
        counting = ThresholdCounting(database: database, clock: clock, patience: configuration.patience)
        outlooks = CountedApart(clock: clock, patience: configuration.patience)
        linkCounting = LinkCounting(database: database, clock: clock, patience: configuration.patience)
        door = Door(database: database, keyring: keyring, passwords: passwords, ids: ids)
        offers = OfferPost(keyring: keyring, clock: clock, ids: ids, texts: texts)
    }

    /// All that this process answers.
    func router(health: HealthRoutes? = nil) -> Router<ConsoleContext> {
        let router = pages()
        health?.add(to: router)
        router.refuseOtherMethods()
        return router
    }

    /// The pages, and what their forms are sent to.
    func pages() -> Router<ConsoleContext> {
        let router = Router(context: ConsoleContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: HeadWithoutBody())
        router.add(middleware: SecurityHeaders(isSecure: configuration.isSecure))
        router.add(middleware: ErrorPages(console: self))
        AssetRoutes().add(to: router)
        DoorRoutes(console: self).add(to: router)
        HomeRoutes(console: self).add(to: router)
        LeadRoutes(console: self).add(to: router)
        BulkRoutes(console: self).add(to: router)
        LeadFileRoutes(console: self).add(to: router)
        ExportRoutes(console: self).add(to: router)
        FilterRoutes(console: self).add(to: router)
        RequestRoutes(console: self).add(to: router)
        LiveRoutes(console: self).add(to: router)
        AccountRoutes(console: self).add(to: router)
        CatalogueRoutes(console: self).add(to: router)
        ClientRoutes(console: self).add(to: router)
        ClientFormRoutes(console: self).add(to: router)
        SendRoutes(console: self).add(to: router)
        ReportRoutes(console: self).add(to: router)
        StaffRoutes(console: self).add(to: router)
        PosterRoutes(console: self).add(to: router)
        ThresholdRoutes(console: self).add(to: router)
        VersionRoutes(console: self).add(to: router)
        LinkRoutes(console: self).add(to: router)
        LinkUploadRoutes(console: self).add(to: router)
        NeedRoutes(console: self).add(to: router)
        SystemRoutes(console: self).add(to: router)
        SettingRoutes(console: self).add(to: router)
        CompanyRoutes(console: self).add(to: router)
        AuditRoutes(console: self).add(to: router)
        LedgerRoutes(console: self).add(to: router)
        UnitRoutes(console: self).add(to: router)
        places.learn(router)
        return router
    }

    /// How a message reads to whoever asks.
    func speaker(_ request: Request) -> Speaker {
        let chosen = request.cookies[Cookies.language]?.value
        return Speaker(texts: texts, language: chosen.flatMap(Language.init) ?? Language(tag: request.headers[.acceptLanguage]))
    }

    /// Where the request came from: the nearest proxy's word counts only when one is configured and stands on this machine.
    func address(of request: Request, _ context: ConsoleContext) -> String {
        let peer = context.remoteAddress?.ipAddress ?? "unknown"
        guard configuration.publicAddress != nil, ["127.0.0.1", "::1", "::ffff:127.0.0.1"].contains(peer),
            let forwarded = request.headers[.forwardedFor]?.split(separator: ",").last
        else { return peer }
        return String(forwarded.filter { !$0.isWhitespace }.prefix(64))
    }
}

/// Says messages in one language.
struct Speaker: Sendable {
    let texts: Localization.Catalogue
    let language: Language

    func callAsFunction(_ message: Message) -> String { texts.text(message, in: language) }

    /// Day and time.
    func moment(_ instant: Instant) -> String { self(ConsoleMessages.moment(at: instant)) }

    func day(_ instant: Instant) -> String { self(ConsoleMessages.day(at: instant)) }
    func time(_ instant: Instant) -> String { self(ConsoleMessages.time(at: instant)) }

    /// A share, in whole percent.
    func percent(_ share: Double) -> String { self(ConsoleMessages.percent(number: Int64((share * 100).rounded()))) }

    func number(_ number: Int) -> String { self(ConsoleMessages.number(number: Int64(number))) }
}
