import Accounts
import Database
import Group
import Testing
import Vocabulary

@Suite struct AccountServiceTests {
    /// Who may issue which level where: the issuer's login, and what it manages to make.
    @Test func headsIssueAccountsOfTheirOwnPartOnly() async throws {
        let world = try await World()
        let issuers = [
            try await world.issue("founder", .founder, at: .group), try await world.issue("partner", .partner, at: .company(World.bank)),
            try await world.issue("head", .department, at: .unit(World.retail, of: World.bank)),
            try await world.issue("unit", .unit, at: .unit(World.north, of: World.bank)),
            try await world.issue("sales", .sales, at: .unit(World.north, of: World.bank)),
        ].map(\.account)
        let drafts: [(String, Level, Place)] = [
            ("group", .founder, .group), ("bank", .partner, .company(World.bank)), ("hotel", .partner, .company(World.hotel)),
            ("retail", .department, .unit(World.retail, of: World.bank)), ("north4", .unit, .unit(World.north, of: World.bank)),
            ("north5", .sales, .unit(World.north, of: World.bank)), ("south5", .sales, .unit(World.south, of: World.bank)),
            ("corp5", .sales, .unit(World.corporate, of: World.bank)), ("desk5", .sales, .unit(World.desk, of: World.hotel)),
        ]
        var made: [String] = []
        for issuer in issuers {
            var names: [String] = []
            for (name, level, place) in drafts {
                do {
                    try await world.issue("\(name)-\(issuer.login)", level, at: place, by: .account(issuer))
                    names.append(name)
                } catch AccountsError.notAllowed {}
            }
            made.append("\(issuer.login): \(names.joined(separator: " "))")
        }
        #expect(
            made == [
                "founder: group bank hotel retail north4 north5 south5 corp5 desk5", "partner: retail north4 north5 south5 corp5",
                "head: north4 north5 south5", "unit: north5", "sales: ",
            ])
    }

    @Test func onlyAdministratorsAndFoundersGiveGrants() async throws {
        let world = try await World()
        let place = Place.unit(World.north, of: World.bank)
        let partner = try await world.issue("partner", .partner, at: .company(World.bank)).account
        await #expect(throws: AccountsError.notAllowed) {
            try await world.issue("mara", .sales, at: place, grants: [.marketer], by: .account(partner))
        }
        let administrator = try await world.issue("admin", .partner, at: .company(World.bank), grants: [.administrator]).account
        try await world.issue("mary", .sales, at: place, grants: [.marketer], by: .account(administrator))
        await #expect(throws: AccountsError.notAllowed) {
            try await world.issue("mark", .sales, at: .unit(World.desk, of: World.hotel), by: .account(administrator))
        }
    }

    @Test(arguments: [
        ("ab", "Имя", AccountProblem.login), ("1ab", "Имя", .login), ("Anna", "Имя", .login), ("анна", "Имя", .login),
        ("a b c", "Имя", .login),
        ("anna", "  ", .name), ("anna", "a\u{0}b", .name), ("anna", String(repeating: "я", count: 81), .name),
    ])
    func whatIsNoLoginOrNameIsRefused(login: String, name: String, problem: AccountProblem) async throws {
        let world = try await World()
        let (service, ids) = (world.service, world.ids)
        await #expect(throws: AccountsError.refused(problem)) {
            try await world.database.write {
                try service.issue(
                    Account.Draft(login: login, name: name, level: .founder, place: .group), by: .commandLine("test"), at: World.now,
                    ids: ids,
                    in: $0)
            }
        }
        #expect(try await world.count("staff_account") == 0)
    }

    @Test func aLevelHasToSuitItsPlace() async throws {
        let world = try await World()
        let wrong: [(Level, Place)] = [
            (.founder, .company(World.bank)), (.partner, .group), (.department, .unit(World.north, of: World.bank)),
            (.sales, .company(World.bank)), (.sales, .unit(World.desk, of: World.bank)), (.unit, .unit(UnitID(99), of: World.bank)),
        ]
        for (level, place) in wrong {
            await #expect(throws: AccountsError.refused(.place)) { try await world.issue("anna", level, at: place) }
        }
    }

    @Test func aLoginIsTakenForEver() async throws {
        let world = try await World()
        let service = world.service
        try await world.issue("boss", .founder, at: .group)
        try await world.issue("anna", .partner, at: .company(World.bank))
        try await world.database.write { try service.close("anna", by: .commandLine("test"), at: World.now, in: $0) }
        await #expect(throws: AccountsError.refused(.loginTaken)) { try await world.issue("anna", .partner, at: .company(World.bank)) }
    }

    @Test func closingSignsOutAndForgetsTheName() async throws {
        let world = try await World()
        let (service, place) = (world.service, Place.unit(World.north, of: World.bank))
        let anna = try await world.person("anna", .sales, at: place)
        let token = try await world.door.signIn(login: "anna", password: World.password, from: "1.2.3.4", at: World.now)
        #expect(try await world.account(of: token)?.id == anna.id)
        try await world.database.write { try service.close("anna", by: .commandLine("test"), at: World.now, in: $0) }
        #expect(try await world.account(of: token) == nil)
        let closed = try await world.database.read { try AccountStore().account(login: "anna", in: $0) }
        #expect(closed?.name == "" && closed?.hasPassword == false)
        await #expect(throws: AccountsError.wrongLoginOrPassword) {
            try await world.door.signIn(login: "anna", password: World.password, from: "1.2.3.4", at: World.now)
        }
        let audit = try await world.database.read { try AuditStore().recent(10, in: $0).map(\.action) }
        #expect(audit == ["account.closed", "account.password_chosen", "account.issued"])
    }

    @Test func theLastFounderStays() async throws {
        let world = try await World()
        let service = world.service
        try await world.issue("one", .founder, at: .group)
        await #expect(throws: AccountsError.lastFounder) {
            try await world.database.write { try service.close("one", by: .commandLine("test"), at: World.now, in: $0) }
        }
    }

    /// Somebody beyond reach is as unknown as somebody who never was, and nobody closes their own account.
    @Test func headsCloseOnlyTheirOwn() async throws {
        let world = try await World()
        let service = world.service
        try await world.issue("boss", .founder, at: .group)
        let head = try await world.issue("head", .unit, at: .unit(World.north, of: World.bank)).account
        try await world.issue("north", .sales, at: .unit(World.north, of: World.bank))
        try await world.issue("south", .sales, at: .unit(World.south, of: World.bank))
        for login in ["south", "boss", "head", "nobody"] {
            await #expect(throws: AccountsError.unknownAccount) {
                try await world.database.write { try service.close(login, by: .account(head), at: World.now, in: $0) }
            }
        }
        try await world.database.write { try service.close("north", by: .account(head), at: World.now, in: $0) }
    }
}
