import Accounts
import Database
import HTTPTypes
import Testing
import Vocabulary

@testable import Console

@Suite struct StaffPageTests {
    @Test func aHeadInvitesAndClosesInTheOwnPart() async throws {
        let world = try await World()
        try await world.person("head", .unit, at: .unit(World.north, of: World.bank))
        try await world.sales("south", at: World.south)
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("head")
            let empty = try await browser.get("/staff")
            #expect(empty.body.contains("пока никого нет") && !empty.body.contains("south"))
            let made = try await browser.post(
                "/staff", ["login": "oleg", "name": "Олег Ким", "level": "sales", "place": "1-2"])
            let link = try #require(made.body.firstMatch(of: /\/invitation\/([0-9a-f]{64})/))
            #expect(made.status == .ok && made.body.contains("приглашение не принято"))
            let oleg = Browser(client)
            let path = "/invitation/\(link.1)"
            try await oleg.get(path)
            #expect(try await oleg.post(path, ["password": World.password, "again": World.password]).location == "/")
            // Shown once.
            #expect(try await !browser.get("/staff").body.contains("/invitation/"))
            #expect(try await browser.post("/staff/oleg/close").location == "/staff?done=closed")
            #expect(try await oleg.get("/").status == .seeOther)
            for login in ["south", "head", "nobody"] {
                #expect(try await browser.post("/staff/\(login)/close").status == .notFound)
                #expect(try await browser.post("/staff/\(login)/invite").status == .notFound)
            }
        }
    }

    @Test(arguments: [
        ("partner", "1"), ("founder", "group"), ("sales", "1-3"), ("sales", "2-4"), ("unit", "1-2"), ("boss", "1-2"), ("sales", "x"),
    ])
    func whatIsBeyondTheHeadIsRefusedAndTheFormKept(level: String, place: String) async throws {
        let world = try await World()
        try await world.person("head", .unit, at: .unit(World.north, of: World.bank))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("head")
            let page = try await browser.post("/staff", ["login": "oleg", "name": "Олег Ким", "level": level, "place": place])
            #expect(page.status == .unprocessableContent)
            #expect(page.body.contains("value=\"Олег Ким\"") && !page.body.contains("/invitation/"))
            #expect(page.body.contains("<details class=\"card keep\" open>"))
        }
        let made = try await world.database.read { try AccountStore().account(login: "oleg", in: $0) }
        #expect(made == nil)
    }

    @Test(arguments: [("Олег", "Олег Ким", "login"), ("head", "Олег Ким", "login"), ("oleg", " ", "name")])
    func aSlipMarksItsField(login: String, name: String, field: String) async throws {
        let world = try await World()
        try await world.person("head", .unit, at: .unit(World.north, of: World.bank))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("head")
            let page = try await browser.post("/staff", ["login": login, "name": name, "level": "sales", "place": "1-2"])
            #expect(page.status == .unprocessableContent && page.body.ranges(of: "aria-invalid").count == 1)
            #expect(page.body.contains("id=\"\(field)-problem\"") && page.body.contains("<details class=\"card keep\" open>"))
        }
    }

    @Test func aLinkSaysForWhomItIsAndWhatFor() async throws {
        let world = try await World()
        try await world.person("head", .unit, at: .unit(World.north, of: World.bank))
        try await world.sales("olga", at: World.north)
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("head")
            let page = try await browser.get("/staff").body
            #expect(page.contains("Ссылка для нового пароля") && !page.contains("Пригласить заново"))
            #expect(try await browser.post("/staff/olga/invite").body.contains("Ссылка для нового пароля: Анна Иванова (olga)"))
            let made = try await browser.post("/staff", ["login": "oleg", "name": "Олег Ким", "level": "sales", "place": "1-2"])
            #expect(made.body.contains("Приглашение: Олег Ким (oleg)") && made.body.contains("Пригласить заново"))
        }
    }

    @Test func manyPeopleComeInPagesAndAreFoundByNameOrLogin() async throws {
        let world = try await World()
        try await world.person("head", .unit, at: .unit(World.north, of: World.bank))
        let (keyring, now) = (world.site.keyring, World.start)
        try await world.database.write { transaction in
            for number in 0..<30 {
                _ = try AccountService(keyring: keyring).issue(
                    .init(
                        login: "seller-\(number + 10)", name: number == 29 ? "Олег Ким" : "Person \(number)", level: .sales,
                        place: .unit(World.north, of: World.bank), grants: []), by: .commandLine("test"), at: now, ids: .system,
                    in: transaction)
            }
        }
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("head")
            func logins(_ path: String) async throws -> [String] {
                try await browser.get(path).body.matches(of: /\/staff\/(seller-[0-9]+)\/close/).map { String($0.1) }
            }
            #expect(try await logins("/staff").count == 25)
            #expect(try await logins("/staff?page=2") == (35..<40).map { "seller-\($0)" })
            for words in ["%D0%BA%D0%B8%D0%BC", "SELLER-39"] { #expect(try await logins("/staff?q=\(words)") == ["seller-39"]) }
            #expect(try await browser.get("/staff?q=nobody").body.contains("class=\"card empty\""))
        }
    }

    @Test func salesManageNobody() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            #expect(try await browser.get("/staff").status == .notFound)
            #expect(try await !browser.get("/").body.contains("href=\"/staff\""))
            #expect(try await browser.post("/staff", ["login": "oleg"]).status == .notFound)
        }
    }
}
