import ArgumentParser
import Catalogue
import Vocabulary

/// What every history of versions asks for.
struct HistoryOptions: ParsableArguments {
    @Option(help: "At most so many versions.") var limit = 20
    @OptionGroup var options: CatalogueOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit has to be above 0.") }
    }
}

/// What every taking back asks for.
struct UndoOptions: ParsableArguments {
    @Option(help: "The version to take back; without it, the latest that stands.") var version: Int?
    @OptionGroup var change: ChangeOptions
}

/// What every change of links or needs asks for.
struct ChangeOptions: ParsableArguments {
    @Option(help: "Why, for whoever looks at the history; names no client.") var reason = ""
    @OptionGroup var actor: ActorOption
    @OptionGroup var options: CatalogueOptions

    func note(in shell: Shell) throws -> VersionNote {
        let isPlain = !reason.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard reason.count <= 500, isPlain else {
            throw CommandFailure.wrongUse("a reason has at most 500 characters on one line; it names no client")
        }
        return VersionNote(by: actor.actor, at: shell.clock.now, reason: reason)
    }
}
