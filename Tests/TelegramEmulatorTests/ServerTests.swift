import Database
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing
import Vocabulary

@testable import TelegramEmulator

/// The emulator over HTTP, as the bot, the page and the end-to-end tests meet it.
@Suite struct ServerTests {
    static let token = "700000001:secret"

    static func telegram(limits: RateLimits? = nil, faults: TelegramFaults = .none, seed: UInt64 = 1, store path: String? = nil)
        async throws -> Telegram
    {
        let generator = Mutex(SeededGenerator(seed: 3))
        let ids = IDSource { generator.withLock { ($0.next(), $0.next()) } }
        let clock = WallClock { Instant(seconds: 1_800_000_000) }
        var world = World(
            bot: BotIdentity(id: 700_000_001, username: "cactubase_bot", firstName: "CactuBase"), ids: ids, callbackLifetime: .seconds(60))
        var store: WorldStore?
        if let path {
            let opened = try await WorldStore.open(.sqlite(path: path), at: clock.now)
            world = try await opened.load(into: world)
            store = opened
        }
        return Telegram(
            world: world, limits: limits, faults: faults, seed: seed, clock: clock, store: store,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    static func application(_ telegram: Telegram) -> some ApplicationProtocol {
        Application(
            router: EmulatedTelegram.router(telegram, token: token, botUsername: "cactubase_bot"),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    func json(_ response: TestResponse) throws -> JSON { try #require(JSON(parsing: Array(response.body.readableBytesView))) }

    func bot(_ client: any TestClientProtocol, _ method: String, _ body: JSON = [:], token: String = token) async throws -> JSON {
        try json(
            try await client.execute(
                uri: "/bot\(token)/\(method)", method: .post, headers: [.contentType: "application/json"],
                body: ByteBuffer(bytes: body.bytes)))
    }

    func simulate(_ client: any TestClientProtocol, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        try json(
            try await client.execute(
                uri: "/simulate/\(path)", method: body == nil ? .get : .post, headers: [.contentType: "application/json"],
                body: body.map { ByteBuffer(bytes: $0.bytes) }))
    }

    func customer(_ client: any TestClientProtocol, _ fields: JSON = ["first_name": "Anna"]) async throws -> Int64 {
        let id = try #require(try await simulate(client, "customers", fields)["result"]?["id"]?.int)
        _ = try await simulate(client, "customers/\(id)/start", [:])
        return id
    }

    @Test func tokensMethodsAndFormsOfRequests() async throws {
        try await Self.application(try await Self.telegram()).test(.router) { client in
            #expect(try await bot(client, "getMe")["result"]?["username"] == "cactubase_bot")
            #expect(try await bot(client, "GETME")["ok"] == true)
            #expect(
                try await bot(client, "getMe", token: "700000001:wrong") == ["ok": false, "error_code": 401, "description": "Unauthorized"])
            #expect(try await bot(client, "getMe", token: "nonsense") == ["ok": false, "error_code": 404, "description": "Not Found"])
            #expect(try await bot(client, "sendTelepathy")["description"] == "Not Found: method not found")
            let id = try await customer(client)
            let query = "/bot\(Self.token.replacing(":", with: "%3A"))/sendMessage?chat_id=\(id)&text=%D0%B4%D0%B0+1"
            #expect(try json(try await client.execute(uri: query, method: .get))["result"]?["text"] == "да 1")
            let form = try await client.execute(
                uri: "/bot\(Self.token)/sendMessage", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "chat_id=\(id)&text=a%26b&reply_markup=%7B%22force_reply%22%3Atrue%7D"))
            #expect(try json(form)["result"]?["text"] == "a&b")
            let broken = try await client.execute(
                uri: "/bot\(Self.token)/sendMessage", method: .post, headers: [.contentType: "application/json"],
                body: ByteBuffer(string: "{"))
            #expect(broken.status == .badRequest)
            let stray = try await bot(client, "sendMessage", ["chat_id": .int(id), "text": "x", "texxt": "y"])
            #expect(stray["ok"] == true)
            #expect(try await simulate(client, "log")["result"]?.array?.last?["answer"]?["unknown_parameters"] == ["texxt"])
        }
    }

    @Test func aPhotoGoesUpByMultipartAndComesDownByItsPath() async throws {
        try await Self.application(try await Self.telegram()).test(.router) { client in
            let id = try await customer(client)
            var body = ByteBuffer(
                string:
                    "--B\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n\(id)\r\n--B\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\n"
                    + "<b>Look</b>\r\n--B\r\nContent-Disposition: form-data; name=\"parse_mode\"\r\n\r\nHTML\r\n--B\r\n"
                    + "Content-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n")
            body.writeBytes(World.dot)
            body.writeString("\r\n--B--\r\n")
            let sent = try json(
                try await client.execute(
                    uri: "/bot\(Self.token)/sendPhoto", method: .post, headers: [.contentType: "multipart/form-data; boundary=B"],
                    body: body))
            let message = try #require(sent["result"])
            #expect(message["caption"] == "Look" && message["caption_entities"] == [["type": "bold", "offset": 0, "length": 4]])
            let fileID = try #require(message["photo"]?.array?.first?["file_id"])
            let path = try #require(try await bot(client, "getFile", ["file_id": fileID])["result"]?["file_path"]?.string)
            let file = try await client.execute(uri: "/file/bot\(Self.token)/\(path)", method: .get)
            #expect(Array(file.body.readableBytesView) == World.dot)
            #expect(try await client.execute(uri: "/file/bot1:x/\(path)", method: .get).status == .unauthorized)
            #expect(try await bot(client, "sendPhoto", ["chat_id": .int(id), "photo": fileID])["ok"] == true)
        }
    }

    @Test(.timeLimit(.minutes(1))) func aSecondPollerEndsTheFirst() async throws {
        let telegram = try await Self.telegram()
        try await Self.application(telegram).test(.router) { client in
            let id = try await customer(client)
            let start = try #require(try await bot(client, "getUpdates")["result"]?.array?.first?["update_id"]?.int)
            async let first = bot(client, "getUpdates", ["timeout": 50, "offset": .int(start + 1)])
            // The offset takes the update away once the poll has begun: only then may the other poller come.
            while await telegram.look({ world, _ in !world.queue.isEmpty }) { await Task.yield() }
            #expect(try await bot(client, "getUpdates")["ok"] == true)
            // Were the first still waiting, it would hear this instead of the conflict.
            _ = try await simulate(client, "customers/\(id)/text", ["text": "hello"])
            #expect(
                try await first["description"]
                    == "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
        }
    }

    @Test func aWaitingPollHearsTheNextMessageAndAWaitingPageTheAnswer() async throws {
        try await Self.application(try await Self.telegram()).test(.router) { client in
            let id = try await customer(client)
            let start = try #require(try await bot(client, "getUpdates")["result"]?.array?.first?["update_id"]?.int)
            async let poll = bot(client, "getUpdates", ["timeout": 50, "offset": .int(start + 1)])
            _ = try await simulate(client, "customers/\(id)/text", ["text": "hello"])
            #expect(try await poll["result"]?.array?.first?["message"]?["text"] == "hello")
            let revision = try #require(try await simulate(client, "chats/\(id)")["result"]?["revision"]?.int)
            async let page = simulate(client, "chats/\(id)?after=\(revision)&wait=50")
            _ = try await bot(client, "sendChatAction", ["chat_id": .int(id), "action": "typing"])
            #expect(try await page["result"]?["action"]?["kind"] == "typing")
        }
    }

    @Test func chatsQueueAndCommandsSurviveARestart() async throws {
        let path = NSTemporaryDirectory() + "emulator-\(UUID().uuidString).db"
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let first = try await Self.telegram(store: path)
        try await Self.application(first).test(.router) { client in
            let id = try await customer(client)
            let markup = inline(["text": "Yes", "callback_data": "yes"])
            let sent = try await bot(client, "sendMessage", ["chat_id": .int(id), "text": "one", "reply_markup": markup])
            _ = try await simulate(
                client, "customers/\(id)/press", ["message_id": try #require(sent["result"]?["message_id"]), "data": "yes"])
            _ = try await bot(client, "setMyCommands", ["commands": [["command": "menu", "description": "Menu"]]])
            _ = try await simulate(client, "customers/\(id)/media", ["kind": "voice"])
        }
        let before = await first.look { world, _ in world }
        await first.close()
        let second = try await Self.telegram(store: path)
        let after = await second.look { world, _ in world }
        let chat = try #require(before.customers.keys.first)
        #expect(after.take(try Poll(Parameters())) == before.take(try Poll(Parameters())) && after.queue.count == 3)
        #expect(try after.transcript(of: chat) == before.transcript(of: chat))
        #expect(after.log.map(\.json) == before.log.map(\.json))
        #expect(after.counters.message == before.counters.message && after.counters.update == before.counters.update)
        let owner = try #require(after.customers[chat])
        #expect(after.chatView(owner, at: Instant(seconds: 1_800_000_001)) == before.chatView(owner, at: Instant(seconds: 1_800_000_001)))
        #expect(after.files.values.first?.bytes == before.files.values.first?.bytes)
        await second.close()
    }

    @Test func fiftyCustomersPressAtOnceAndEachPressComesOnce() async throws {
        try await Self.application(try await Self.telegram()).test(.router) { client in
            let people = try await withThrowingTaskGroup { group in
                for number in 0..<50 { group.addTask { try await customer(client, ["first_name": .string("N\(number)")]) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await withThrowingTaskGroup { group in
                for id in people {
                    group.addTask {
                        let markup = inline(["text": "Yes", "callback_data": "yes"])
                        let sent = try await bot(client, "sendMessage", ["chat_id": .int(id), "text": "?", "reply_markup": markup])
                        let message = try #require(sent["result"]?["message_id"])
                        _ = try await simulate(client, "customers/\(id)/press", ["message_id": message, "data": "yes"])
                    }
                }
                try await group.waitForAll()
            }
            var pressed: [Int64] = []
            var numbers: [Int64] = []
            var offset: Int64 = 0
            while case let updates = try await bot(client, "getUpdates", ["offset": .int(offset), "limit": 30])["result"]?.array ?? [],
                !updates.isEmpty
            {
                numbers += updates.compactMap { $0["update_id"]?.int }
                pressed += updates.compactMap { $0["callback_query"]?["from"]?["id"]?.int }
                offset = (numbers.last ?? 0) + 1
            }
            #expect(pressed.sorted() == people.sorted())
            #expect(numbers == Array(1...100))
            let journal = try await simulate(client, "log?limit=10000")["result"]?.array ?? []
            #expect(journal.map { $0["number"]?.int } == (1...Int64(journal.count)).map(Optional.some))
            #expect(journal.count { $0["what"] == "press" } == 50 && journal.count { $0["what"] == "sendMessage" } == 50)
        }
    }

    @Test func tooManyMessagesToOneChatMustWait() async throws {
        let telegram = try await Self.telegram(limits: RateLimits(overall: 30, perChat: 1, burst: 3))
        try await Self.application(telegram).test(.router) { client in
            let id = try await customer(client)
            for _ in 1...3 { #expect(try await bot(client, "sendMessage", ["chat_id": .int(id), "text": "x"])["ok"] == true) }
            #expect(
                try await bot(client, "sendMessage", ["chat_id": .int(id), "text": "x"]) == [
                    "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 1", "parameters": ["retry_after": 1],
                ])
            let other = try await customer(client)
            #expect(try await bot(client, "sendMessage", ["chat_id": .int(other), "text": "x"])["ok"] == true)
        }
    }

    @Test func aBrokenConnectionGivesNoAnswerAndTheJournalTellsWhatWasDone() async throws {
        for (kind, done) in [(TelegramFaults.Kind.reset, false), (.lost, true)] {
            let telegram = try await Self.telegram(faults: TelegramFaults(shares: [kind: 1]))
            try await Self.application(telegram).test(.live) { client in
                let id = try await customer(client)
                await #expect(throws: (any Error).self) {
                    _ = try await client.execute(uri: "/bot\(Self.token)/sendMessage?chat_id=\(id)&text=x", method: .get)
                }
            }
            let line = await telegram.look { world, _ in world.log.last }
            #expect(line?.answer["fault"] == .string(kind.rawValue) && (line?.answer["ok"] == true) == done)
        }
    }

    @Test func pagesAreServedWithAPolicyAndNobodyElseMayAsk() async throws {
        try await Self.application(try await Self.telegram()).test(.router) { client in
            for path in [
                "/", "/chat/5000000001", "/simulate", "/assets/chat.css", "/assets/chat.js", "/assets/render.js", "/assets/words.js",
                "/assets/index.js", "/assets/icon.svg",
            ] {
                let response = try await client.execute(uri: path, method: .get)
                #expect(
                    response.status == .ok && response.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true, "\(path)")
                let text = String(buffer: response.body)
                #expect(!text.contains("<script>") && !text.contains(" onclick=") && !text.contains("innerHTML"), "\(path)")
                #expect(
                    !text.replacing("https://\" + words", with: "").replacing("http://www.w3.org", with: "").contains("src=\"http"),
                    "\(path)")
            }
            #expect(try await client.execute(uri: "/assets/methods.txt", method: .get).status == .notFound)
            for name in ["localhost", "localhost:5081", "127.0.0.1:80", "[::1]:80"] {
                #expect(LoopbackOnly.names(thisMachine: name), "\(name)")
            }
            for name in ["evil.example", "127.evil.example", "127.0.0.1.evil.example", "[::2]:80", ""] {
                #expect(!LoopbackOnly.names(thisMachine: name), "\(name)")
            }
            let foreign = try await client.execute(
                uri: "/simulate/customers", method: .post, headers: [.contentType: "text/plain"], body: ByteBuffer(string: "{}"))
            #expect(foreign.status == .badRequest)
        }
    }

    @Test func aScannedCodeOpensTheChatOfSomebodyNew() async throws {
        try await Self.application(try await Self.telegram()).test(.router) { client in
            for link in ["/start?start=c_abc-1", "/CactuBase_bot?start=c_abc-1"] {
                let response = try await client.execute(uri: link, method: .get, headers: [.acceptLanguage: "en-GB"])
                let id = try #require(response.headers[.location]?.split(separator: "/").last)
                #expect(try await simulate(client, "chats/\(id)")["result"]?["customer"]?["pending_payload"] == "c_abc-1")
                _ = try await simulate(client, "customers/\(id)/start", [:])
                let last = try #require(try await bot(client, "getUpdates")["result"]?.array?.last?["message"])
                #expect(last["text"] == "/start c_abc-1" && last["from"]?["language_code"] == "en")
                #expect(last["entities"] == [["type": "bot_command", "offset": 0, "length": 6]])
            }
            #expect(try await client.execute(uri: "/start?start=a%20b", method: .get).status == .badRequest)
            #expect(try await client.execute(uri: "/other_bot?start=a", method: .get).status == .notFound)
        }
    }

    @Test func hostileNamesAndTextsStayTexts() async throws {
        let hostile = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
        try await Self.application(try await Self.telegram()).test(.router) { client in
            let id = try await customer(client, ["first_name": .string(hostile), "payload": ""])
            _ = try await simulate(client, "customers/\(id)/text", ["text": .string(hostile)])
            let page = String(buffer: try await client.execute(uri: "/chat/\(id)", method: .get).body)
            #expect(!page.contains("onerror"))
            let chat = try await client.execute(uri: "/simulate/chats/\(id)", method: .get)
            #expect(chat.headers[.contentType] == "application/json" && chat.headers[.xContentTypeOptions] == "nosniff")
            let transcript = try await client.execute(uri: "/simulate/chats/\(id)/transcript", method: .get)
            #expect(
                transcript.headers[.contentType] == "text/plain; charset=utf-8" && transcript.headers[.xContentTypeOptions] == "nosniff")
            #expect(String(buffer: transcript.body) == "me:   /start\nme:   \(hostile)\n")
        }
    }
}
