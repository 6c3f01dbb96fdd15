import Vocabulary

extension World {
    /// Answers one request of the bot. `getUpdates` waits, so its caller does the waiting; see ``take(_:)``.
    mutating func call(_ method: String, _ parameters: Parameters, at now: Instant) throws(Refusal) -> JSON {
        switch method {
        case "getMe": me
        case "sendMessage": try sendMessage(parameters, at: now)
        case "sendPhoto": try sendPhoto(parameters, at: now)
        case "sendChatAction": try sendChatAction(parameters, at: now)
        case "editMessageText": try editMessageText(parameters, at: now)
        case "editMessageCaption": try editMessageCaption(parameters, at: now)
        case "editMessageReplyMarkup": try editMessageReplyMarkup(parameters, at: now)
        case "deleteMessage": try deleteMessage(parameters, at: now)
        case "deleteMessages": try deleteMessages(parameters, at: now)
        case "answerCallbackQuery": try answerCallbackQuery(parameters, at: now)
        case "getFile": try getFile(parameters)
        case "getChat": .object(try chat(parameters).chat)
        case "setMyCommands": try setMyCommands(parameters)
        case "getMyCommands": try getMyCommands(parameters)
        case "deleteMyCommands": try deleteMyCommands(parameters)
        case "setMyName", "setMyDescription", "setMyShortDescription": try setText(method, parameters)
        case "getMyName", "getMyDescription", "getMyShortDescription": try getText(method, parameters)
        case "setChatMenuButton": try setChatMenuButton(parameters)
        case "getChatMenuButton": try getChatMenuButton(parameters)
        case "getWebhookInfo":
            ["url": "", "has_custom_certificate": false, "pending_update_count": .int(Int64(queue.count))]
        case "deleteWebhook": try deleteWebhook(parameters)
        case "logOut", "close": true
        default: throw .badRequest("method is not supported by the emulator")
        }
    }

    private var me: JSON {
        var user = bot.user
        for flag in [
            "can_join_groups", "can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business", "has_main_web_app",
            "has_topics_enabled", "allows_users_to_create_topics", "can_manage_bots",
        ] { user[flag] = .bool(flag == "can_join_groups") }
        return .object(user)
    }

    private mutating func deleteWebhook(_ parameters: Parameters) throws(Refusal) -> JSON {
        if try parameters.boolean("drop_pending_updates") { forget(queue.map(\.id)) }
        return true
    }

    /// The chat of a request: known, started, not blocked.
    func chat(_ parameters: Parameters) throws(Refusal) -> Customer {
        let name: String
        switch parameters.values["chat_id"] {
        case .int(let id): name = String(id)
        case .string(let text): name = text
        case nil, .null: name = ""
        default: throw .badRequest("field \"chat_id\" must be of type Integer or String")
        }
        guard !name.isEmpty else { throw .badRequest("chat_id is empty") }
        guard let id = Int64(name), let customer = customers[id] else { throw .chatNotFound }
        guard customer.started else { throw .forbidden("bot can't initiate conversation with a user") }
        guard !customer.blocked else { throw .forbidden("bot was blocked by the user") }
        return customer
    }
}
