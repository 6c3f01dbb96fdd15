import Logging
import Vocabulary

/// The living side of the emulator: one world, changed by one request at a time, saved before anybody hears of a change.
actor Telegram {
    /// What goes back over the wire.
    enum Reply: Sendable {
        case json(status: Int, JSON)
        /// The connection breaks.
        case broken
    }

    private var world: World
    private var limiter: RateLimiter?
    private let faults: TelegramFaults
    private var dice: SeededGenerator
    private let clock: WallClock
    private let store: WorldStore?
    private let logger: Logger
    private let room = WaitingRoom()
    private var lastPoll = 0
    private var saving: Task<Void, any Error>?

    init(
        world: World, limits: RateLimits?, faults: TelegramFaults, seed: UInt64, clock: WallClock, store: WorldStore?, logger: Logger
    ) {
        self.world = world
        limiter = limits.map(RateLimiter.init)
        self.faults = faults
        dice = SeededGenerator(seed: seed)
        self.clock = clock
        self.store = store
        self.logger = logger
    }

    /// Ends every long poll; later ones answer at once.
    func stop() async { await room.close() }

    func close() async {
        await stop()
        try? await store?.close()
    }

    // MARK: The bot's side

    /// Answers a request of the bot whose token was right.
    func answer(_ name: String, _ parameters: Parameters) async -> Reply {
        guard let method = Schema.published.method(name) else {
            return await finish(.failure(.methodNotFound), method: name, parameters, fault: nil)
        }
        let fault = faults.draw(&dice)
        switch fault {
        case .tooMany: return await finish(.failure(.tooMany(1)), method: method, parameters, fault: fault)
        case .serverError:
            return await finish(
                .failure(Refusal(code: 500, description: "Internal Server Error")), method: method, parameters, fault: fault)
        case .reset:
            _ = await finish(
                .failure(Refusal(code: 0, description: "connection reset, nothing done")), method: method, parameters, fault: fault)
            return .broken
        case .slow: try? await Task.sleep(for: .seconds(2))
        case .lost, nil: break
        }
        let result: Result<JSON, Refusal>
        do throws(Refusal) {
            if method == "getUpdates" {
                result = .success(try await updates(Poll(parameters)))
            } else if method == "setWebhook" {
                throw .badRequest("webhooks are not supported by the emulator; use getUpdates")
            } else {
                try limit(method, parameters)
                result = .success(try world.call(method, parameters, at: clock.now))
            }
        } catch {
            result = .failure(error)
        }
        let reply = await finish(result, method: method, parameters, fault: fault)
        return fault == .lost ? .broken : reply
    }

    private func limit(_ method: String, _ parameters: Parameters) throws(Refusal) {
        guard RateLimiter.counts(method), let chat = try parameters.integer("chat_id") else { return }
        if let wait = limiter?.take(chat: chat, at: clock.now) { throw .tooMany(wait) }
    }

    /// Waits for updates. A newer poll ends this one, as Telegram does with two bots on one token.
    private func updates(_ poll: Poll) async throws(Refusal) -> JSON {
        lastPoll += 1
        let mine = lastPoll
        await room.call(.updates)
        guard lastPoll == mine else { throw .otherPoller }
        world.confirm(poll, at: clock.now)
        let deadline = ContinuousClock.now + .seconds(poll.timeout)
        while true {
            let seen = await room.count(of: .updates)
            guard lastPoll == mine else { throw .otherPoller }
            let updates = world.take(poll)
            let left = deadline - .now
            if !updates.isEmpty || left <= .zero { return .array(updates) }
            if await room.isClosed { return [] }
            await room.wait(for: .updates, after: seen, atMost: left)
        }
    }

    /// Writes the journal line, saves, wakes whoever waits, and only then answers.
    private func finish(_ result: Result<JSON, Refusal>, method: String, _ parameters: Parameters, fault: TelegramFaults.Kind?) async
        -> Reply
    {
        var note: [String: JSON] = [:]
        switch result {
        case .success(let value): note = ["ok": true, "result": value]
        case .failure(let refusal): note = refusal.answer.object ?? [:]
        }
        if let fault { note["fault"] = .string(fault.rawValue) }
        let unknown = Schema.published.unknown(parameters.values.keys, of: method)
        if !unknown.isEmpty { note["unknown_parameters"] = .array(unknown.map(JSON.string)) }
        let query = (try? parameters.string("callback_query_id")).flatMap(\.self).flatMap { world.queries[$0] }
        world.note(
            who: "bot", what: method, chat: (try? parameters.integer("chat_id")).flatMap(\.self) ?? query?.chat,
            parameters: parameters.logged, answer: .object(note), at: clock.now)
        guard await settle() else { return .json(status: 500, Refusal(code: 500, description: "Internal Server Error").answer) }
        switch result {
        case .success(let value): return .json(status: 200, ["ok": true, "result": value])
        case .failure(let refusal): return .json(status: refusal.code, refusal.answer)
        }
    }

    // MARK: The customers' side

    func act<Value: Sendable>(_ body: @Sendable (inout World, Instant) throws(Impossible) -> Value) async throws(Impossible) -> Value {
        let before = world.counters.update
        let value = try body(&world, clock.now)
        let queued = world.counters.update != before
        guard await settle() else { throw Impossible(code: 500, reason: "the emulator's store failed") }
        if queued { await room.call(.updates) }
        return value
    }

    func look<Value: Sendable, Problem: Error>(_ body: @Sendable (World, Instant) throws(Problem) -> Value) throws(Problem) -> Value {
        try body(world, clock.now)
    }

    /// The chat once its revision is above `revision`, or as it is when the time is over.
    func chat(_ id: Int64, after revision: Int64, wait: Duration) async throws(Impossible) -> JSON {
        let deadline = ContinuousClock.now + wait
        while true {
            let seen = await room.count(of: .chat(id))
            let customer = try world.customer(id)
            let left = deadline - .now
            if customer.revision > revision || left <= .zero { return world.chatView(customer, at: clock.now) }
            if await room.isClosed { return world.chatView(customer, at: clock.now) }
            await room.wait(for: .chat(id), after: seen, atMost: left)
        }
    }

    /// The journal's lines above `number`, at most `limit`; waits for the first of them.
    func log(after number: Int64, limit: Int, wait: Duration) async -> [LogEntry] {
        let deadline = ContinuousClock.now + wait
        while true {
            let seen = await room.count(of: .log)
            let lines = world.log.dropFirst(Int(clamping: max(number, 0))).prefix(limit)
            let left = deadline - .now
            if !lines.isEmpty || left <= .zero { return Array(lines) }
            if await room.isClosed { return [] }
            await room.wait(for: .log, after: seen, atMost: left)
        }
    }

    /// Saves what changed, in the order of the changes, and calls the pages that look at it.
    private func settle() async -> Bool {
        let chats = world.changedChats
        world.changedChats.removeAll()
        let changes = world.takeChanges()
        if let store {
            let task = Task { [saving] in
                _ = await saving?.result
                try await store.save(changes)
            }
            saving = task
            do {
                try await task.value
            } catch {
                logger.error("the emulator's store failed: \(error)")
                return false
            }
        }
        for chat in chats { await room.call(.chat(chat)) }
        if !chats.isEmpty { await room.call(.customers) }
        await room.call(.log)
        return true
    }
}
