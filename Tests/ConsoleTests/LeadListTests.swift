import Accounts
import Clients
import Database
import Group
import HTTPTypes
import Leads
import Spreadsheets
import Testing
import Vocabulary

@testable import Console

@Suite struct LeadListTests {
    private static func numbers(_ page: Browser.Page) -> [String] {
        page.body.matches(of: /<th scope="row"[^>]*><a href="\/leads\/([0-9A-Z]{8})["?]/).map { String($0.1) }
    }

    @Test func filtersSortAndPages() async throws {
        let world = try await World()
        try await world.sales()
        var leads: [LeadRecord] = []
        for number in 0..<30 {
            leads.append(
                try await world.lead(
                    "c\(number)", stage: number < 3 ? .won : .waiting, rating: number, age: .minutes(Int64(60 - number))))
        }
        let (made, typed) = (leads.map(\.number.text), leads[7].number.description)
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            func shown(_ query: String) async throws -> [String] { Self.numbers(try await browser.get("/leads?\(query)")) }
            #expect(try await shown("") == Array(made.dropFirst(5).reversed()))
            #expect(try await shown("page=2") == Array(made[3..<5].reversed()))
            #expect(try await shown("page=99") == Array(made[3..<5].reversed()))
            #expect(try await shown("sort=rating&up=1") == Array(made[3..<28]))
            // As the form chooses it.
            #expect(try await shown("sort=rating.up") == Array(made[3..<28]))
            #expect(try await shown("sort=rating") == Array(made[5...].reversed()))
            #expect(try await shown("sort=evil.up") == Array(made[3..<28]))
            #expect(try await shown("sort=rating.evil") == Array(made[5...].reversed()))
            #expect(try await browser.get("/leads?sort=rating.up").body.contains("<option value=\"rating.up\" selected>"))
            #expect(try await shown("status=won") == Array(made[0..<3].reversed()))
            #expect(try await shown("q=\(typed)") == [made[7]])
            #expect(try await shown("q=%D0%BA%D1%80%D0%B5%D0%B4%D0%B8%D1%82&status=won").count == 3)
            #expect(try await shown("service=2").isEmpty)
            #expect(try await shown("who=mine").isEmpty)
            try await browser.post("/leads/\(made[9])/take")
            #expect(try await shown("who=mine") == [made[9]])
            #expect(try await browser.get("/leads?who=nobody").body.contains("Найдено 26 лидов"))
            #expect(try await browser.get("/leads?q=nothing").body.contains("ничего не нашлось"))
        }
    }

    @Test func whatIsCopiedFromTheListIsFoundAndSoIsItsBeginning() async throws {
        let world = try await World(loanName: "Кредит <b>")
        try await world.sales()
        try await world.person("founder", .founder, at: .group)
        let own = try await world.lead("eyes-8", from: World.bank)
        let longer = try await world.lead("eyes-81", from: World.bank)
        let capitals = try await world.lead("EYES-9", from: World.bank)
        let digits = try await world.lead("12345678", from: World.bank)
        let wild = try await world.lead("a%b", from: World.bank)
        let partners = try await world.lead("eyes-8")
        try await world.run { client in
            let (sales, founder) = (Browser(client), Browser(client))
            try await sales.signIn("sales")
            try await founder.signIn("founder")
            func found(_ text: String, by browser: Browser) async throws -> Set<String> {
                Set(Self.numbers(try await browser.get("/leads?q=\(text.escapedForQuery)")))
            }
            func expect(_ text: String, _ leads: [LeadRecord]) async throws {
                #expect(try await found(text, by: sales) == Set(leads.map(\.number.text)), "\(text)")
            }
            for text in ["eyes-8 @ Банк", "EYES-8 @ Банк", " eyes-8@", "Eyes-8 @ Company 1"] { try await expect(text, [own]) }
            for text in ["eyes-8", "EYES-8"] { try await expect(text, [own, longer]) }
            try await expect("eyes", [own, longer, capitals])
            try await expect("eYES-9", [capitals])
            // Eight digits may be a number or an id.
            try await expect("12345678", [digits])
            try await expect("a%", [wild])
            for text in ["%", "_", "*", "<", "<b>", "@", "б", "--", "\u{10FFFF}"] { try await expect(text, []) }
            try await expect("кредит", [own, longer, capitals, digits, wild, partners])
            for typed in [String(partners.number.text.prefix(4)), partners.number.description.lowercased(), partners.number.text] {
                #expect(try await found(typed, by: sales).contains(partners.number.text), "\(typed)")
            }
            #expect(try await found("eyes-8", by: founder) == Set([own, longer, partners].map(\.number.text)))
            #expect(try await found("eyes-8 @ Отель", by: founder).contains(partners.number.text))
        }
    }

    /// A beginning that very many ids share costs no more than others, and the page does not pretend to be whole; the file is.
    @Test func ofVeryManyIdsThatBeginAlikeSomeAreLookedAt() async throws {
        let world = try await World()
        try await world.sales()
        let now = world.clock.now
        let clients: [ClientID] = (0...LeadQuery.mostClients).map { _ in world.ids.id() }
        try await world.database.write { transaction in
            for (number, client) in clients.enumerated() {
                _ = try ClientStore().upsert(
                    ClientRecord(
                        id: client, company: World.bank, reference: "z\(10_000 + number)", audience: .individual, portrait: Portrait(),
                        createdAt: now), in: transaction)
            }
        }
        let last = try await world.lead("z99999", from: World.bank)
        try await world.run { client in
            let browser = Browser(client)
            browser.language = "en"
            try await browser.signIn("sales")
            #expect(try await browser.get("/leads?q=z").body.contains("More than 1,000 client IDs start like this"))
            let page = try await browser.get("/leads?q=z9")
            #expect(Self.numbers(page) == [last.number.text] && !page.body.contains("start like this"))
            let rows = try Spreadsheet(try await browser.post("/leads/export", ["query": "q=z"]).bytes, named: "leads.xlsx").rows()
            var found = false
            while let row = try rows.next() { found = found || row[0].text == last.number.description }
            #expect(found)
        }
    }

    @Test func aLostLeadSaysWhyInTheList() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001")
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("/leads/\(lead.number.text)/take")
            try await browser.post("/leads/\(lead.number.text)/lost", ["reason": "too_expensive"])
            let page = try await browser.get("/leads?status=lost").body
            #expect(page.contains("не состоялось</span><span class=\"block\">дорого</span>"))
        }
    }

    @Test func whatNobodyTouchedInTimeIsLate() async throws {
        let world = try await World()
        try await world.sales()
        let late = try await world.lead("late", age: .hours(25))
        _ = try await world.lead("fresh", age: .hours(23))
        _ = try await world.lead("with the customer", stage: .offered, age: .hours(99))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            #expect(Self.numbers(try await browser.get("/leads?status=late")) == [late.number.text])
            #expect(try await browser.get("/").body.contains("figure\">1</span><span class=\"what\">опаздывают, срок 24 часа"))
            // Whoever takes it has the time anew.
            try await browser.post("/leads/\(late.number.text)/take")
            #expect(Self.numbers(try await browser.get("/leads?status=late")).isEmpty)
            world.clock.pass(.hours(1))
        }
    }

    @Test func anEmptyHouseSaysWhatToExpect() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            #expect(try await browser.get("/leads").body.contains("Лидов пока нет"))
            let home = try await browser.get("/")
            #expect(home.body.contains("В работе ничего нет") && home.body.contains("Никто не опаздывает"))
        }
    }

    @Test(arguments: ["ru", "en"]) func pagesSpeakOneLanguage(language: String) async throws {
        let world = try await World()
        try await world.person("boss", .founder, at: .group, name: "Anna", grants: [.administrator])
        let lead = try await world.lead("1001")
        try await world.run { client in
            let browser = Browser(client)
            browser.language = language == "en" ? "en-US,en;q=0.9" : "ru-RU"
            try await browser.signIn("boss")
            for path in [
                "/", "/leads", "/leads/\(lead.number.text)", "/staff", "/catalogue", "/catalogue/1", "/catalogue/1/facts", "/nowhere",
            ] {
                let body = try await browser.get(path).body
                #expect(body.contains("<html lang=\"\(language)\">"))
                #expect(body.contains("<main id=\"main\"") && body.contains("class=\"skip\"") && body.contains("<h1>"))
                #expect(!body.contains("⟦"))
            }
            try await browser.get("/")
            try await browser.post("/language", ["to": language == "en" ? "ru" : "en", "back": "/leads"])
            #expect(try await !browser.get("/leads").body.contains("<html lang=\"\(language)\">"))
        }
    }
}
