import Accounts
import Database
import DemoWorld
import Group
import Passwords
import Sealing
import Vocabulary

/// One person of the staff for each level, all in one company, so that each sees what the one below does; and two of a partner, so that what one
/// company passes on can be seen with the other.
struct DemoStaff: Sendable {
    /// What a script needs to sign in.
    struct Person: Encodable, Sendable {
        let login: String
        let name: String
        let level: String
        let place: String
        let password: String
    }

    let live: Live
    /// The company with the most services for both audiences, and the partner that gets most of its clients.
    static let companies = ["expobank", "d2"]

    private struct Role {
        let login: String
        let names: (russian: String, english: String)
        let level: Level
        var company = 0
        /// 0: the department; 1 and 2: its units; nil: the company or the group.
        let unit: Int?
        var grants: Set<Grant> = []
    }

    private static let roles = [
        Role(login: "founder", names: ("Вера Орлова", "Vera Orlova"), level: .founder, unit: nil, grants: [.administrator]),
        Role(login: "partner", names: ("Павел Громов", "Paul Gromov"), level: .partner, unit: nil, grants: [.steward, .marketer]),
        Role(login: "department", names: ("Дарья Лис", "Daria Lis"), level: .department, unit: 0),
        Role(login: "unit", names: ("Юрий Север", "Yuri Sever"), level: .unit, unit: 1),
        Role(login: "sales", names: ("Соня Клён", "Sonia Klen"), level: .sales, unit: 1),
        Role(login: "sales2", names: ("Семён Юг", "Simon Yug"), level: .sales, unit: 2),
        Role(login: "insurer", names: ("Ирина Полис", "Irina Polis"), level: .unit, company: 1, unit: 1),
        Role(login: "insurer-sales", names: ("Антон Берег", "Anton Bereg"), level: .sales, company: 1, unit: 1),
    ]
    private static let units = [
        [("Розница", "Retail"), ("Офис «Север»", "North office"), ("Офис «Юг»", "South office")],
        [("Продажи", "Sales"), ("Офис «Центр»", "Central office")],
    ]

    private var password: String { "demo-" + live.keyring.formToken(for: Array("staff of the demo".utf8)).prefix(10) }

    /// Makes those who are not there yet. The password is the same for all and another one in each database, because the database may be served to
    /// others.
    /// - Parameter moment: since when they work here.
    /// - Returns: the accounts of the demo, the highest level first.
    @discardableResult
    func make(in language: Language, at moment: Instant) async throws -> [Account] {
        let (ids, service) = (live.ids, AccountService(keyring: live.keyring))
        let invitations = try await live.database.write { transaction in
            let places = try Self.places(in: transaction)
            var invitations: [SecretToken] = []
            for role in Self.roles where try AccountStore().account(login: role.login, in: transaction) == nil {
                let draft = Account.Draft(
                    login: role.login, name: language == .russian ? role.names.russian : role.names.english, level: role.level,
                    place: Self.place(role, places), grants: role.grants)
                invitations.append(try service.issue(draft, by: .commandLine("demo"), at: moment, ids: ids, in: transaction).invitation)
            }
            return invitations
        }
        let door = Door(database: live.database, keyring: live.keyring, passwords: PasswordHashing(), ids: ids)
        let (password, sessions) = (password, SessionStore(keyring: live.keyring))
        for invitation in invitations {
            let session = try await door.accept(invitation, password: password, at: moment)
            try await live.database.write { try sessions.end(session, in: $0) }
        }
        let logins = Set(Self.roles.map(\.login))
        return try await live.database.read { try AccountStore().all(in: $0).filter { logins.contains($0.login) } }
    }

    /// What is printed of them.
    func people(in language: Language) async throws -> [Person] {
        let places = try await live.database.write { try Self.places(in: $0) }
        return Self.roles.map { role in
            let (company, units) = places[role.company]
            let unit = role.unit.flatMap { units.indices.contains($0) ? units[$0].name(in: language) : nil }
            let place = [role.level == .founder ? nil : company.name(in: language), unit].compactMap(\.self).joined(separator: ", ")
            return Person(
                login: role.login, name: language == .russian ? role.names.russian : role.names.english, level: role.level.name,
                place: place.isEmpty ? (language == .russian ? "вся группа" : "the whole group") : place, password: password)
        }
    }

    /// The companies with their units, made if they are not there.
    private static func places(in transaction: Transaction) throws -> [(company: Company, units: [Unit])] {
        try zip(companies, units).map { code, names in
            guard let company = try CompanyStore().named(code, in: transaction) else {
                throw CommandFailure.failed("the demo has no company \(code)")
            }
            var units = try UnitStore().tree(in: transaction).units(of: company.id)
            if units.isEmpty {
                for (name, english) in names {
                    units.append(
                        try UnitStore().add(to: company.id, parent: units.first?.id, name: name, nameEnglish: english, in: transaction))
                }
            }
            return (company, units)
        }
    }

    private static func place(_ role: Role, _ places: [(company: Company, units: [Unit])]) -> Place {
        if role.level == .founder { return .group }
        let (company, units) = places[role.company]
        guard let index = role.unit, units.indices.contains(index) else { return .company(company.id) }
        return .unit(units[index].id, of: company.id)
    }
}
