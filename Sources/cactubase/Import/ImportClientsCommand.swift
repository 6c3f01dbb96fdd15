import ArgumentParser
import Clients
import Database
import Foundation
import Group
import Leads
import Spreadsheets
import Vocabulary

/// `cactubase import clients`.
struct ImportClientsCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients", abstract: "Import a company's client cards from .xlsx or .csv.",
        discussion: """
            Names, phones and passports are read in memory, turned into facts and keyed hashes, and dropped. A row is taken whole or not at all; the
            same file again changes nothing. Without an attestation the leads wait until the company has asked its clients for consent.
            Exit code 1 when the file cannot be read or not one row of it was taken.

            Examples:
              cactubase import clients clients.xlsx --company dealer
              cactubase import clients clients.csv --company dealer --attestation "Согласие 14-П" --attestation-date 2026-02-01 --recipients all --may-message
            """)

    @Argument(help: "The file: .xlsx or .csv (UTF-8 or Windows-1251).") var file: String
    @Option(help: "Whose clients they are: number, code or name of the company.") var company: String
    @Option(help: "The sheet; without it, the first visible one with a header that is known.") var sheet: String?
    @Option(help: ArgumentHelp("The company's document that proves its clients' consent.", valueName: "document")) var attestation: String?
    @Option(help: ArgumentHelp("Its day.", valueName: "YYYY-MM-DD")) var attestationDate: String?
    @Option(help: ArgumentHelp("Whom the consent names: all, or companies with commas between them.", valueName: "companies"))
    var recipients: String?
    @Flag(help: "The consent also covers messages in Telegram.") var mayMessage = false
    @OptionGroup var common: CommonOptions
    @OptionGroup var actor: ActorOption
    @Option(help: "Language of the report: ru or en.") var language: LanguageChoice?
    @Flag(help: "Print the report as JSON.") var json = false

    func validate() throws {
        guard attestation != nil || attestationDate == nil && recipients == nil && !mayMessage else {
            throw ValidationError("--attestation-date, --recipients and --may-message belong to an --attestation.")
        }
        guard let attestation else { return }
        guard !attestation.isEmpty, attestation.count <= 200 else { throw ValidationError("--attestation needs 1 to 200 characters.") }
        guard let date = attestationDate, date.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil, SheetDate(date) != nil else {
            throw ValidationError("--attestation needs --attestation-date YYYY-MM-DD.")
        }
        guard recipients?.isEmpty == false else { throw ValidationError("--attestation needs --recipients: all, or companies.") }
    }

    func run(in shell: Shell) async throws {
        let path = shell.path(file)
        let bytes = try InputFile.read(path)
        let language = shell.language(language)
        try await Live.with(common, in: shell) { live in
            let now = shell.clock.now
            let (sender, attested) = try await prepare(live, now: now)
            let intake = CardImport(company: sender.id, attestation: attested, keyring: live.keyring, now: now, listeners: [LeadService()])
            let report: CardReport
            do {
                report = try await read(bytes, named: URL(fileURLWithPath: path).lastPathComponent, by: intake, live, shell)
            } catch let error as CardFileError {
                throw CommandFailure.failed("\(file): \(live.text(error.message, language))")
            }
            let answer = ImportAnswer(report, company: sender.code) { live.text($0, language) }
            if json { try shell.say(json: answer) } else { for line in answer.lines { shell.say(line) } }
            let taken = report.totals
            guard taken.new + taken.updated + taken.unchanged + taken.waiting > 0 else { throw CommandFailure.answered }
        }
    }

    /// The sender, and its attestation when one was given; the same words again are the same attestation.
    private func prepare(_ live: Live, now: Instant) async throws -> (Company, AttestationID?) {
        let (company, document, date, recipients, mayMessage) = (company, attestation, attestationDate, recipients, mayMessage)
        let (actor, ids) = (actor.actor, live.ids)
        return try await live.database.write { transaction in
            let sender = try Naming.company(company, in: transaction)
            guard let document, let date, let recipients else { return (sender, nil) }
            let named: Attestation.Recipients =
                recipients == "all"
                ? .all : .only(Set(try recipients.split(separator: ",").map { try Naming.company(String($0), in: transaction).id }))
            let attestation = Attestation(
                id: ids.id(), company: sender.id, document: document, date: date, recipients: named, mayMessage: mayMessage, actor: actor,
                at: now)
            let kept = try AttestationStore().attest(attestation, in: transaction)
            guard kept == attestation.id else { return (sender, kept) }
            try AuditStore().append(
                actor: actor, action: "attestation.saved", subject: "company \(sender.id.rawValue)",
                detail: "recipients \(recipients == "all" ? "all" : "named"), may message \(mayMessage ? "yes" : "no")", at: now,
                in: transaction)
            return (sender, kept)
        }
    }

    private func read(_ bytes: [UInt8], named name: String, by intake: CardImport, _ live: Live, _ shell: Shell) async throws -> CardReport
    {
        let reader = try intake.open(bytes, named: name, sheet: sheet)
        let progress = Progress("import", in: shell)
        var report = CardReport(reader.header)
        let ids = live.ids
        while let batch = try reader.next() {
            let cards = batch.cards
            report.add(batch, try await live.database.write { try intake.store(cards, ids: ids, in: $0) })
            progress.report(reader.progress)
        }
        progress.finish()
        return report
    }
}
