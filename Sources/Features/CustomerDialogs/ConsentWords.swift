import Consents
import Localization

/// Who operates the bot, as the law wants it named.
public struct Operator: Codable, Hashable, Sendable {
    public let name: String
    public let inn: String
    public let address: String
    /// How many ads may come in how many days: the consent to ads promises it.
    public let mostAds: Int
    public let days: Int

    public init(name: String, inn: String, address: String, mostAds: Int, days: Int) {
        self.name = name
        self.inn = inn
        self.address = address
        self.mostAds = mostAds
        self.days = days
    }

    /// The law wants all three.
    public var isNamed: Bool { ![name, inn, address].contains("") }
}

/// The document that a person says yes or no to. What is shown and what is kept come from here, so they are the same words.
public enum ConsentWords: Codable, Hashable, Sendable {
    case processing(Operator)
    case transfer(Operator, partners: String)
    case advertising(Operator, partners: String)

    public var kind: ConsentKind {
        switch self {
        case .processing: .processing
        case .transfer: .transfer
        case .advertising: .advertising
        }
    }

    public var message: Message {
        switch self {
        case .processing(let by): CustomerDialogsMessages.consentProcessingText(owner: by.name, inn: by.inn, address: by.address)
        case .transfer(let by, let partners): CustomerDialogsMessages.consentTransferText(owner: by.name, partners: partners)
        case .advertising(let by, let partners):
            CustomerDialogsMessages.consentAdvertisingText(
                owner: by.name, partners: partners, cap: Int64(by.mostAds), days: Int64(by.days))
        }
    }
}
