import Vocabulary

extension World {
    /// Presses an inline button: `message_id` and `data`. Only a button that is on the message now can be pressed; with `forged` true any
    /// data goes to the bot, on any message, as a modified app can send it.
    mutating func press(_ id: Int64, _ fields: JSON, at now: Instant) throws(Impossible) -> JSON {
        let customer = try talking(id)
        guard let messageID = fields["message_id"]?.int, let data = fields["data"]?.string else {
            throw .wrong("message_id and data are needed")
        }
        let forged = fields["forged"] == true
        let message = messages[messageID].flatMap { $0.chat == id ? $0 : nil }
        if !forged {
            guard let message, !message.deleted else { throw .refused("no such message") }
            guard Self.callbacks(of: message.markup).contains(data) else { throw .refused("no such button on the message now") }
        }
        guard data.utf8.count <= 64 || forged else { throw .wrong("data has at most 64 bytes") }
        let query = Query(id: String(ids.id(Never.self).low >> 1), chat: id, message: messageID, data: data, at: now)
        save(query)
        var callback: [String: JSON] = [
            "id": .string(query.id), "from": .object(customer.user), "chat_instance": .string(String(id &* 7_919)), "data": .string(data),
        ]
        callback["message"] =
            message.map { $0.deleted ? inaccessibleMessage(messageID, chat: customer) : apiMessage($0) }
            ?? inaccessibleMessage(messageID, chat: customer)
        enqueue("callback_query", .object(callback), at: now)
        note(who: "customer", what: "press", chat: id, parameters: fields, answer: ["query": .string(query.id)], at: now)
        return ["query": .string(query.id)]
    }

    static func callbacks(of markup: JSON?) -> [String] {
        (markup?["inline_keyboard"]?.array ?? []).flatMap { $0.array ?? [] }.compactMap { $0["callback_data"]?.string }
    }

    /// Shares a contact: one's own, or with `user_id`, `phone_number`, `first_name` somebody else's, as one can forward any card.
    mutating func shareContact(_ id: Int64, _ fields: JSON, at now: Instant) throws(Impossible) -> JSON {
        var customer = try talking(id)
        var contact: [String: JSON] = [
            "phone_number": .string(fields["phone_number"]?.string ?? customer.phone),
            "first_name": .string(fields["first_name"]?.string ?? customer.firstName),
        ]
        if let other = fields["user_id"] {
            contact.put("user_id", other.int.map(JSON.int))
        } else if fields["phone_number"] == nil {
            contact["user_id"] = .int(id)
        }
        contact.put("last_name", fields["last_name"] ?? (fields["first_name"] == nil ? customer.lastName.map(JSON.string) : nil))
        hideOneTimeKeyboard(&customer)
        return say(["contact": .object(contact)], from: customer, act: "contact", fields, at: now)
    }

    private mutating func hideOneTimeKeyboard(_ customer: inout Customer) {
        guard customer.keyboard?["one_time_keyboard"] == true else { return }
        customer.keyboard = nil
        save(customer)
    }

    /// Sends a voice, photo, sticker or another kind. `bytes` (base64) is the file; without it a small stand-in goes.
    mutating func sendMedia(_ id: Int64, _ fields: JSON, bytes: [UInt8]?, at now: Instant) throws(Impossible) -> JSON {
        let customer = try talking(id)
        var content: [String: JSON] = [:]
        content.put("caption", fields["caption"]?.string)
        let kind = fields["kind"]?.string ?? ""
        switch kind {
        case "photo":
            do { content["photo"] = try newPhoto(bytes ?? Self.dot) } catch { throw .wrong(error.description) }
        case "voice":
            var voice = described(store(bytes ?? Array("OggS".utf8), folder: "voice", suffix: "oga"))
            voice["duration"] = fields["duration"] ?? 3
            voice["mime_type"] = "audio/ogg"
            content["voice"] = .object(voice)
        case "sticker":
            var sticker = described(store(bytes ?? Self.dot, folder: "stickers", suffix: "webp"))
            sticker.merge([
                "width": 512, "height": 512, "type": "regular", "is_animated": false, "is_video": false, "emoji": fields["emoji"] ?? "🌵",
            ]) { _, new in new }
            content["sticker"] = .object(sticker)
        case "document":
            var document = described(store(bytes ?? Array("document".utf8), folder: "documents", suffix: "bin"))
            document["file_name"] = fields["file_name"] ?? "file.bin"
            content["document"] = .object(document)
        case "location":
            content["location"] = ["latitude": fields["latitude"] ?? .double(55.75), "longitude": fields["longitude"] ?? .double(37.62)]
        case "": throw .wrong("kind is needed")
        // A kind of message that nobody has heard of.
        default: content[kind] = fields["body"] ?? [:]
        }
        return say(content, from: customer, act: "media", fields, at: now)
    }

    private func described(_ file: StoredFile) -> [String: JSON] {
        ["file_id": .string(file.id), "file_unique_id": .string(file.uniqueID), "file_size": .int(Int64(file.bytes.count))]
    }

    /// Puts a raw update of any kind, known or made up, into the queue, past `allowed_updates` when `always` is true.
    mutating func inject(_ fields: JSON, at now: Instant) throws(Impossible) -> JSON {
        guard let kind = fields["kind"]?.string, !kind.isEmpty, kind != "update_id" else { throw .wrong("kind is needed") }
        let saved = profile.allowedUpdates
        if fields["always"] == true { profile.allowedUpdates = [kind] }
        let queued = enqueue(kind, fields["body"] ?? [:], at: now)
        profile.allowedUpdates = saved
        note(who: "customer", what: "inject", chat: nil, parameters: fields, answer: ["queued": .bool(queued)], at: now)
        return ["queued": .bool(queued)]
    }

    /// The smallest PNG: one grey dot.
    static let dot: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A,
        0x7E,
        0x9B, 0x55, 0, 0, 0, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81, 0x77, 0xCD, 0x72, 0xB6, 0, 0, 0,
        0, 0x49,
        0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]
}
