import ArgumentParser
import Catalogue
import Database
import Group
import Spreadsheets
import Vocabulary

/// `cactubase links export`.
struct ExportLinks: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the matrix into a file that people edit and `links import` reads.",
        discussion: "Example:\n  cactubase links export matrix.xlsx")

    @Argument(help: "The file, .xlsx or .csv.") var file: String
    @OptionGroup var common: CommonOptions
    @Flag(help: "Print the answer as JSON.") var json = false

    func validate() throws {
        guard file.lowercased().hasSuffix(".xlsx") || file.lowercased().hasSuffix(".csv") else {
            throw ValidationError("The file needs a name that ends in .xlsx or .csv.")
        }
    }

    func run(in shell: Shell) async throws {
        let answer = try await Live.with(common, in: shell) { live in
            let (services, companies, table, links) = try await live.database.read { transaction in
                (
                    try CatalogueStore().all(in: transaction), try CompanyStore().all(in: transaction), try LinkTable(in: transaction),
                    try CatalogueStore().links(in: transaction).count
                )
            }
            guard !services.isEmpty else {
                throw CommandFailure.failed("there is no service yet; `cactubase demo --prepare` makes a demo group")
            }
            let sheet = MatrixFile.table(services, companies, table)
            try OutputFile.write(try sheet.file(named: file, at: shell.clock.now), to: shell.path(file))
            return Answer(file: file, services: services.count, links: links)
        }
        if json { return try shell.say(json: answer) }
        shell.say(
            "\(answer.file): \(Wording.count(answer.services, "service", "services")), \(Wording.count(answer.links, "link", "links"))")
    }

    struct Answer: Codable, Sendable, Equatable {
        let file: String
        let services: Int
        let links: Int
    }
}
