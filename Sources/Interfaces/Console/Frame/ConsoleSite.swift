import Accounts
import Clients
import Database
import Hummingbird
import Localization
import Logging
import Passwords
import Recommendations
import Sealing
import Vocabulary

/// The staff's pages: what they are made of, and the router that serves them.
public struct ConsoleSite: Sendable {
    public struct Configuration: Sendable {
        /// Under which people come, when a proxy with TLS stands before this process: `https://console.example.ru`. Nil: directly.
        public var publicAddress: String?

        public init(publicAddress: String? = nil) { self.publicAddress = publicAddress }

        var isSecure: Bool { publicAddress?.hasPrefix("https:") ?? false }
    }

    let database: Database
    let keyring: Keyring
    let texts: Localization.Catalogue
    let door: Door
    let clock: WallClock
    let ids: IDSource
    let configuration: Configuration
    let logger: Logger
    let advisor: Advisor
    let uploads = Uploads()
    /// Files that are being taken in.
    let sends: SendQueue

    public init(
        database: Database, keyring: Keyring, texts: Localization.Catalogue, passwords: PasswordHashing = PasswordHashing(),
        clock: WallClock,
        ids: IDSource, configuration: Configuration, logger: Logger, recommending: Recommending = Recommending()
    ) {
        (self.database, self.keyring, self.texts, self.clock, self.ids) = (database, keyring, texts, clock, ids)
        (self.configuration, self.logger, advisor) = (configuration, logger, Advisor(recommending))
        sends = SendQueue(database: database, clock: clock, ids: ids) { send in
            CardImport(company: send.company, attestation: send.attestation, keyring: keyring, now: send.startedAt)
        }
        door = Door(database: database, keyring: keyring, passwords: passwords, ids: ids)
    }

    /// The pages. What else this process serves is added to the same router.
    func router() -> Router<ConsoleContext> {
        let router = Router(context: ConsoleContext.self)
        router.add(middleware: SecurityHeaders(isSecure: configuration.isSecure))
        router.add(middleware: ErrorPages(console: self))
        AssetRoutes().add(to: router)
        DoorRoutes(console: self).add(to: router)
        HomeRoutes(console: self).add(to: router)
        LeadRoutes(console: self).add(to: router)
        ClientRoutes(console: self).add(to: router)
        ClientFormRoutes(console: self).add(to: router)
        SendRoutes(console: self).add(to: router)
        ReportRoutes(console: self).add(to: router)
        StaffRoutes(console: self).add(to: router)
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
