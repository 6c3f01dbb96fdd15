import ArgumentParser
import Catalogue
import Database
import Group
import Loyalty
import Vocabulary

/// `cactubase ledger`: points, from the journal.
struct LedgerCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Prove the points ledger, write it out, or show one customer's points.",
        discussion: """
            Without options the whole ledger is verified: the hash chain, each entry's balance, every account's sums. Exit code 1 when it is not sound.

            Examples:
              cactubase ledger
              cactubase ledger --json > ledger.json
              cactubase ledger --customer 0123456789abcdef0123456789abcdef
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Write the whole ledger as JSON: accounts, entries with postings, and the verdict.") var json = false
    @Flag(help: "Verify the ledger (also what happens without options).") var verify = false
    @Option(help: ArgumentHelp("Show the balance and history of this customer: the subject id, 32 hex digits.", valueName: "id"))
    var customer: String?
    @Option(help: "Language of the history: ru or en.") var language: LanguageChoice?

    func validate() throws {
        guard customer == nil || CustomerID(hex: customer ?? "") != nil else { throw ValidationError("--customer needs 32 hex digits.") }
        guard customer == nil || !(json || verify) else {
            throw ValidationError("--customer shows one customer; leave out --json and --verify.")
        }
    }

    func run(in shell: Shell) async throws {
        try await Live.with(common, in: shell) { live in
            if let customer = customer.flatMap({ CustomerID(hex: $0) }) { return try await show(customer, live, shell) }
            let verdict: LedgerVerdict
            if json {
                verdict = try await live.database.read { try LedgerStore().export(in: $0) { shell.out($0) } }
            } else {
                verdict = try await live.database.read { try LedgerStore().verify(in: $0) }
                let size =
                    "\(Wording.count(verdict.entries, "entry", "entries")), \(Wording.count(verdict.accounts, "account", "accounts"))"
                shell.say("\(size): \(verdict.fault.map { "NOT SOUND: \($0)" } ?? "sound")")
            }
            guard verdict.isSound else { throw CommandFailure.answered }
        }
    }

    private func show(_ customer: CustomerID, _ live: Live, _ shell: Shell) async throws {
        let language = shell.language(language)
        let (balance, lines, companies, services) = try await live.database.read { transaction in
            (
                try LedgerStore().balance(of: .customer(customer), in: transaction),
                try LedgerStore().history(of: customer, limit: 1000, in: transaction), try CompanyStore().all(in: transaction),
                try CatalogueStore().all(in: transaction)
            )
        }
        shell.say("available \(balance.available.count), held \(balance.held.count), posted \(balance.posted.count)")
        for line in lines {
            let company = companies.first { $0.id == line.subject?.company }?.name(in: language) ?? "?"
            let service = services.first { $0.id == line.subject?.service }?.name(in: language) ?? "?"
            let names = HistoryNames(company: company, service: service)
            let points = (line.points > .zero ? "+" : "") + String(line.points.count)
            shell.say("#\(line.sequence) \(StderrLog.time(line.at.milliseconds)) \(points): \(live.text(line.why(names), language))")
        }
    }
}
