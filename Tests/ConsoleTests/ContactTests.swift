import Accounts
import Clients
import Database
import HTTPTypes
import Leads
import Testing
import Vocabulary

@testable import Console

/// A bank's salesperson asks the hotel, which sent the client, for contacts.
@Suite struct ContactTests {
    private struct Stage {
        let world: World
        let lead: LeadRecord
        var path: String { "/leads/\(lead.number.text)" }
    }

    private func stage(attested: Bool = true) async throws -> Stage {
        let world = try await World()
        try await world.sales()
        try await world.person("desk", .sales, at: .unit(World.desk, of: World.hotel), name: "Ольга Ель")
        let lead = try await world.lead("guest <7>")
        if attested { try await world.attest(lead) }
        return Stage(world: world, lead: lead)
    }

    private func id(_ page: Browser.Page) throws -> String {
        String(try #require(page.body.firstMatch(of: /action="\/requests\/([0-9a-f]{32})"/)).1)
    }

    @Test func theAskerSeesTheAnswerAndNotWhoseClientItIs() async throws {
        let stage = try await stage()
        let world = stage.world
        try await world.run { client in
            let (sales, desk) = (Browser(client), Browser(client))
            try await sales.signIn("sales")
            #expect(try await sales.post("\(stage.path)/ask", ["reason": "needs_talk"]).status == .conflict, "not before taking it")
            try await sales.post("\(stage.path)/take")
            #expect(try await sales.post("\(stage.path)/ask", ["reason": "love"]).status == .unprocessableContent)
            for _ in 0..<2 { #expect(try await sales.post("\(stage.path)/ask", ["reason": "needs_talk"]).status == .seeOther) }
            #expect(try await world.events(stage.lead) == [.created, .taken, .contactsAsked])
            #expect(try await sales.get(stage.path).body.contains("Отправитель пока не ответил"))
            #expect(try await sales.get("/requests").body.contains("Контактов никто не ждёт"), "the bank is not asked")

            try await desk.signIn("desk")
            #expect(try await desk.get("/").body.contains("1 запрос контактов"))
            let page = try await desk.get("/requests")
            #expect(
                page.body.contains("guest &lt;7&gt; @ Отель") && page.body.contains("Банк")
                    && page.body.contains("услуга требует разговора"))
            let card = "/clients/\(stage.lead.client.hex)"
            #expect(page.body.contains("href=\"\(card)#link\"") && page.body.contains("выдать ссылку"))
            #expect(try await desk.get(card).body.contains("id=\"link\""), "the link is issued there")
            let answer = "/requests/\(try id(page))"
            #expect(try await desk.post(answer, ["answer": ""]).status == .unprocessableContent)
            for _ in 0..<2 { #expect(try await desk.post(answer, ["answer": "handed_over"]).status == .seeOther) }
            let other = try await desk.post(answer, ["answer": "no_contacts"])
            #expect(other.status == .conflict && other.body.contains("На этот запрос уже ответили"), "the first answer stands")
            #expect(try await desk.get("/requests").body.contains("Отвечено за последние 30 дней"))

            let after = try await sales.get(stage.path).body
            #expect(after.contains("отправитель передал контакт") && !after.contains("Ольга Ель") && !after.contains("Отель"))
            #expect(try await world.events(stage.lead) == [.created, .taken, .contactsAsked, .contactsAnswered])
            #expect(try await world.audited("contacts.asked") == 1)
            #expect(try await world.audited("contacts.answered") == 1)
        }
    }

    /// Nothing names the bank: the page says what is missing, and a forged answer is refused.
    @Test func withoutAttestationOrConsentNothingIsHandedOver() async throws {
        let stage = try await stage(attested: false)
        let world = stage.world
        try await world.run { client in
            let (sales, desk) = (Browser(client), Browser(client))
            try await sales.signIn("sales")
            try await sales.post("\(stage.path)/take")
            try await sales.post("\(stage.path)/ask", ["reason": "not_in_bot"])
            try await desk.signIn("desk")
            let page = try await desk.get("/requests")
            #expect(page.body.contains("Передать контакт пока нельзя") && !page.body.contains("value=\"handed_over\""))
            let answer = "/requests/\(try id(page))"
            #expect(try await desk.post(answer, ["answer": "handed_over"]).status == .conflict)
            #expect(try await world.events(stage.lead).last == .contactsAsked)
            #expect(try await desk.post(answer, ["answer": "asking_consent"]).status == .seeOther)
            #expect(try await sales.get(stage.path).body.contains("отправитель просит согласие клиента"))
            // And then one may ask again.
            #expect(try await sales.post("\(stage.path)/ask", ["reason": "no_answer"]).status == .seeOther)
        }
    }

    @Test func othersNeitherSeeNorAnswer() async throws {
        let stage = try await stage()
        let world = stage.world
        try await world.person("partner", .partner, at: .company(World.hotel))
        try await world.run { client in
            let (sales, desk, partner) = (Browser(client), Browser(client), Browser(client))
            try await sales.signIn("sales")
            try await sales.post("\(stage.path)/take")
            try await sales.post("\(stage.path)/ask", ["reason": "needs_talk"])
            try await desk.signIn("desk")
            let answer = "/requests/\(try id(try await desk.get("/requests")))"
            #expect(try await sales.post(answer, ["answer": "handed_over"]).status == .notFound, "another company's request is not there")
            try await partner.signIn("partner")
            #expect(try await partner.get("/requests").body.contains("guest &lt;7&gt;"))
            #expect(try await partner.post(answer, ["answer": "handed_over"]).status == .forbidden)
            #expect(try await desk.post("/requests/\(String(repeating: "0", count: 32))", ["answer": "may_not"]).status == .notFound)
            #expect(try await desk.post("/requests/x", ["answer": "may_not"]).status == .notFound)
            #expect(try await desk.post(answer, ["answer": "may_not"], token: "x").status == .forbidden)
        }
    }

    @Test func oneDoesNotAskForOnesOwnClients() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001", from: World.bank)
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            #expect(try await !browser.get(path).body.contains("id=\"contacts\""))
            #expect(try await browser.post("\(path)/ask", ["reason": "needs_talk"]).status == .conflict)
        }
    }
}
