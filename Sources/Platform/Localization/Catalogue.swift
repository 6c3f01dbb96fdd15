import Synchronization
import Vocabulary

/// Everything the product says to people, in every language: texts from `locales/<language>/<Room>.yaml`, compiled once.
///
/// Loading checks all files: every key is in every language with the same arguments, and every pattern compiles. May be used from any thread.
public final class Catalogue: Sendable {
    /// A message that could not be shown: an old saved key, or arguments that are not the entry's. Holds no argument's value.
    public struct Gap: Hashable, Sendable, CustomStringConvertible {
        public let key: String
        public let language: Language
        public let problem: String
        public var description: String { "message \(key) (\(language.rawValue)): \(problem)" }
    }

    private let voices: [Language: Voice]
    private let reported = Mutex<Set<Gap>>([])
    private let onGap: @Sendable (Gap) -> Void

    /// - Parameters:
    ///   - folder: holds a subfolder per language; see `folder(among:)`.
    ///   - timeZone: in which dates and times are shown, by its name in the tz database.
    ///   - onGap: told once of each message that cannot be shown; meant for the log.
    public convenience init(
        folder: String, timeZone: String = "Europe/Moscow", onGap: @escaping @Sendable (Gap) -> Void
    ) throws(LocalizationError) {
        var files: [CatalogueFile] = []
        for language in Language.allCases { files += try CatalogueFile.all(in: folder, language: language) }
        try self.init(files, timeZone: timeZone, onGap: onGap)
    }

    package init(_ files: [CatalogueFile], timeZone: String, onGap: @escaping @Sendable (Gap) -> Void) throws(LocalizationError) {
        for language in Language.allCases {
            for other in Language.allCases where other != language {
                let problems = files.filter { $0.language == language }.disagreements(with: files.filter { $0.language == other })
                if let first = problems.first { throw first }
            }
        }
        var voices: [Language: Voice] = [:]
        for language in Language.allCases {
            voices[language] = try Voice(files.filter { $0.language == language }, language: language, timeZone: timeZone)
        }
        self.voices = voices
        self.onGap = onGap
    }

    /// The message in a language. Never fails: a message that cannot be shown becomes `⟦its key⟧`, and `onGap` hears of it once.
    ///
    /// - Parameter escaping: applied to each text argument, nested messages' too, and to nothing else: patterns may hold markup (`<b>…</b>`).
    public func text(_ message: Message, in language: Language, escaping: (String) -> String = { $0 }) -> String {
        do throws(Voice.Refusal) {
            guard let voice = voices[language] else { throw Voice.Refusal(problem: "no such language") }
            return try voice.text(message, escaping: escaping) { text($0, in: language, escaping: escaping) }
        } catch {
            let gap = Gap(key: message.key, language: language, problem: error.problem)
            if reported.withLock({ $0.insert(gap).inserted }) { onGap(gap) }
            return "⟦\(escaping(message.key))⟧"
        }
    }
}
