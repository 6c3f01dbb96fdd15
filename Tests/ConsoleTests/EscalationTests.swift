import Accounts
import Database
import Group
import Testing
import Vocabulary

@testable import Console
@testable import Leads

@Suite struct EscalationTests {
    private static let due = Span.hours(24)

    private func step(_ world: World, limit: Int = 50) async throws -> Int {
        let now = world.clock.now
        return try await world.database.write { try Escalation().step(limit: limit, due: Self.due, now: now, in: $0) }
    }

    @Test func aLeadIsToldOfOncePerStretchOfNeglect() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001", age: .hours(25))
        _ = try await world.lead("fresh", age: .hours(23))
        _ = try await world.lead("with the customer", stage: .offered, age: .hours(99))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            #expect(try await step(world) == 1)
            #expect(try await step(world) == 0)
            // Taking it, and every act after, begins a new stretch.
            try await browser.post("/leads/\(lead.number.text)/take")
            #expect(try await step(world) == 0)
            world.clock.pass(.hours(25))
            try await browser.signIn("sales")
            #expect(try await step(world) == 2, "this one anew, and the one that was fresh")
            try await browser.post("/leads/\(lead.number.text)/contacted")
            #expect(try await step(world) == 0)
            #expect(try await world.events(lead) == [.created, .escalated, .taken, .escalated, .contacted])
        }
    }

    @Test func portionsAreSmallAndTheOldestComeFirst() async throws {
        let world = try await World()
        for age in 0..<5 { _ = try await world.lead("c\(age)", age: .hours(30 + Int64(age))) }
        #expect(try await step(world, limit: 2) == 2)
        let first = try await world.database.read { transaction in
            try transaction.rows(
                "SELECT client.reference AS r FROM lead JOIN client ON client.id = client_id WHERE escalated_at IS NOT NULL"
            )
            .map { row -> String in try row["r"] }.sorted()
        }
        #expect(first == ["c3", "c4"])
        #expect(try await step(world, limit: 50) == 3)
    }

    /// The head of the unit first, the department's where a unit has none, else the partner; founders are not told.
    @Test func itComesToTheNextHeadThatThereIs() async throws {
        let world = try await World()
        let sales = try await world.sales("sales", at: World.north)
        let lead = try await world.lead("1001", age: .hours(30))
        let people = [
            try await world.person("founder", .founder, at: .group), try await world.person("partner", .partner, at: .company(World.bank)),
        ]
        let tree = try await world.database.read { try UnitStore().tree(in: $0) }
        func told(_ accounts: [Account]) async throws -> [String] {
            try await world.database.read { transaction in
                try accounts.filter { try EscalatedLeads(for: $0, limit: 5, in: transaction).count > 0 }.map(\.login)
            }
        }
        _ = try await step(world)
        #expect(try await told(people + [sales]) == ["partner"])
        let department = try await world.person("head", .department, at: .unit(World.retail, of: World.bank))
        #expect(try await told(people + [department]) == ["head"])
        let unit = try await world.person("unit", .unit, at: .unit(World.north, of: World.bank))
        #expect(try await told(people + [department, unit]) == ["unit"])
        // What somebody of the other office neglects is the department's, as long as that office has no head.
        let duty = EscalationDuty(of: department, among: people + [department, unit], in: tree)
        #expect(duty?.units == [World.retail, World.south] && duty?.hasFree == false)
        #expect(EscalationDuty(of: people[0], among: people, in: tree) == nil && EscalationDuty(of: sales, among: people, in: tree) == nil)
        _ = lead
    }

    @Test func theHeadPassesItOnFromHome() async throws {
        let world = try await World()
        try await world.sales("first", at: World.north)
        try await world.sales("second", at: World.north)
        try await world.person("unit", .unit, at: .unit(World.north, of: World.bank))
        let lead = try await world.lead("1001", age: .hours(1))
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let (sales, head) = (Browser(client), Browser(client))
            try await sales.signIn("first")
            try await sales.post("\(path)/take")
            #expect(try await sales.get(path).body.contains("осталось 24 часа"))
            world.clock.pass(.hours(27))
            #expect(try await step(world) == 1)
            try await head.signIn("unit")
            let home = try await head.get("/").body
            #expect(home.contains("id=\"waits\"") && home.contains("опоздание 3 часа"))
            #expect(home.contains("<option value=\"second\">") && !home.contains("<option value=\"first\">"))
            #expect(try await head.post("\(path)/reassign", ["colleague": "second", "back": "home"]).location == "/?done=reassign")
            #expect(try await !head.get("/").body.contains("id=\"waits\""))
        }
    }

    @Test func aHeadWithoutAnotherSalespersonHearsWhyNothingCanBePressed() async throws {
        let world = try await World()
        try await world.sales("first", at: World.north)
        try await world.person("unit", .unit, at: .unit(World.north, of: World.bank))
        let lead = try await world.lead("1001", age: .hours(1))
        try await world.run { client in
            let (sales, head) = (Browser(client), Browser(client))
            try await sales.signIn("first")
            try await sales.post("/leads/\(lead.number.text)/take")
            world.clock.pass(.hours(27))
            #expect(try await step(world) == 1)
            try await head.signIn("unit")
            let home = try await head.get("/").body
            #expect(home.contains("выбрать не из кого") && home.contains("<a href=\"/staff\">Пригласить коллегу</a>"))
            #expect(!home.contains("class=\"pass\""))
            try await world.sales("second", at: World.north)
            #expect(try await !head.get("/").body.contains("выбрать не из кого"))
        }
    }

    @Test func thatThereIsNobodyElseIsNotSaidBesideARowThatOffersSomebody() async throws {
        let world = try await World()
        try await world.sales("first", at: World.north)
        try await world.person("unit", .unit, at: .unit(World.north, of: World.bank))
        let held = try await world.lead("1001", age: .hours(1))
        _ = try await world.lead("2002", age: .hours(1))
        try await world.run { client in
            let (sales, head) = (Browser(client), Browser(client))
            try await sales.signIn("first")
            try await sales.post("/leads/\(held.number.text)/take")
            world.clock.pass(.hours(27))
            #expect(try await step(world) == 2)
            try await head.signIn("unit")
            let home = try await head.get("/").body
            #expect(home.matches(of: /class="pass"/).count == 1 && !home.contains("выбрать не из кого"))
            #expect(home.contains(" · 1 лид</option>"))
        }
    }

    /// Minutes since the lead came, and what its page says.
    @Test(
        arguments: zip(
            [0, 30, 1430, 1445, 1560, 4320] as [Int64],
            ["осталось 24 часа", "осталось 23 часа", "осталось 10 минут", "опоздание 5 минут", "опоздание 2 часа", "опоздание 2 дня"]))
    func theClockSaysHowMuchTimeThereIs(age: Int64, words: String) async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001", age: .minutes(age))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            #expect(try await browser.get("/leads").body.contains(words))
            #expect(try await browser.get("/leads/\(lead.number.text)").body.contains(words))
        }
    }
}
