import Vocabulary

extension World {
    /// A message as the Bot API gives it.
    func apiMessage(_ message: Message) -> JSON {
        var object = message.content
        object["message_id"] = .int(message.id)
        object["date"] = .int(message.date.milliseconds / 1000)
        if let edited = message.edited { object["edit_date"] = .int(edited.milliseconds / 1000) }
        if let customer = customers[message.chat] {
            object["chat"] = .object(customer.chat)
            object["from"] = .object(message.fromBot ? bot.user : customer.user)
        }
        object.put("reply_markup", message.markup)
        if let reply = message.replyTo.flatMap({ messages[$0] }), !reply.deleted {
            var original = reply
            original.replyTo = nil
            object["reply_to_message"] = apiMessage(original)
        }
        return .object(object)
    }

    /// A message that can no longer be read: what a callback carries when its message is gone.
    func inaccessibleMessage(_ id: Int64, chat: Customer) -> JSON {
        ["message_id": .int(id), "chat": .object(chat.chat), "date": 0]
    }

    /// The chat as its customer sees it now.
    func chatView(_ customer: Customer, at now: Instant) -> JSON {
        var view: [String: JSON] = [
            "revision": .int(customer.revision),
            "customer": customerView(customer),
            "bot": botView(for: customer),
            "messages": .array((history[customer.id] ?? []).compactMap { messages[$0] }.map(messageView)),
        ]
        view.put("reply_keyboard", customer.keyboard)
        if let action = customer.action, action.until > now {
            view["action"] = ["kind": .string(action.kind), "milliseconds": .int((action.until - now).milliseconds)]
        }
        let recent = (queriesOfChat[customer.id] ?? []).suffix(20).compactMap { queries[$0] }
        view["pending"] = .array(
            recent.filter { $0.answered == nil && now - $0.at < callbackLifetime }.map {
                ["query": .string($0.id), "message_id": .int($0.message), "data": .string($0.data)]
            })
        view["answers"] = .array(
            recent.compactMap { query in
                guard let answer = query.answer else { return nil }
                return [
                    "query": .string(query.id), "revision": .int(query.revision), "message_id": .int(query.message),
                    "data": .string(query.data),
                    "answer": answer,
                ]
            })
        return .object(view)
    }

    func customerView(_ customer: Customer) -> JSON {
        var view = customer.user
        view["phone_number"] = .string(customer.phone)
        view["started"] = .bool(customer.started)
        view["blocked"] = .bool(customer.blocked)
        view.put("pending_payload", customer.pendingPayload)
        if let last = history[customer.id]?.last(where: { messages[$0]?.deleted == false }).flatMap({ messages[$0] }) {
            view["last_message"] = messageView(last)
        }
        return .object(view)
    }

    private func messageView(_ message: Message) -> JSON {
        var object = apiMessage(message).object ?? [:]
        object["from_bot"] = .bool(message.fromBot)
        object["deleted"] = .bool(message.deleted)
        object["edited"] = .bool(message.edited != nil)
        object["at"] = .int(message.date.milliseconds)
        object.removeValue(forKey: "chat")
        object.removeValue(forKey: "from")
        return .object(object)
    }

    /// The bot's name, texts and commands in the customer's language.
    func botView(for customer: Customer) -> JSON {
        let language = customer.languageCode
        return [
            "username": .string(bot.username),
            "name": .string(profile.names[language] ?? profile.names[""] ?? bot.firstName),
            "description": .string(profile.descriptions[language] ?? profile.descriptions[""] ?? ""),
            "short_description": .string(profile.shortDescriptions[language] ?? profile.shortDescriptions[""] ?? ""),
            "commands": commands(for: customer),
            "menu_button": profile.menuButtons[customer.id] ?? profile.menuButtons[0] ?? ["type": "commands"],
        ]
    }

    /// The narrowest list wins: this chat, all private chats, everyone; in each the customer's language first.
    private func commands(for customer: Customer) -> JSON {
        for scope in ["chat:\(customer.id)", "all_private_chats", "default"] {
            for language in [customer.languageCode, ""] {
                if let commands = profile.commands["\(scope)|\(language)"] { return commands }
            }
        }
        return []
    }
}
