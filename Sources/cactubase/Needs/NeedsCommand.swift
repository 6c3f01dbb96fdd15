import ArgumentParser
import Clients
import Database
import Group
import Vocabulary

/// `cactubase needs …`: what services and clients are about.
struct NeedsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "needs", abstract: "Look at and change the needs of services and clients.",
        discussion: """
            A service serves one or two needs, the stronger first. A client has the needs of the services it took, and what people added or took away.
            Every change is a version: see `needs history`, take it back with `needs undo`.

            Examples:
              cactubase needs --client 1042@dealer
              cactubase needs add "Real estate" --client 1042@dealer
              cactubase needs remove Money --service 14
            """,
        subcommands: [ListNeeds.self, AddNeed.self, RemoveNeed.self, NeedHistory.self, UndoNeeds.self], defaultSubcommand: ListNeeds.self)
}

/// Whose needs are meant.
struct NeedOwner: ParsableArguments {
    @Option(help: "A service: number or name.") var service: String?
    @Option(help: "A client, as ID@company.") var client: String?

    func validate() throws {
        guard service == nil || client == nil else { throw ValidationError("--service or --client, not both.") }
    }

    func validateOne() throws {
        guard service != nil || client != nil else { throw ValidationError("Say whose need it is: --service or --client.") }
    }
}
