import Vocabulary

extension World {
    static let textLimit = 4096
    static let captionLimit = 1024

    mutating func sendMessage(_ parameters: Parameters, at now: Instant) throws(Refusal) -> JSON {
        let text = try Self.text(parameters)
        let customer = try chat(parameters)
        let markup = try ReplyMarkup.read(parameters)
        guard text.length <= Self.textLimit else { throw .badRequest("message is too long") }
        var content = Self.content(text, key: "text", entities: "entities")
        if let options = try Self.linkPreview(parameters) { content["link_preview_options"] = options }
        return try send(content, markup: markup, to: customer, parameters, at: now)
    }

    mutating func sendPhoto(_ parameters: Parameters, at now: Instant) throws(Refusal) -> JSON {
        let caption = try FormattedText.read(
            try parameters.string("caption") ?? "", mode: try parameters.string("parse_mode"),
            entities: try parameters.nested("caption_entities"))
        guard parameters.has("photo") else { throw .badRequest("there is no photo in the request") }
        let customer = try chat(parameters)
        let markup = try ReplyMarkup.read(parameters)
        guard caption.length <= Self.captionLimit else { throw .badRequest("message caption is too long") }
        let photo = try self.photo(parameters)
        var content = Self.content(caption, key: "caption", entities: "caption_entities")
        content["photo"] = photo
        for flag in ["has_spoiler", "show_caption_above_media"] where try parameters.boolean(flag) {
            content[flag == "has_spoiler" ? "has_media_spoiler" : flag] = true
        }
        return try send(content, markup: markup, to: customer, parameters, at: now)
    }

    /// The text parameter, formatted; refused when nothing is left of it.
    static func text(_ parameters: Parameters) throws(Refusal) -> FormattedText {
        guard let raw = try parameters.string("text"), !raw.isEmpty else { throw .badRequest("message text is empty") }
        let text = try FormattedText.read(raw, mode: try parameters.string("parse_mode"), entities: try parameters.nested("entities"))
        guard !text.text.isEmpty else { throw .badRequest("text must be non-empty") }
        return text
    }

    static func content(_ text: FormattedText, key: String, entities: String) -> [String: JSON] {
        guard !text.text.isEmpty else { return [:] }
        var content: [String: JSON] = [key: .string(text.text)]
        if !text.entities.isEmpty { content[entities] = .array(text.entities.map(\.json)) }
        return content
    }

    static func linkPreview(_ parameters: Parameters) throws(Refusal) -> JSON? {
        guard let options = try parameters.nested("link_preview_options") else { return nil }
        guard let object = options.object else { throw .badRequest("can't parse LinkPreviewOptions: object expected") }
        for (field, value) in object {
            switch field {
            case "is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text":
                guard value.bool != nil else { throw .badRequest("field \"\(field)\" must be of type Boolean") }
            case "url":
                guard value.string != nil else { throw .badRequest("field \"url\" must be of type String") }
            default: continue
            }
        }
        if object["prefer_small_media"] == true, object["prefer_large_media"] == true {
            throw .badRequest("can't prefer both small and large media in a link preview")
        }
        return options
    }

    private mutating func send(
        _ content: [String: JSON], markup: ReplyMarkup?, to customer: Customer, _ parameters: Parameters, at now: Instant
    ) throws(Refusal) -> JSON {
        var customer = customer
        var message = Message(id: 0, chat: customer.id, fromBot: true, date: now, content: content)
        message.replyTo = try reply(parameters, in: customer)
        for unsupported in ["message_thread_id", "business_connection_id", "direct_messages_topic_id", "suggested_post_parameters"]
        where parameters.has(unsupported) {
            throw .badRequest(
                unsupported == "message_thread_id" ? "message thread not found" : "\(unsupported) is not supported by the emulator")
        }
        if try parameters.boolean("allow_paid_broadcast") { throw .badRequest("FLOODSKIP_NOT_ALLOWED") }
        if try parameters.boolean("protect_content") { message.content["has_protected_content"] = true }
        _ = try parameters.boolean("disable_notification")
        switch markup {
        case .inline(let keyboard): message.markup = keyboard
        case .keyboard(let keyboard): (customer.keyboard, message.isFixed) = (keyboard, true)
        case .remove: (customer.keyboard, message.isFixed) = (nil, true)
        case .forceReply: message.isFixed = true
        case nil: break
        }
        // A message ends "typing…", as in Telegram's apps.
        customer.action = nil
        save(customer)
        let sent = Message(
            id: nextMessageID(), chat: message.chat, fromBot: true, date: now, content: message.content, markup: message.markup,
            replyTo: message.replyTo, isFixed: message.isFixed)
        save(sent)
        return apiMessage(sent)
    }

    private func reply(_ parameters: Parameters, in customer: Customer) throws(Refusal) -> Int64? {
        guard let reply = try parameters.nested("reply_parameters") else { return nil }
        guard let id = reply["message_id"]?.int else {
            throw .badRequest("can't parse ReplyParameters: Field \"message_id\" must be a valid Number")
        }
        if let message = messages[id], message.chat == customer.id, !message.deleted { return id }
        guard reply["allow_sending_without_reply"] == true else { throw .badRequest("message to be replied not found") }
        return nil
    }

    mutating func sendChatAction(_ parameters: Parameters, at now: Instant) throws(Refusal) -> JSON {
        let kinds: Set<String> = [
            "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio", "upload_audio",
            "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note", "cancel",
        ]
        var customer = try chat(parameters)
        guard let kind = try parameters.string("action"), kinds.contains(kind) else {
            throw .badRequest("wrong parameter action in request")
        }
        customer.action = kind == "cancel" ? nil : ChatAction(kind: kind, until: now + .seconds(5))
        save(customer)
        return true
    }
}
