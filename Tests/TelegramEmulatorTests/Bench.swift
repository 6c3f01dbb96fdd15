import Foundation
import Logging
import Synchronization
import Testing
import Vocabulary

@testable import TelegramEmulator

/// A world with a hand-moved clock and one customer, asked as the bot would ask.
final class Bench: Sendable {
    private struct State {
        var world: World
        var now = Instant(seconds: 1_800_000_000)
    }
    private let state: Mutex<State>

    init(callbackLifetime: Span = .seconds(60)) {
        let generator = Mutex(SeededGenerator(seed: 7))
        let ids = IDSource { generator.withLock { ($0.next(), $0.next()) } }
        let bot = BotIdentity(id: 700_000_001, username: "cactubase_bot", firstName: "CactuBase")
        state = Mutex(State(world: World(bot: bot, ids: ids, callbackLifetime: callbackLifetime)))
    }

    var world: World { state.withLock { $0.world } }
    var now: Instant { state.withLock { $0.now } }
    func pass(_ span: Span) { state.withLock { $0.now = $0.now + span } }

    /// What Telegram answers: the result, or the refusal's words.
    @discardableResult
    func call(_ method: String, _ values: [String: JSON] = [:], uploads: [String: Upload] = [:]) -> Result<JSON, Refusal> {
        state.withLock { state in
            do throws(Refusal) {
                return .success(try state.world.call(method, Parameters(values: values, uploads: uploads), at: state.now))
            } catch {
                return .failure(error)
            }
        }
    }

    func refusal(_ method: String, _ values: [String: JSON] = [:], uploads: [String: Upload] = [:]) -> String? {
        guard case .failure(let refusal) = call(method, values, uploads: uploads) else { return nil }
        return "\(refusal.code) \(refusal.description)"
    }

    @discardableResult
    func act<Value>(_ body: (inout World, Instant) throws -> Value) throws -> Value {
        try state.withLock { try body(&$0.world, $0.now) }
    }

    /// A customer who pressed Start.
    func customer(_ name: String = "Anna") throws -> Int64 {
        try act { world, now in
            let customer = try world.createCustomer(["first_name": .string(name)], at: now)
            _ = try world.start(customer.id, [:], at: now)
            return customer.id
        }
    }

    /// Sends a message and gives its id.
    func send(_ chat: Int64, _ text: String = "hello", markup: JSON? = nil) throws -> Int64 {
        var values: [String: JSON] = ["chat_id": .int(chat), "text": .string(text)]
        if let markup { values["reply_markup"] = markup }
        return try #require(try call("sendMessage", values).get()["message_id"]?.int)
    }

    /// Polls without waiting.
    func poll(_ values: [String: JSON] = [:]) throws -> [JSON] {
        try state.withLock { state in
            let poll = try Poll(Parameters(values: values))
            state.world.confirm(poll, at: state.now)
            return state.world.take(poll)
        }
    }
}

func inline(_ buttons: [String: JSON]...) -> JSON { ["inline_keyboard": [.array(buttons.map(JSON.object))]] }
