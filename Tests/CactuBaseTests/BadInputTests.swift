import Foundation
import HTTPTransport
import Sealing
import Testing
import Vocabulary

@testable import cactubase

/// What strangers send to the bot is answered in words, and the talk goes on.
@Suite(.timeLimit(.minutes(10))) struct BadInputTests {
    @Test func whateverComesTheBotAnswersAndGoesOn() async throws {
        let town = try await Town(Desk(["TELEGRAM_RATE": "off"]), isTrained: false)
        let payload = town.live.keyring.text(of: .company(CompanyID(5), campaign: 0))
        try await town.open { http, address in
            let person = try await Talker.arrive(http, address, name: "Лев", language: "ru")
            // One letter of the code's MAC is another: nothing of it is believed, and the person is welcome.
            let last = try #require(payload.last)
            try await person.start(payload.dropLast() + (last == "A" ? "B" : "A"))
            let hello = try await person.sees("Эта ссылка повреждена")
            #expect(hello.buttons.joined().contains { $0.word.contains("Даю согласие") })

            // The longest text that Telegram lets through, of letters and of pairs that must not be torn.
            for long in [String(repeating: "ы", count: 4096), String(repeating: "😀", count: 2048)] {
                try await person.isAnswered { try await person.say(long) }
            }
            // Data that no button of ours has, or none at this step; kinds of updates that nobody knows; known kinds of another shape.
            for forged in ["x.oi.zz", "s.menu.1", "x.", ".", String(repeating: "я", count: 32)] {
                try await person.forge(forged, on: hello.id)
            }
            try await person.inject("poll_of_the_future", ["id": 1])
            try await person.inject("message", ["message_id": "x", "text": [1]])
            try await person.inject("callback_query", ["id": 5])
            try await person.inject("channel_post", ["message_id": 1, "date": 1, "chat": ["id": -1, "type": "channel"], "text": "x"])
            // None of them moved the talk, none of them stopped it.
            try await person.press("Даю согласие")
            try await person.sees("Шаг 2")
        }
        try await town.close()
    }
}

extension Talker {
    /// Acts, and waits until the bot has answered with anything at all, within Telegram's limit.
    fileprivate func isAnswered(_ act: () async throws -> Void) async throws {
        let before = try await chat()
        try await act()
        var seen = try await chat()
        let end = ContinuousClock.now + Self.patience
        func shown(_ chat: Chat) -> [String] { chat.messages.filter(\.isBot).map { "\($0.id) \($0.text)" } }
        while shown(seen) == shown(before) {
            guard ContinuousClock.now < end else { throw Failure(description: "no answer; the chat ends with \(shown(seen).suffix(2))") }
            seen = try await chat(after: seen.revision, wait: 2)
        }
        #expect(seen.messages.filter(\.isBot).allSatisfy { $0.text.utf16.count <= 4096 })
    }
}
