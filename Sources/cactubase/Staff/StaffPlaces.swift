import Accounts
import ArgumentParser
import Database
import Group
import Vocabulary

/// Companies and units as the command line names them.
struct StaffPlaces {
    private let companies: [Company]
    private let tree: UnitTree

    init(in transaction: Transaction) throws {
        companies = try CompanyStore().all(in: transaction)
        tree = try UnitStore().tree(in: transaction)
    }

    func answer(_ account: Account) -> AccountAnswer {
        AccountAnswer(
            login: account.login, name: account.name, level: account.level.name, company: account.place.company.map(code),
            unit: account.place.unit?.rawValue, grants: account.grants.sorted().map(\.rawValue),
            state: account.isOpen ? (account.hasPassword ? "active" : "invited") : "closed")
    }

    /// A line a unit, those of a department under it.
    func lines(in language: Language) -> [String] {
        companies.flatMap { company in
            tree.units(of: company.id).map { unit in
                "unit \(unit.id.rawValue)  \(unit.isDepartment ? "" : "  ")\(unit.name(in: language)), \(company.name(in: language))"
            }
        }
    }

    private func code(_ id: CompanyID) -> String { companies.first { $0.id == id }?.code ?? String(id.rawValue) }

    static func place(company: String?, unit: Int?, in transaction: Transaction) throws -> Place {
        if let unit {
            guard let found = try UnitStore().tree(in: transaction)[UnitID(unit)] else {
                throw CommandFailure.failed("there is no unit \(unit); `cactubase staff list` shows all")
            }
            return .unit(found.id, of: found.company)
        }
        guard let company else { return .group }
        return .company(try Naming.company(company, in: transaction).id)
    }
}

/// `cactubase staff unit`.
struct AddUnit: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit", abstract: "Add a department to a company, or a unit to a department.",
        discussion: """
            Examples:
              cactubase staff unit "Розница" --english Retail --company expobank
              cactubase staff unit "Офис «Север»" --english "North office" --department 1
            """)

    @Argument(help: "Its Russian name.") var name: String
    @Option(help: "Its English name; without one the Russian name stands for both.") var english: String?
    @Option(help: "The company of a department: number, code or name.") var company: String?
    @Option(help: "The number of the department that the unit is in.") var department: Int?
    @OptionGroup var common: CommonOptions
    @OptionGroup var actor: ActorOption

    func validate() throws {
        guard (company == nil) != (department == nil) else {
            throw ValidationError("Give --company for a department, --department for a unit.")
        }
        guard (1...80).contains(name.count), (1...80).contains((english ?? name).count) else {
            throw ValidationError("A name of 1 to 80 characters is needed.")
        }
    }

    func run(in shell: Shell) async throws {
        let unit = try await Live.with(common, in: shell) { live in
            let (name, english, company, department, actor, now) = (name, english ?? name, company, department, actor.actor, live.clock.now)
            return try await live.database.write { transaction in
                let place = try StaffPlaces.place(company: company, unit: department, in: transaction)
                guard let owner = place.company else { throw CommandFailure.wrongUse("a department needs its company") }
                if let parent = place.unit, try UnitStore().tree(in: transaction)[parent]?.isDepartment != true {
                    throw CommandFailure.failed("unit \(parent.rawValue) is no department")
                }
                let unit = try UnitStore().add(to: owner, parent: place.unit, name: name, nameEnglish: english, in: transaction)
                try AuditStore().append(
                    actor: actor, action: "unit.added", subject: "unit \(unit.id.rawValue)", detail: name, at: now, in: transaction)
                return unit
            }
        }
        shell.say("unit \(unit.id.rawValue) is added")
    }
}
