import Testing
import Vocabulary

@testable import TelegramEmulator

@Suite struct TextsTests {
    private func html(_ text: String) throws -> (String, [JSON]) {
        let parsed = try FormattedText.read(text, mode: "HTML", entities: nil)
        return (parsed.text, parsed.entities.map(\.json))
    }

    /// Cases that TDLib itself is tested with.
    @Test(arguments: [
        ("➡️ ➡️<i>➡️ ➡️</i><b>➡️ ➡️</b>", "➡️ ➡️➡️ ➡️➡️ ➡️", [("italic", 5, 5), ("bold", 10, 5)]),
        ("🏟 🏟<i>🏟 &gt;<b aba   =   caba>&lt🏟</b></i>", "🏟 🏟🏟 ><🏟", [("italic", 5, 7), ("bold", 9, 3)]),
        ("🏟 🏟&lt;<i    aba  =  190azAz-.>a</i>", "🏟 🏟<a", [("italic", 6, 1)]),
        ("🏟 🏟&lt;<i>🏟 🏟&lt;</>", "🏟 🏟<🏟 🏟<", [("italic", 6, 6)]),
        ("🏟 🏟&lt;<b></b>", "🏟 🏟<", []),
        ("&ge;&lt;&gt;&amp;&quot;&laquo;&raquo;&#12345678;", "&ge;<>&\"&laquo;&raquo;&#12345678;", []),
        ("🏟 🏟&lt;<pre><code class=\"language-fift\">🏟 🏟&lt;</></>", "🏟 🏟<🏟 🏟<", [("pre", 6, 6)]),
    ])
    func markupIsReadAsTelegramReadsIt(_ source: String, _ text: String, _ entities: [(String, Int, Int)]) throws {
        let parsed = try FormattedText.read(source, mode: "HTML", entities: nil)
        #expect(parsed.text == text)
        #expect(parsed.entities.map { [$0.type, "\($0.offset)", "\($0.length)"] } == entities.map { [$0.0, "\($0.1)", "\($0.2)"] })
    }

    @Test func spacesAroundGoAndLinksAreFound() throws {
        let (text, entities) = try html("  <b>Hi</b>, see https://example.org/a?b=1, or /menu \n")
        #expect(text == "Hi, see https://example.org/a?b=1, or /menu")
        #expect(
            entities == [
                ["type": "bold", "offset": 0, "length": 2], ["type": "url", "offset": 8, "length": 25],
                ["type": "bot_command", "offset": 38, "length": 5],
            ])
    }

    @Test func codeHoldsNoOtherFormatting() throws {
        let (_, entities) = try html("<code>a <b>b</b> https://example.org</code>")
        #expect(entities == [["type": "code", "offset": 0, "length": 23]])
    }

    @Test func aLinkIsCompletedOrDropped() throws {
        #expect(
            try html("<a href=\"telegram.org\">x</a>").1 == [
                ["type": "text_link", "offset": 0, "length": 1, "url": "http://telegram.org/"]
            ])
        #expect(try html("<a href=\"javascript:alert(1)\">x</a>").1.isEmpty)
    }
}

@Suite struct FaultsTests {
    @Test func theTextNamesFaultsAndShares() throws {
        let faults = try TelegramFaults("partner_busy:0.3, telegram_429:0.1,telegram_lost:1")
        #expect(faults.shares == [.tooMany: 0.1, .lost: 1])
        #expect(throws: TelegramFaults.Problem.unknownFault("telegram_flood")) { try TelegramFaults("telegram_flood:0.1") }
        #expect(throws: TelegramFaults.Problem.wrongShare("telegram_429")) { try TelegramFaults("telegram_429:2") }
        #expect(try TelegramFaults("") == .none)
    }

    @Test func theSameSeedTellsTheSameStory() {
        let faults = TelegramFaults(shares: [.tooMany: 0.2, .reset: 0.1])
        let story = { (seed: UInt64) in
            var dice = SeededGenerator(seed: seed)
            return (0..<2000).map { _ in faults.draw(&dice) }
        }
        #expect(story(5) == story(5) && story(5) != story(6))
        let hits = story(5)
        #expect((300...500).contains(hits.count { $0 == .tooMany }) && (110...210).contains(hits.count { $0 == .reset }))
    }

    @Test func bucketsLeakWithTime() {
        var limiter = RateLimiter(RateLimits(overall: 2, perChat: 1, burst: 2))
        let start = Instant(seconds: 0)
        #expect([1, 2, 3].map { limiter.take(chat: $0, at: start) } == [nil, nil, 1])
        #expect(limiter.take(chat: 3, at: start + .milliseconds(400)) == 1)
        #expect(limiter.take(chat: 3, at: start + .milliseconds(500)) == nil)
        var chat = RateLimiter(RateLimits(overall: 30, perChat: 1, burst: 2))
        #expect([0, 0, 0, 999, 1000].map { chat.take(chat: 1, at: start + .milliseconds($0)) } == [nil, nil, 1, 1, nil])
    }
}
