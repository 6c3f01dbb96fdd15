/// https://core.telegram.org/bots/api#getme
public struct GetMe: BotMethod {
    public typealias Answer = Telegram.User
    public static let name = "getMe"

    public init() {}
}

/// Long polling. An `offset` confirms all updates below it. https://core.telegram.org/bots/api#getupdates
public struct GetUpdates: BotMethod {
    public typealias Answer = [Telegram.Update]
    public static let name = "getUpdates"

    public let offset: Int64?
    /// 1 to 100.
    public let limit: Int?
    /// Seconds to wait for an update; 0 answers at once.
    public let timeout: Int?
    public let allowedUpdates: [String]?

    public var patience: Duration { .seconds(timeout ?? 0) }

    public init(offset: Int64? = nil, limit: Int? = nil, timeout: Int? = nil, allowedUpdates: [String]? = Telegram.Update.kinds) {
        self.offset = offset
        self.limit = limit
        self.timeout = timeout
        self.allowedUpdates = allowedUpdates
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case offset, limit, timeout
        case allowedUpdates = "allowed_updates"
    }
}

/// Asks where a file lies; ``TelegramBot/download(_:to:limit:)`` fetches it. https://core.telegram.org/bots/api#getfile
public struct GetFile: BotMethod {
    public typealias Answer = Telegram.File
    public static let name = "getFile"

    public let fileID: String

    public init(fileID: String) { self.fileID = fileID }

    enum CodingKeys: String, CodingKey, CaseIterable { case fileID = "file_id" }
}

/// Stops the button's spinner; expires soon, so answer first and work after. https://core.telegram.org/bots/api#answercallbackquery
public struct AnswerCallbackQuery: BotMethod {
    public typealias Answer = Bool
    public static let name = "answerCallbackQuery"

    public let queryID: String
    /// At most 200 characters.
    public let text: String?
    /// A window to be closed, instead of a note that passes.
    public let showsAlert: Bool?

    public init(queryID: String, text: String? = nil, showsAlert: Bool? = nil) {
        self.queryID = queryID
        self.text = text
        self.showsAlert = showsAlert
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case queryID = "callback_query_id"
        case text
        case showsAlert = "show_alert"
    }
}
