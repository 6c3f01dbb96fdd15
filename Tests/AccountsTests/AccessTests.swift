import Accounts
import Database
import Testing
import Vocabulary

/// Every permission, level and reach, without grants and with each: the whole policy on one screen.
@Suite struct AccessTests {
    private static func levels(_ permission: Permission, _ reach: Reach, _ grants: Set<Grant>) -> String {
        let allowed = Level.allCases.filter { Access.allows(permission, level: $0, grants: grants, reach: reach) }
        return allowed.isEmpty ? "–" : allowed.map { "\($0.rawValue)" }.joined()
    }

    private static func table(_ grants: Set<Grant>) -> String {
        Permission.allCases.map { permission in
            ([permission.rawValue] + Reach.allCases.map { levels(permission, $0, grants) }).joined(separator: " ")
        }.joined(separator: "\n")
    }

    @Test func levelsAlone() {
        // own, free, part, elsewhere
        #expect(
            Self.table([]) == """
                see_lead 12345 12345 1234 –
                take_lead – 5 – –
                work_lead 5 – – –
                message_client 5 – 34 –
                reassign_lead 34 34 34 –
                add_lead 45 45 45 –
                see_contact_request 12345 12345 12345 –
                answer_contact_request 345 345 345 –
                see_client 12345 12345 12345 –
                work_client 345 345 345 –
                take_back_clients 12345 – 1234 –
                manage_account – – 1234 –
                give_grant – – 1 –
                manage_unit – – 12 –
                view_model – – 12 –
                steer_model – – – –
                print_poster 1234 1234 1234 –
                see_catalogue 12345 12345 12345 –
                edit_marketing – – – –
                edit_catalogue – – – –
                watch_system 1 1 1 1
                administer – – – –
                """)
    }

    @Test func eachGrantAddsItsOwnAndNothingElse() {
        let bare = Self.table([]).split(separator: "\n")
        func added(_ grant: Grant) -> [String] {
            zip(bare, Self.table([grant]).split(separator: "\n")).filter { $0 != $1 }.map { String($0.1) }
        }
        #expect(added(.marketer) == ["print_poster 12345 12345 12345 –", "edit_marketing 12345 12345 12345 –"])
        #expect(
            added(.steward) == [
                "view_model 12345 12345 12345 12345", "steer_model 12345 12345 12345 12345", "watch_system 12345 12345 12345 12345",
            ])
        #expect(
            added(.administrator) == [
                "manage_account – – 12345 –", "give_grant – – 12345 –", "manage_unit 12345 12345 12345 –",
                "edit_catalogue 12345 12345 12345 –", "watch_system 12345 12345 12345 12345",
                "administer 12345 12345 12345 –",
            ])
    }

    /// Each level against leads that nobody has, that it has, that its own unit has, the other office, the other department, the other company.
    @Test func whoSeesWhichLead() async throws {
        let world = try await World()
        let tree = try await world.database.read { try UnitStore().tree(in: $0) }
        let people = [
            try await world.issue("founder", .founder, at: .group), try await world.issue("partner", .partner, at: .company(World.bank)),
            try await world.issue("head", .department, at: .unit(World.retail, of: World.bank)),
            try await world.issue("unit", .unit, at: .unit(World.north, of: World.bank)),
            try await world.issue("sales", .sales, at: .unit(World.north, of: World.bank)),
        ].map(\.account)
        let colleague = AccountID(high: 9, low: 9)
        let table = people.map { person in
            let leads: [(CompanyID, AccountID?, UnitID?)] = [
                (World.bank, nil, nil), (World.bank, person.id, World.north), (World.bank, colleague, World.north),
                (World.bank, colleague, World.south), (World.bank, colleague, World.corporate), (World.hotel, nil, nil),
                (World.hotel, colleague, World.desk),
            ]
            let sees = leads.map { company, holder, unit in
                let reach = person.reach(ofLeadAt: company, holder: holder, unit: unit, in: tree)
                return Access.allows(.seeLead, to: person, reach: reach) ? "x" : "."
            }
            return "\(person.login): \(sees.joined())"
        }
        #expect(
            table == [
                "founder: xxxxxxx", "partner: xxxxx..", "head: xxxx...", "unit: xxx....", "sales: xx.....",
            ])
    }

    @Test func aClosedAccountMayNothing() async throws {
        let world = try await World()
        let service = world.service
        try await world.issue("first", .founder, at: .group)
        try await world.issue("second", .founder, at: .group, grants: [.administrator])
        let closed = try await world.database.write { transaction in
            try service.close("second", by: .commandLine("test"), at: World.now, in: transaction)
            return try AccountStore().account(login: "second", in: transaction)
        }
        let account = try #require(closed)
        for permission in Permission.allCases {
            for reach in Reach.allCases { #expect(!Access.allows(permission, to: account, reach: reach)) }
        }
    }
}
