import ArgumentParser
import Catalogue
import Database
import Vocabulary

/// `cactubase links history`.
struct LinkHistory: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show who changed the links, when and why, the latest first.",
        discussion: "Example:\n  cactubase links history --limit 5 --json")

    @OptionGroup var history: HistoryOptions

    func run(in shell: Shell) async throws {
        let (limit, options) = (history.limit, history.options)
        let language = shell.language(options.language)
        let (names, answers) = try await Live.with(options.common, in: shell) { live in
            try await live.database.read { transaction in
                let answers = try LinkBook().history(limit, in: transaction).map {
                    VersionAnswer($0.version, $0.changes, declined: try LinkBook().refusals(of: $0.version.number, in: transaction))
                }
                return (try ServiceNames(language, in: transaction), answers)
            }
        }
        if options.json { return try shell.say(json: answers) }
        guard !answers.isEmpty else { return shell.say("Nobody has changed the links yet.") }
        for answer in answers { answer.lines(names, most: 5).forEach(shell.say) }
    }
}

/// `cactubase links undo`.
struct UndoLinks: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take the latest change of the links back, or a given one.",
        discussion: """
            An import goes back as a whole. Undoing an undo restores what it took back.

            Examples:
              cactubase links undo
              cactubase links undo --version 7 --reason "wrong file"
            """)

    @OptionGroup var undo: UndoOptions

    func run(in shell: Shell) async throws {
        let (version, note, options) = (undo.version, try undo.change.note(in: shell), undo.change.options)
        let language = shell.language(options.language)
        let (names, answer) = try await Live.with(options.common, in: shell) { live in
            try await live.database.write { transaction in
                do {
                    let made = try LinkBook().undo(version: version, note, in: transaction).version
                    let changes = try LinkBook().changes(of: made.number, in: transaction)
                    return (try ServiceNames(language, in: transaction), VersionAnswer(made, changes, declined: []))
                } catch let error as VersionError { throw VersionFailure.of(error, command: "links") }
            }
        }
        if options.json { return try shell.say(json: [answer]) }
        answer.lines(names, most: 20).forEach(shell.say)
        if !answer.links.isEmpty { shell.note(LearningHint.links) }
    }
}
