/// A text with its formatting, as a message carries it.
struct FormattedText: Hashable, Sendable {
    var text: String
    var entities: [Entity]

    /// Reads a text parameter by its `parse_mode`, or with `entities` given apart.
    static func read(_ raw: String, mode: String?, entities given: JSON?) throws(Refusal) -> FormattedText {
        guard !raw.unicodeScalars.contains("\u{0}") else { throw .badRequest("strings must not contain a zero character") }
        var result: FormattedText
        switch mode?.lowercased() {
        case nil, "":
            result = FormattedText(text: raw, entities: try Self.entities(given, in: raw))
        case "html":
            let (text, entities) = try HTMLParser.parse(raw)
            result = FormattedText(text: text, entities: entities)
        case "markdown", "markdownv2":
            throw .badRequest("parse_mode \(mode ?? "") is not supported by the emulator")
        default:
            throw .badRequest("unsupported parse_mode")
        }
        result.trim()
        result.settle()
        return result
    }

    /// Length as Telegram counts it for its limits.
    var length: Int { text.utf16.count }

    /// Spaces and line ends around the text go, as they do in Telegram.
    private mutating func trim() {
        let units = Array(text.utf16)
        let isSpace = { (unit: UInt16) in unit == 0x20 || (9...13).contains(unit) }
        let leading = units.prefix(while: isSpace).count
        let trailing = leading == units.count ? 0 : units.reversed().prefix(while: isSpace).count
        guard leading > 0 || trailing > 0 else { return }
        let kept = units.count - leading - trailing
        text = String(decoding: units[leading..<(leading + kept)], as: UTF16.self)
        entities = entities.compactMap { entity in
            let start = min(max(entity.offset - leading, 0), kept)
            let end = min(max(entity.end - leading, 0), kept)
            guard end > start else { return nil }
            return Entity(type: entity.type, offset: start, length: end - start, details: entity.details)
        }
    }

    /// Orders the entities, takes formatting out of code, and finds links, commands, mentions and hashtags as Telegram does.
    private mutating func settle() {
        let solid = entities.filter { $0.type == "pre" || $0.type == "code" }
        entities.removeAll { entity in
            solid.contains {
                $0 != entity && $0.offset <= entity.offset && entity.end <= $0.end && ($0.length > entity.length || $0.type != entity.type)
                    && !Self.isSolid(entity, over: $0)
            }
        }
        let taken = entities.filter { ["pre", "code", "text_link", "custom_emoji"].contains($0.type) }
        for found in PlainEntities.find(in: text) where !taken.contains(where: { $0.offset < found.end && found.offset < $0.end }) {
            entities.append(found)
        }
        entities = Array(Set(entities)).sorted {
            ($0.offset, -$0.length, Self.rank($0.type)) < ($1.offset, -$1.length, Self.rank($1.type))
        }
    }

    /// Of two solid entities over each other the longer stays, `pre` first when they are alike.
    private static func isSolid(_ entity: Entity, over other: Entity) -> Bool {
        (entity.type == "pre" || entity.type == "code")
            && (entity.length > other.length || (entity.length == other.length && entity.type == "pre"))
    }

    private static func rank(_ type: String) -> Int {
        ["expandable_blockquote", "blockquote", "pre", "code", "text_link", "bold", "italic", "underline", "strikethrough", "spoiler"]
            .firstIndex(of: type) ?? 99
    }

    private static let types: Set<String> = [
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline", "strikethrough",
        "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
    ]

    private static func entities(_ given: JSON?, in text: String) throws(Refusal) -> [Entity] {
        guard let given else { return [] }
        guard let list = given.array else { throw .badRequest("can't parse MessageEntities: expected an Array") }
        var entities: [Entity] = []
        let size = text.utf16.count
        for item in list {
            guard var details = item.object else { throw .badRequest("can't parse MessageEntity: MessageEntity must be an Object") }
            guard let type = details.removeValue(forKey: "type")?.string, types.contains(type) else {
                throw .badRequest("can't parse MessageEntity: Unsupported type specified")
            }
            guard let offset = details.removeValue(forKey: "offset")?.int, let length = details.removeValue(forKey: "length")?.int else {
                throw .badRequest("can't parse MessageEntity: Field \"offset\" must be a valid Number")
            }
            guard (0...1_000_000).contains(offset) else { throw .badRequest("receive an entity with incorrect offset \(offset)") }
            guard (0...1_000_000).contains(length) else { throw .badRequest("receive an entity with incorrect length \(length)") }
            guard offset <= size else { throw .badRequest("entity begins after the end of the text at UTF-16 offset \(offset)") }
            guard offset + length <= size else {
                throw .badRequest(
                    "entity beginning at UTF-16 offset \(offset) ends after the end of the text at UTF-16 offset \(offset + length)")
            }
            if type == "text_link" {
                let address = details["url"]?.string ?? ""
                switch WebAddress.check(address) {
                case .success(let url): details["url"] = .string(url)
                case .failure(let problem): throw .badRequest("entity URL '\(address)' is invalid: \(problem.words)")
                }
            }
            if length > 0 { entities.append(Entity(type: type, offset: Int(offset), length: Int(length), details: details)) }
        }
        return entities
    }
}
