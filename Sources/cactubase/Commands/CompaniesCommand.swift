import ArgumentParser
import Catalogue
import Database
import Foundation
import Group
import Vocabulary

/// `cactubase companies`: who is in the group, and how they are served.
struct CompaniesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "companies", abstract: "List the companies of the group, or change how one is served.",
        subcommands: [List.self, Set.self], defaultSubcommand: List.self)

    struct List: ShellCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the companies.", discussion: "Example:\n  cactubase companies list --json")

        @OptionGroup var common: CommonOptions
        @Option(help: "Language of the names: ru or en.") var language: LanguageChoice?
        @Flag(help: "Print the answer as JSON.") var json = false

        func run(in shell: Shell) async throws {
            let companies = try await Live.with(common, in: shell) { live in
                try await live.database.read { try CompanyStore().all(in: $0) }
            }
            if json { return try shell.say(json: companies.map(CompanyAnswer.init)) }
            guard !companies.isEmpty else { return shell.say("There is no company yet; `cactubase demo --prepare` makes a demo group.") }
            for company in companies { shell.say(Self.line(company, shell.language(language))) }
        }

        private static func line(_ company: Company, _ language: Language) -> String {
            var facts = [
                "\(company.kind.rawValue)", company.sendsOffersAutomatically ? "offers go out by themselves" : "offers wait for a person",
            ]
            if company.kind.needsChannelConfirmation {
                facts.append(
                    company.channelConfirmation.map { "Telegram confirmed by \($0.by)" } ?? "Telegram not confirmed: no offers (41-FZ)")
            }
            return "\(company.id.rawValue)  \(company.code)  \(company.name(in: language)): \(facts.joined(separator: "; "))"
        }
    }

    struct Set: ShellCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Change how a company is served.",
            discussion: """
                A bank's or an insurer's offers go through Telegram only once a named person has confirmed that the law allows it (41-FZ).

                Example:
                  cactubase companies set bank --automatic on --confirm-channel compliance.ivanova
                """)

        @Argument(help: "The company: its number, code or name.") var name: String
        @OptionGroup var common: CommonOptions
        @OptionGroup var actor: ActorOption
        @Option(help: "Whether the pipeline sends offers by itself: on or off.") var automatic: Switch?
        @Option(help: ArgumentHelp("Account of whoever confirms that this company may use Telegram.", valueName: "account"))
        var confirmChannel: String?
        @Flag(help: "Take the confirmation back.") var withdrawChannel = false
        @Flag(help: "Print the company as JSON.") var json = false

        func validate() throws {
            guard automatic != nil || confirmChannel != nil || withdrawChannel else {
                throw ValidationError("Say what to change: --automatic, --confirm-channel or --withdraw-channel.")
            }
            guard confirmChannel == nil || !withdrawChannel else {
                throw ValidationError("--confirm-channel and --withdraw-channel exclude each other.")
            }
            guard confirmChannel.map({ !$0.isEmpty && $0.count <= 100 }) ?? true else {
                throw ValidationError("--confirm-channel needs an account of 1 to 100 characters.")
            }
        }

        func run(in shell: Shell) async throws {
            let (name, automatic, confirm, withdraw, actor) = (name, automatic, confirmChannel, withdrawChannel, actor.actor)
            let company = try await Live.with(common, in: shell) { live in
                let now = shell.clock.now
                return try await live.database.write { transaction in
                    var company = try Naming.company(name, in: transaction)
                    if let automatic { company.sendsOffersAutomatically = automatic == .on }
                    if let confirm { company.channelConfirmation = .init(by: confirm, at: now) }
                    if withdraw { company.channelConfirmation = nil }
                    try CompanyStore().save(company, in: transaction)
                    let detail =
                        "automatic \(company.sendsOffersAutomatically ? "on" : "off"), channel "
                        + (company.channelConfirmation.map { "confirmed by \($0.by)" } ?? "not confirmed")
                    try AuditStore().append(
                        actor: actor, action: "company.changed", subject: "company \(company.id.rawValue)", detail: detail, at: now,
                        in: transaction)
                    return company
                }
            }
            if json { return try shell.say(json: CompanyAnswer(company)) }
            shell.say("\(company.code): offers \(company.sendsOffersAutomatically ? "go out by themselves" : "wait for a person")")
            if !company.mayUseTelegram { shell.note("note: without --confirm-channel no offer of this company goes out") }
        }
    }
}

/// A company as scripts read it.
struct CompanyAnswer: Codable, Sendable, Equatable {
    let id: Int
    let code: String
    let name: String
    let nameEnglish: String
    let kind: String
    let automatic: Bool
    let mayUseTelegram: Bool

    init(_ company: Company) {
        (id, code, name, nameEnglish) = (company.id.rawValue, company.code, company.name, company.nameEnglish)
        (kind, automatic, mayUseTelegram) = (company.kind.rawValue, company.sendsOffersAutomatically, company.mayUseTelegram)
    }
}

enum Switch: String, ExpressibleByArgument, CaseIterable, Sendable {
    case on
    case off
}

/// What people name on the command line.
enum Naming {
    static func company(_ name: String, in transaction: Transaction) throws -> Company {
        if let company = try CompanyStore().named(name, in: transaction) { return company }
        let codes = try CompanyStore().all(in: transaction).map(\.code)
        let known = codes.isEmpty ? "there is no company yet" : "known are \(codes.joined(separator: ", "))"
        throw CommandFailure.wrongUse("no company is called \u{201C}\(name)\u{201D}; \(known)")
    }

    /// By number, or by a name that only one service bears.
    static func service(_ text: String, in transaction: Transaction) throws -> Service {
        let services = try CatalogueStore().all(in: transaction)
        if let number = Int(text) {
            if let service = services.first(where: { $0.id.rawValue == number }) { return service }
            throw CommandFailure.wrongUse("no service has the number \(number)")
        }
        let wanted = Folded(text)
        let named = services.filter { !wanted.isEmpty && [Folded($0.name), Folded($0.nameEnglish)].contains(wanted) }
        if let service = named.first, named.count == 1 { return service }
        let numbers = named.map { "\($0.id.rawValue)" }.joined(separator: ", ")
        throw CommandFailure.wrongUse(
            named.isEmpty
                ? "no service is called \u{201C}\(text)\u{201D}"
                : "several services are called \u{201C}\(text)\u{201D}: say which by number, of \(numbers)")
    }
}
