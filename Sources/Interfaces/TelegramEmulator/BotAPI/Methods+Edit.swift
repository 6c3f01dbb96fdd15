import Vocabulary

extension World {
    mutating func editMessageText(_ parameters: Parameters, at now: Instant) throws(Refusal) -> JSON {
        let text = try Self.text(parameters)
        var message = try ownMessage(parameters)
        guard message.content["text"] != nil else { throw .badRequest("there is no text in the message to edit") }
        guard text.length <= Self.textLimit else { throw .badRequest("message is too long") }
        message.markup = try ReplyMarkup.readInline(parameters)
        message.content = Self.content(text, key: "text", entities: "entities")
        if let options = try Self.linkPreview(parameters) { message.content["link_preview_options"] = options }
        return try replace(message, at: now)
    }

    mutating func editMessageCaption(_ parameters: Parameters, at now: Instant) throws(Refusal) -> JSON {
        let caption = try FormattedText.read(
            try parameters.string("caption") ?? "", mode: try parameters.string("parse_mode"),
            entities: try parameters.nested("caption_entities"))
        var message = try ownMessage(parameters)
        guard message.content["photo"] != nil else { throw .badRequest("there is no caption in the message to edit") }
        guard caption.length <= Self.captionLimit else { throw .badRequest("message caption is too long") }
        message.markup = try ReplyMarkup.readInline(parameters)
        message.content["caption"] = nil
        message.content["caption_entities"] = nil
        message.content.merge(Self.content(caption, key: "caption", entities: "caption_entities")) { _, new in new }
        return try replace(message, at: now)
    }

    mutating func editMessageReplyMarkup(_ parameters: Parameters, at now: Instant) throws(Refusal) -> JSON {
        var message = try ownMessage(parameters)
        message.markup = try ReplyMarkup.readInline(parameters)
        guard message.markup != messages[message.id]?.markup else { throw .notModified }
        // Telegram sets no edit mark when only the keyboard changes.
        save(message)
        return apiMessage(message)
    }

    private mutating func replace(_ message: Message, at now: Instant) throws(Refusal) -> JSON {
        guard let old = messages[message.id], old.content != message.content || old.markup != message.markup else { throw .notModified }
        var message = message
        if old.content != message.content { message.edited = now }
        save(message)
        return apiMessage(message)
    }

    private func ownMessage(_ parameters: Parameters) throws(Refusal) -> Message {
        if parameters.has("inline_message_id") { throw .badRequest("MESSAGE_ID_INVALID") }
        let customer = try chat(parameters)
        guard let id = try parameters.integer("message_id"), id > 0 else { throw .badRequest("message identifier is not specified") }
        guard let message = messages[id], message.chat == customer.id, !message.deleted else {
            throw .badRequest("message to edit not found")
        }
        // "It is only possible to edit messages without reply_markup or with inline keyboards."
        guard message.fromBot, message.isFixed != true else { throw .badRequest("message can't be edited") }
        return message
    }

    mutating func deleteMessage(_ parameters: Parameters, at now: Instant) throws(Refusal) -> JSON {
        let customer = try chat(parameters)
        guard let id = try parameters.integer("message_id"), id > 0 else { throw .badRequest("message identifier is not specified") }
        guard var message = messages[id], message.chat == customer.id, !message.deleted else {
            throw .badRequest("message to delete not found")
        }
        guard now - message.date < .hours(48) else { throw .badRequest("message can't be deleted for everyone") }
        message.deleted = true
        save(message)
        return true
    }

    mutating func deleteMessages(_ parameters: Parameters, at now: Instant) throws(Refusal) -> JSON {
        let customer = try chat(parameters)
        guard let list = try parameters.nested("message_ids")?.array, list.allSatisfy({ $0.int != nil }) else {
            throw .badRequest("message identifiers are not specified")
        }
        guard (1...100).contains(list.count) else { throw .badRequest("too many message identifiers specified") }
        for id in list.compactMap(\.int) {
            guard var message = messages[id], message.chat == customer.id, !message.deleted, now - message.date < .hours(48) else {
                continue
            }
            message.deleted = true
            save(message)
        }
        return true
    }

    mutating func answerCallbackQuery(_ parameters: Parameters, at now: Instant) throws(Refusal) -> JSON {
        let text = try parameters.string("text") ?? ""
        guard text.utf16.count <= 200 else { throw .badRequest("MESSAGE_TOO_LONG") }
        guard let id = try parameters.string("callback_query_id"), var query = queries[id] else { throw .oldQuery }
        guard query.answered == nil, now - query.at < callbackLifetime else { throw .oldQuery }
        var answer: [String: JSON] = [:]
        if !text.isEmpty { answer["text"] = .string(text) }
        answer["show_alert"] = .bool(try parameters.boolean("show_alert"))
        if let url = try parameters.string("url"), !url.isEmpty {
            let own = ["https://t.me/\(bot.username)?start=", "http://t.me/\(bot.username)?start=", "t.me/\(bot.username)?start="]
            guard own.contains(where: { url.lowercased().hasPrefix($0.lowercased()) }) else { throw .badRequest("URL_INVALID") }
            answer["url"] = .string(url)
        }
        _ = try parameters.integer("cache_time")
        query.answered = now
        query.answer = .object(answer)
        save(query)
        return true
    }
}
