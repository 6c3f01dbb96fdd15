import ArgumentParser
import Clients
import Spreadsheets
import Vocabulary

/// `cactubase template`: the forms that companies fill.
struct TemplateCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Write an empty form for client cards, with only the columns that are needed.",
        discussion: """
            Examples:
              cactubase template individuals --out clients.xlsx
              cactubase template firms --out firms.csv
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case individuals
        case firms

        var audience: Audience { self == .individuals ? .individual : .legal }
    }

    @Argument(help: "Whose form: individuals or firms.") var kind: Kind
    @Option(help: ArgumentHelp("The file, .xlsx or .csv.", valueName: "file")) var out: String

    func run(in shell: Shell) async throws {
        let table = CardTemplate.table(for: kind.audience)
        try OutputFile.write(try table.file(named: out, at: shell.clock.now), to: shell.path(out))
        shell.say(out)
    }
}

extension SheetTable {
    /// The table in the format that the name asks for.
    func file(named name: String, at now: Instant) throws -> [UInt8] {
        if name.lowercased().hasSuffix(".xlsx") { return try SheetTable.xlsx([self], created: now) }
        if name.lowercased().hasSuffix(".csv") { return csv() }
        throw CommandFailure.wrongUse("--out needs a name that ends in .xlsx or .csv")
    }
}
