import Accounts
import Database
import HTTPTypes
import Leads
import Spreadsheets
import Testing
import Vocabulary

@testable import Console

/// Saved filters, the list as a file, several leads at once.
@Suite struct ListWorkTests {
    // MARK: Saved filters

    @Test func filtersAreKeptUsedRenamedAndDeleted() async throws {
        let world = try await World()
        try await world.sales()
        try await world.sales("other")
        try await world.run { client in
            let (browser, other) = (Browser(client), Browser(client))
            try await browser.signIn("sales")
            let saved = try await browser.post(
                "/filters", ["name": "  Мои   <b>новые</b>", "query": "who=mine&sort=rating&status=evil&page=7"])
            #expect(saved.location == "/leads?who=mine&sort=rating&page=7&done=saved", "one stays on the page")
            let page = try await browser.get("/leads?who=mine&sort=rating&done=saved").body
            #expect(
                page.contains("Фильтр сохранён")
                    && page.contains("<a href=\"/leads?who=mine&amp;sort=rating\" aria-current=\"page\">Мои &lt;b&gt;новые&lt;/b&gt;</a>"))
            let id = String(try #require(page.firstMatch(of: /\/filters\/([0-9a-f]{32})\/rename/)).1)
            let twice = try await browser.post("/filters", ["name": "Мои <b>новые</b>", "query": ""])
            #expect(twice.status == .unprocessableContent && twice.body.contains("value=\"Мои &lt;b&gt;новые&lt;/b&gt;\""))
            for bad in ["", "   ", String(repeating: "x", count: 41)] {
                #expect(try await browser.post("/filters", ["name": bad, "query": ""]).status == .unprocessableContent)
            }
            // Another's filter is not there.
            try await other.signIn("other")
            for act in ["rename", "delete"] {
                #expect(try await other.post("/filters/\(id)/\(act)", ["name": "x"]).status == .notFound)
                #expect(try await other.post("/filters/zz/\(act)", ["name": "x"]).status == .notFound)
            }
            #expect(try await !other.get("/leads").body.contains("Мои &lt;b"))
            #expect(
                try await browser.post("/filters/\(id)/rename", ["name": "Мои", "query": "who=mine"]).location
                    == "/leads?who=mine&done=renamed")
            #expect(try await browser.post("/filters/\(id)/delete", ["query": ""]).location == "/leads?done=deleted")
            #expect(try await browser.post("/filters/\(id)/delete").status == .notFound)
            for number in 0..<SavedFilterStore.most { try await browser.post("/filters", ["name": "f\(number)", "query": ""]) }
            #expect(try await browser.post("/filters", ["name": "one more", "query": ""]).body.contains("Удалите ненужный"))
        }
    }

    @Test func datesAndCompaniesNarrowTheList() async throws {
        let world = try await World()
        try await world.person("boss", .founder, at: .group)
        try await world.sales()
        // 21 September 2026, a quarter past five in Moscow.
        let today = try await world.lead("today")
        let midnight = try await world.lead("at 00:13", age: .hours(17))
        let yesterday = try await world.lead("yesterday", from: World.bank, to: World.hotel, age: .hours(18))
        try await world.run { client in
            let (boss, sales) = (Browser(client), Browser(client))
            try await boss.signIn("boss")
            try await sales.signIn("sales")
            func shown(_ browser: Browser, _ query: String) async throws -> Set<String> {
                Set(
                    try await browser.get("/leads?\(query)").body.matches(of: /scope="row"[^>]*><a href="\/leads\/([0-9A-Z]{8})["?]/).map {
                        String($0.1)
                    })
            }
            let day = "2026-09-21"
            #expect(try await shown(boss, "from=\(day)") == [today.number.text, midnight.number.text])
            #expect(try await shown(boss, "to=2026-09-20") == [yesterday.number.text])
            #expect(try await shown(boss, "from=2026-09-20&to=2026-09-20") == [yesterday.number.text])
            #expect(try await shown(boss, "from=2026-13-45&to=x").count == 3, "no such day: not asked")
            #expect(try await shown(boss, "company=2") == [yesterday.number.text])
            #expect(try await boss.get("/leads?company=2").body.contains("<option value=\"2\" selected>"))
            #expect(try await shown(sales, "company=2").isEmpty)
            #expect(try await !sales.get("/leads").body.contains("id=\"company\""))
        }
    }

    @Test(arguments: [
        ("2026-02-28", true), ("2026-02-29", false), ("2028-02-29", true), ("2026-2-28", false), ("+026-02-28", false),
        ("2026-04-31", false),
    ])
    func onlyDaysOfTheCalendarAreDays(text: String, isDay: Bool) { #expect((MoscowDay(text) != nil) == isDay) }

    @Test func aDayBeginsAtMidnightInMoscow() {
        #expect(MoscowDay("2026-09-21")?.start == World.start - .seconds(17 * 3600 + 13 * 60 + 20))
        #expect(MoscowDay("2026-03-01")?.start == MoscowDay("2026-02-28")?.end)
        #expect(MoscowDay("2027-01-01")?.start == MoscowDay("2026-12-31")?.end)
    }

    // MARK: The file

    @Test func theFileHoldsWhatTheListShowsAndNoMore() async throws {
        let world = try await World(loanName: "=HYPERLINK(\"http://evil\")")
        try await world.sales()
        try await world.sales("south", at: World.south)
        let own = try await world.lead("=cmd|' /C calc'!A0", from: World.bank)
        let partners = try await world.lead("secret guest")
        let taken = try await world.lead("colleague's")
        try await world.run { client in
            let (browser, south) = (Browser(client), Browser(client))
            try await south.signIn("south")
            try await south.post("/leads/\(taken.number.text)/take")
            try await browser.signIn("sales")
            let file = try await browser.post("/leads/export", ["query": ""])
            #expect(file.status == .ok && file.headers[.contentDisposition] == "attachment; filename=\"leads.xlsx\"")
            let rows = try Spreadsheet(file.bytes, named: "leads.xlsx").rows()
            var cells: [[String]] = []
            while let row = try rows.next() { cells.append((0..<14).map { row[$0].text }) }
            #expect(cells.count == 3 && Set(cells.dropFirst().map { $0[0] }) == [own.number.description, partners.number.description])
            let text = cells.joined().joined(separator: "|")
            #expect(text.contains("=cmd|' /C calc'!A0 @ Банк") && !text.contains("secret guest") && !text.contains("Отель"))
            // Text cells, never formulas.
            #expect(!String(decoding: file.bytes, as: UTF8.self).contains("<f>"))
            #expect(try await browser.post("/leads/export", ["query": "status=won"]).status == .ok)
            let audit = try await world.database.read { transaction in
                try transaction.rows("SELECT detail FROM audit WHERE action = 'leads.exported' ORDER BY seq").map { row -> String in
                    try row["detail"]
                }
            }
            #expect(audit == ["2 rows", "0 rows"])
            #expect(try await browser.post("/leads/export", token: "x").status == .forbidden)
        }
    }

    @Test func theFileSaysWhyALeadWasLostAndWithWhomItIs() async throws {
        let world = try await World()
        try await world.person("sales", .sales, at: .unit(World.north, of: World.bank), name: "=Анна")
        let (lost, free) = (try await world.lead("1"), try await world.lead("2"))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("/leads/\(lost.number.text)/take")
            try await browser.post("/leads/\(lost.number.text)/lost", ["reason": "too_expensive"])
            let file = try await browser.post("/leads/export", ["query": "status=all"])
            let rows = try Spreadsheet(file.bytes, named: "leads.xlsx").rows()
            var cells: [String: [String]] = [:]
            while let row = try rows.next() { cells[row[0].text] = (14..<16).map { row[$0].text } }
            #expect(cells["Лид"] == ["Почему не состоялось", "У кого"])
            #expect(cells[lost.number.description] == ["дорого", "=Анна"] && cells[free.number.description] == ["", ""])
            #expect(!String(decoding: file.bytes, as: UTF8.self).contains("<f>"))
        }
    }

    // MARK: Several at once

    @Test func severalAreTakenAndWhatWasNotIsSaid() async throws {
        let world = try await World()
        try await world.sales()
        try await world.sales("south", at: World.south)
        let (first, second, gone) = (try await world.lead("1"), try await world.lead("2"), try await world.lead("3"))
        try await world.run { client in
            let (browser, south) = (Browser(client), Browser(client))
            try await south.signIn("south")
            try await browser.signIn("sales")
            let page = try await browser.get("/leads")
            #expect(page.body.contains("name=\"lead\" value=\"\(first.number.text)\" form=\"bulk\""))
            try await south.post("/leads/\(gone.number.text)/take")
            let chosen = [first, second, gone, first].map { ("lead", $0.number.text) } + [("lead", "evil"), ("lead", "7K3Q9XAB")]
            let report = try await browser.post("/leads/bulk", ["act": "take", "query": "sort=rating"], repeated: chosen)
            #expect(report.status == .ok && report.body.contains("Сделано: 2 из 4") && report.body.contains("коллега успел раньше"))
            #expect(report.body.contains("href=\"/leads?sort=rating\""))
            #expect(try await world.events(first) == [.created, .taken])
            #expect(try await world.events(gone) == [.created, .taken])
            #expect(try await browser.post("/leads/bulk", ["act": "take"]).status == .unprocessableContent)
            #expect(try await browser.post("/leads/bulk", ["act": "won"], repeated: chosen).status == .unprocessableContent)
        }
    }

    @Test func aHeadPassesSeveralOnWithinThePart() async throws {
        let world = try await World()
        try await world.sales("first")
        try await world.sales("second")
        try await world.sales("south", at: World.south)
        try await world.person("unit", .unit, at: .unit(World.north, of: World.bank))
        let (held, over) = (try await world.lead("1"), try await world.lead("2", stage: .won))
        try await world.run { client in
            let (sales, head) = (Browser(client), Browser(client))
            try await sales.signIn("first")
            try await sales.post("/leads/\(held.number.text)/take")
            try await head.signIn("unit")
            #expect(try await head.get("/leads").body.contains("id=\"bulk-colleague\""))
            // Where all is settled there is nothing to pass on.
            #expect(try await !head.get("/leads?status=won").body.contains("id=\"bulk"))
            let chosen = [held, over].map { ("lead", $0.number.text) }
            let south = try await head.post("/leads/bulk", ["act": "reassign", "colleague": "south"], repeated: chosen)
            #expect(south.body.contains("Сделано: 0 из 2"))
            let report = try await head.post("/leads/bulk", ["act": "reassign", "colleague": "second"], repeated: chosen)
            #expect(report.body.contains("Сделано: 1 из 2"))
            #expect(try await world.events(held) == [.created, .taken, .reassigned])
            #expect(
                try await sales.post("/leads/bulk", ["act": "reassign", "colleague": "second"], repeated: chosen).body.contains(
                    "Сделано: 0"))
        }
    }
}
