import Accounts
import Catalogue
import Clients
import Database
import Group
import HTTPTypes
import Leads
import Testing
import Vocabulary

@testable import Console

/// One client: the form, the list, the card.
@Suite struct ClientPageTests {
    static let person = [
        "product": "1", "outcome": "success", "phone": "+7 926 123-45-67", "birthDate": "31.12.1985", "patronymic": "Ивановна",
        "income": "240000", "familyStatus": "1", "has": "no",
    ]

    @Test func aPersonIsAddedByTheRulesOfAFile() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/new?kind=individual")
            var wrong = Self.person
            (wrong["birthDate"], wrong["income"], wrong["has"]) = ("31.02.1985", "много", "")
            let slip = try await browser.post("/clients/new?kind=individual", wrong)
            #expect(slip.status == .unprocessableContent)
            for words in ["это не дата", "это не число", "Ответьте, есть ли документ", "value=\"+7 926 123-45-67\"", "birthDate-problem"] {
                #expect(slip.body.contains(words), "\(words)")
            }
            let added = try await browser.post("/clients/new?kind=individual", Self.person)
            let card = try #require(added.location)
            let page = try await browser.get(card)
            for words in ["Клиент добавлен", "без ID", "40–49", "200–400", "женщина", "Модель ещё не обучена", "согласие не подтверждено"] {
                #expect(page.body.contains(words), "\(words)")
            }
            for secret in ["926", "1985", "240", "Ивановна"] { #expect(!page.body.contains(secret), "\(secret)") }
            #expect(try await browser.post("/clients/new?kind=individual", Self.person).location?.hasSuffix("done=unchanged") == true)
            #expect(try await browser.get("/clients").body.contains("без ID"))
        }
    }

    /// A company that sells to firms alone has nothing to add people for.
    @Test(arguments: [(true, "Новый клиент: физическое лицо"), (false, "Новый клиент: юридическое лицо")])
    func theFormBeginsWithWhomTheCompanySellsTo(sellsToPeople: Bool, title: String) async throws {
        let world = try await World()
        try await world.sales()
        try await world.firmService()
        if !sellsToPeople {
            try await world.database.write { transaction in
                guard var loan = try CatalogueStore().service(World.loan, in: transaction) else { return }
                loan.isActive = false
                try CatalogueStore().save(loan, in: transaction)
            }
        }
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let page = try await browser.get("/clients/new").body
            #expect(page.contains("<h1>\(title)</h1>") && page.contains("id=\"product\""))
            #expect(page.contains("этот клиент согласился") && !page.contains("эти клиенты"))
        }
    }

    @Test func whoCannotBeToldApartIsRefused() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/new")
            let page = try await browser.post("/clients/new?kind=individual", ["product": "1", "has": "no"])
            #expect(page.status == .unprocessableContent && page.body.contains("reference-problem"))
            #expect(try await browser.get("/clients").body.contains("Клиентов пока нет"))
            // A service of another company is none that can be chosen.
            let foreign = try await browser.post("/clients/new?kind=individual", ["product": "2", "reference": "C-1", "has": "no"])
            #expect(foreign.status == .unprocessableContent && foreign.body.contains("product-problem"))
        }
    }

    @Test func aPersonalLinkIsShownOnce() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("C-1", from: World.bank)
        try await world.database.write { try FactStore().set(.botName, to: "test_bot", at: World.start, in: $0) }
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let path = "/clients/\(lead.client.hex)"
            #expect(try await browser.get("/leads/\(lead.number.text)").body.contains("href=\"\(path)\""))
            #expect(try await browser.get(path).body.contains("Выдать личный QR"))
            let shown = try await browser.post("\(path)/link")
            #expect(shown.body.contains("https://t.me/test_bot?start=p_") && shown.body.contains("<svg"))
            #expect(shown.body.contains("lang=\"en\"") && shown.body.contains("Offers picked for you"))
            let again = try await browser.get(path)
            #expect(!again.body.contains("start=p_") && again.body.contains("Выдана 1 ссылка"))
            #expect(try await browser.post("\(path)/revoke").location == "\(path)?done=revoked")
            #expect(!(try await browser.get(path)).body.contains("Выдана 1"))
        }
    }

    @Test func withoutABotThePageSaysWhatToDo() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("C-1", from: World.bank)
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            #expect(try await browser.get("/clients/\(lead.client.hex)").body.contains("Имя бота ещё неизвестно"))
            #expect(try await browser.post("/clients/\(lead.client.hex)/link").location == "/clients/\(lead.client.hex)")
        }
    }

    @Test func whatALeadSoldIsNotWhatTheClientCameFor() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("C-1", from: World.bank)
        try await world.database.write { transaction in
            for (service, source) in [(World.room, lead.card.bytes), (World.loan, lead.id.bytes)] {
                try HistoryStore().record(
                    Interaction(client: lead.client, service: service, source: .history, sourceID: source, value: 1, at: World.start),
                    in: transaction)
            }
        }
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let page = try await browser.get("/clients/\(lead.client.hex)").body
            #expect(page.contains("Номер</span><span class=\"muted block\">пришёл за услугой"))
            #expect(page.contains("Кредит</span><span class=\"muted block\">купил(а)"))
        }
    }

    @Test func aNeedIsMarkedAndPutBack() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("C-1", from: World.bank)
        try await world.database.write { transaction in
            try HistoryStore().record(
                Interaction(
                    client: lead.client, service: World.loan, source: .history, sourceID: lead.card.bytes, value: 1, at: World.start),
                in: transaction)
            try CatalogueStore().save(Need(name: "Money", nameEnglish: "Money"), in: transaction)
        }
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let path = "/clients/\(lead.client.hex)"
            #expect(try await browser.get(path).body.contains("<span class=\"strong\">Money</span>"))
            try await browser.post("\(path)/needs", ["need": "Money", "act": "remove"])
            #expect(try await browser.get(path).body.contains("<s>Money</s>"))
            try await browser.post("\(path)/needs", ["need": "Money", "act": "add"])
            #expect(try await browser.get(path).body.contains("<span class=\"strong\">Money</span>"))
            #expect(try await browser.post("\(path)/needs", ["need": "<b>", "act": "add"]).status == .badRequest)
        }
    }

    @Test func theListGoesOnBehindItsLastLine() async throws {
        let world = try await World()
        try await world.sales()
        for number in 100..<160 { _ = try await world.lead("C-\(number)", from: World.bank) }
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            var (seen, path): ([String], String?) = ([], "/clients")
            while let next = path {
                let page = try await browser.get(next)
                seen += page.body.matches(of: /clients\/[0-9a-f]{32}">(C-[0-9]+)</).map { String($0.1) }
                path = page.body.firstMatch(of: /href="([^"]+)">Дальше/).map { String($0.1).replacing("&amp;", with: "&") }
            }
            #expect(seen.count == 60 && Set(seen).count == 60)
            let found = try await browser.get("/clients?q=C-12")
            #expect(found.body.contains("C-120") && found.body.contains("C-129") && !found.body.contains("C-130"))
            #expect(try await browser.get("/clients?who=legal").body.contains("Такого клиента среди ваших нет"))
            for query in [
                "after=x", "after=1-2", "after=99999999999999999999-\(String(repeating: "f", count: 32))", "q=%00", "q=%25", "who=;",
            ] {
                #expect(try await browser.get("/clients?\(query)").status == .ok, "\(query)")
            }
        }
    }
}
