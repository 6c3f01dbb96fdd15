/// Checks an inline keyboard as deep as Telegram does: texts, exactly one action each, its limits.
enum InlineKeyboard {
    private static let actions = [
        "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
    ]
    private static let decorations: Set<String> = ["text", "icon_custom_emoji_id", "style"]

    static func check(_ rows: JSON) throws(Refusal) -> [JSON] {
        try KeyboardRows.check(rows, field: "inline_keyboard", perRow: 8, total: 100, button: button)
    }

    private static func problem(_ reason: String) -> Refusal { .badRequest("can't parse inline keyboard button: " + reason) }

    private static func button(_ value: JSON) throws(Refusal) -> JSON {
        guard let object = value.object else { throw problem("InlineKeyboardButton must be an Object") }
        guard let text = object["text"] else { throw problem("Can't find field \"text\"") }
        guard let label = text.string else { throw problem("Field \"text\" must be of type String") }
        guard !label.allSatisfy(\.isWhitespace) else { throw .badRequest("inline keyboard button text must be non-empty") }
        if let style = object["style"], !["danger", "success", "primary"].contains(style.string) {
            throw problem("invalid button style specified")
        }
        let present = actions.filter { object[$0] != nil }
        guard let action = present.first, object[action] != "" || action.hasPrefix("switch") else {
            throw problem("Text buttons are unallowed in the inline keyboard")
        }
        guard present.count == 1 else { throw problem("exactly one action field is expected, found \(present.joined(separator: ", "))") }
        try check(action: action, object[action] ?? .null)
        return value
    }

    private static func check(action: String, _ value: JSON) throws(Refusal) {
        switch action {
        case "url":
            try address(try string(value, action), name: "URL")
        case "callback_data":
            guard (1...64).contains(try string(value, action).utf8.count) else { throw .badRequest("BUTTON_DATA_INVALID") }
        case "web_app", "login_url":
            guard let url = value["url"]?.string else { throw problem("Field \"url\" must be of type String") }
            guard url.lowercased().hasPrefix("https://") else {
                throw .badRequest("inline keyboard button Web App URL '\(url)' is invalid: Only HTTPS links are allowed")
            }
            try address(url, name: "URL")
        case "copy_text":
            guard let text = value["text"]?.string else { throw problem("Field \"text\" must be of type String") }
            guard (1...256).contains(text.utf16.count) else { throw .badRequest("BUTTON_COPY_TEXT_INVALID") }
        case "switch_inline_query", "switch_inline_query_current_chat":
            _ = try string(value, action)
        case "switch_inline_query_chosen_chat":
            guard value.object != nil else { throw problem("Field \"\(action)\" must be of type Object") }
        default:
            throw problem("\(action) buttons are not supported by the emulator")
        }
    }

    private static func string(_ value: JSON, _ field: String) throws(Refusal) -> String {
        guard let text = value.string else { throw problem("Field \"\(field)\" must be of type String") }
        return text
    }

    private static func address(_ url: String, name: String) throws(Refusal) {
        if case .failure(let reason) = WebAddress.check(url) {
            throw .badRequest("inline keyboard button \(name) '\(url)' is invalid: \(reason.words)")
        }
    }
}
