import Accounts
import ArgumentParser
import Database
import Leads
import Vocabulary

/// `cactubase staff`: accounts of the console.
struct StaffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "staff", abstract: "List the staff's accounts, invite, close; or name departments and units.",
        discussion: """
            The first account of a live system is a founder's. Its person opens the printed link, chooses a password, and invites the others in
            the console.

            Example:
              cactubase staff invite anna --name "Анна Иванова" --level founder --grant administrator
            """,
        subcommands: [ListStaff.self, InviteStaff.self, CloseStaff.self, AddUnit.self], defaultSubcommand: ListStaff.self)
}

/// An account as scripts read it.
struct AccountAnswer: Codable, Sendable, Equatable {
    let login: String
    let name: String
    let level: String
    let company: String?
    let unit: Int?
    let grants: [String]
    /// `active`, `invited` or `closed`.
    let state: String
}

/// `cactubase staff list`.
struct ListStaff: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the accounts, and the units where people can work.",
        discussion: "Example:\n  cactubase staff list --json")

    @OptionGroup var common: CommonOptions
    @Option(help: "Language of the names: ru or en.") var language: LanguageChoice?
    @Flag(help: "Print the accounts as JSON.") var json = false

    func run(in shell: Shell) async throws {
        let language = shell.language(language)
        let (answers, units) = try await Live.with(common, in: shell) { live in
            try await live.database.read { transaction in
                let places = try StaffPlaces(in: transaction)
                return (try AccountStore().all(in: transaction).map(places.answer), places.lines(in: language))
            }
        }
        if json { return try shell.say(json: answers) }
        if answers.isEmpty {
            shell.say(
                "There is no account yet. Make the first one: cactubase staff invite LOGIN --name NAME --level founder --grant administrator"
            )
        }
        for answer in answers {
            let place = [answer.company ?? "group", answer.unit.map { "unit \($0)" }].compactMap(\.self).joined(separator: " ")
            let grants = answer.grants.isEmpty ? "" : "; \(answer.grants.joined(separator: ", "))"
            shell.say("\(answer.login)  \(answer.name)  \(answer.level) of \(place); \(answer.state)\(grants)")
        }
        if !units.isEmpty { shell.say("") }
        units.forEach(shell.say)
    }
}

/// `cactubase staff invite`.
struct InviteStaff: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Make an account and print the one-time link with which its person chooses a password.",
        discussion: """
            For an account that is there already (somebody lost the link or the password), give only the login. A founder has the whole group, a
            partner a company, everybody else a unit; `cactubase staff list` shows their numbers.

            Examples:
              cactubase staff invite anna --name "Анна Иванова" --level founder --grant administrator
              cactubase staff invite oleg --name "Олег Ким" --level sales --unit 2
              cactubase staff invite oleg
            """)

    @Argument(help: "What the person types to sign in: 3 to 32 of a–z, 0–9, dot, dash, underscore.") var login: String
    @Option(help: "The person's name, for colleagues.") var name: String?
    @Option(help: ArgumentHelp("\(Level.allCases.map(\.name).joined(separator: ", ")).", valueName: "level"), transform: InviteStaff.level)
    var level: Level?
    @Option(help: "A partner's company: number, code or name.") var company: String?
    @Option(help: "The number of a department or unit.") var unit: Int?
    @Option(
        name: .customLong("grant"), help: "\(Grant.allCases.map(\.rawValue).joined(separator: ", ")); may be given again.",
        transform: InviteStaff.grant)
    var grants: [Grant] = []
    @OptionGroup var common: CommonOptions
    @OptionGroup var actor: ActorOption
    @Flag(help: "Print the answer as JSON.") var json = false

    func validate() throws {
        guard (name == nil) == (level == nil) else { throw ValidationError("A new account needs both --name and --level.") }
        guard company == nil || unit == nil else { throw ValidationError("Give --company or --unit, not both.") }
    }

    struct Answer: Codable, Sendable, Equatable {
        let login: String
        let link: String
    }

    func run(in shell: Shell) async throws {
        let answer = try await Live.with(common, in: shell) { live in
            let (service, now, ids) = (AccountService(keyring: live.keyring), live.clock.now, live.ids)
            let (login, name, level, grants, company, unit) = (login, name, level, Set(grants), company, unit)
            let actor = AccountService.Actor.commandLine(actor.actor)
            let token = try await live.database.write { transaction in
                guard let name, let level else { return try service.inviteAgain(login, by: actor, at: now, ids: ids, in: transaction) }
                let place = try StaffPlaces.place(company: company, unit: unit, in: transaction)
                let draft = Account.Draft(login: login, name: name, level: level, place: place, grants: grants)
                return try service.issue(draft, by: actor, at: now, ids: ids, in: transaction).invitation
            }
            let address = Role.serve.address(live.configuration)
            let base = live.configuration.consoleURL ?? "http://\(address.host):\(address.port)"
            return Answer(login: login, link: "\(base)/invitation/\(token.text)")
        }
        if json { return try shell.say(json: answer) }
        shell.say("\(answer.login) is invited. This link works once, within three days; hand it over in person:")
        shell.say(answer.link)
    }

    static func level(_ text: String) throws -> Level {
        guard let level = Level(name: text.lowercased()) else {
            throw ValidationError("known are \(Level.allCases.map(\.name).joined(separator: ", ")).")
        }
        return level
    }

    static func grant(_ text: String) throws -> Grant {
        guard let grant = Grant(rawValue: text.lowercased()) else {
            throw ValidationError("known are \(Grant.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return grant
    }
}

/// `cactubase staff close`.
struct CloseStaff: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close an account: signs its person out everywhere, wipes the name, frees the leads.",
        discussion: "Example:\n  cactubase staff close oleg --by anna")

    @Argument(help: "The login.") var login: String
    @OptionGroup var common: CommonOptions
    @OptionGroup var actor: ActorOption

    func run(in shell: Shell) async throws {
        try await Live.with(common, in: shell) { live in
            let (service, now, login, actor) = (AccountService(keyring: live.keyring), live.clock.now, login, actor.actor)
            try await live.database.write { transaction in
                let account = try service.close(login, by: .commandLine(actor), at: now, in: transaction)
                try LeadDesk().release(account, in: transaction)
            }
        }
        shell.say("\(login) is closed")
    }
}
