import Vocabulary

/// Why a simulated person could not do that.
struct Impossible: Error, Sendable, Equatable {
    let code: Int
    let reason: String

    static let noSuchCustomer = Impossible(code: 404, reason: "no such customer")
    static func wrong(_ reason: String) -> Impossible { Impossible(code: 400, reason: reason) }
    static func refused(_ reason: String) -> Impossible { Impossible(code: 409, reason: reason) }
}

/// What people do with their phones. Each act leaves a line in the journal.
extension World {
    func customer(_ id: Int64) throws(Impossible) -> Customer {
        guard let customer = customers[id] else { throw .noSuchCustomer }
        return customer
    }

    /// A person installs the app. Fields: `first_name`, `last_name`, `username`, `language_code`, `phone_number`, `id`, `payload`.
    mutating func createCustomer(_ fields: JSON, at now: Instant) throws(Impossible) -> Customer {
        let id = fields["id"]?.int ?? counters.customer
        guard id > 0, customers[id] == nil, id != bot.id else { throw .refused("this id is taken") }
        counters.customer = max(counters.customer, id) + 1
        unsaved.insert(.counters)
        let name = fields["first_name"]?.string ?? "Customer \(id % 1000)"
        guard !name.isEmpty, name.utf16.count <= 64 else { throw .wrong("first_name must have 1-64 characters") }
        let phone = fields["phone_number"]?.string ?? "7900\(String(10_000_000 + id % 10_000_000).dropFirst())"
        let customer = Customer(
            id: id, firstName: name, lastName: fields["last_name"]?.string, username: fields["username"]?.string,
            languageCode: fields["language_code"]?.string ?? "ru", phone: phone.filter(\.isNumber), pendingPayload: try payload(fields))
        save(customer)
        note(who: "customer", what: "create", chat: id, parameters: fields, answer: "ok", at: now)
        return customers[id] ?? customer
    }

    /// A start payload as t.me takes it; nil when there is none.
    func payload(_ fields: JSON) throws(Impossible) -> String? {
        guard let payload = fields["payload"]?.string, !payload.isEmpty else { return nil }
        let isValid =
            payload.utf8.count <= 64 && payload.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
        guard isValid else { throw .wrong("a start payload has at most 64 characters of A-Z a-z 0-9 _ -") }
        return payload
    }

    /// Presses Start (or Restart, after a block) with the payload given here or by the link that opened the chat.
    mutating func start(_ id: Int64, _ fields: JSON, at now: Instant) throws(Impossible) -> JSON {
        var customer = try customer(id)
        let payload = try payload(fields) ?? customer.pendingPayload
        customer.pendingPayload = nil
        if customer.blocked { customer = setBlocked(customer, false, at: now) }
        customer.started = true
        save(customer)
        let text = payload.map { "/start \($0)" } ?? "/start"
        return say(["text": .string(text)], from: customer, act: "start", fields, at: now)
    }

    mutating func sendText(_ id: Int64, _ fields: JSON, at now: Instant) throws(Impossible) -> JSON {
        let customer = try talking(id)
        guard let text = fields["text"]?.string, !text.isEmpty else { throw .wrong("text is empty") }
        guard text.utf16.count <= Self.textLimit else { throw .wrong("the app splits texts over 4096 characters") }
        return say(["text": .string(text)], from: customer, act: "text", fields, at: now)
    }

    /// A customer who can write: started the bot and did not block it.
    func talking(_ id: Int64) throws(Impossible) -> Customer {
        let customer = try customer(id)
        guard customer.started else { throw .refused("press Start first") }
        guard !customer.blocked else { throw .refused("the bot is blocked") }
        return customer
    }

    /// The customer's message goes into the chat and to the bot.
    mutating func say(_ content: [String: JSON], from customer: Customer, act: String, _ fields: JSON, at now: Instant) -> JSON {
        var content = content
        if let text = content["text"]?.string {
            let entities = PlainEntities.find(in: text)
            if !entities.isEmpty { content["entities"] = .array(entities.map(\.json)) }
        }
        let message = Message(
            id: nextMessageID(), chat: customer.id, fromBot: false, date: now, content: content, replyTo: fields["reply_to_message_id"]?.int
        )
        save(message)
        enqueue("message", apiMessage(message), at: now)
        note(who: "customer", what: act, chat: customer.id, parameters: fields, answer: ["message_id": .int(message.id)], at: now)
        return ["message_id": .int(message.id)]
    }

    mutating func setBlocked(_ customer: Customer, _ blocked: Bool, at now: Instant) -> Customer {
        var customer = customer
        guard customer.blocked != blocked else { return customer }
        customer.blocked = blocked
        customer.action = nil
        save(customer)
        let member: (Bool) -> JSON = { [bot] isOut in
            var status: [String: JSON] = ["user": .object(bot.user), "status": isOut ? "kicked" : "member"]
            if isOut { status["until_date"] = 0 }
            return .object(status)
        }
        enqueue(
            "my_chat_member",
            [
                "chat": .object(customer.chat), "from": .object(customer.user), "date": .int(now.milliseconds / 1000),
                "old_chat_member": member(!blocked), "new_chat_member": member(blocked),
            ], at: now)
        return customer
    }

    mutating func block(_ id: Int64, _ blocked: Bool, at now: Instant) throws(Impossible) -> JSON {
        let customer = try customer(id)
        guard customer.started else { throw .refused("press Start first") }
        _ = setBlocked(customer, blocked, at: now)
        note(who: "customer", what: blocked ? "block" : "unblock", chat: id, parameters: [:], answer: "ok", at: now)
        return ["blocked": .bool(blocked)]
    }

    mutating func setLanguage(_ id: Int64, _ fields: JSON, at now: Instant) throws(Impossible) -> JSON {
        var customer = try customer(id)
        guard let code = fields["language_code"]?.string, (2...35).contains(code.utf8.count) else {
            throw .wrong("language_code is an IETF tag")
        }
        customer.languageCode = code
        save(customer)
        note(who: "customer", what: "language", chat: id, parameters: fields, answer: "ok", at: now)
        return ["language_code": .string(code)]
    }
}
