/// Replaces text and buttons of a message of ours. An edit that changes nothing is refused: ``TelegramError/isNotModified``.
/// https://core.telegram.org/bots/api#editmessagetext
public struct EditMessageText: BotMethod, Redacted {
    public typealias Answer = Telegram.Message
    public static let name = "editMessageText"

    public let chatID: Int64
    public let messageID: Int64
    /// 1 to 4096 characters after the markup is read.
    public let text: String
    public let parseMode: ParseMode?
    public let linkPreview: LinkPreviewOptions?
    /// Without one the buttons go.
    public let replyMarkup: InlineKeyboardMarkup?

    public init(
        chatID: Int64, messageID: Int64, text: String, parseMode: ParseMode? = .html, linkPreview: LinkPreviewOptions? = nil,
        replyMarkup: InlineKeyboardMarkup? = nil
    ) {
        self.chatID = chatID
        self.messageID = messageID
        self.text = text
        self.parseMode = parseMode
        self.linkPreview = linkPreview
        self.replyMarkup = replyMarkup
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case chatID = "chat_id"
        case messageID = "message_id"
        case text
        case parseMode = "parse_mode"
        case linkPreview = "link_preview_options"
        case replyMarkup = "reply_markup"
    }
}

/// Replaces the buttons of a message of ours. https://core.telegram.org/bots/api#editmessagereplymarkup
public struct EditMessageReplyMarkup: BotMethod {
    public typealias Answer = Telegram.Message
    public static let name = "editMessageReplyMarkup"

    public let chatID: Int64
    public let messageID: Int64
    /// Without one the buttons go.
    public let replyMarkup: InlineKeyboardMarkup?

    public init(chatID: Int64, messageID: Int64, replyMarkup: InlineKeyboardMarkup? = nil) {
        self.chatID = chatID
        self.messageID = messageID
        self.replyMarkup = replyMarkup
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case chatID = "chat_id"
        case messageID = "message_id"
        case replyMarkup = "reply_markup"
    }
}

/// Possible for 48 hours. https://core.telegram.org/bots/api#deletemessage
public struct DeleteMessage: BotMethod {
    public typealias Answer = Bool
    public static let name = "deleteMessage"

    public let chatID: Int64
    public let messageID: Int64

    public init(chatID: Int64, messageID: Int64) {
        self.chatID = chatID
        self.messageID = messageID
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case chatID = "chat_id"
        case messageID = "message_id"
    }
}
