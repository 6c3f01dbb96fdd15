/// https://core.telegram.org/bots/api#sendmessage
public struct SendMessage: BotMethod, Redacted {
    public typealias Answer = Telegram.Message
    public static let name = "sendMessage"

    public let chatID: Int64
    /// 1 to 4096 characters after the markup is read.
    public let text: String
    public let parseMode: ParseMode?
    public let linkPreview: LinkPreviewOptions?
    public let isSilent: Bool?
    public let replyMarkup: ReplyMarkup?

    public init(
        chatID: Int64, text: String, parseMode: ParseMode? = .html, linkPreview: LinkPreviewOptions? = nil, isSilent: Bool? = nil,
        replyMarkup: ReplyMarkup? = nil
    ) {
        self.chatID = chatID
        self.text = text
        self.parseMode = parseMode
        self.linkPreview = linkPreview
        self.isSilent = isSilent
        self.replyMarkup = replyMarkup
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case chatID = "chat_id"
        case text
        case parseMode = "parse_mode"
        case linkPreview = "link_preview_options"
        case isSilent = "disable_notification"
        case replyMarkup = "reply_markup"
    }
}

/// https://core.telegram.org/bots/api#sendphoto
public struct SendPhoto: BotMethod, Redacted {
    public typealias Answer = Telegram.Message
    public static let name = "sendPhoto"

    public enum Photo: Hashable, Sendable {
        /// At most 10 MB.
        case upload(InputFile)
        /// One that Telegram already has.
        case fileID(String)
    }

    public let chatID: Int64
    public let photo: Photo
    /// At most 1024 characters after the markup is read.
    public let caption: String?
    public let parseMode: ParseMode?
    public let isSilent: Bool?
    public let replyMarkup: ReplyMarkup?

    public var uploads: [String: InputFile] { if case .upload(let file) = photo { [CodingKeys.photo.rawValue: file] } else { [:] } }

    public init(
        chatID: Int64, photo: Photo, caption: String? = nil, parseMode: ParseMode? = .html, isSilent: Bool? = nil,
        replyMarkup: ReplyMarkup? = nil
    ) {
        self.chatID = chatID
        self.photo = photo
        self.caption = caption
        self.parseMode = parseMode
        self.isSilent = isSilent
        self.replyMarkup = replyMarkup
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case chatID = "chat_id"
        case photo, caption
        case parseMode = "parse_mode"
        case isSilent = "disable_notification"
        case replyMarkup = "reply_markup"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(chatID, forKey: .chatID)
        if case .fileID(let id) = photo { try container.encode(id, forKey: .photo) }
        try container.encodeIfPresent(caption, forKey: .caption)
        try container.encodeIfPresent(parseMode, forKey: .parseMode)
        try container.encodeIfPresent(isSilent, forKey: .isSilent)
        try container.encodeIfPresent(replyMarkup, forKey: .replyMarkup)
    }
}

/// "typing…", for five seconds or until a message comes. https://core.telegram.org/bots/api#sendchataction
public struct SendChatAction: BotMethod {
    public typealias Answer = Bool
    public static let name = "sendChatAction"

    public enum Action: String, Hashable, Sendable, Encodable {
        case typing
        case uploadPhoto = "upload_photo"
    }

    public let chatID: Int64
    public let action: Action

    public init(chatID: Int64, action: Action = .typing) {
        self.chatID = chatID
        self.action = action
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case chatID = "chat_id"
        case action
    }
}
