import Vocabulary

/// Everything the emulator knows, as values: no socket, no clock, no waiting. Every act is a method that takes its time.
struct World: Sendable {
    let bot: BotIdentity
    let ids: IDSource
    let callbackLifetime: Span

    var customers: [Int64: Customer] = [:]
    /// Message ids are one sequence for the whole bot, as in private chats of Telegram.
    var messages: [Int64: Message] = [:]
    var history: [Int64: [Int64]] = [:]
    var queue: [QueuedUpdate] = []
    var queries: [String: Query] = [:]
    var queriesOfChat: [Int64: [String]] = [:]
    var files: [String: StoredFile] = [:]
    var profile = Profile()
    var counters = Counters()
    var log: [LogEntry] = []

    /// What changed since the last save, and which chats a page should look at again.
    var unsaved: Set<RecordKey> = []
    var changedChats: Set<Int64> = []

    init(bot: BotIdentity, ids: IDSource, callbackLifetime: Span) {
        self.bot = bot
        self.ids = ids
        self.callbackLifetime = callbackLifetime
    }

    // MARK: Writing, in one place each, so that nothing is changed without being saved and shown.

    mutating func save(_ customer: Customer) {
        var customer = customer
        customer.revision = (customers[customer.id]?.revision ?? 0) + 1
        customers[customer.id] = customer
        unsaved.insert(.customer(customer.id))
        changedChats.insert(customer.id)
    }

    mutating func touch(_ chat: Int64) {
        if let customer = customers[chat] { save(customer) }
    }

    mutating func save(_ message: Message) {
        if messages[message.id] == nil { history[message.chat, default: []].append(message.id) }
        messages[message.id] = message
        unsaved.insert(.message(message.id))
        touch(message.chat)
    }

    mutating func save(_ query: Query) {
        touch(query.chat)
        if queries[query.id] == nil { queriesOfChat[query.chat, default: []].append(query.id) }
        var query = query
        query.revision = customers[query.chat]?.revision ?? 0
        queries[query.id] = query
        unsaved.insert(.query(query.id))
    }

    mutating func save(_ file: StoredFile) {
        files[file.id] = file
        unsaved.insert(.file(file.id))
    }

    mutating func change(_ edit: (inout Profile) -> Void) {
        edit(&profile)
        unsaved.insert(.profile)
        for chat in customers.keys { touch(chat) }
    }

    mutating func nextMessageID() -> Int64 {
        defer { counters.message += 1 }
        unsaved.insert(.counters)
        return counters.message
    }

    mutating func note(who: String, what: String, chat: Int64?, parameters: JSON, answer: JSON, at now: Instant) {
        counters.log += 1
        log.append(LogEntry(number: counters.log, at: now, who: who, what: what, chat: chat, parameters: parameters, answer: answer))
        unsaved.formUnion([.log(counters.log), .counters])
    }

    /// Puts an update into the queue, unless the bot did not ask for its kind.
    @discardableResult
    mutating func enqueue(_ kind: String, _ body: JSON, at now: Instant) -> Bool {
        let wanted = profile.allowedUpdates.map { $0.contains(kind) } ?? !Schema.onlyOnDemand.contains(kind)
        guard wanted else { return false }
        queue.append(QueuedUpdate(id: counters.update, kind: kind, body: body, at: now))
        unsaved.formUnion([.update(counters.update), .counters])
        counters.update += 1
        return true
    }
}

/// A row of the store.
enum RecordKey: Hashable, Sendable {
    case customer(Int64), message(Int64), update(Int64), query(String), file(String), log(Int64), profile, counters
}

/// Who the bot is.
struct BotIdentity: Sendable {
    let id: Int64
    let username: String
    let firstName: String

    var user: [String: JSON] {
        ["id": .int(id), "is_bot": true, "first_name": .string(firstName), "username": .string(username)]
    }
}
