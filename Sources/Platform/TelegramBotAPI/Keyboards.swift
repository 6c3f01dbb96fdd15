/// Buttons under a message. https://core.telegram.org/bots/api#inlinekeyboardmarkup
public struct InlineKeyboardMarkup: Hashable, Sendable, Encodable {
    public let rows: [[InlineKeyboardButton]]

    /// Without rows it takes the buttons away from an edited message.
    public init(_ rows: [[InlineKeyboardButton]]) { self.rows = rows }

    enum CodingKeys: String, CodingKey, CaseIterable { case rows = "inline_keyboard" }
}

/// A button that tells the bot something or opens a page.
public struct InlineKeyboardButton: Hashable, Sendable, Encodable {
    public enum Action: Hashable, Sendable {
        /// 1 to 64 bytes, which come back in a ``Telegram/CallbackQuery``.
        case callback(String)
        case url(String)
    }

    public let text: String
    public let action: Action

    public init(_ text: String, _ action: Action) {
        self.text = text
        self.action = action
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case text, url
        case callbackData = "callback_data"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        switch action {
        case .callback(let data): try container.encode(data, forKey: .callbackData)
        case .url(let url): try container.encode(url, forKey: .url)
        }
    }
}

/// Buttons in place of the keyboard. https://core.telegram.org/bots/api#replykeyboardmarkup
public struct ReplyKeyboardMarkup: Hashable, Sendable, Encodable {
    public let rows: [[KeyboardButton]]
    public let isPersistent: Bool?
    public let fitsHeight: Bool?
    /// The keyboard hides after one press.
    public let isOneTime: Bool?
    /// 1 to 64 characters.
    public let placeholder: String?

    public init(
        _ rows: [[KeyboardButton]], isPersistent: Bool? = nil, fitsHeight: Bool? = true, isOneTime: Bool? = nil, placeholder: String? = nil
    ) {
        self.rows = rows
        self.isPersistent = isPersistent
        self.fitsHeight = fitsHeight
        self.isOneTime = isOneTime
        self.placeholder = placeholder
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case rows = "keyboard"
        case isPersistent = "is_persistent"
        case fitsHeight = "resize_keyboard"
        case isOneTime = "one_time_keyboard"
        case placeholder = "input_field_placeholder"
    }
}

public struct KeyboardButton: Hashable, Sendable, Encodable {
    public let text: String
    /// The press sends the person's own phone number as a ``Telegram/Contact``, after Telegram has asked. Private chats only.
    public let requestsContact: Bool?

    public init(_ text: String, requestsContact: Bool? = nil) {
        self.text = text
        self.requestsContact = requestsContact
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case text
        case requestsContact = "request_contact"
    }
}

/// Takes a ``ReplyKeyboardMarkup`` away.
public struct ReplyKeyboardRemove: Hashable, Sendable, Encodable {
    private let removes = true

    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable { case removes = "remove_keyboard" }
}

public enum ReplyMarkup: Hashable, Sendable, Encodable {
    case inline(InlineKeyboardMarkup)
    case keyboard(ReplyKeyboardMarkup)
    case remove

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .inline(let markup): try markup.encode(to: encoder)
        case .keyboard(let markup): try markup.encode(to: encoder)
        case .remove: try ReplyKeyboardRemove().encode(to: encoder)
        }
    }
}

/// Whether and how a link in the text shows a preview. https://core.telegram.org/bots/api#linkpreviewoptions
public struct LinkPreviewOptions: Hashable, Sendable, Encodable {
    public let isDisabled: Bool?
    public let url: String?

    public init(isDisabled: Bool? = nil, url: String? = nil) {
        self.isDisabled = isDisabled
        self.url = url
    }

    public static let none = LinkPreviewOptions(isDisabled: true)

    enum CodingKeys: String, CodingKey, CaseIterable {
        case isDisabled = "is_disabled"
        case url
    }
}
