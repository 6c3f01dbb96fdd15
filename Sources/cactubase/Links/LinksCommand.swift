import ArgumentParser

/// `cactubase links …`: the cross-service matrix.
struct LinksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "links", abstract: "Look at, draw, import and export the links between services (the cross-service matrix).",
        discussion: """
            A link says "whoever took A may want B"; never (Х in the matrix) forbids to propose B to whoever took A, at once. Every change is a version:
            see `links history`, take it back with `links undo`.

            Examples:
              cactubase links --from 14
              cactubase links propose
              cactubase links import matrix.xlsx --dry-run
            """,
        subcommands: [
            ListLinks.self, ProposeLinks.self, AcceptLink.self, DeclineLink.self, AddLink.self, RemoveLink.self, LinkHistory.self,
            UndoLinks.self, ImportLinks.self, ExportLinks.self,
        ],
        defaultSubcommand: ListLinks.self)
}

/// Options that all of these commands share.
struct CatalogueOptions: ParsableArguments {
    @OptionGroup var common: CommonOptions
    @Option(help: "Language of names: ru or en.") var language: LanguageChoice?
    @Flag(help: "Print the answer as JSON.") var json = false
}

/// Two services of a link.
struct LinkArguments: ParsableArguments {
    @Argument(help: "What the client took: number or name of the service.") var from: String
    @Argument(help: "What the client may want: number or name of the service.") var to: String
}
