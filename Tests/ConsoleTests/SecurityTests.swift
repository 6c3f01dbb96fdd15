import Accounts
import HTTPTypes
import Leads
import Testing
import Vocabulary

@testable import Console

@Suite struct SecurityTests {
    // MARK: Headers

    @Test(arguments: [nil, "https://console.example.ru"]) func everyAnswerHasTheHeaders(address: String?) async throws {
        let world = try await World(publicAddress: address)
        try await world.run { client in
            for path in ["/", "/sign-in", "/assets/console.css", "/no/such/page", "/invitation/x"] {
                let headers = try await Browser(client).get(path).headers
                let policy = headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
                #expect(policy.contains("script-src 'self';"), "\(path): no script but our files")
                #expect(headers[.xContentTypeOptions] == "nosniff")
                for (name, value) in [
                    ("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY"), ("Cross-Origin-Opener-Policy", "same-origin"),
                ] { #expect(headers[try #require(HTTPField.Name(name))] == value) }
                #expect((headers[.strictTransportSecurity] != nil) == (address != nil))
                if !path.hasPrefix("/assets") { #expect(headers[.cacheControl] == "no-store") }
            }
        }
    }

    // MARK: Forms of others

    @Test func noFormIsTakenWithoutItsToken() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001")
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let other = Browser(client)
            try await other.get("/sign-in")
            let paths =
                [
                    "/sign-out", "/sign-out-everywhere", "/language", "/staff", "/staff/sales/close", "/account/password",
                    "/account/others",
                    "/filters", "/leads/bulk", "/leads/export", "/requests/\(String(repeating: "0", count: 32))",
                ]
                + LeadRoutes.Act.allCases.map { "/leads/\(lead.number.text)/\($0.rawValue)" }
            for path in paths {
                for token in ["", "x", other.token, String(repeating: "0", count: 64)] {
                    let page = try await browser.post(path, ["to": "en"], token: token)
                    #expect(page.status == .forbidden, "\(path)")
                    #expect(page.body.contains("Форма устарела"))
                }
            }
            #expect(try await world.events(lead) == [.created])
            #expect(try await browser.get("/").status == .ok)
        }
    }

    @Test func aFormOfAnotherSiteIsRefusedEvenWithTheToken() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001")
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            for (value, status) in [("cross-site", HTTPResponse.Status.forbidden), ("same-site", .forbidden), ("same-origin", .seeOther)] {
                #expect(try await browser.post("/leads/\(lead.number.text)/take", headers: [site: value]).status == status)
            }
        }
    }

    /// Otherwise somebody could be signed in as another person without noticing.
    @Test func theDoorsFormsAreTiedToTheBrowserToo() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let (victim, attacker) = (Browser(client), Browser(client))
            try await attacker.get("/sign-in")
            try await victim.get("/sign-in")
            let page = try await victim.post("/sign-in", ["login": "sales", "password": World.password], token: attacker.token)
            #expect(page.status == .forbidden)
        }
    }

    @Test func otherKindsOfBodiesAndLongOnesAreRefused() async throws {
        let world = try await World()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.get("/sign-in")
            let long = try await browser.post("/sign-in", ["login": String(repeating: "a", count: 70_000), "password": "b"])
            #expect(long.status == .contentTooLarge)
        }
    }

    // MARK: Leads of others

    /// Nobody learns of a lead that is not theirs to see: each act answers as if it was not there, and changes nothing.
    @Test func leadsOfOthersAreNotThere() async throws {
        let world = try await World()
        try await world.sales("north", at: World.north)
        try await world.sales("south", at: World.south)
        try await world.person("hotel", .partner, at: .company(World.hotel))
        try await world.person("head-south", .unit, at: .unit(World.south, of: World.bank))
        let lead = try await world.lead("1001", from: World.bank)
        try await world.run { client in
            let owner = Browser(client)
            try await owner.signIn("north")
            #expect(try await owner.post("/leads/\(lead.number.text)/take").status == .seeOther)
            let before = try await world.events(lead)
            for login in ["south", "hotel", "head-south"] {
                let browser = Browser(client)
                try await browser.signIn(login)
                let missing = try await browser.get("/leads/00000000")
                let hidden = try await browser.get("/leads/\(lead.number.text)")
                #expect(hidden.status == .notFound)
                // But for the address that was asked for, to which the button of the other language leads back.
                #expect(hidden.body.replacing(lead.number.text, with: "00000000") == missing.body)
                for act in LeadRoutes.Act.allCases {
                    let page = try await browser.post(
                        "/leads/\(lead.number.text)/\(act.rawValue)", ["amount": "100", "reason": "other"])
                    #expect(page.status == .notFound, "\(login) \(act)")
                }
                for path in ["/", "/leads?status=all", "/leads?q=1001", "/leads?q=\(lead.number.text)"] {
                    // What was asked for is shown again in the form and its links, and nowhere else.
                    let number = lead.number.text
                    let body = try await browser.get(path).body.replacing("value=\"\(number)\"", with: "").replacing(
                        "q=\(number)", with: "")
                    #expect(!body.contains(number), "\(login) \(path)")
                }
            }
            #expect(try await world.events(lead) == before)
        }
    }

    /// A client's id is for its own company and founders; another company's people see the lead's number.
    @Test func aPartnersClientStaysANumber() async throws {
        let world = try await World()
        try await world.sales()
        try await world.person("founder", .founder, at: .group)
        let lead = try await world.lead("client-4711", from: World.hotel)
        let own = try await world.lead("client-0815", from: World.bank)
        try await world.run { client in
            let sales = Browser(client)
            try await sales.signIn("sales")
            for path in ["/leads", "/leads/\(lead.number.text)", "/", "/leads?q=client-4711"] {
                let body = try await sales.get(path).body
                // What was asked for is shown again in the form and its links, and nowhere else.
                let answer = body.replacing("value=\"client-4711\"", with: "").replacing("q=client-4711", with: "")
                #expect(!answer.contains("client-4711"), "\(path)")
            }
            // Not even by asking whether there is one.
            #expect(try await sales.get("/leads?q=client-4711").body.contains("ничего не нашлось"))
            #expect(try await sales.get("/leads?q=client-0815").body.contains("client-0815 @ Банк"))
            #expect(try await sales.get("/leads/\(own.number.text)").body.contains("client-0815 @ Банк"))
            let founder = Browser(client)
            try await founder.signIn("founder")
            #expect(try await founder.get("/leads?q=client-4711").body.contains("client-4711 @ Отель"))
        }
    }

    @Test(arguments: ["/leads/../../etc/passwd", "/leads/%00", "/leads/'%20OR%201=1--", "/leads/7K3Q-9XAB/unknown", "/staff/x/y/close"])
    func strangeAddressesAreNotThere(path: String) async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let page = try await browser.get(path)
            #expect(page.status == .notFound || page.status == .badRequest)
            #expect(page.body.isEmpty || page.body.contains("<h1>"))
        }
    }

    @Test func strangeQueriesAreTakenForNothing() async throws {
        let world = try await World()
        try await world.sales()
        _ = try await world.lead("1001")
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            for query in [
                "status=';DROP TABLE lead;--", "sort=rating;--", "page=-1", "page=99999999999999999999", "page=abc", "service=x", "q=%00",
                "q=%27%20OR%20%271%27=%271", "q=%25", "up=2", "who=root", "q=%FF",
            ] { #expect(try await browser.get("/leads?\(query)").status == .ok, "\(query)") }
        }
    }

    // MARK: Hostile names

    @Test func hostileNamesStayText() async throws {
        let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>"
        let world = try await World(loanName: hostile)
        try await world.person("boss", .founder, at: .group, name: hostile, grants: [.administrator])
        try await world.person("other", .partner, at: .company(World.bank), name: hostile)
        let lead = try await world.lead(hostile, from: World.bank)
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("boss")
            let asked = hostile.escapedForQuery
            var pages = [try await browser.get("/sign-in?next=\(asked)")]
            for path in [
                "/", "/leads", "/leads?q=\(asked)", "/leads/\(lead.number.text)?done=\(asked)", "/staff", "/catalogue?q=\(asked)",
                "/catalogue/1",
                "/catalogue/1/facts", "/clients?q=\(asked)", "/clients/\(lead.client.hex)", "/system/audit?who=\(asked)&subject=\(asked)",
                "/system/companies/1",
                "/system/settings", "/model/threshold", "/posters", "/requests", "/account",
            ] {
                pages.append(try await browser.get(path))
            }
            pages.append(try await browser.post("/leads/\(lead.number.text)/won", ["amount": hostile]))
            pages.append(try await browser.post("/staff", ["login": hostile, "name": hostile, "level": hostile, "place": hostile]))
            let stranger = Browser(client)
            try await stranger.get("/sign-in")
            pages.append(try await stranger.post("/sign-in", ["login": hostile, "password": hostile, "next": hostile]))
            for page in pages {
                #expect(!page.body.replacing("<script src=\"/assets/", with: "").contains("<script"))
                #expect(!page.body.contains("<img src=x"))
            }
        }
    }
}
