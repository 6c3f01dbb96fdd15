/// What Telegram marks in a text by itself: commands, links, mentions, hashtags, addresses.
enum PlainEntities {
    static func find(in text: String) -> [Entity] {
        var found: [Entity] = []
        var offset = 0
        for word in text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace) {
            defer { offset += word.utf16.count + 1 }
            // Signs around a word do not belong to it.
            let opened = word.drop { "([{\"'«„".contains($0) }
            let inner = opened.reversed().drop { ".,;:!?)]}\"'»“…".contains($0) }.reversed()
            let core = String(inner)
            guard core.count > 1, let type = kind(of: core) else { continue }
            let start = offset + word.utf16.count - opened.utf16.count
            found.append(Entity(type: type, offset: start, length: core.utf16.count))
        }
        // A line break of two units (CR LF) is one character: then the offsets above would be wrong, so nothing is marked.
        return text.contains("\r\n") ? [] : found
    }

    private static func kind(of word: String) -> String? {
        let rest = word.dropFirst()
        switch word.first {
        case "/":
            let name = rest.prefix { $0 != "@" }
            return (1...64).contains(name.count) && rest.allSatisfy(isNameLetter(or: "@")) ? "bot_command" : nil
        case "@": return (4...32).contains(rest.count) && rest.allSatisfy(isNameLetter()) ? "mention" : nil
        case "#": return rest.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } && rest.contains(where: \.isLetter) ? "hashtag" : nil
        default: break
        }
        let lower = word.lowercased()
        if lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("t.me/") || lower.hasPrefix("www.") {
            if case .success = WebAddress.check(word) { return "url" }
        }
        let halves = word.split(separator: "@", omittingEmptySubsequences: false)
        let isEmail =
            halves.count == 2 && !halves[0].isEmpty && halves[1].contains(".")
            && halves[1].allSatisfy { $0.isLetter || $0.isNumber || ".-".contains($0) }
        return isEmail ? "email" : nil
    }

    private static func isNameLetter(or extra: Character = "_") -> (Character) -> Bool {
        { ($0.isASCII && ($0.isLetter || $0.isNumber)) || $0 == "_" || $0 == extra }
    }
}
