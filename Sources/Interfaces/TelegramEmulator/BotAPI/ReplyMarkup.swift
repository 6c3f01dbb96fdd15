/// A checked `reply_markup`.
enum ReplyMarkup: Hashable, Sendable {
    /// Rows of buttons under the message; part of the message.
    case inline(JSON)
    /// The keyboard under the chat; part of the chat.
    case keyboard(JSON)
    case remove
    case forceReply(JSON)

    static func read(_ parameters: Parameters) throws(Refusal) -> ReplyMarkup? {
        guard let value = try parameters.nested("reply_markup") else { return nil }
        guard let object = value.object else { throw .badRequest("object expected as reply markup") }
        if let rows = object["inline_keyboard"] {
            let keyboard = try InlineKeyboard.check(rows)
            return keyboard.isEmpty ? nil : .inline(["inline_keyboard": .array(keyboard)])
        }
        if let rows = object["keyboard"] { return .keyboard(try ReplyKeyboard.check(rows, in: object)) }
        if let flag = object["remove_keyboard"] {
            guard let on = flag.bool else { throw .badRequest("field \"remove_keyboard\" must be of type Boolean") }
            return on ? .remove : nil
        }
        if let flag = object["force_reply"] {
            guard let on = flag.bool else { throw .badRequest("field \"force_reply\" must be of type Boolean") }
            try ReplyKeyboard.checkPlaceholder(object)
            return on ? .forceReply(value) : nil
        }
        // Telegram takes an object without a known field for no markup.
        return nil
    }

    /// Markup of an edit: only an inline keyboard will do. Nil takes the keyboard away.
    static func readInline(_ parameters: Parameters) throws(Refusal) -> JSON? {
        switch try read(parameters) {
        case nil: return nil
        case .inline(let keyboard): return keyboard
        default: throw .badRequest("inline keyboard expected")
        }
    }
}

/// Rows of buttons, common to both kinds of keyboard.
enum KeyboardRows {
    static func check(
        _ rows: JSON, field: String, perRow: Int, total: Int, button: (JSON) throws(Refusal) -> JSON
    ) throws(Refusal) -> [JSON] {
        guard let list = rows.array else { throw .badRequest("field \"\(field)\" must be of type Array") }
        var checked: [JSON] = []
        var count = 0
        for row in list {
            guard let buttons = row.array else { throw .badRequest("field \"\(field)\" must be an Array of Arrays") }
            var kept: [JSON] = []
            for one in buttons { kept.append(try button(one)) }
            count += kept.count
            guard kept.count <= perRow, count <= total else { throw .badRequest("REPLY_MARKUP_TOO_LONG") }
            if !kept.isEmpty { checked.append(.array(kept)) }
        }
        return checked
    }
}
