import Foundation
import Vocabulary

/// What a command meets around it: environment, folders, clock, chance and the two streams. Tests bring their own.
struct Shell: Sendable {
    let environment: [String: String]
    /// The working directory; relative paths are meant from here.
    let directory: String
    /// Path of the program itself.
    let executable: String
    let clock: WallClock
    let ids: IDSource
    /// Whether somebody looks at stderr.
    let isWatched: Bool
    let out: @Sendable (String) -> Void
    let err: @Sendable (String) -> Void
    /// A line that somebody types; nil: nobody is there to be asked.
    var readAnswer: (@Sendable () -> String?)?

    /// A line of the answer.
    func say(_ line: String) { out(line + "\n") }

    /// A line about the work, beside the answer.
    func note(_ line: String) { err(line + "\n") }

    func path(_ text: String) -> String { text.hasPrefix("/") ? text : directory + "/" + text }

    /// Answers with a value for scripts.
    func say(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        say(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// The language of reports: the one that was asked for, else the one of `LANG`, else English.
    func language(_ choice: LanguageChoice?) -> Language {
        if let choice { return choice.language }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "en"
        return locale.lowercased().hasPrefix("ru") ? .russian : .english
    }
}
