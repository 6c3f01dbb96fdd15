import Accounts
import Database
import DemoWorld
import Group
import Passwords
import Sealing
import Vocabulary

/// One person of the staff for each level, all in one company, so that each sees what the one below does.
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
    /// Whose staff it is: the company with the most services for both audiences.
    static let company = "expobank"

    private struct Role {
        let login: String
        let names: (russian: String, english: String)
        let level: Level
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
    ]
    private static let units = [("Розница", "Retail"), ("Офис «Север»", "North office"), ("Офис «Юг»", "South office")]

    /// Made once; a demo that goes on finds them there. The password is the same for all and another one in each database, because the database
    /// may be served to others.
    func people(in language: Language) async throws -> [Person] {
        let password = "demo-" + live.keyring.formToken(for: Array("staff of the demo".utf8)).prefix(10)
        let (now, ids, service) = (live.clock.now, live.ids, AccountService(keyring: live.keyring))
        let (company, units, invitations) = try await live.database.write { transaction in
            guard let company = try CompanyStore().named(Self.company, in: transaction) else {
                throw CommandFailure.failed("the demo has no bank")
            }
            var units = try UnitStore().tree(in: transaction).units(of: company.id)
            if units.isEmpty {
                for (name, english) in Self.units {
                    units.append(
                        try UnitStore().add(
                            to: company.id, parent: units.first?.id, name: name, nameEnglish: english, in: transaction))
                }
            }
            var invitations: [SecretToken] = []
            for role in Self.roles where try AccountStore().account(login: role.login, in: transaction) == nil {
                let draft = Account.Draft(
                    login: role.login, name: language == .russian ? role.names.russian : role.names.english, level: role.level,
                    place: Self.place(role, company: company.id, units: units), grants: role.grants)
                invitations.append(try service.issue(draft, by: .commandLine("demo"), at: now, ids: ids, in: transaction).invitation)
            }
            return (company, units, invitations)
        }
        let door = Door(database: live.database, keyring: live.keyring, passwords: PasswordHashing(), ids: ids)
        for invitation in invitations {
            let session = try await door.accept(invitation, password: password, at: now)
            let sessions = SessionStore(keyring: live.keyring)
            try await live.database.write { try sessions.end(session, in: $0) }
        }
        return Self.roles.map { role in
            let unit = role.unit.flatMap { units.indices.contains($0) ? units[$0].name(in: language) : nil }
            let place = [role.level == .founder ? nil : company.name(in: language), unit].compactMap(\.self).joined(separator: ", ")
            return Person(
                login: role.login, name: language == .russian ? role.names.russian : role.names.english, level: role.level.name,
                place: place.isEmpty ? (language == .russian ? "вся группа" : "the whole group") : place, password: password)
        }
    }

    private static func place(_ role: Role, company: CompanyID, units: [Unit]) -> Place {
        if role.level == .founder { return .group }
        guard let index = role.unit, units.indices.contains(index) else { return .company(company) }
        return .unit(units[index].id, of: company)
    }
}
