extension World {
    mutating func setMyCommands(_ parameters: Parameters) throws(Refusal) -> JSON {
        guard let list = try parameters.nested("commands")?.array else { throw .badRequest("can't parse commands: expected an Array") }
        guard list.count <= 100 else { throw .badRequest("BOT_COMMANDS_TOO_MUCH") }
        for item in list {
            guard let object = item.object else { throw .badRequest("can't parse BotCommand: expected an Object") }
            guard let command = object["command"]?.string, let description = object["description"]?.string else {
                throw .badRequest("can't parse BotCommand: Field \"command\" must be of type String")
            }
            let name = command.hasPrefix("/") ? String(command.dropFirst()) : command
            let isValid = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
            guard (1...32).contains(name.utf8.count), isValid else { throw .badRequest("BOT_COMMAND_INVALID") }
            guard (1...256).contains(description.utf16.count) else { throw .badRequest("BOT_COMMAND_DESCRIPTION_INVALID") }
        }
        let key = try commandsKey(parameters)
        change { $0.commands[key] = .array(list) }
        return true
    }

    func getMyCommands(_ parameters: Parameters) throws(Refusal) -> JSON { profile.commands[try commandsKey(parameters)] ?? [] }

    mutating func deleteMyCommands(_ parameters: Parameters) throws(Refusal) -> JSON {
        let key = try commandsKey(parameters)
        change { $0.commands[key] = nil }
        return true
    }

    /// `scope|language`.
    private func commandsKey(_ parameters: Parameters) throws(Refusal) -> String {
        let language = try self.language(parameters)
        guard let scope = try parameters.nested("scope") else { return "default|\(language)" }
        switch scope["type"]?.string {
        case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
            return "\(scope["type"]?.string ?? "default")|\(language)"
        case "chat":
            guard let id = scope["chat_id"]?.int, customers[id] != nil else { throw .chatNotFound }
            return "chat:\(id)|\(language)"
        case "chat_administrators", "chat_member": throw .chatNotFound
        default: throw .badRequest("can't parse BotCommandScope: Unsupported type specified")
        }
    }

    private func language(_ parameters: Parameters) throws(Refusal) -> String {
        let code = try parameters.string("language_code") ?? ""
        guard code.isEmpty || (code.utf8.count == 2 && code.utf8.allSatisfy { (0x61...0x7A).contains($0) }) else {
            throw .badRequest("invalid language code specified")
        }
        return code
    }

    private static let texts: [String: (field: String, limit: Int, place: any WritableKeyPath<Profile, [String: String]> & Sendable)] = [
        "MyName": ("name", 64, \.names), "MyDescription": ("description", 512, \.descriptions),
        "MyShortDescription": ("short_description", 120, \.shortDescriptions),
    ]

    mutating func setText(_ method: String, _ parameters: Parameters) throws(Refusal) -> JSON {
        guard let (field, limit, place) = Self.texts[String(method.dropFirst(3))] else { throw .methodNotFound }
        let text = try parameters.string(field) ?? ""
        let language = try self.language(parameters)
        guard text.utf16.count <= limit else { throw .badRequest("\(field.replacing("_", with: " ")) is too long") }
        change { $0[keyPath: place][language] = text.isEmpty ? nil : text }
        return true
    }

    func getText(_ method: String, _ parameters: Parameters) throws(Refusal) -> JSON {
        guard let (field, _, place) = Self.texts[String(method.dropFirst(3))] else { throw .methodNotFound }
        let texts = profile[keyPath: place]
        let text = texts[try language(parameters)] ?? texts[""] ?? (field == "name" ? bot.firstName : "")
        return [field: .string(text)]
    }

    mutating func setChatMenuButton(_ parameters: Parameters) throws(Refusal) -> JSON {
        let chat = parameters.has("chat_id") ? try self.chat(parameters).id : 0
        let button = try parameters.nested("menu_button") ?? ["type": "default"]
        switch button["type"]?.string {
        case "commands": break
        case "default":
            change { $0.menuButtons[chat] = nil }
            return true
        case "web_app":
            guard button["text"]?.string?.isEmpty == false, let url = button["web_app"]?["url"]?.string else {
                throw .badRequest("can't parse MenuButton: Field \"web_app\" must be of type Object")
            }
            guard url.hasPrefix("https://") else {
                throw .badRequest("menu button Web App URL '\(url)' is invalid: Only HTTPS links are allowed")
            }
        default: throw .badRequest("can't parse MenuButton: MenuButton has unsupported type")
        }
        change { $0.menuButtons[chat] = button }
        return true
    }

    func getChatMenuButton(_ parameters: Parameters) throws(Refusal) -> JSON {
        let chat = parameters.has("chat_id") ? try self.chat(parameters).id : 0
        return profile.menuButtons[chat] ?? profile.menuButtons[0] ?? ["type": "commands"]
    }
}
