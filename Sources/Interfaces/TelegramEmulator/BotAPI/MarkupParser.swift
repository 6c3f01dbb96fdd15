/// A formatted stretch of a text, as Telegram names it; offset and length in UTF-16 code units.
struct Entity: Hashable, Sendable {
    var type: String
    var offset: Int
    var length: Int
    var details: [String: JSON] = [:]

    var end: Int { offset + length }
    var json: JSON {
        var object = details
        object["type"] = .string(type)
        object["offset"] = .int(Int64(offset))
        object["length"] = .int(Int64(length))
        return .object(object)
    }
}

/// Telegram's HTML, read by Telegram's rules (core.telegram.org/bots/api#html-style and the words TDLib answers with): a short list of
/// tags, four named entities, offsets in bytes in complaints.
struct HTMLParser {
    private static let tags: [String: String] = [
        "a": "text_link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": "strikethrough", "strike": "strikethrough",
        "del": "strikethrough", "u": "underline", "ins": "underline", "span": "spoiler", "tg-spoiler": "spoiler",
        "tg-emoji": "custom_emoji", "tg-time": "date_time", "pre": "pre", "code": "code", "blockquote": "blockquote",
    ]

    private struct Open {
        let tag: String
        let offset: Int
        let start: Int
        let details: [String: JSON]
    }

    private let source: [UInt8]
    private var place = 0
    private var output: [UInt8] = []
    private var utf16 = 0
    private var open: [Open] = []
    private var entities: [Entity] = []

    static func parse(_ html: String) throws(Refusal) -> (text: String, entities: [Entity]) {
        var parser = HTMLParser(source: Array(html.utf8))
        try parser.run()
        guard let text = String(validating: parser.output, as: UTF8.self) else {
            throw problem(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units")
        }
        return (text, parser.entities)
    }

    private init(source: [UInt8]) { self.source = source }

    private static func problem(_ reason: String) -> Refusal { .badRequest("can't parse entities: " + reason) }
    private func problem(_ reason: String, at offset: Int) -> Refusal { Self.problem("\(reason) at byte offset \(offset)") }

    private var current: UInt8? { place < source.count ? source[place] : nil }
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
    private mutating func skipSpaces() { while let byte = current, Self.isSpace(byte) { place += 1 } }

    private mutating func run() throws(Refusal) {
        while let byte = current {
            if byte == UInt8(ascii: "&"), let scalar = decodeEntity() {
                append(scalar)
            } else if byte != UInt8(ascii: "<") {
                if byte & 0xC0 != 0x80 { utf16 += byte >= 0xF0 ? 2 : 1 }
                output.append(byte)
                place += 1
            } else if place + 1 < source.count, source[place + 1] == UInt8(ascii: "/") {
                try endTag()
            } else {
                try startTag()
            }
        }
        if let last = open.last { throw Self.problem("Can't find end tag corresponding to start tag \"\(last.tag)\"") }
    }

    private mutating func append(_ scalar: UInt32) {
        utf16 += scalar >= 0x10000 ? 2 : 1
        if let valid = Unicode.Scalar(scalar) {
            output += Array(String(Character(valid)).utf8)
        } else {
            output.append(0xFF)  // A lone surrogate: the whole text is refused at the end.
        }
    }

    /// The character of `&…;` at the place, which it passes; nil (and no move) when it is none that Telegram decodes.
    private mutating func decodeEntity() -> UInt32? {
        var end = place + 1
        var decoded: UInt32?
        if end < source.count, source[end] == UInt8(ascii: "#") {
            end += 1
            let hex = end < source.count && source[end] == UInt8(ascii: "x")
            if hex { end += 1 }
            let start = end
            let isDigit = { (byte: UInt8) in Character(Unicode.Scalar(byte)).isHexDigit && (hex || byte <= UInt8(ascii: "9")) }
            while end < source.count, isDigit(source[end]) { end += 1 }
            decoded = UInt32(String(decoding: source[start..<end], as: UTF8.self), radix: hex ? 16 : 10)
            if decoded == 0 || (decoded ?? 0) >= 0x10FFFF { decoded = nil }
        } else {
            let start = end
            while end < source.count, Character(Unicode.Scalar(source[end])).isLetter, source[end] < 0x80 { end += 1 }
            let name = String(decoding: source[start..<end], as: UTF8.self)
            decoded = ["lt": 0x3C, "gt": 0x3E, "amp": 0x26, "quot": 0x22][name]
        }
        guard let decoded else { return nil }
        place = end < source.count && source[end] == UInt8(ascii: ";") ? end + 1 : end
        return decoded
    }

    private mutating func endTag() throws(Refusal) {
        let begin = place
        guard let last = open.popLast() else { throw problem("Unexpected end tag", at: begin) }
        place += 2
        let start = place
        while let byte = current, !Self.isSpace(byte), byte != UInt8(ascii: ">") { place += 1 }
        let name = String(decoding: source[start..<place], as: UTF8.self).lowercased()
        skipSpaces()
        guard current == UInt8(ascii: ">") else { throw problem("Unclosed end tag", at: begin) }
        place += 1
        guard name.isEmpty || name == last.tag else {
            throw Self.problem("Unmatched end tag at byte offset \(begin), expected \"</\(last.tag)>\", found \"</\(name)>\"")
        }
        close(last)
    }

    private mutating func close(_ tag: Open) {
        guard utf16 > tag.offset, var type = Self.tags[tag.tag] else { return }
        var details = tag.details
        switch tag.tag {
        case "a":
            let address = details["url"]?.string ?? String(decoding: output[tag.start...], as: UTF8.self)
            guard case .success(let url) = WebAddress.check(address) else { return }
            details = ["url": .string(url)]
        case "blockquote" where details["expandable"] != nil:
            type = "expandable_blockquote"
            details = [:]
        case "pre", "code":
            // <pre><code class="language-x"> over the same text is one entity.
            let inner = tag.tag == "pre" ? "code" : "pre"
            if let same = entities.lastIndex(where: { $0.type == inner && $0.offset == tag.offset && $0.end == utf16 }) {
                if let language = details["language"] ?? entities[same].details["language"] {
                    entities.remove(at: same)
                    entities.append(Entity(type: "pre", offset: tag.offset, length: utf16 - tag.offset, details: ["language": language]))
                    return
                }
            }
        default: break
        }
        entities.append(Entity(type: type, offset: tag.offset, length: utf16 - tag.offset, details: details))
    }

    private mutating func startTag() throws(Refusal) {
        let begin = place
        place += 1
        let start = place
        while let byte = current, !Self.isSpace(byte), byte != UInt8(ascii: ">") { place += 1 }
        guard current != nil else { throw problem("Unclosed start tag", at: begin) }
        let name = String(decoding: source[start..<place], as: UTF8.self).lowercased()
        guard Self.tags[name] != nil else { throw problem("Unsupported start tag \"\(name)\"", at: begin) }
        var details: [String: JSON] = [:]
        while true {
            skipSpaces()
            guard let byte = current else { throw problem("Unclosed start tag", at: begin) }
            if byte == UInt8(ascii: ">") { break }
            let (attribute, value) = try self.attribute(of: name, begin: begin)
            switch (name, attribute) {
            case ("a", "href"): details["url"] = .string(value)
            case ("code", "class") where value.hasPrefix("language-") && value.count > 9:
                details["language"] = .string(String(value.dropFirst(9)))
            case ("span", "class"): details["class"] = .string(value)
            case ("tg-emoji", "emoji-id"): details["custom_emoji_id"] = .string(value)
            case ("tg-time", "unix"): details["unix_time"] = Int64(value).map(JSON.int)
            case ("blockquote", "expandable"): details["expandable"] = true
            default: break
            }
        }
        place += 1
        if name == "span", details.removeValue(forKey: "class") != "tg-spoiler" {
            throw problem("Tag \"span\" must have class \"tg-spoiler\"", at: begin)
        }
        if name == "tg-emoji", details["custom_emoji_id"]?.string.flatMap(Int64.init) == nil {
            throw Self.problem("Invalid custom emoji identifier specified")
        }
        open.append(Open(tag: name, offset: utf16, start: output.count, details: details))
    }

    private mutating func attribute(of tag: String, begin: Int) throws(Refusal) -> (name: String, value: String) {
        let start = place
        while let byte = current, !Self.isSpace(byte), byte != UInt8(ascii: "="), byte != UInt8(ascii: ">") { place += 1 }
        let name = String(decoding: source[start..<place], as: UTF8.self).lowercased()
        guard !name.isEmpty else { throw problem("Empty attribute name in the tag \"\(tag)\"", at: begin) }
        skipSpaces()
        guard current == UInt8(ascii: "=") else { return (name, "") }
        place += 1
        skipSpaces()
        guard let quote = current else { throw problem("Unclosed start tag \"\(tag)\"", at: begin) }
        let first = place
        var value: [UInt8] = []
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            place += 1
            while let byte = current, byte != quote {
                if byte == UInt8(ascii: "&"), let scalar = decodeEntity(), let valid = Unicode.Scalar(scalar) {
                    value += Array(String(Character(valid)).utf8)
                } else {
                    value.append(byte)
                    place += 1
                }
            }
            guard current != nil else { throw problem("Unclosed start tag", at: begin) }
            place += 1
        } else {
            while let byte = current, byte < 0x80,
                Character(Unicode.Scalar(byte)).isLetter || (0x30...0x39).contains(byte) || byte == 0x2E || byte == 0x2D
            {
                value.append(byte)
                place += 1
            }
            guard let byte = current, Self.isSpace(byte) || byte == UInt8(ascii: ">") else {
                throw problem("Unexpected end of name token", at: first)
            }
        }
        return (name, String(decoding: value, as: UTF8.self))
    }
}
