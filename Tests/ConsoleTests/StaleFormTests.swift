import Accounts
import HTTPTypes
import Testing
import Vocabulary

@testable import Console

/// Two people have the same form open. The second one to send it hears of the first, and what was typed is still there.
@Suite struct StaleFormTests {
    /// What the form showed, as it comes back with it.
    private func seen(_ page: Browser.Page, _ action: String) throws -> String {
        let start = try #require(page.body.firstRange(of: "action=\"\(action)\"")).upperBound
        return String(try #require(page.body[start...].firstMatch(of: /name="seen" value="([0-9a-f]+)"/)).1)
    }

    private struct Form {
        let page: String
        let action: String
        let first: [String: String]
        let second: [String: String]
        /// Of the second one's, where it is shown again.
        var typed: String?
    }

    private static let forms = [
        Form(
            page: "/staff", action: "/staff/sales/change", first: ["place": "1-3", "grant": "marketer"],
            second: ["place": "1-2", "grant": "steward"]),
        Form(
            page: "/units", action: "/units/2", first: ["name": "Север", "name-en": "North"], second: ["name": "Норд", "name-en": "Nord"],
            typed: "Норд"),
        Form(
            page: "/catalogue/1/facts", action: "/catalogue/1/facts",
            first: ["name": "Кредит", "name_en": "Loan", "age": "21", "active": "1"],
            second: ["name": "Заём", "name_en": "Loan", "active": "1"], typed: "Заём"),
        Form(
            page: "/catalogue/1", action: "/catalogue/1", first: ["title": "Кредит за день", "body": "Без справок."],
            second: ["title": "Заём за час", "body": "Без справок."], typed: "Заём за час"),
    ]

    @Test(arguments: 0..<4) func whoeverIsSecondHearsOfIt(_ number: Int) async throws {
        let form = Self.forms[number]
        let world = try await World()
        try await world.sales()
        try await world.person("one", .founder, at: .group, grants: [.administrator, .marketer])
        try await world.person("two", .founder, at: .group, grants: [.administrator, .marketer])
        try await world.run { client in
            let (one, two) = (Browser(client), Browser(client))
            try await one.signIn("one")
            try await two.signIn("two")
            let (ours, theirs) = (
                try seen(try await one.get(form.page), form.action), try seen(try await two.get(form.page), form.action)
            )
            #expect(try await one.post(form.action, form.first.merging(["seen": ours]) { $1 }).status == .seeOther)
            let late = try await two.post(form.action, form.second.merging(["seen": theirs]) { $1 })
            #expect([.conflict, .unprocessableContent].contains(late.status) && late.body.contains("изменил кто-то другой"))
            if let typed = form.typed { #expect(late.body.contains(typed), "what was typed stays") }
            // What is shown now is what counts: the same, sent once more, is meant.
            let again = try await two.post(form.action, form.second.merging(["seen": try seen(late, form.action)]) { $1 })
            #expect(again.status == .seeOther)
        }
    }

    /// The link is shown once; of two presses the second one's page is seen.
    @Test func aSecondPressOfInviteShowsALinkThatWorks() async throws {
        let world = try await World()
        try await world.person("head", .unit, at: .unit(World.north, of: World.bank))
        let form = ["login": "oleg", "name": "Олег Ким", "level": "sales", "place": "1-2"]
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("head")
            var links: [String] = []
            for _ in 0..<2 {
                let page = try await browser.post("/staff", form)
                #expect(page.status == .ok)
                links.append(String(try #require(page.body.firstMatch(of: /\/invitation\/([0-9a-f]{64})/)).1))
            }
            #expect(try await Browser(client).get("/invitation/\(links[0])").status == .notFound)
            #expect(try await Browser(client).get("/invitation/\(links[1])").status == .ok)
            // Somebody else by that login, or the same much later, is no second press.
            #expect(try await browser.post("/staff", form.merging(["name": "Оля Ким"]) { $1 }).status == .unprocessableContent)
            world.clock.pass(.minutes(2))
            #expect(try await browser.post("/staff", form).status == .unprocessableContent)
        }
    }
}
