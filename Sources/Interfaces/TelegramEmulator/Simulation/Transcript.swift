import Vocabulary

extension World {
    /// The chat as text, to be read or kept as a test: who said what, the buttons, edits and what is gone.
    func transcript(of id: Int64) throws(Impossible) -> String {
        let customer = try customer(id)
        var lines: [String] = []
        for message in (history[customer.id] ?? []).compactMap({ messages[$0] }) {
            let marks = (message.edited == nil ? "" : " (edited)") + (message.deleted ? " (deleted)" : "")
            let said = Self.words(of: message.content).replacing("\n", with: "\n      ")
            lines.append((message.fromBot ? "bot:  " : "me:   ") + said + marks)
            for row in message.markup?["inline_keyboard"]?.array ?? [] {
                let buttons = (row.array ?? []).map { "[\($0["text"]?.string ?? "")]" }
                lines.append("      " + buttons.joined(separator: " "))
            }
            for query in (queriesOfChat[id] ?? []).compactMap({ queries[$0] }) where query.message == message.id {
                let toast = query.answer?["text"]?.string.map { " → \($0)" } ?? ""
                lines.append("me:   press(\(query.data))\(toast)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func words(of content: [String: JSON]) -> String {
        if let text = content["text"]?.string { return text }
        if let contact = content["contact"] { return "contact(\(contact["phone_number"]?.string ?? ""))" }
        let caption = content["caption"]?.string ?? ""
        let kind = content.keys.filter { !$0.hasPrefix("caption") }.sorted().first ?? "nothing"
        return caption.isEmpty ? "\(kind)()" : "\(kind)(\(caption))"
    }

    /// The bot as the simulation sees it.
    var botState: JSON {
        [
            "id": .int(bot.id), "username": .string(bot.username), "pending_updates": .int(Int64(queue.count)),
            "allowed_updates": profile.allowedUpdates.map { .array($0.map(JSON.string)) } ?? .null, "log": .int(counters.log),
            "messages": .int(Int64(messages.count)), "customers": .int(Int64(customers.count)),
        ]
    }
}

extension LogEntry {
    var json: JSON {
        var line: [String: JSON] = [
            "number": .int(number), "at": .int(at.milliseconds), "who": .string(who), "what": .string(what), "parameters": parameters,
            "answer": answer,
        ]
        line.put("chat", chat.map(JSON.int))
        return .object(line)
    }
}
