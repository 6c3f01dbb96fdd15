import Database
import Vocabulary

/// What a person can agree to, each on a screen of its own (152-FZ art. 9 since 2025-09-01; 38-FZ art. 18 for advertising).
public enum ConsentKind: String, Sendable, Codable, CaseIterable, Storable {
    /// Processing of the person's data by the operator of the bot.
    case processing
    /// Transfer to one named partner.
    case transfer
    /// Advertising in this chat.
    case advertising
}

/// What stands of a person's consents now.
public struct ConsentStanding: Sendable, Equatable {
    public var processing: Bool
    public var transfers: Set<CompanyID>
    public var advertising: Bool

    public init(processing: Bool = false, transfers: Set<CompanyID> = [], advertising: Bool = false) {
        self.processing = processing
        self.transfers = transfers
        self.advertising = advertising
    }
}

/// The text that was shown, word for word. Its hash is in every receipt, and the person can read it again at any time.
public struct ConsentText: Sendable, Equatable {
    /// Raised by whoever changes the wording; an older consent stays what it was.
    public static let version = 1

    public let kind: ConsentKind
    public let language: Language
    public let version: Int
    public let text: String

    public init(kind: ConsentKind, language: Language, version: Int = Self.version, text: String) {
        self.kind = kind
        self.language = language
        self.version = version
        self.text = text
    }
}

/// A receipt: who said yes or no to which text, when, and in which message.
public struct ConsentReceipt: Sendable, Equatable {
    public let id: ReceiptID
    public let kind: ConsentKind
    public let company: CompanyID?
    public let isGiven: Bool
    public let at: Instant
    public let withdrawnAt: Instant?
    public let text: ConsentText
}
