import Foundation
import Testing

@testable import TelegramBotAPI

/// Our names, fields and types against the published ones.
@Suite(.enabled(if: Schema.isThere, "the published schema stands beside some checkouts only")) struct SchemaTests {
    private static let inline = InlineKeyboardMarkup([
        [InlineKeyboardButton("a", .callback("b")), InlineKeyboardButton("c", .url("https://example.org"))]
    ])
    private static let keyboard = ReplyKeyboardMarkup(
        [[KeyboardButton("a", requestsContact: true)]], isPersistent: true, fitsHeight: true, isOneTime: true, placeholder: "b")
    private static let preview = LinkPreviewOptions(isDisabled: false, url: "https://example.org")
    private static let picture = InputFile(name: "a.png", contentType: "image/png", content: [1])

    /// Every method with everything set, and with as little as can be; every case of what they carry.
    private static let calls: [any BotMethod] = [
        GetMe(), GetUpdates(offset: 1, limit: 100, timeout: 50), GetUpdates(allowedUpdates: nil), GetFile(fileID: "a"),
        AnswerCallbackQuery(queryID: "a", text: "b", showsAlert: true), AnswerCallbackQuery(queryID: "a"),
        SendMessage(chatID: 1, text: "a", linkPreview: preview, isSilent: true, replyMarkup: .inline(inline)),
        SendMessage(chatID: 1, text: "a", replyMarkup: .keyboard(keyboard)), SendMessage(chatID: 1, text: "a", replyMarkup: .remove),
        SendMessage(chatID: 1, text: "a", parseMode: nil),
        SendPhoto(chatID: 1, photo: .upload(picture), caption: "a", isSilent: true, replyMarkup: .inline(inline)),
        SendPhoto(chatID: 1, photo: .fileID("a"), parseMode: nil), SendChatAction(chatID: 1),
        SendChatAction(chatID: 1, action: .uploadPhoto),
        EditMessageText(chatID: 1, messageID: 2, text: "a", linkPreview: preview, replyMarkup: inline),
        EditMessageText(chatID: 1, messageID: 2, text: "a", parseMode: nil),
        EditMessageReplyMarkup(chatID: 1, messageID: 2, replyMarkup: inline),
        EditMessageReplyMarkup(chatID: 1, messageID: 2), DeleteMessage(chatID: 1, messageID: 2),
        SetMyCommands([BotCommand("start", "a")], scope: .everywhere, languageCode: "ru"), SetMyCommands([], scope: .privateChats),
        SetMyCommands([], scope: .chat(1)), SetMyCommands([]), SetMyName("a", languageCode: "ru"),
        SetMyDescription("a", languageCode: "ru"),
        SetMyShortDescription("a", languageCode: "ru"), SetChatMenuButton(chatID: 1, button: .commands),
        SetChatMenuButton(button: .standard),
        SetChatMenuButton(),
    ]

    @Test(arguments: calls.indices) func aCallIsAsPublished(_ index: Int) throws {
        let schema = try Schema.load(), call = Self.calls[index], name = type(of: call).name
        let entry = try #require(schema.methods[name], "\(name) is not a method")
        guard case .object(let fields) = try JSON(encoding: call) else {
            Issue.record("\(name) is not an object")
            return
        }
        for upload in call.uploads.keys { #expect(entry.field(upload)?.types.contains("InputFile") == true) }
        // A file stands for a string here: whether the field takes one is checked above.
        let all = fields.merging(call.uploads.mapValues { JSON.string($0.name) }) { $1 }
        #expect(schema.problems(all, entry, at: name) == [])
        #expect(entry.returns?.contains(answer(of: call)) == true, "\(name) does not answer \(answer(of: call))")
    }

    @Test func everyMethodIsSampled() throws {
        let names = Set(Self.calls.map { type(of: $0).name })
        #expect(names.count == 15)
    }

    private func answer(of call: some BotMethod) -> String { schemaName(of: type(of: call).Answer) }

    private func schemaName<Answer>(of type: Answer.Type) -> String {
        switch type {
        case is Bool.Type: "Boolean"
        case is [Telegram.Update].Type: "Array of Update"
        default: String(describing: type)
        }
    }

    // MARK: What we read

    private struct Reading: Sendable {
        let type: String
        let sample: String
        let keys: [String]
        let decode: @Sendable (Data) throws -> Void

        init<Value: Decodable & Sendable, Key: CodingKey & CaseIterable & RawRepresentable<String>>(
            _ type: String, _ value: Value.Type, _ sample: String, _ keys: Key.Type
        ) {
            self.type = type
            self.sample = sample
            self.keys = keys.allCases.map(\.rawValue)
            decode = { _ = try JSONDecoder().decode(value, from: $0) }
        }
    }

    private static let readings = [
        Reading("User", Telegram.User.self, Samples.user, Telegram.User.CodingKeys.self),
        Reading("Chat", Telegram.Chat.self, Samples.chat, Telegram.Chat.CodingKeys.self),
        Reading("Message", Telegram.Message.self, Samples.message, Telegram.Message.CodingKeys.self),
        Reading("Contact", Telegram.Contact.self, Samples.contact, Telegram.Contact.CodingKeys.self),
        Reading("Voice", Telegram.Voice.self, Samples.voice, Telegram.Voice.CodingKeys.self),
        Reading("PhotoSize", Telegram.PhotoSize.self, Samples.photoSize, Telegram.PhotoSize.CodingKeys.self),
        Reading("File", Telegram.File.self, Samples.file, Telegram.File.CodingKeys.self),
        Reading("CallbackQuery", Telegram.CallbackQuery.self, Samples.callbackQuery, Telegram.CallbackQuery.CodingKeys.self),
        Reading("ChatMemberUpdated", Telegram.ChatMemberUpdated.self, Samples.memberUpdated, Telegram.ChatMemberUpdated.CodingKeys.self),
        Reading("ChatMemberBanned", Telegram.ChatMember.self, Samples.member, Telegram.ChatMember.CodingKeys.self),
        Reading("ResponseParameters", ResponseParameters.self, Samples.responseParameters, ResponseParameters.CodingKeys.self),
    ]

    /// The sample is valid and whole; each field that we read is published, and what we cannot do without is always sent.
    @Test(arguments: readings.indices) func whatWeReadIsAsPublished(_ index: Int) throws {
        let schema = try Schema.load(), reading = Self.readings[index]
        let entry = try #require(schema.types[reading.type])
        guard case .object(let sample) = try JSON(reading.sample) else {
            Issue.record("\(reading.type): not an object")
            return
        }
        #expect(schema.problems(sample, entry, at: reading.type) == [])
        try reading.decode(Data(reading.sample.utf8))
        for key in reading.keys {
            let field = try #require(entry.field(key), "\(reading.type).\(key) is not a field")
            #expect(sample[key] != nil, "the sample lacks \(reading.type).\(key)")
            var object = try #require(try JSONSerialization.jsonObject(with: Data(reading.sample.utf8)) as? [String: Any])
            object[key] = nil
            let without = try JSONSerialization.data(withJSONObject: object)
            if !field.required { #expect(throws: Never.self, "\(reading.type).\(key) is optional") { try reading.decode(without) } }
        }
    }

    @Test func theKindsOfUpdatesAreAsPublished() throws {
        let schema = try Schema.load(), update = try #require(schema.types["Update"])
        let types = ["message": "Message", "callback_query": "CallbackQuery", "my_chat_member": "ChatMemberUpdated"]
        for kind in Telegram.Update.kinds { #expect(update.field(kind)?.types == [try #require(types[kind])]) }
        #expect(update.field("update_id")?.types == ["Integer"])
    }

    /// Statuses of members are constants of their types; the text of the schema has no list of them.
    @Test func theStatusesAreTheSixSubtypes() throws {
        #expect(try Schema.load().types["ChatMember"]?.subtypes?.count == 6)
    }

    @Test func theCheckItselfFindsFaults() throws {
        let schema = try Schema.load(), entry = try #require(schema.methods["sendMessage"])
        func problems(_ text: String) throws -> Int {
            guard case .object(let object) = try JSON(text) else { return -1 }
            return schema.problems(object, entry, at: "").count
        }
        #expect(try problems(#"{"chat_id": 1, "text": "a"}"#) == 0)
        #expect(try problems(#"{"chat_id": 1}"#) == 1)
        #expect(try problems(#"{"chat_id": 1, "text": "a", "texts": "a"}"#) == 1)
        #expect(try problems(#"{"chat_id": 1, "text": 5}"#) == 1)
        #expect(try problems(#"{"chat_id": true, "text": "a"}"#) == 1)
        #expect(try problems(#"{"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"callback": "a"}]]}}"#) > 0)
    }
}
