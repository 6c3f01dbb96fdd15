import Localization

/// Cyrillic in an English text is a forgotten translation, unless `locales/en/.allowed-cyrillic` lists it.
///
/// A line of that file is a word or phrase in Cyrillic that may stand in any English text (a brand), or `Room.key` of an entry that may hold
/// any Cyrillic; `#` begins a comment.
struct RussianLeftovers {
    private let words: [String]
    private let keys: Set<String>

    init(listing: String?) {
        let lines = (listing ?? "").split(whereSeparator: \.isNewline).map { line in
            line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        words = lines.filter { $0.contains(where: \.isCyrillic) }.sorted { $0.count > $1.count }
        keys = Set(lines.filter { !$0.isEmpty && !$0.contains(where: \.isCyrillic) })
    }

    func found(in files: [CatalogueFile]) -> [String] {
        files.flatMap { file in
            file.entries.compactMap { entry -> String? in
                guard !keys.contains("\(file.room).\(entry.key)"), let left = leftover(in: entry.pattern.source) else { return nil }
                let advice = "translate it, or list it in locales/en/.allowed-cyrillic"
                return "\(file.name):\(entry.line): \(entry.key) holds Cyrillic: «\(left)»; \(advice)"
            }
        }
    }

    /// The first Cyrillic word that is not allowed.
    private func leftover(in text: String) -> String? {
        var rest = text.lowercased()
        for word in words { rest = rest.split(separator: word.lowercased(), omittingEmptySubsequences: false).joined(separator: " ") }
        return rest.split { !$0.isCyrillic }.first.map(String.init)
    }
}

extension Character {
    fileprivate var isCyrillic: Bool { unicodeScalars.contains { (0x400...0x52F).contains($0.value) } }
}
