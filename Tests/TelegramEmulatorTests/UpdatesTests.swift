import Testing
import Vocabulary

@testable import TelegramEmulator

@Suite struct UpdatesTests {
    private func texts(_ updates: [JSON]) -> [String] { updates.map { $0["message"]?["text"]?.string ?? "?" } }
    private func ids(_ updates: [JSON]) -> [Int64] { updates.compactMap { $0["update_id"]?.int } }

    private func talk(_ bench: Bench, _ texts: [String]) throws -> Int64 {
        let chat = try bench.customer()
        for text in texts { try bench.act { world, now in _ = try world.sendText(chat, ["text": .string(text)], at: now) } }
        return chat
    }

    @Test func updatesStayUntilAHigherOffsetConfirmsThem() throws {
        let bench = Bench()
        _ = try talk(bench, ["a", "b", "c"])
        let all = try bench.poll()
        #expect(texts(all) == ["/start", "a", "b", "c"])
        #expect(try bench.poll() == all)
        let second = ids(all)[1]
        #expect(texts(try bench.poll(["offset": .int(second)])) == ["a", "b", "c"])
        #expect(texts(try bench.poll(["offset": .int(second + 1), "limit": 1])) == ["b"])
        #expect(texts(try bench.poll(["offset": 0])) == ["b", "c"])
        #expect(try bench.poll(["offset": .int(ids(all)[3] + 1)]).isEmpty)
    }

    @Test func aNegativeOffsetKeepsOnlyTheTail() throws {
        let bench = Bench()
        _ = try talk(bench, ["a", "b", "c"])
        #expect(texts(try bench.poll(["offset": -2])) == ["b", "c"])
        #expect(texts(try bench.poll()) == ["b", "c"])
        #expect(texts(try bench.poll(["offset": -9])) == ["b", "c"])
    }

    @Test func kindsNotAskedForAreNotDelivered() throws {
        let bench = Bench()
        let chat = try talk(bench, [])
        _ = try bench.poll(["allowed_updates": ["callback_query"]])
        try bench.act { world, now in _ = try world.sendText(chat, ["text": "unheard"], at: now) }
        // The choice is remembered by polls that name none.
        #expect(texts(try bench.poll()) == ["/start"])
        _ = try bench.poll(["allowed_updates": []])
        try bench.act { world, now in _ = try world.sendText(chat, ["text": "heard"], at: now) }
        #expect(texts(try bench.poll()) == ["/start", "heard"])
        try bench.act { world, now in _ = try world.inject(["kind": "message_reaction", "body": [:]], at: now) }
        #expect(try bench.poll().count == 2)
    }

    @Test func updatesAreKeptForADay() throws {
        let bench = Bench()
        _ = try talk(bench, [])
        bench.pass(.hours(24))
        #expect(try bench.poll().isEmpty)
    }

    @Test func aKindNobodyHeardOfCanBeInjected() throws {
        let bench = Bench()
        try bench.act { world, now in _ = try world.inject(["kind": "telepathy", "body": ["mood": "calm"]], at: now) }
        #expect(try bench.poll().first?["telepathy"] == ["mood": "calm"])
    }

    @Test func aPressIsAnsweredOnceAndInTime() throws {
        let bench = Bench()
        let chat = try bench.customer()
        let message = try bench.send(chat, markup: inline(["text": "Yes", "callback_data": "yes"]))
        let press = { (data: String, forged: Bool) throws -> String in
            let fields: JSON = ["message_id": .int(message), "data": .string(data), "forged": .bool(forged)]
            return try bench.act { world, now in try world.press(chat, fields, at: now) }["query"]?.string ?? ""
        }
        let query = try press("yes", false)
        let callback = try #require(try bench.poll().last?["callback_query"])
        #expect(callback["id"] == .string(query) && callback["data"] == "yes" && callback["message"]?["message_id"] == .int(message))
        #expect(bench.refusal("answerCallbackQuery", ["callback_query_id": .string(query), "text": "Thanks"]) == nil)
        let old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
        #expect(bench.refusal("answerCallbackQuery", ["callback_query_id": .string(query)]) == old)

        #expect(throws: Impossible.refused("no such button on the message now")) { try press("no", false) }
        let late = try press("no", true)
        bench.pass(.seconds(60))
        #expect(bench.refusal("answerCallbackQuery", ["callback_query_id": .string(late)]) == old)
    }

    @Test func aContactIsOnesOwnOrForged() throws {
        let bench = Bench()
        let chat = try bench.customer()
        try bench.act { world, now in
            _ = try world.shareContact(chat, [:], at: now)
            _ = try world.shareContact(chat, ["user_id": 42, "phone_number": "79990000000", "first_name": "Eve"], at: now)
        }
        let contacts = try bench.poll().compactMap { $0["message"]?["contact"] }
        #expect(contacts.map { $0["user_id"] } == [.int(chat), 42])
        #expect(contacts.last?["phone_number"] == "79990000000")
    }
}
