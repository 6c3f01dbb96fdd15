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

    @Option(help: "At most so many versions.") var limit = 20
    @OptionGroup var options: CatalogueOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit has to be above 0.") }
    }

    func run(in shell: Shell) async throws {
        let (limit, language) = (limit, shell.language(options.language))
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

    @Option(help: "The version to take back; without it, the latest that stands.") var version: Int?
    @Option(help: "Why, for whoever looks at the history; names no client.") var reason = ""
    @OptionGroup var actor: ActorOption
    @OptionGroup var options: CatalogueOptions

    func run(in shell: Shell) async throws {
        let (version, language) = (version, shell.language(options.language))
        let note = VersionNote(by: actor.actor, at: shell.clock.now, reason: try Reason.checked(reason))
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

/// A version of the needs as scripts read it. Says which services changed, and only that a client's needs did.
struct NeedVersionAnswer: Codable, Sendable, Equatable {
    struct Change: Codable, Sendable, Equatable {
        /// Nil: a client.
        let service: Int?
        let before: [String]
        let after: [String]
    }

    let version: Int
    /// Milliseconds since 1970.
    let at: Int64
    let by: String
    let act: String
    let reason: String
    let undoes: Int?
    let undoneBy: Int?
    let changes: [Change]

    init(_ version: CatalogueVersion, _ changes: [NeedChange], _ names: ServiceNames) {
        (self.version, at, by) = (version.number, version.at.milliseconds, version.actor)
        (act, reason, undoes, undoneBy) = (version.act.rawValue, version.reason, version.undoes, version.undoneBy)
        self.changes = changes.map { change in
            switch change {
            case .service(let service, let before, let after):
                Change(service: service.rawValue, before: before.map { names.need($0) }, after: after.map { names.need($0) })
            case .client(_, let need, let before, let after):
                Change(
                    service: nil, before: before.map { ["\(names.need(need)) \($0.rawValue)"] } ?? [],
                    after: after.map { ["\(names.need(need)) \($0.rawValue)"] } ?? [])
            }
        }
    }

    var lines: [String] {
        func list(_ needs: [String]) -> String { needs.isEmpty ? "as its services say" : needs.joined(separator: ", ") }
        let title = VersionAnswer.title(version, at, by, act, reason, undoes: undoes, undoneBy: undoneBy)
        return [title] + changes.map { "  \($0.service.map { "service \($0)" } ?? "a client"): \(list($0.before)) -> \(list($0.after))" }
    }
}
