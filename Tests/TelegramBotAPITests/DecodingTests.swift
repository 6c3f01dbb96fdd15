import Foundation
import Testing

@testable import TelegramBotAPI

@Suite struct DecodingTests {
    private func decode<Value: Decodable>(_ text: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    private func update(_ fields: String) throws -> Telegram.Update { try decode("{\"update_id\": 10000\(fields)}") }

    @Test func aMessageIsRead() throws {
        guard case .message(let message) = try update(", \"message\": \(Samples.message)").content else {
            Issue.record("not a message")
            return
        }
        #expect(message.id == 77)
        #expect(message.date == 1_790_000_000)
        #expect(message.chat == Telegram.Chat(id: 4_200_000_001, type: "private"))
        #expect(message.chat.isPrivate)
        #expect(message.from?.id == 4_200_000_001)
        #expect(message.from?.firstName == "Agave")
        #expect(message.from?.languageCode == "ru")
        #expect(message.text == "Где мой кактус?")
        #expect(message.contact?.phoneNumber == "+70000000000")
        #expect(message.contact?.userID == message.from?.id)
        #expect(message.voice?.duration == 7)
        #expect(message.voice?.fileID == "AwAD")
        #expect(message.photo?.map(\.width) == [320])
        #expect(!message.isInaccessible)
    }

    @Test func aPressIsRead() throws {
        guard case .callbackQuery(let query) = try update(", \"callback_query\": \(Samples.callbackQuery)").content else {
            Issue.record("not a callback query")
            return
        }
        #expect(query.id == "4382bfdwdsb323b2d9")
        #expect(query.data == "offer:7")
        #expect(query.from.id == 4_200_000_001)
        #expect(query.message?.id == 77)
    }

    @Test func aPressUnderAnOldMessageIsRead() throws {
        let query = try decode(
            #"{"id": "1", "from": \#(Samples.user), "message": {"chat": \#(Samples.chat), "message_id": 5, "date": 0}}"#,
            as: Telegram.CallbackQuery.self)
        #expect(query.message?.id == 5)
        #expect(query.message?.isInaccessible == true)
        #expect(query.data == nil)
    }

    @Test func blockingIsHeard() throws {
        guard case .myChatMember(let change) = try update(", \"my_chat_member\": \(Samples.memberUpdated)").content else {
            Issue.record("not a change of membership")
            return
        }
        #expect(change.old.status == .member)
        #expect(change.new.status == .kicked)
        #expect(change.isBlocked)
    }

    @Test func aStatusOfALaterVersionIsUnknown() throws {
        #expect(try decode(#"{"status": "hovering"}"#, as: Telegram.ChatMember.self).status == .unknown)
    }

    @Test func unknownFieldsAreNoMatter() throws {
        let text = Samples.message.replacing(
            #""text":"#, with: #""glow": {"colour": [1, 2, null]}, "entities": [{"type": "later"}], "text":"#)
        #expect(try decode(text, as: Telegram.Message.self) == decode(Samples.message, as: Telegram.Message.self))
    }

    // MARK: Updates that must be passed over

    @Test(arguments: ["message_reaction", "edited_message", "poll", "kind_of_the_year_2031"]) func aKindWeDoNotUseIsPassedOver(
        _ kind: String
    ) throws {
        #expect(try update(", \"\(kind)\": {\"anything\": [1]}") == Telegram.Update(id: 10000, content: .unsupported(kind: kind)))
    }

    @Test func anEmptyUpdateIsPassedOver() throws {
        #expect(try update("") == Telegram.Update(id: 10000, content: .unsupported(kind: nil)))
    }

    @Test func aKnownKindWinsOverUnknownCompany() throws {
        guard case .message = try update(", \"aaa\": 1, \"message\": \(Samples.message), \"zzz\": 2").content else {
            Issue.record("not a message")
            return
        }
    }

    @Test(arguments: [
        ("message", "null", "message"), ("message", "7", "message"), ("message", "{}", "message.message_id"),
        ("message", #"{"message_id": 1, "date": 2, "chat": {"id": "x", "type": "private"}}"#, "message.chat.id"),
        ("callback_query", #"{"id": "1", "from": {"id": 1}}"#, "callback_query.from.is_bot"),
        ("my_chat_member", "[]", "my_chat_member"),
    ]) func brokenContentStillHasItsID(_ kind: String, _ content: String, _ field: String) throws {
        #expect(try update(", \"\(kind)\": \(content)") == Telegram.Update(id: 10000, content: .unreadable(kind: kind, field: field)))
    }

    @Test func oneBrokenUpdateDoesNotSpoilItsNeighbours() throws {
        let text = """
            [{"update_id": 1, "message": \(Samples.message)}, {"update_id": 2, "message": {"text": 5}},
             {"update_id": 3, "callback_query": \(Samples.callbackQuery)}]
            """
        let updates = try decode(text, as: [Telegram.Update].self)
        #expect(updates.map(\.id) == [1, 2, 3])
        #expect(updates[1].content == .unreadable(kind: "message", field: "message.message_id"))
    }

    // MARK: Personal data

    @Test func namesPhonesAndWordsArePrintedNowhere() throws {
        let updates = try [
            update(", \"message\": \(Samples.message)"), update(", \"callback_query\": \(Samples.callbackQuery)"),
            update(", \"my_chat_member\": \(Samples.memberUpdated)"),
        ]
        var text = "\(updates) \(String(reflecting: updates))"
        dump(updates, to: &text)
        text += "\(SendMessage(chatID: 1, text: "Agave")) \(EditMessageText(chatID: 1, messageID: 1, text: "Agave"))"
        for secret in ["Agave", "Succulent", "agave_test", "70000000000", "кактус"] { #expect(!text.contains(secret)) }
    }

    @Test(arguments: [("<b>&\"</b>", "&lt;b&gt;&amp;&quot;&lt;/b&gt;"), ("Ёж &amp; 🌵", "Ёж &amp;amp; 🌵"), ("", "")])
    func wordsOfPeopleAreNoMarkup(_ text: String, _ escaped: String) {
        #expect(TelegramHTML.escape(text) == escaped)
    }
}
