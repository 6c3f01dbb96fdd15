import Foundation
import HTTPTransport
import Synchronization
import Testing

@testable import TelegramBotAPI

/// Answers as told and keeps what was asked.
final class FakeTelegram: Sendable {
    private let asked = Mutex<[HTTPRequest]>([])
    private let answer: @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse

    init(_ answer: @escaping @Sendable (HTTPRequest) throws(HTTPError) -> HTTPResponse) { self.answer = answer }

    convenience init(_ text: String, status: Int = 200) {
        self.init { _ throws(HTTPError) in HTTPResponse(status: status, body: Array(text.utf8)) }
    }

    var requests: [HTTPRequest] { asked.withLock { $0 } }

    func bot(base: String = "https://api.example.org") throws -> TelegramBot {
        TelegramBot(
            token: try #require(BotToken("123456:AAE-secret_TOKEN")), base: base,
            transport: BotTransport { request async throws(HTTPError) in
                try self.take(request)
            } download: { request, _, _ async throws(HTTPError) in
                try self.take(request)
            })
    }

    private func take(_ request: HTTPRequest) throws(HTTPError) -> HTTPResponse {
        asked.withLock { $0.append(request) }
        return try answer(request)
    }
}

func failure<Method: BotMethod>(_ fake: FakeTelegram, _ method: Method) async throws -> TelegramError? {
    let bot = try fake.bot()
    do throws(TelegramError) {
        _ = try await bot.call(method)
        return nil
    } catch { return error }
}

@Suite struct CallTests {
    @Test func aCallIsAPostOfItsFields() async throws {
        let telegram = FakeTelegram(Samples.ok(Samples.message))
        let markup = ReplyMarkup.inline(InlineKeyboardMarkup([[InlineKeyboardButton("Да", .callback("y"))]]))
        let message = try await telegram.bot(base: "https://api.example.org/").call(
            SendMessage(chatID: 42, text: "<b>Привет</b>", replyMarkup: markup))
        #expect(message.id == 77)
        let request = try #require(telegram.requests.first)
        #expect(request.method == .post)
        #expect(request.url == "https://api.example.org/bot123456:AAE-secret_TOKEN/sendMessage")
        #expect(request.headers == [HTTPRequest.Header("Content-Type", "application/json")])
        #expect(!request.followsRedirects)
        guard case .bytes(let body) = request.body else {
            Issue.record("no body")
            return
        }
        #expect(
            try JSON(body)
                == JSON(
                    """
                    {"chat_id": 42, "text": "<b>Привет</b>", "parse_mode": "HTML",
                     "reply_markup": {"inline_keyboard": [[{"text": "Да", "callback_data": "y"}]]}}
                    """))
    }

    @Test(arguments: [0, 1, 50]) func aLongPollMayTakeItsTime(_ seconds: Int) async throws {
        let telegram = FakeTelegram(Samples.ok("[]"))
        #expect(try await telegram.bot().call(GetUpdates(offset: 7, timeout: seconds)).isEmpty)
        #expect(telegram.requests.first?.totalTimeout == .seconds(30 + seconds))
    }

    @Test func aPictureTravelsAsAForm() async throws {
        let telegram = FakeTelegram(Samples.ok(Samples.message))
        let picture = InputFile(name: "qr.png", contentType: "image/png", content: [0x89, 0x50, 0, 255])
        let markup = ReplyMarkup.keyboard(ReplyKeyboardMarkup([[KeyboardButton("Телефон", requestsContact: true)]]))
        _ = try await telegram.bot().call(
            SendPhoto(chatID: 42, photo: .upload(picture), caption: "a \"b\" & c", isSilent: true, replyMarkup: markup))
        guard case .multipart(let parts) = telegram.requests.first?.body else {
            Issue.record("no form")
            return
        }
        #expect(parts.map(\.name) == ["caption", "chat_id", "disable_notification", "parse_mode", "reply_markup", "photo"])
        #expect(parts[0].content == Array("a \"b\" & c".utf8))
        #expect(parts[1].content == Array("42".utf8))
        #expect(parts[2].content == Array("true".utf8))
        #expect(
            try JSON(parts[4].content) == JSON(#"{"keyboard": [[{"text": "Телефон", "request_contact": true}]], "resize_keyboard": true}"#))
        #expect(parts[5] == HTTPRequest.Part(name: "photo", content: [0x89, 0x50, 0, 255], filename: "qr.png", contentType: "image/png"))
    }

    @Test func aPictureThatTelegramHasNeedsNoForm() async throws {
        let telegram = FakeTelegram(Samples.ok(Samples.message))
        _ = try await telegram.bot().call(SendPhoto(chatID: 42, photo: .fileID("AgAC")))
        guard case .bytes(let body) = telegram.requests.first?.body else {
            Issue.record("no JSON")
            return
        }
        #expect(try JSON(body) == JSON(#"{"chat_id": 42, "photo": "AgAC", "parse_mode": "HTML"}"#))
    }

    // MARK: Files

    private static func file(_ path: String) throws -> Telegram.File {
        try JSONDecoder().decode(Telegram.File.self, from: Data(#"{"file_id": "a", "file_unique_id": "b", "file_path": "\#(path)"}"#.utf8))
    }

    @Test func aFileIsFetchedFromItsPath() async throws {
        let telegram = FakeTelegram("")
        try await telegram.bot().download(Self.file("voice/file_1.oga"), to: "/tmp/never-written")
        #expect(telegram.requests.first?.method == .get)
        #expect(telegram.requests.first?.url == "https://api.example.org/file/bot123456:AAE-secret_TOKEN/voice/file_1.oga")
    }

    @Test(arguments: ["../getMe", "/etc/passwd", "a//b", "a/./b", "a/..", "a?b", "a b", "a%2e", "", "файл"]) func aDoubtfulPathIsNotFetched(
        _ path: String
    ) async throws {
        let telegram = FakeTelegram("")
        await #expect(throws: TelegramError.unreadable(method: "getFile", status: 200, field: "file_path")) {
            try await telegram.bot().download(Self.file(path), to: "/tmp/never-written")
        }
        #expect(telegram.requests.isEmpty)
    }

    @Test func aFileThatIsGoneIsARefusal() async throws {
        let telegram = FakeTelegram(Samples.refused(404, "Not Found"), status: 404)
        await #expect(throws: TelegramError.refused(code: 404, description: "Not Found", retryAfter: nil)) {
            try await telegram.bot().download(Self.file("voice/a.oga"), to: "/tmp/never-written")
        }
    }
}
