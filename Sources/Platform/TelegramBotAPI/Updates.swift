extension Telegram {
    /// Something that happened. Always has its id, whatever else it holds: the offset must be able to move past it.
    /// https://core.telegram.org/bots/api#update
    public struct Update: Hashable, Sendable {
        public enum Content: Hashable, Sendable {
            case message(Message)
            case callbackQuery(CallbackQuery)
            /// Somebody blocked the bot or came back.
            case myChatMember(ChatMemberUpdated)
            /// A kind that this bot does not use or does not know; nil when the update is empty.
            case unsupported(kind: String?)
            /// A kind that the bot uses, not as documented at `field`.
            case unreadable(kind: String, field: String)
        }

        public let id: Int64
        public let content: Content

        /// The kinds that ``Content`` understands, as `allowed_updates` names them.
        public static let kinds = ["message", "callback_query", "my_chat_member"]
    }

    /// A button was pressed. https://core.telegram.org/bots/api#callbackquery
    public struct CallbackQuery: Hashable, Sendable, Decodable {
        public let id: String
        public let from: User
        /// The message with the button; inaccessible when it is old.
        public let message: Message?
        public let data: String?

        enum CodingKeys: String, CodingKey, CaseIterable { case id, from, message, data }
    }

    /// https://core.telegram.org/bots/api#chatmemberupdated
    public struct ChatMemberUpdated: Hashable, Sendable, Decodable {
        public let chat: Chat
        public let from: User
        public let date: Int
        public let old: ChatMember
        public let new: ChatMember

        /// The person of a private chat blocked the bot.
        public var isBlocked: Bool { chat.isPrivate && new.status == .kicked }

        enum CodingKeys: String, CodingKey, CaseIterable {
            case chat, from, date
            case old = "old_chat_member"
            case new = "new_chat_member"
        }
    }

    /// https://core.telegram.org/bots/api#chatmember
    public struct ChatMember: Hashable, Sendable, Decodable {
        public enum Status: String, Hashable, Sendable {
            case creator, administrator, member, restricted, left, kicked
            /// One that came with a later version.
            case unknown
        }

        public let status: Status

        enum CodingKeys: String, CodingKey, CaseIterable { case status }

        public init(from decoder: any Decoder) throws {
            let status = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .status)
            self.status = Status(rawValue: status) ?? .unknown
        }
    }
}

extension Telegram.Update: Decodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = try container.decode(Int64.self, forKey: Key("update_id"))
        // At most one kind is present: https://core.telegram.org/bots/api#update
        let names = container.allKeys.map(\.stringValue).filter { $0 != "update_id" }.sorted()
        guard let kind = names.first(where: Self.kinds.contains) ?? names.first else {
            content = .unsupported(kind: nil)
            return
        }
        do {
            switch kind {
            case "message": content = .message(try container.decode(Telegram.Message.self, forKey: Key(kind)))
            case "callback_query": content = .callbackQuery(try container.decode(Telegram.CallbackQuery.self, forKey: Key(kind)))
            case "my_chat_member": content = .myChatMember(try container.decode(Telegram.ChatMemberUpdated.self, forKey: Key(kind)))
            default: content = .unsupported(kind: kind)
            }
        } catch {
            content = .unreadable(kind: kind, field: fieldPath(of: error, below: decoder.codingPath.count))
        }
    }
}

/// Where decoding failed: names and indices, never values. `below` leaves out the first steps.
func fieldPath(of error: any Error, below: Int = 0) -> String {
    let path: [any CodingKey] =
        switch error {
        case DecodingError.keyNotFound(let key, let context): context.codingPath + [key]
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            context.codingPath
        default: []
        }
    return path.dropFirst(below).map { key in key.intValue.map { "[\($0)]" } ?? key.stringValue }.joined(separator: ".")
}
