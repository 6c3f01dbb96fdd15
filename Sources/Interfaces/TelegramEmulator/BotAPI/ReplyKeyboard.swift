/// Checks a reply keyboard. The chat is private here, so `request_contact` is allowed.
enum ReplyKeyboard {
    private static let requests = [
        "request_users", "request_chat", "request_managed_bot", "request_contact", "request_location", "request_poll", "web_app",
    ]

    static func check(_ rows: JSON, in object: [String: JSON]) throws(Refusal) -> JSON {
        let checked = try KeyboardRows.check(rows, field: "keyboard", perRow: 12, total: 300, button: button)
        guard !checked.isEmpty else { throw .badRequest("reply keyboard must contain at least one button") }
        for flag in ["is_persistent", "resize_keyboard", "one_time_keyboard", "selective"] where object[flag] != nil {
            guard object[flag]?.bool != nil else { throw .badRequest("field \"\(flag)\" must be of type Boolean") }
        }
        try checkPlaceholder(object)
        var keyboard = object
        keyboard["keyboard"] = .array(checked)
        return .object(keyboard)
    }

    static func checkPlaceholder(_ object: [String: JSON]) throws(Refusal) {
        guard let placeholder = object["input_field_placeholder"] else { return }
        guard let text = placeholder.string else { throw .badRequest("field \"input_field_placeholder\" must be of type String") }
        guard (1...64).contains(text.utf16.count) else { throw .badRequest("input field placeholder must be 1-64 characters long") }
    }

    private static func problem(_ reason: String) -> Refusal { .badRequest("can't parse keyboard button: " + reason) }

    private static func button(_ value: JSON) throws(Refusal) -> JSON {
        if case .string(let text) = value {
            guard !text.isEmpty else { throw .badRequest("keyboard button text must be non-empty") }
            return ["text": value]
        }
        guard let object = value.object else { throw problem("KeyboardButton must be an Object") }
        guard let text = object["text"] else { throw problem("Can't find field \"text\"") }
        guard let label = text.string else { throw problem("Field \"text\" must be of type String") }
        guard !label.allSatisfy(\.isWhitespace) else { throw .badRequest("keyboard button text must be non-empty") }
        for flag in ["request_contact", "request_location"] where object[flag] != nil {
            guard object[flag]?.bool != nil else { throw problem("Field \"\(flag)\" must be of type Boolean") }
        }
        let asked = requests.filter { object[$0] != nil && object[$0] != false }
        guard asked.count <= 1 else {
            throw problem("at most one of the optional fields may be used, found \(asked.joined(separator: ", "))")
        }
        return value
    }
}
