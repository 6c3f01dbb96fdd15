import Foundation
import Vocabulary

/// A person with a phone: one private chat with the bot, whose id is the person's.
struct Customer: Codable, Sendable {
    let id: Int64
    var firstName: String
    var lastName: String?
    var username: String?
    var languageCode: String
    /// E.164 without the plus, as Telegram gives it in a contact.
    var phone: String
    /// What a link that opened the chat carried; Start sends it.
    var pendingPayload: String?
    var started = false
    var blocked = false
    /// The keyboard under the chat, as the bot last set it.
    var keyboard: JSON?
    var action: ChatAction?
    /// Rises with each change of the chat, so that a page can wait for the next one.
    var revision: Int64 = 0

    var user: [String: JSON] {
        var user: [String: JSON] = [
            "id": .int(id), "is_bot": false, "first_name": .string(firstName), "language_code": .string(languageCode),
        ]
        user.put("last_name", lastName)
        user.put("username", username)
        return user
    }

    var chat: [String: JSON] {
        var chat: [String: JSON] = ["id": .int(id), "type": "private", "first_name": .string(firstName)]
        chat.put("last_name", lastName)
        chat.put("username", username)
        return chat
    }
}

/// "typing…" until a moment.
struct ChatAction: Codable, Sendable {
    let kind: String
    let until: Instant
}

/// A message of either side. Its content has the Bot API's field names: `text`, `entities`, `photo`, `contact` and so on.
struct Message: Codable, Sendable {
    let id: Int64
    let chat: Int64
    let fromBot: Bool
    let date: Instant
    var edited: Instant?
    var deleted = false
    var content: [String: JSON]
    /// Inline keyboard.
    var markup: JSON?
    var replyTo: Int64?
    /// It brought or took a keyboard under the chat: Telegram edits no such message.
    var isFixed: Bool?
}

/// A press of an inline button.
struct Query: Codable, Sendable {
    let id: String
    let chat: Int64
    let message: Int64
    let data: String
    let at: Instant
    var answered: Instant?
    /// `text`, `show_alert`, `url` of the answer.
    var answer: JSON?
    /// The chat's revision at the answer, so that a page shows each toast once.
    var revision: Int64 = 0
}

struct QueuedUpdate: Codable, Sendable {
    let id: Int64
    let kind: String
    let body: JSON
    let at: Instant
}

struct StoredFile: Codable, Sendable {
    let id: String
    let uniqueID: String
    let path: String
    /// Base64 in the store.
    let data: Data

    var bytes: [UInt8] { Array(data) }
}

/// What the bot says of itself, by language where Telegram keeps it so; `""` is the default language.
struct Profile: Codable, Sendable {
    /// By scope and language: `default|ru`.
    var commands: [String: JSON] = [:]
    var names: [String: String] = [:]
    var descriptions: [String: String] = [:]
    var shortDescriptions: [String: String] = [:]
    /// By chat; 0 is the default.
    var menuButtons: [Int64: JSON] = [:]
    /// Kinds the bot asked for in its last getUpdates that named any; nil is Telegram's default set.
    var allowedUpdates: [String]?
}

/// One line of the journal: a request of the bot or an act of a customer, with what came of it.
struct LogEntry: Codable, Sendable {
    let number: Int64
    let at: Instant
    /// `bot` or `customer`.
    let who: String
    /// The method, or the act.
    let what: String
    let chat: Int64?
    let parameters: JSON
    /// `ok`, or the refusal's code and words.
    let answer: JSON
}

struct Counters: Codable, Sendable {
    var message: Int64 = 1
    var update: Int64 = 1
    var customer: Int64 = 5_000_000_001
    var file: Int64 = 0
    var log: Int64 = 0
}
