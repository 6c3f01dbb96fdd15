/// A method of the Bot API with its fields; encodes as the JSON object that Telegram expects.
public protocol BotMethod: Encodable, Sendable {
    associatedtype Answer: Decodable & Sendable

    /// As in https://core.telegram.org/bots/api#available-methods
    static var name: String { get }
    /// Files that travel as parts of a form, by field; such fields are not encoded.
    var uploads: [String: InputFile] { get }
    /// How long Telegram may keep us waiting on purpose.
    var patience: Duration { get }
}

extension BotMethod {
    public var uploads: [String: InputFile] { [:] }
    public var patience: Duration { .zero }
}

/// A file to be sent.
public struct InputFile: Hashable, Sendable {
    public let name: String
    public let contentType: String
    public let content: [UInt8]

    public init(name: String, contentType: String, content: [UInt8]) {
        self.name = name
        self.contentType = contentType
        self.content = content
    }
}

/// How Telegram reads the text of a message.
public enum ParseMode: String, Codable, Hashable, Sendable {
    case html = "HTML"
}

/// Words of people and data inside a message of ``ParseMode/html``.
public enum TelegramHTML {
    /// The text as it is, whatever tags it pretends to have. https://core.telegram.org/bots/api#html-style
    public static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
