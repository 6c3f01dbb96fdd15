import Database
import Vocabulary

/// What a company of the group does. Banks and insurers need a confirmed channel before they may write through Telegram (41-FZ).
public enum CompanyKind: String, Sendable, Codable, CaseIterable, Storable {
    case bank, insurer, broker, dealer, hotel, leasing

    /// Whether the law asks for a named person's confirmation before this company's offers may go through a foreign messenger.
    public var needsChannelConfirmation: Bool { self == .bank || self == .insurer }
}

/// A partner company of the group.
public struct Company: Hashable, Sendable {
    /// Who confirmed, and when, that this company may use Telegram.
    public struct ChannelConfirmation: Hashable, Sendable {
        public let by: String
        public let at: Instant
        public init(by: String, at: Instant) {
            self.by = by
            self.at = at
        }
    }

    public let id: CompanyID
    /// Short Latin name for commands, files and QR payloads.
    public var code: String
    public var name: String
    public var nameEnglish: String
    /// As the marking of an ad wants it: «ООО "…"».
    public var legalName: String
    /// Taxpayer number: 10 digits.
    public var inn: String
    public var kind: CompanyKind
    /// Whether the pipeline sends this company's offers by itself.
    public var sendsOffersAutomatically: Bool
    public var channelConfirmation: ChannelConfirmation?
    /// Where the company's own people look their clients up; nil: it has no CRM with an address.
    public var crmLink: CRMLink?

    public init(
        id: CompanyID, code: String, name: String, nameEnglish: String, legalName: String, inn: String, kind: CompanyKind,
        sendsOffersAutomatically: Bool, channelConfirmation: ChannelConfirmation?, crmLink: CRMLink? = nil
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.nameEnglish = nameEnglish
        self.legalName = legalName
        self.inn = inn
        self.kind = kind
        self.sendsOffersAutomatically = sendsOffersAutomatically
        self.channelConfirmation = channelConfirmation
        self.crmLink = crmLink
    }

    public func name(in language: Language) -> String {
        switch language {
        case .russian: name
        case .english: nameEnglish
        }
    }

    /// Whether the law lets this company's offers go through Telegram now.
    public var mayUseTelegram: Bool { !kind.needsChannelConfirmation || channelConfirmation != nil }
}
