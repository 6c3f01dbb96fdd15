import Testing
import Vocabulary

@testable import TelegramEmulator

/// One row a rule: what the bot asks, and Telegram's exact answer.
@Suite struct RulesTests {
    struct Rule: CustomTestStringConvertible, Sendable {
        let method: String
        let values: [String: JSON]
        let answer: String?
        var testDescription: String { "\(method): \(answer ?? "accepted")" }

        init(_ method: String, _ values: [String: JSON], _ answer: String?) {
            self.method = method
            self.values = values
            self.answer = answer.map { "400 Bad Request: \($0)" }
        }
        static func send(_ values: [String: JSON], _ answer: String?) -> Rule {
            Rule("sendMessage", values.merging(["chat_id": 5_000_000_001]) { given, _ in given }, answer)
        }
        static func markup(_ markup: JSON, _ answer: String?) -> Rule { send(["text": "x", "reply_markup": markup], answer) }
        static func html(_ html: String, _ answer: String?) -> Rule {
            send(["text": .string(html), "parse_mode": "HTML"], answer.map { "can't parse entities: " + $0 })
        }
    }

    static let texts: [Rule] = [
        .send([:], "message text is empty"),
        .send(["text": ""], "message text is empty"),
        .send(["text": " \n "], "text must be non-empty"),
        .send(["text": 5], "field \"text\" must be of type String"),
        .send(["text": .string(String(repeating: "я", count: 4096))], nil),
        .send(["text": .string(String(repeating: "я", count: 4097))], "message is too long"),
        .send(["text": .string("<b>" + String(repeating: "я", count: 4096) + "</b>"), "parse_mode": "HTML"], nil),
        .send(["text": .string(String(repeating: "😀", count: 2048))], nil),
        .send(["text": .string(String(repeating: "😀", count: 2049))], "message is too long"),
        .send(["text": "x", "parse_mode": "TeX"], "unsupported parse_mode"),
        .send(["text": "x", "chat_id": ""], "chat_id is empty"),
        .send(["text": "x", "chat_id": 12], "chat not found"),
        .send(["text": "x", "chat_id": "@nobody"], "chat not found"),
        .send(["text": "x", "chat_id": "5000000001"], nil),
        .send(["text": "x", "reply_parameters": ["message_id": 999]], "message to be replied not found"),
        .send(["text": "x", "disable_notification": "maybe"], "field \"disable_notification\" must be of type Boolean"),
        .send(["text": "x", "link_preview_options": ["is_disabled": 1]], "field \"is_disabled\" must be of type Boolean"),
        .send(
            ["text": "hello", "entities": [["type": "bold", "offset": 100, "length": 1]]],
            "entity begins after the end of the text at UTF-16 offset 100"),
        .send(
            ["text": "hello", "entities": [["type": "odd", "offset": 0, "length": 1]]],
            "can't parse MessageEntity: Unsupported type specified"),
    ]

    static let html: [Rule] = [
        .html("<b>a</b> &lt; <a href=\"https://example.org\">b</a>", nil),
        .html("<b>unclosed", "Can't find end tag corresponding to start tag \"b\""),
        .html("я<p>x</p>", "Unsupported start tag \"p\" at byte offset 2"),
        .html("a < b", "Unsupported start tag \"\" at byte offset 2"),
        .html("<i>a</em>", "Unmatched end tag at byte offset 4, expected \"</i>\", found \"</em>\""),
        .html("a</b>", "Unexpected end tag at byte offset 1"),
        .html("<b", "Unclosed start tag at byte offset 0"),
        .html("<i>a</i   ", "Unclosed end tag at byte offset 4"),
        .html("<i   =aba>x</i>", "Empty attribute name in the tag \"i\" at byte offset 0"),
        .html("<i a = 1,>x</i>", "Unexpected end of name token at byte offset 7"),
        .html("<span>x</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
        .html("<span class=\"tg-spoiler\">x</span>", nil),
        .html(
            "&#xDFDF;",
            "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"),
    ]

    static let markups: [Rule] = [
        .markup([], "object expected as reply markup"),
        .markup("{\"inline_keyboard\":[[{\"text\":\"a\",\"callback_data\":\"a\"}]]}", nil),
        .markup("{nonsense", "can't parse reply markup JSON object"),
        .markup(["inline_keyboard": 1], "field \"inline_keyboard\" must be of type Array"),
        .markup(["inline_keyboard": [["text": "a"]]], "field \"inline_keyboard\" must be an Array of Arrays"),
        .markup(["inline_keyboard": [["a"]]], "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        .markup(inline(["callback_data": "a"]), "can't parse inline keyboard button: Can't find field \"text\""),
        .markup(inline(["text": 1, "callback_data": "a"]), "can't parse inline keyboard button: Field \"text\" must be of type String"),
        .markup(inline(["text": " ", "callback_data": "a"]), "inline keyboard button text must be non-empty"),
        .markup(inline(["text": "a"]), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        .markup(
            inline(["text": "a", "callback_data": ""]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        .markup(
            inline(["text": "a", "callback_data": "a", "url": "https://example.org"]),
            "can't parse inline keyboard button: exactly one action field is expected, found url, callback_data"),
        .markup(inline(["text": "a", "callback_data": .string(String(repeating: "я", count: 32))]), nil),
        .markup(inline(["text": "a", "callback_data": .string(String(repeating: "я", count: 33))]), "BUTTON_DATA_INVALID"),
        .markup(inline(["text": "a", "url": "not-a-url"]), "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"),
        .markup(
            inline(["text": "a", "url": "ftp://example.com"]),
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol"),
        .markup(inline(["text": "a", "url": "https://t.me/cactubase_bot?start=c_1"]), nil),
        .markup(
            ["inline_keyboard": .array((0..<100).map { ["\($0)"].map { [["text": .string($0), "callback_data": .string($0)]] }[0] })], nil),
        .markup(
            ["inline_keyboard": .array((0..<101).map { ["\($0)"].map { [["text": .string($0), "callback_data": .string($0)]] }[0] })],
            "REPLY_MARKUP_TOO_LONG"),
        .markup(["keyboard": [[["text": "phone", "request_contact": true]]], "resize_keyboard": true], nil),
        .markup(["keyboard": [["plain"]]], nil),
        .markup(["keyboard": []], "reply keyboard must contain at least one button"),
        .markup(["keyboard": [[["text": ""]]]], "keyboard button text must be non-empty"),
        .markup(
            ["keyboard": [[["text": "phone", "request_contact": 1]]]],
            "can't parse keyboard button: Field \"request_contact\" must be of type Boolean"),
        .markup(["keyboard": [["a"]], "one_time_keyboard": "yes"], "field \"one_time_keyboard\" must be of type Boolean"),
        .markup(["remove_keyboard": true], nil),
        .markup(["force_reply": true, "input_field_placeholder": ""], "input field placeholder must be 1-64 characters long"),
    ]

    static let others: [Rule] = [
        Rule("sendChatAction", ["chat_id": 5_000_000_001, "action": "typing"], nil),
        Rule("sendChatAction", ["chat_id": 5_000_000_001, "action": "dancing"], "wrong parameter action in request"),
        Rule("sendPhoto", ["chat_id": 5_000_000_001], "there is no photo in the request"),
        Rule("sendPhoto", ["chat_id": 5_000_000_001, "photo": "nonsense"], "wrong file identifier/HTTP URL specified"),
        Rule("sendPhoto", ["chat_id": 5_000_000_001, "photo": "https://example.org/a.png"], "failed to get HTTP URL content"),
        Rule("getFile", ["file_id": "nonsense"], "wrong file_id or the file is temporarily unavailable"),
        Rule("editMessageText", ["chat_id": 5_000_000_001, "text": "x"], "message identifier is not specified"),
        Rule("editMessageText", ["chat_id": 5_000_000_001, "message_id": 77, "text": "x"], "message to edit not found"),
        Rule("editMessageText", ["chat_id": 5_000_000_001, "message_id": 1, "text": "x"], "message can't be edited"),
        Rule("deleteMessage", ["chat_id": 5_000_000_001, "message_id": 77], "message to delete not found"),
        Rule(
            "answerCallbackQuery", ["callback_query_id": "1"],
            "query is too old and response timeout expired or query ID is invalid"),
        Rule("answerCallbackQuery", ["callback_query_id": "1", "text": .string(String(repeating: "я", count: 201))], "MESSAGE_TOO_LONG"),
        Rule("setMyCommands", ["commands": [["command": "start", "description": "Begin"]], "language_code": "ru"], nil),
        Rule("setMyCommands", ["commands": [["command": "Start", "description": "Begin"]]], "BOT_COMMAND_INVALID"),
        Rule("setMyCommands", ["commands": [["command": "start", "description": ""]]], "BOT_COMMAND_DESCRIPTION_INVALID"),
        Rule("setMyCommands", ["commands": [], "scope": ["type": "planet"]], "can't parse BotCommandScope: Unsupported type specified"),
        Rule("setMyShortDescription", ["short_description": .string(String(repeating: "a", count: 121))], "short description is too long"),
        Rule("setChatMenuButton", ["menu_button": ["type": "commands"]], nil),
        Rule("sendPoll", ["chat_id": 5_000_000_001], "method is not supported by the emulator"),
    ]

    @Test(arguments: texts + html + markups + others)
    func telegramAnswersExactly(_ rule: Rule) throws {
        let bench = Bench()
        _ = try bench.customer()
        #expect(bench.refusal(rule.method, rule.values) == rule.answer)
    }

    @Test func nobodyIsWrittenToBeforeStartNorAfterABlock() throws {
        let bench = Bench()
        let id = try bench.act { world, now in try world.createCustomer([:], at: now).id }
        #expect(
            bench.refusal("sendMessage", ["chat_id": .int(id), "text": "x"]) == "403 Forbidden: bot can't initiate conversation with a user"
        )
        try bench.act { world, now in _ = try world.start(id, [:], at: now) }
        #expect(bench.refusal("sendMessage", ["chat_id": .int(id), "text": "x"]) == nil)
        try bench.act { world, now in _ = try world.block(id, true, at: now) }
        #expect(bench.refusal("sendMessage", ["chat_id": .int(id), "text": "x"]) == "403 Forbidden: bot was blocked by the user")
        let block = try #require(try bench.poll().last?["my_chat_member"])
        #expect(block["new_chat_member"]?["status"] == "kicked" && block["old_chat_member"]?["status"] == "member")
    }

    @Test func anEditMustChangeSomethingAndOnlyInlineKeyboardsFit() throws {
        let bench = Bench()
        let chat = try bench.customer()
        let keyboard = inline(["text": "a", "callback_data": "a"])
        let message = try bench.send(chat, "one", markup: keyboard)
        let edit: [String: JSON] = ["chat_id": .int(chat), "message_id": .int(message), "text": "one", "reply_markup": keyboard]
        #expect(
            bench.refusal("editMessageText", edit)
                == "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
                + "as a current content and reply markup of the message")
        let reply: JSON = ["keyboard": [["a"]]]
        #expect(
            bench.refusal("editMessageText", edit.merging(["reply_markup": reply]) { $1 }) == "400 Bad Request: inline keyboard expected")
        let edited = try bench.call("editMessageText", edit.merging(["text": "<b>two</b>", "parse_mode": "HTML"]) { $1 }).get()
        #expect(edited["text"] == "two" && edited["edit_date"] != nil && edited["reply_markup"] == keyboard)
        #expect(edited["entities"] == [["type": "bold", "offset": 0, "length": 3]])
        let bare = try bench.call("editMessageReplyMarkup", ["chat_id": .int(chat), "message_id": .int(message)]).get()
        #expect(bare["reply_markup"] == nil && bare["text"] == "two")
    }

    @Test(arguments: [["keyboard": [["a"]]], ["remove_keyboard": true], ["force_reply": true]] as [JSON])
    func aMessageWithAKeyboardUnderTheChatIsNotEdited(_ markup: JSON) throws {
        let bench = Bench()
        let chat = try bench.customer()
        let message = try bench.send(chat, "one", markup: markup)
        let edit: [String: JSON] = ["chat_id": .int(chat), "message_id": .int(message), "text": "two"]
        #expect(bench.refusal("editMessageText", edit) == "400 Bad Request: message can't be edited")
    }

    @Test func aMessageIsDeletedWithin48Hours() throws {
        let bench = Bench()
        let chat = try bench.customer()
        let (young, old) = (try bench.send(chat), try bench.send(chat))
        #expect(bench.refusal("deleteMessage", ["chat_id": .int(chat), "message_id": .int(young)]) == nil)
        #expect(
            bench.refusal("deleteMessage", ["chat_id": .int(chat), "message_id": .int(young)])
                == "400 Bad Request: message to delete not found")
        bench.pass(.hours(48))
        #expect(
            bench.refusal("deleteMessage", ["chat_id": .int(chat), "message_id": .int(old)])
                == "400 Bad Request: message can't be deleted for everyone")
    }
}
