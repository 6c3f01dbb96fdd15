import Accounts
import ArgumentParser
import Catalogue
import Database
import Group
import Leads
import Spreadsheets
import Vocabulary

/// `cactubase export leads`.
struct ExportLeadsCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "leads", abstract: "Write the leads with rating, probability and reasons.",
        discussion: """
            With --company: what that company sent or has, as it may see it; another company's client stays a lead number.

            Examples:
              cactubase export leads --out leads.xlsx
              cactubase export leads --out bank.csv --company bank --language en
              cactubase export leads --json
            """)

    @Option(help: ArgumentHelp("The file, .xlsx or .csv.", valueName: "file")) var out: String?
    @Option(help: "Only what this company may see: number, code or name.") var company: String?
    @OptionGroup var common: CommonOptions
    @Option(help: "Language of titles and reasons: ru or en.") var language: LanguageChoice?
    @Flag(help: "Print the leads with their events as JSON.") var json = false

    func validate() throws {
        guard out != nil || json else { throw ValidationError("Say where to: --out FILE, or --json.") }
        guard out.map({ $0.lowercased().hasSuffix(".xlsx") || $0.lowercased().hasSuffix(".csv") }) ?? true else {
            throw ValidationError("--out needs a name that ends in .xlsx or .csv.")
        }
    }

    func run(in shell: Shell) async throws {
        let language = shell.language(language)
        try await Live.with(common, in: shell) { live in
            let company = company
            let content = try await live.database.read { transaction in
                let reader = try company.map { LeadReader.company(try Naming.company($0, in: transaction).id) } ?? .founders
                return try LeadsContent(for: reader, in: transaction)
            }
            if let out {
                let table = LeadExport().table(
                    content.rows.map(\.row), services: content.services, companies: content.companies, needs: content.needs,
                    people: content.people, language: language,
                    say: { live.text($0, language) })
                try OutputFile.write(try table.file(named: out, at: shell.clock.now), to: shell.path(out))
            }
            if json {
                try shell.say(json: content.answers)
            } else if let out {
                shell.say("\(out): \(Wording.count(content.rows.count, "lead", "leads"))")
            }
        }
    }
}

/// What an export is made of, read in one snapshot.
private struct LeadsContent: Sendable {
    let rows: [(row: LeadExportRow, events: [LeadEvent])]
    let services: [Service]
    let companies: [Company]
    let needs: [String: Need]
    let people: [AccountID: String]

    init(for reader: LeadReader, in transaction: Transaction) throws {
        rows = try LeadExport().rows(for: reader, in: transaction).map { row in
            let lead = try LeadStore().lead(number: row.number, in: transaction)
            return (row, try lead.map { try LeadStore().events(of: $0.id, in: transaction) } ?? [])
        }
        services = try CatalogueStore().all(in: transaction)
        companies = try CompanyStore().all(in: transaction)
        needs = try CatalogueStore().needs(in: transaction)
        people = try AccountStore().shownNames(in: transaction)
    }

    var answers: [LeadAnswerRow] {
        let codes = Dictionary(companies.map { ($0.id, $0.code) }, uniquingKeysWith: { first, _ in first })
        return rows.map { LeadAnswerRow($0.row, events: $0.events, codes: codes) }
    }
}
