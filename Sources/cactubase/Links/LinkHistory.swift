import ArgumentParser
import Catalogue
import Database
import Vocabulary

/// `cactubase links history`.
struct LinkHistory: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show who changed the links, when and why, the latest first.",
        discussion: "Example:\n  cactubase links history --limit 5 --json")

    @Option(help: "At most so many versions.") var limit = 20
    @OptionGroup var options: CatalogueOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit has to be above 0.") }
    }

    func run(in shell: Shell) async throws {
        let (limit, language) = (limit, shell.language(options.language))
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
        for answer in answers {
            shell.say(answer.title)
            for line in answer.lines(names, most: 5) { shell.say("  " + line) }
        }
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

    @Option(help: "The version to take back; without it, the latest that stands.") var version: Int?
    @Option(help: "Why, for whoever looks at the history.") var reason = ""
    @OptionGroup var actor: ActorOption
    @OptionGroup var options: CatalogueOptions

    func run(in shell: Shell) async throws {
        let (version, language) = (version, shell.language(options.language))
        let note = VersionNote(by: actor.actor, at: shell.clock.now, reason: try Reason.checked(reason))
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
        shell.say(answer.title)
        for line in answer.lines(names, most: 20) { shell.say("  " + line) }
        if !answer.links.isEmpty { shell.note(LearningHint.links) }
    }
}

/// What a version that cannot be taken back means to who typed the command.
enum VersionFailure {
    static func of(_ error: VersionError, command: String) -> CommandFailure {
        switch error {
        case .unknown(let version): .wrongUse("there is no version \(version); `cactubase \(command) history` lists all")
        case .nothingToUndo: .failed("there is nothing to take back; `cactubase \(command) history` lists what was done")
        case .undoneBefore(let version, let later): .failed("version \(version) was taken back before, by version \(later)")
        case .changedSince(let version):
            .failed(
                "a later version changed some of what version \(version) changed: take that one back first, see `cactubase \(command) history`"
            )
        case .catalogue, .database: .failed(Wording.of(error))
        }
    }
}
