import Foundation
import Vocabulary
import Yams

/// One room's texts in one language: `<locales>/<language>/<Room>.yaml`, a flat mapping of keys to patterns.
package struct CatalogueFile: Sendable {
    package struct Entry: Sendable {
        /// As written: `consent.ask`.
        package let key: String
        package let pattern: Pattern
        package let line: Int
    }

    package let room: String
    package let language: Language
    /// Language and file: "ru/Posters.yaml".
    package let name: String
    /// In the order of the file.
    package let entries: [Entry]

    /// Every catalogue of a language, by name.
    package static func all(in folder: String, language: Language) throws(LocalizationError) -> [CatalogueFile] {
        let path = folder + "/" + language.rawValue
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw .unreadable(file: path, problem: "the folder of the language cannot be read")
        }
        var files: [CatalogueFile] = []
        for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
            files.append(try CatalogueFile(path: path + "/" + name, room: String(name.dropLast(5)), language: language))
        }
        return files
    }

    private init(path: String, room: String, language: Language) throws(LocalizationError) {
        let name = "\(language.rawValue)/\(room).yaml"
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(file: name, problem: "cannot be read") }
        guard let yaml = String(data: data, encoding: .utf8) else { throw .unreadable(file: name, problem: "is not UTF-8") }
        try self.init(yaml: yaml, room: room, language: language)
    }

    package init(yaml: String, room: String, language: Language) throws(LocalizationError) {
        let name = "\(language.rawValue)/\(room).yaml"
        let root: Node?
        do {
            root = try compose(yaml: yaml)
        } catch {
            throw .unreadable(file: name, problem: "is not YAML (a text that begins with a brace needs quotes): \(error)")
        }
        var entries: [Entry] = []
        var seen: Set<String> = []
        switch root {
        case nil: break
        case .mapping(let mapping):
            for (key, value) in mapping {
                let entry = try Entry(key, value, file: name, language: language)
                guard seen.insert(entry.key).inserted else {
                    throw .broken(file: name, line: entry.line, key: entry.key, problem: "the key stands twice")
                }
                entries.append(entry)
            }
        default: throw .unreadable(file: name, problem: "must be a mapping of keys to texts")
        }
        self.room = room
        self.language = language
        self.name = name
        self.entries = entries
    }
}

extension CatalogueFile.Entry {
    fileprivate init(_ key: Node, _ value: Node, file: String, language: Language) throws(LocalizationError) {
        let line = key.mark?.line ?? 0
        let name = key.scalar?.string ?? "?"
        guard Self.isKey(name) else {
            throw .broken(
                file: file, line: line, key: name,
                problem: "a key is words of Latin letters and digits joined by dots (consent.ask), 80 at most")
        }
        guard let text = value.scalar?.string else {
            throw .broken(
                file: file, line: line, key: name, problem: "must be a text in quotes or a block (keys are flat: consent.ask)")
        }
        // A block scalar ends with a line break that nobody means to send.
        let trimmed = String(text.reversed().drop { $0.isNewline }.reversed())
        guard !trimmed.isEmpty else { throw .broken(file: file, line: line, key: name, problem: "the text is empty") }
        do {
            self.init(key: name, pattern: try Pattern(trimmed, language: language), line: line)
        } catch {
            throw .broken(file: file, line: line, key: name, problem: error.text)
        }
    }

    private static func isKey(_ name: String) -> Bool {
        let words = name.split(separator: ".", omittingEmptySubsequences: false)
        return name.utf8.count <= 80
            && words.allSatisfy { word in
                word.first.map { ("a"..."z").contains($0) } == true && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
    }
}

extension [CatalogueFile] {
    /// Where two languages do not say the same: keys or files that one lacks, arguments that differ.
    package func disagreements(with others: [CatalogueFile]) -> [LocalizationError] {
        var problems: [LocalizationError] = []
        for file in self {
            let other = others.first { $0.room == file.room }
            let otherEntries = Dictionary((other?.entries ?? []).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
            for entry in file.entries {
                guard let twin = otherEntries[entry.key] else {
                    let language = others.first?.language.rawValue ?? "another language"
                    problems.append(.missing(key: entry.key, file: other?.name ?? "\(language)/\(file.room).yaml", presentIn: file.name))
                    continue
                }
                let mine = entry.pattern.signature
                let theirs = twin.pattern.signature
                // Told once, from the side that sorts first.
                if mine != theirs, let other, file.name > other.name {
                    problems.append(
                        .disagreement(key: entry.key, file: other.name, arguments: theirs, other: file.name, otherArguments: mine))
                }
            }
        }
        return problems
    }
}

extension Pattern {
    /// The arguments with their kinds, in the alphabet's order.
    fileprivate var signature: String {
        if arguments.isEmpty { return "no arguments" }
        return arguments.map { "\($0.name): \($0.kind.rawValue)" }.sorted().joined(separator: ", ")
    }
}
