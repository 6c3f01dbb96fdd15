import Foundation
import Localization
import Vocabulary

/// What keeps the generator from its work.
struct GeneratorError: Error, Equatable, CustomStringConvertible {
    let description: String
}

/// A package with catalogues in `locales` and rooms in `Sources`.
struct Project {
    private let root: String
    private let russian: [CatalogueFile]
    private let english: [CatalogueFile]
    /// Swift sources by their path below the root.
    private let sources: [String: String]
    private let folders: [String]

    /// Reads everything; fails when a file is broken or the languages disagree.
    init(root: String) throws {
        self.root = root
        russian = try CatalogueFile.all(in: root + "/locales", language: .russian)
        english = try CatalogueFile.all(in: root + "/locales", language: .english)
        let disagreements = russian.disagreements(with: english) + english.disagreements(with: russian)
        guard disagreements.isEmpty else {
            throw GeneratorError(description: disagreements.map(\.description).joined(separator: "\n"))
        }
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root + "/Sources").map { "Sources/" + $0 }
        var sources: [String: String] = [:]
        for path in paths where path.hasSuffix(".swift") {
            sources[path] = try String(contentsOfFile: root + "/" + path, encoding: .utf8)
        }
        self.sources = sources
        folders = paths.filter { !$0.hasSuffix(".swift") }
    }

    /// What each generated file should hold, by its path below the root.
    func generated() throws(GeneratorError) -> [String: String] {
        var files: [String: String] = [:]
        for file in russian {
            let twin = english.first { $0.room == file.room }
            files[try folder(of: file.room) + "/Messages.swift"] = try MessagesFile(russian: file, english: twin).text
        }
        return files
    }

    /// Writes what differs from what is there; answers with no problem.
    func write() throws -> [String] {
        for (path, text) in try generated() where sources[path] != text {
            try Data(text.utf8).write(to: URL(fileURLWithPath: root + "/" + path), options: .atomic)
            print("wrote \(path)")
        }
        return []
    }

    /// What `--check` complains about, one line each.
    func problems() -> [String] {
        let generated: [String: String]
        do throws(GeneratorError) { generated = try self.generated() } catch { return [error.description] }
        var problems = generated.keys.sorted().filter { generated[$0] != sources[$0] }.map {
            "\($0) is not what the catalogues say: run `swift run generate-messages`"
        }
        let orphans = sources.keys.sorted().filter { $0.hasSuffix("/Messages.swift") && generated[$0] == nil }
        problems += orphans.map { "\($0) has no catalogue: delete it" }
        problems += unused(generatedFiles: Set(generated.keys))
        let allowed = try? String(contentsOfFile: root + "/locales/en/.allowed-cyrillic", encoding: .utf8)
        problems += RussianLeftovers(listing: allowed).found(in: english)
        return problems
    }

    /// Messages that no hand-written source names.
    private func unused(generatedFiles: Set<String>) -> [String] {
        let written = sources.filter { !generatedFiles.contains($0.key) }.values
        let used = written.reduce(into: Set<String>()) { $0.formUnion(MessagesFile.mentions(in: $1)) }
        return russian.flatMap { file in
            file.entries.compactMap { entry -> String? in
                let mention = MessagesFile.mention(room: file.room, key: entry.key)
                return used.contains(mention) ? nil : "\(file.name):\(entry.line): \(entry.key) is never used: no source names \(mention)"
            }
        }
    }

    private func folder(of room: String) throws(GeneratorError) -> String {
        let found = folders.filter { $0.hasSuffix("/" + room) }
        guard let folder = found.first, found.count == 1 else {
            let problem = found.isEmpty ? "no folder under Sources is named \(room)" : "several folders are named \(room)"
            throw GeneratorError(description: "locales/ru/\(room).yaml: \(problem)")
        }
        return folder
    }
}
