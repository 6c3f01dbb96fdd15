import ArgumentParser

/// `cactubase export …`.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write what the program knows into files.", subcommands: [ExportLeadsCommand.self])
}
