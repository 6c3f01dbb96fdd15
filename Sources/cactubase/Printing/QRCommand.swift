import ArgumentParser
import Clients
import Database
import Group
import Sealing
import Vocabulary

/// `cactubase qr`: what leads people to the bot, to be printed or sent.
struct QRCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "qr", abstract: "Write QR codes and posters that lead to the bot.",
        discussion: """
            Without --company and --client: a code for every company. A personal link works once and names one client's card, so hand it to that
            client alone.

            Examples:
              cactubase qr --out codes
              cactubase qr --out codes --company dealer --campaign 7 --format poster --language en
              cactubase qr --out codes --client 1042@dealer
            """)

    @Option(help: ArgumentHelp("Folder to write into; made when it is not there.", valueName: "folder")) var out: String
    @Option(help: "A company, by number, code or name; may be repeated.") var company: [String] = []
    @Option(help: "A client, as ID@company: a personal link instead of a company's code; may be repeated.") var client: [String] = []
    @Option(help: "The bot's username; without it, the one that Telegram last told the bot.") var bot: String?
    @Option(help: "Number of a campaign, to tell posters apart; 0 is the standing code.") var campaign: UInt32 = 0
    @Option(
        help: "What to write: png, svg, poster (an A5 page for a browser to print); separated by commas.", transform: PictureFormat.list)
    var format: [PictureFormat] = PictureFormat.allCases
    @Option(help: "Language of the poster: ru or en.") var language: LanguageChoice?
    @OptionGroup var common: CommonOptions
    @Flag(help: "Print files and links as JSON.") var json = false

    func validate() throws {
        guard client.isEmpty || company.isEmpty && campaign == 0 else {
            throw ValidationError("--client makes personal links; --company and --campaign belong to companies' codes.")
        }
    }

    func run(in shell: Shell) async throws {
        let written = try await Live.with(common, in: shell) { live in
            let bot = try await BotName.chosen(bot, live)
            let links = client.isEmpty ? try await companyLinks(live) : try await personalLinks(live, now: shell.clock.now)
            let language = shell.language(language)
            return try links.map { link in
                let url = "https://t.me/\(bot)?start=\(link.payload)"
                let files = try QRPrinter(live: live, shell: shell, language: language).write(
                    link, url: url, formats: format, into: shell.path(out))
                return Answer(company: link.company.code, link: url, files: files)
            }
        }
        if json { return try shell.say(json: written) }
        for answer in written { for file in answer.files { shell.say(file) } }
    }

    private func companyLinks(_ live: Live) async throws -> [PrintedLink] {
        let (named, campaign, keyring) = (company, campaign, live.keyring)
        return try await live.database.read { transaction in
            let companies = try named.isEmpty ? CompanyStore().all(in: transaction) : named.map { try Naming.company($0, in: transaction) }
            guard !companies.isEmpty else {
                throw CommandFailure.failed("there is no company to make a code for; `cactubase demo --prepare` makes a demo group")
            }
            return companies.map { company in
                PrintedLink(
                    company: company, isPersonal: false, payload: keyring.text(of: .company(company.id, campaign: campaign)),
                    name: campaign == 0 ? company.code : "\(company.code)-campaign-\(campaign)")
            }
        }
    }

    private func personalLinks(_ live: Live, now: Instant) async throws -> [PrintedLink] {
        let (clients, keyring, ids) = (client, live.keyring, live.ids)
        return try await live.database.write { transaction in
            let days = try SettingStore().value(Settings.linkDays, in: transaction)
            return try clients.map { text in
                let (record, company) = try Naming.client(text, in: transaction)
                let token = try PersonalLinkStore(keyring: keyring).issue(
                    client: record.id, expires: now + .days(Int64(days)), ids: ids, in: transaction)
                return PrintedLink(
                    company: company, isPersonal: true, payload: keyring.text(of: .personal(token: token)),
                    name: "\(company.code)-client-\(record.id.hex.prefix(12))")
            }
        }
    }

    struct Answer: Codable, Sendable {
        let company: String
        let link: String
        let files: [String]
    }
}

extension Naming {
    /// A client as `ID@company`. What was typed is not repeated in the error: an id is the company's own affair.
    static func client(_ text: String, in transaction: Transaction) throws -> (ClientRecord, Company) {
        guard let at = text.lastIndex(of: "@"), at != text.startIndex else {
            throw CommandFailure.wrongUse("a client is named ID@company, such as 1042@dealer")
        }
        let company = try Naming.company(String(text[text.index(after: at)...]), in: transaction)
        guard let client = try ClientStore().client(company: company.id, reference: String(text[..<at]), in: transaction) else {
            throw CommandFailure.failed("\(company.code) has no client with that id; import its card first")
        }
        return (client, company)
    }
}
