import Conversations
import CustomerDialogs
import Foundation
import Sealing
import TelegramBotAPI
import Testing
import Vocabulary

@testable import CustomerBot

@Suite struct InboundUpdateTests {
    let keyring: Keyring

    init() throws { keyring = Keyring(root: try RootSecret(base64: RootSecret.generate())) }

    func inbound(_ json: String) throws -> InboundUpdate? {
        InboundUpdate(try JSONDecoder().decode(Telegram.Update.self, from: Data(json.utf8)), keyring: keyring)
    }

    func message(_ rest: String, chat: String = "private") -> String {
        """
        {"update_id":1,"message":{"message_id":2,"date":1,"chat":{"id":77,"type":"\(chat)","first_name":"CANARY-FIRST"},
        "from":{"id":77,"is_bot":false,"first_name":"CANARY-FIRST","last_name":"CANARY-LAST","username":"CANARY-USER","language_code":"en"},\(rest)}}
        """
    }

    @Test func namesAreCutAway() throws {
        let kept = try #require(try inbound(message(#""text":"hello""#)))
        #expect(kept.content == .event(.text("hello")) && kept.chat == 77 && kept.languageTag == "en")
        #expect(!String(decoding: try JSONEncoder().encode(kept), as: UTF8.self).contains("CANARY"))
    }

    @Test func aSharedPhoneBecomesAKeyedHash() throws {
        let own = try #require(try inbound(message(#""contact":{"phone_number":"79001234567","first_name":"CANARY","user_id":77}"#)))
        #expect(own.content == .event(.contact(.init(isOwn: true, phoneHash: keyring.phoneHash("+79001234567").hash))))
        #expect(!String(decoding: try JSONEncoder().encode(own), as: UTF8.self).contains("9001234567"))
        let foreign = try #require(try inbound(message(#""contact":{"phone_number":"79001234567","first_name":"Eve","user_id":78}"#)))
        #expect(foreign.content == .event(.contact(.init(isOwn: false, phoneHash: []))))
        let nobody = try #require(try inbound(message(#""contact":{"phone_number":"79001234567","first_name":"Eve"}"#)))
        #expect(nobody.content == .event(.contact(.init(isOwn: false, phoneHash: []))))
    }

    @Test(arguments: [
        ("/start", CustomerEvent.start(payload: nil)), ("/start c_abc", .start(payload: "c_abc")),
        ("/start@bot  p_x ", .start(payload: "p_x")),
        ("/Menu@cactubase_bot", .command("Menu")), ("привет", .text("привет")), ("/", .command("")),
    ])
    func commandsAndLinksAreRead(_ text: String, _ event: CustomerEvent) throws {
        #expect(try inbound(message("\"text\":\"\(text)\""))?.content == .event(event))
    }

    @Test func whatConcernsNobodyIsIgnored() throws {
        #expect(try inbound(message(#""text":"hi""#, chat: "group")) == nil)
        #expect(try inbound(#"{"update_id":5,"poll":{"id":"1"}}"#) == nil)
        #expect(try inbound(#"{"update_id":5,"hologram":{}}"#) == nil)
        #expect(try inbound(#"{"update_id":5}"#) == nil)
        #expect(try inbound(message(#""sticker":{}"#))?.content == .event(.unreadable))
    }
}
