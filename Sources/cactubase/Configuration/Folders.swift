import Foundation
import Localization

/// Folders that belong to the program: beside the work, or beside the binary.
enum Folders {
    static func locales(_ configuration: Configuration, in shell: Shell) -> [String] {
        let named = configuration.locales.map { ["CACTUBASE_LOCALES": shell.path($0)] } ?? [:]
        return Localization.Catalogue.candidates(environment: named, workingDirectory: shell.directory, executable: shell.executable)
    }

    static func posters(in shell: Shell) -> [String] {
        [shell.directory + "/qr", URL(fileURLWithPath: shell.executable).deletingLastPathComponent().path + "/qr"]
    }

    /// The poster template of a language.
    static func posterTemplate(_ language: String, in shell: Shell) throws(CommandFailure) -> String {
        let candidates = posters(in: shell).map { "\($0)/poster.\(language).svg" }
        guard let found = candidates.first(where: { FileManager.default.isReadableFile(atPath: $0) }) else {
            throw .failed("no poster template; looked for \(candidates.joined(separator: " and ")): run where the folder qr lies")
        }
        return found
    }
}
