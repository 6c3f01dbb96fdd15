import Clients
import Conversations
import CustomerDialogs
import Sealing
import TelegramBotAPI
import Vocabulary

/// An update cut to what the bot may know. Names and usernames are gone; a shared phone has become a keyed hash. Only this is ever stored, sealed.
struct InboundUpdate: Codable, Hashable, Sendable {
    enum Content: Codable, Hashable, Sendable {
        case event(CustomerEvent)
        /// The person blocked the bot (true) or came back (false).
        case blocking(Bool)
    }

    let chat: Int64
    let languageTag: String?
    let content: Content
    /// The message whose button was pressed, when it can still be edited.
    var pressedMessage: Int64?

    /// Nil for what concerns nobody: groups, channels, kinds we did not ask for.
    init?(_ update: Telegram.Update, keyring: Keyring) {
        switch update.content {
        case .message(let message):
            guard message.chat.isPrivate else { return nil }
            chat = message.chat.id
            languageTag = message.from?.languageCode
            content = .event(Self.event(of: message, keyring: keyring))
        case .callbackQuery(let query):
            guard let message = query.message, message.chat.isPrivate else { return nil }
            chat = message.chat.id
            languageTag = query.from.languageCode
            content = .event(.press(data: query.data ?? ""))
            pressedMessage = message.isInaccessible ? nil : message.id
        case .myChatMember(let change):
            guard change.chat.isPrivate else { return nil }
            chat = change.chat.id
            languageTag = change.from.languageCode
            content = .blocking(change.isBlocked)
        case .unsupported, .unreadable: return nil
        }
    }

    private static func event(of message: Telegram.Message, keyring: Keyring) -> CustomerEvent {
        if let contact = message.contact {
            guard contact.userID == message.from?.id, contact.userID != nil, let phone = PhoneNumber(international: contact.phoneNumber)
            else {
                return .contact(SharedContact(isOwn: false, phoneHash: []))
            }
            return .contact(SharedContact(isOwn: true, phoneHash: keyring.phoneHash(phone.e164).hash))
        }
        guard let text = message.text else { return .unreadable }
        // A zero byte can be stored by no database alike; people do not type it.
        let clean = text.filter { $0 != "\u{0}" }
        guard clean.hasPrefix("/") else { return .text(clean) }
        let words = clean.dropFirst().split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let command = words.first.map { String($0.prefix { $0 != "@" }) } ?? ""
        guard command.lowercased() == "start" else { return .command(command) }
        return .start(payload: words.count > 1 ? words[1].filter { !$0.isWhitespace } : nil)
    }
}
