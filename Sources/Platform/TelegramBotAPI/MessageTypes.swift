/// What Telegram tells us. Fields that the bot does not use, and those that come with later versions, are passed over.
public enum Telegram {}

extension Telegram {
    /// https://core.telegram.org/bots/api#user
    public struct User: Hashable, Sendable, Decodable, Redacted {
        public let id: Int64
        public let isBot: Bool
        public let firstName: String
        public let lastName: String?
        public let username: String?
        /// IETF language tag of the person's app.
        public let languageCode: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case id, username
            case isBot = "is_bot"
            case firstName = "first_name"
            case lastName = "last_name"
            case languageCode = "language_code"
        }
    }

    /// https://core.telegram.org/bots/api#chat
    public struct Chat: Hashable, Sendable, Decodable {
        public let id: Int64
        /// `private`, `group`, `supergroup` or `channel`.
        public let type: String

        public var isPrivate: Bool { type == "private" }

        enum CodingKeys: String, CodingKey, CaseIterable { case id, type }
    }

    /// https://core.telegram.org/bots/api#message
    public struct Message: Hashable, Sendable, Decodable, Redacted {
        public let id: Int64
        /// Seconds since 1970; 0 when Telegram no longer shows the message to the bot.
        public let date: Int
        public let chat: Chat
        public let from: User?
        public let text: String?
        public let caption: String?
        public let contact: Contact?
        public let voice: Voice?
        /// One picture in several sizes.
        public let photo: [PhotoSize]?

        public var isInaccessible: Bool { date == 0 }

        enum CodingKeys: String, CodingKey, CaseIterable {
            case id = "message_id"
            case date, chat, from, text, caption, contact, voice, photo
        }
    }

    /// https://core.telegram.org/bots/api#contact
    public struct Contact: Hashable, Sendable, Decodable, Redacted {
        public let phoneNumber: String
        public let firstName: String
        public let lastName: String?
        /// Whose phone it is, as far as Telegram knows. It counts as the sender's own only when it equals the sender's id.
        public let userID: Int64?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case phoneNumber = "phone_number"
            case firstName = "first_name"
            case lastName = "last_name"
            case userID = "user_id"
        }
    }

    /// https://core.telegram.org/bots/api#voice
    public struct Voice: Hashable, Sendable, Decodable {
        public let fileID: String
        public let fileUniqueID: String
        /// Seconds.
        public let duration: Int
        public let mimeType: String?
        public let fileSize: Int?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case duration
            case fileID = "file_id"
            case fileUniqueID = "file_unique_id"
            case mimeType = "mime_type"
            case fileSize = "file_size"
        }
    }

    /// https://core.telegram.org/bots/api#photosize
    public struct PhotoSize: Hashable, Sendable, Decodable {
        /// Sends the same picture again without an upload.
        public let fileID: String
        public let width: Int
        public let height: Int

        enum CodingKeys: String, CodingKey, CaseIterable {
            case fileID = "file_id"
            case width, height
        }
    }

    /// https://core.telegram.org/bots/api#file
    public struct File: Hashable, Sendable, Decodable {
        public let id: String
        public let uniqueID: String
        public let size: Int?
        /// Good for an hour.
        public let path: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case id = "file_id"
            case uniqueID = "file_unique_id"
            case size = "file_size"
            case path = "file_path"
        }
    }
}
