import ArgumentParser

/// `cactubase import …`.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in files of partner companies.", subcommands: [ImportClientsCommand.self])
}
