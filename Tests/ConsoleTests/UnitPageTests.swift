import Accounts
import Database
import Group
import HTTPTypes
import Leads
import Testing
import Vocabulary

@testable import Console

@Suite struct UnitPageTests {
    @Test func aPartnerHasTheOwnCompanysUnits() async throws {
        let world = try await World()
        try await world.person("partner", .partner, at: .company(World.bank))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("partner")
            #expect(try await browser.post("/units", ["place": "1-1", "name": "Запад"]).status == .seeOther)
            #expect(try await browser.get("/units").body.contains("Запад"))
            for place in ["2", "2-4", "77"] {
                #expect(try await browser.post("/units", ["place": place, "name": "x"]).status == .notFound)
            }
            for place in ["1-4", "1-2", "x"] {
                #expect(try await browser.post("/units", ["place": place, "name": "x"]).status == .unprocessableContent)
            }
            #expect(try await browser.post("/units/4", ["name": "x"]).status == .notFound)
            #expect(try await browser.post("/units/2", ["name": "Север <1>"]).status == .seeOther)
            let bad = try await browser.post("/units/2", ["name": " "])
            #expect(bad.status == .unprocessableContent && bad.body.contains("aria-invalid"))
        }
        let unit = try await world.database.read { try UnitStore().tree(in: $0)[World.north] }
        #expect(unit?.name == "Север <1>")
    }

    @Test func rightsAndPlacesChangeLater() async throws {
        let world = try await World()
        try await world.person("root", .founder, at: .group, grants: [.administrator])
        try await world.person("head", .department, at: .unit(World.retail, of: World.bank))
        try await world.sales()
        let lead = try await world.lead("1042")
        @Sendable func account() async throws -> Account? {
            try await world.database.read { try AccountStore().account(login: "sales", in: $0) }
        }
        try await world.run { client in
            let sales = Browser(client)
            try await sales.signIn("sales")
            try await sales.post("/leads/\(lead.number.text)/take")
            let head = Browser(client)
            try await head.signIn("head")
            // A head moves people, but gives no rights.
            #expect(
                try await head.post("/staff/sales/change", ["place": "1-3", "grant": "administrator"]).location == "/staff?done=changed")
            #expect(try await account()?.place == .unit(World.south, of: World.bank))
            #expect(try await account()?.grants == [])
            #expect(try await head.post("/staff/sales/change", ["place": "2-4"]).status == .unprocessableContent)
            #expect(try await head.post("/staff/head/change", ["place": "1-3"]).status == .notFound)
            let root = Browser(client)
            try await root.signIn("root")
            try await root.post("/staff/sales/change", ["place": "1-3", "grant": "marketer"])
            #expect(try await account()?.grants == [.marketer])
        }
        let holder = try await world.database.read {
            try $0.row("SELECT holder FROM lead WHERE id = $1", [lead.id])?.get("holder", as: AccountID?.self)
        }
        #expect(holder == .some(nil), "whoever moved leaves the open leads behind")
    }
}
