/// A text in Telegram's HTML as a piece of a page: bold and its kin stay, lines break, whatever else looks like markup becomes text.
struct TelegramText: Sendable {
    let source: String

    var html: HTML {
        var (pieces, rest): ([HTML], Substring) = ([], source[...])
        while let open = rest.firstIndex(of: "<") {
            pieces.append(plain(rest[..<open]))
            rest = rest[open...]
            if let tag = Self.tags.first(where: { rest.hasPrefix($0.key) }) {
                pieces.append(tag.value)
                rest = rest.dropFirst(tag.key.count)
            } else {
                pieces.append("\("<")")
                rest = rest.dropFirst()
            }
        }
        return "\(pieces + [plain(rest)])"
    }

    private static let tags: [String: HTML] = [
        "<b>": "<b>", "</b>": "</b>", "<i>": "<i>", "</i>": "</i>", "<u>": "<u>", "</u>": "</u>", "<s>": "<s>", "</s>": "</s>",
    ]

    private func plain(_ text: Substring) -> HTML {
        var words = String(text)
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
            words = words.replacing(entity, with: character)
        }
        let lines: [HTML] = words.split(separator: "\n", omittingEmptySubsequences: false).map { "\(String($0))" }
        return lines.dropFirst().reduce(lines.first ?? .empty) { "\($0)<br>\($1)" }
    }
}
