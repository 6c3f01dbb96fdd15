import ArgumentParser
import Catalogue
import Clients
import Database
import Vocabulary

/// `cactubase needs history`.
struct NeedHistory: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show who changed needs, when and why, the latest first.",
        discussion: """
            Clients are not named: the list may be read by whoever may not see them.

            Example:
              cactubase needs history --limit 5 --json
            """)

    @OptionGroup var history: HistoryOptions

    func run(in shell: Shell) async throws {
        let (limit, options) = (history.limit, history.options)
        let language = shell.language(options.language)
        let answers = try await Live.with(options.common, in: shell) { live in
            try await live.database.read { transaction in
                let names = try ServiceNames(language, in: transaction)
                return try NeedBook().history(limit, in: transaction).map { NeedVersionAnswer($0.version, $0.changes, names) }
            }
        }
        if options.json { return try shell.say(json: answers) }
        guard !answers.isEmpty else { return shell.say("Nobody has changed the needs yet.") }
        for answer in answers { for line in answer.lines { shell.say(line) } }
    }
}

/// `cactubase needs undo`.
struct UndoNeeds: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take the latest change of needs back, or a given one.",
        discussion: "Examples:\n  cactubase needs undo\n  cactubase needs undo --version 7")

    @OptionGroup var undo: UndoOptions

    func run(in shell: Shell) async throws {
        let (version, note, options) = (undo.version, try undo.change.note(in: shell), undo.change.options)
        let language = shell.language(options.language)
        let answer = try await Live.with(options.common, in: shell) { live in
            try await live.database.write { transaction in
                let names = try ServiceNames(language, in: transaction)
                do {
                    let made = try NeedBook().undo(version: version, note, in: transaction).version
                    return NeedVersionAnswer(made, try NeedBook().changes(of: made.number, in: transaction), names)
                } catch let error as NeedError { throw NeedChangeRun.failure(error, names) }
            }
        }
        if options.json { return try shell.say(json: [answer]) }
        for line in answer.lines { shell.say(line) }
        shell.note(answer.changes.contains { $0.service != nil } ? LearningHint.serviceNeeds : LearningHint.clientNeeds)
    }
}
