import Accounts
import Database
import Group
import HTTPTypes
import Leads
import Recommendations
import Testing
import Vocabulary

@testable import Console

@Suite struct ThresholdPageTests {
    private static func world() async throws -> World {
        let world = try await World()
        try await world.furnish()
        try await world.person("partner", .partner, at: .company(World.bank))
        try await world.person("steward", .partner, at: .company(World.bank), grants: [.steward])
        return world
    }

    private static func threshold(_ world: World, _ scope: ThresholdScope = .group) async throws -> Int {
        try await world.database.read { try ThresholdStore().current(in: $0).rating(in: scope) }
    }

    @Test func aStewardAppliesAndTakesBack() async throws {
        let world = try await Self.world()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("steward")
            let form = ["scope": "company-1", "to": "70", "before": "inherit"]
            // Without a reason nothing happens.
            #expect(try await browser.post("/model/threshold", form).location?.contains("problem=why") == true)
            #expect(try await Self.threshold(world, .company(World.bank)) == 80)
            let applied = try await browser.post("/model/threshold", form.merging(["why": "<b>quiet</b> season"]) { $1 })
            #expect(applied.location == "/model/threshold?scope=company-1&done=applied")
            #expect(try await Self.threshold(world, .company(World.bank)) == 70)
            let page = try await browser.get("/model/threshold?scope=company-1")
            #expect(page.body.contains("<q>&lt;b&gt;quiet&lt;/b&gt; season</q>") && page.body.contains("Порог 70"))
            let undone = try await browser.post("/model/threshold/undo", ["scope": "company-1", "seq": "1", "why": ""])
            #expect(undone.location?.contains("done=undone") == true)
            #expect(try await Self.threshold(world, .company(World.bank)) == 80)
            // The same again is nothing that could be taken back.
            #expect(
                try await browser.post("/model/threshold/undo", ["scope": "company-1", "seq": "1", "why": ""]).location?
                    .contains("problem=changed") == true)
        }
    }

    @Test func whoeverComesLateHearsOfItAndKeepsTheReason() async throws {
        let world = try await Self.world()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("steward")
            let now = world.clock.now
            try await world.database.write {
                _ = try ThresholdStore().set(.group, to: 90, expecting: 80, by: "anna", why: "", at: now, in: $0)
            }
            let page = try await browser.post("/model/threshold", ["scope": "group", "to": "70", "before": "80", "why": "season"])
            let path = try #require(page.location)
            #expect(path.contains("problem=changed") && path.contains("why=season"))
            #expect(try await browser.get(path).body.contains("изменил кто-то другой"))
            #expect(try await Self.threshold(world) == 90)
        }
    }

    @Test(arguments: ["scope=company-2", "scope=service-2", "scope=group", "scope=service-99"])
    func aPartnerSeesOnlyTheOwnCompanys(query: String) async throws {
        let world = try await Self.world()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("partner")
            #expect(try await browser.get("/model/threshold?\(query)").status == .notFound)
            let own = try await browser.get("/model/threshold")
            #expect(own.status == .ok && !own.body.contains("Отель") && !own.body.contains("name=\"why\""))
        }
    }

    @Test(arguments: ["value=101", "value=many", "by=probability&value=-1", "by=probability&value=x"])
    func whatIsNoThresholdIsSaidAndKept(query: String) async throws {
        let world = try await Self.world()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("steward")
            let page = try await browser.get("/model/threshold?\(query)")
            #expect(page.status == .unprocessableContent && page.body.contains("aria-invalid"))
            #expect(page.body.contains("value=\"\(query.split(separator: "=").last ?? "")\""))
        }
    }

    @Test(arguments: [
        "scope=nobody&to=70&before=80", "scope=group&to=inherit&before=80", "scope=group&to=101&before=80",
        "scope=company-77&to=1&before=inherit",
    ])
    func aHostileFormChangesNothing(form: String) async throws {
        let world = try await Self.world()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("steward")
            let fields = Dictionary(
                uniqueKeysWithValues: form.split(separator: "&").map { pair in
                    let halves = pair.split(separator: "=").map(String.init)
                    return (halves[0], halves[1])
                })
            let page = try await browser.post("/model/threshold", fields.merging(["why": "x"]) { $1 })
            #expect([.badRequest, .notFound].contains(page.status))
        }
        #expect(try await Self.threshold(world) == 80)
    }
}
