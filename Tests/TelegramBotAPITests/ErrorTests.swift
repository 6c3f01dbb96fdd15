import HTTPTransport
import Logging
import Testing

@testable import TelegramBotAPI

@Suite struct ErrorTests {
    private typealias Meaning = any KeyPath<TelegramError, Bool> & Sendable

    private struct Row: Sendable, CustomTestStringConvertible {
        let code: Int, words: String
        var means: Meaning
        var retry = RetryAdvice.never, level = Logger.Level.error, mayHaveHappened = false
        var testDescription: String { "\(code) \(words)" }
    }

    private static let meanings: [Meaning] = [
        \.isBlocked, \.isNotModified, \.isConflict, \.isUnauthorized, \.isFlood, \.isCallbackExpired, \.isMessageGone, \.isChatNotFound,
    ]

    /// In the words of api.telegram.org.
    private static let rows = [
        Row(code: 403, words: "Forbidden: bot was blocked by the user", means: \.isBlocked, level: .info),
        Row(code: 403, words: "Forbidden: user is deactivated", means: \.isBlocked, level: .info),
        Row(
            code: 400,
            words:
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
            means: \.isNotModified, level: .info),
        Row(
            code: 409, words: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            means: \.isConflict,
            retry: .later),
        Row(code: 401, words: "Unauthorized", means: \.isUnauthorized),
        Row(code: 404, words: "Not Found", means: \.isUnauthorized),
        Row(
            code: 400, words: "Bad Request: query is too old and response timeout expired or query ID is invalid",
            means: \.isCallbackExpired, level: .info
        ),
        Row(code: 400, words: "Bad Request: message to edit not found", means: \.isMessageGone),
        Row(code: 400, words: "Bad Request: message can't be deleted for everyone", means: \.isMessageGone),
        Row(code: 400, words: "Bad Request: chat not found", means: \.isChatNotFound),
    ]

    @Test(arguments: rows) private func aRefusalIsUnderstood(_ row: Row) async throws {
        let error = try #require(try await failure(FakeTelegram(Samples.refused(row.code, row.words), status: row.code), GetMe()))
        #expect(error == .refused(code: row.code, description: row.words, retryAfter: nil))
        #expect(Self.meanings.filter { error[keyPath: $0] } == [row.means])
        #expect(error.retry == row.retry)
        #expect(error.level == row.level)
        #expect(!error.mayHaveHappened)
    }

    @Test func aFloodSaysHowLongToWait() async throws {
        let text = Samples.refused(429, "Too Many Requests: retry after 17", parameters: Samples.responseParameters)
        let error = try #require(try await failure(FakeTelegram(text, status: 429), SendMessage(chatID: 1, text: "a")))
        #expect(error == .refused(code: 429, description: "Too Many Requests: retry after 17", retryAfter: 17))
        #expect(error.isFlood)
        #expect(error.retry == .after(.seconds(17)))
        #expect(TelegramError.refused(code: 429, description: "", retryAfter: nil).retry == .after(.seconds(1)))
    }

    @Test func aFaultOfTelegramsIsTriedAgain() async throws {
        let error = try #require(try await failure(FakeTelegram(Samples.refused(500, "Internal Server Error"), status: 500), GetMe()))
        #expect(error.retry == .later)
        #expect(error.mayHaveHappened)
    }

    /// Words of a person's text that look like Telegram's own mean nothing under another code.
    @Test func wordsCountOnlyInABadRequest() {
        #expect(!TelegramError.refused(code: 500, description: "message is not modified", retryAfter: nil).isNotModified)
    }

    @Test(arguments: [
        HTTPError.timeout(host: "h", sent: true), .timeout(host: "h", sent: false), .connect(host: "h"), .interrupted(host: "h"),
        .cancelled, .shutDown,
    ]) func noAnswerKeepsItsReason(_ reason: HTTPError) async throws {
        let error = try #require(try await failure(FakeTelegram { _ throws(HTTPError) in throw reason }, GetMe()))
        #expect(error == .unanswered(reason))
        #expect(error.retry == reason.retry)
        #expect(error.mayHaveHappened == reason.mayHaveArrived)
    }

    @Test(arguments: [("<html>502 Bad Gateway</html>", 502), ("", 200), ("[]", 200), ("{\"ok\": 1}", 200), ("{\"ok\": true", 200)])
    func whatIsNotTelegramsIsTriedAgain(_ text: String, _ status: Int) async throws {
        let error = try #require(try await failure(FakeTelegram(text, status: status), GetMe()))
        #expect(error == .unreadable(method: "getMe", status: status, field: nil))
        #expect(error.retry == .later)
    }

    @Test(arguments: [
        (#"{"ok": true}"#, "result"), (Samples.ok("{\"id\": 1, \"is_bot\": true}"), "result.first_name"), (Samples.ok("[1]"), "result"),
    ])
    func anAnswerOfAnotherShapeIsNotTriedAgain(_ text: String, _ field: String) async throws {
        let error = try #require(try await failure(FakeTelegram(text), GetMe()))
        #expect(error == .unreadable(method: "getMe", status: 200, field: field))
        #expect(error.retry == .never)
        #expect(error.mayHaveHappened)
    }

    // MARK: The token

    @Test func theTokenIsInNoText() async throws {
        let token = try #require(BotToken("123456:AAE-secret_TOKEN"))
        let bot = TelegramBot(token: token, http: HTTPClient())
        var text = "\(token) \(String(reflecting: token)) \(bot) \(String(reflecting: bot)) \([token]) \(Optional(token) as Any)"
        dump(token, to: &text)
        dump(bot, to: &text)
        // A proxy that quotes the url, a broken connection, a name that does not resolve: whatever goes wrong.
        let quoting = FakeTelegram(Samples.refused(400, "no route to /bot123456:AAE-secret_TOKEN/getMe"), status: 400)
        text += "\(try #require(try await failure(quoting, GetMe())))"
        text += String(
            reflecting: try #require(try await failure(FakeTelegram("<p>/bot123456:AAE-secret_TOKEN/</p>", status: 502), GetMe())))
        for request in quoting.requests { dump(request, to: &text) }
        let client = HTTPClient()
        for base in ["http://no-such-host.invalid", "http://127.0.0.1:1", "nonsense", "http://127.0.0.1:1/a b"] {
            do throws(TelegramError) {
                _ = try await TelegramBot(token: token, base: base, http: client).call(GetMe())
                Issue.record("\(base) answered")
            } catch {
                text += "\(error) \(String(reflecting: error))"
                dump(error, to: &text)
            }
        }
        await client.shutdown()
        #expect(!text.contains("secret"))
        #expect(!text.contains("123456"))
        #expect(text.contains("[token]"))
    }

    @Test(arguments: [
        "", "123456", ":AAE", "123456:", "x:AAE", "123456:AAE/../x", "123456:AAE?x", "123456:AA E", "123456:AAE\n", "123:456:789", "１２:AAE",
    ])
    func whatIsNoTokenIsRefused(_ text: String) {
        #expect(BotToken(text) == nil)
    }
}
