/// A command of the bot's menu. https://core.telegram.org/bots/api#botcommand
public struct BotCommand: Hashable, Sendable, Encodable {
    /// 1 to 32 of `a-z0-9_`, without the slash.
    public let command: String
    /// 1 to 256 characters.
    public let description: String

    public init(_ command: String, _ description: String) {
        self.command = command
        self.description = description
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case command, description }
}

/// Who sees a list of commands. https://core.telegram.org/bots/api#botcommandscope
public enum BotCommandScope: Hashable, Sendable, Encodable {
    case everywhere
    case privateChats
    case chat(Int64)

    enum CodingKeys: String, CodingKey, CaseIterable {
        case type
        case chatID = "chat_id"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .everywhere: try container.encode("default", forKey: .type)
        case .privateChats: try container.encode("all_private_chats", forKey: .type)
        case .chat(let id):
            try container.encode("chat", forKey: .type)
            try container.encode(id, forKey: .chatID)
        }
    }
}

/// At most 100, per scope and language. https://core.telegram.org/bots/api#setmycommands
public struct SetMyCommands: BotMethod {
    public typealias Answer = Bool
    public static let name = "setMyCommands"

    public let commands: [BotCommand]
    public let scope: BotCommandScope?
    /// Two letters; without it the list is for all languages that have none of their own.
    public let languageCode: String?

    public init(_ commands: [BotCommand], scope: BotCommandScope? = nil, languageCode: String? = nil) {
        self.commands = commands
        self.scope = scope
        self.languageCode = languageCode
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case commands, scope
        case languageCode = "language_code"
    }
}

/// At most 64 characters. Telegram allows few changes a day. https://core.telegram.org/bots/api#setmyname
public struct SetMyName: BotMethod {
    public typealias Answer = Bool
    public static let name = "setMyName"

    public let text: String
    public let languageCode: String?

    public init(_ text: String, languageCode: String? = nil) {
        self.text = text
        self.languageCode = languageCode
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case text = "name"
        case languageCode = "language_code"
    }
}

/// What an empty chat shows; at most 512 characters. https://core.telegram.org/bots/api#setmydescription
public struct SetMyDescription: BotMethod {
    public typealias Answer = Bool
    public static let name = "setMyDescription"

    public let text: String
    public let languageCode: String?

    public init(_ text: String, languageCode: String? = nil) {
        self.text = text
        self.languageCode = languageCode
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case text = "description"
        case languageCode = "language_code"
    }
}

/// What the bot's profile and shared links show; at most 120 characters. https://core.telegram.org/bots/api#setmyshortdescription
public struct SetMyShortDescription: BotMethod {
    public typealias Answer = Bool
    public static let name = "setMyShortDescription"

    public let text: String
    public let languageCode: String?

    public init(_ text: String, languageCode: String? = nil) {
        self.text = text
        self.languageCode = languageCode
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case text = "short_description"
        case languageCode = "language_code"
    }
}

/// The button beside the input field. https://core.telegram.org/bots/api#menubutton
public enum MenuButton: Hashable, Sendable, Encodable {
    case commands
    case standard

    enum CodingKeys: String, CodingKey, CaseIterable { case type }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .commands: try container.encode("commands", forKey: .type)
        case .standard: try container.encode("default", forKey: .type)
        }
    }
}

/// For one private chat, or for all that have none of their own. https://core.telegram.org/bots/api#setchatmenubutton
public struct SetChatMenuButton: BotMethod {
    public typealias Answer = Bool
    public static let name = "setChatMenuButton"

    public let chatID: Int64?
    public let button: MenuButton?

    public init(chatID: Int64? = nil, button: MenuButton? = nil) {
        self.chatID = chatID
        self.button = button
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case chatID = "chat_id"
        case button = "menu_button"
    }
}
