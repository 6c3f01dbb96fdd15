import Accounts
import Catalogue
import CustomerBot
import Database
import Foundation
import Group
import HTTPTypes
import Localization
import Offers
import Testing
import Vocabulary

@testable import Console

@Suite struct CataloguePageTests {
    private static let offer = [
        "title": "Кредит за день", "body": "Ответим быстро.\r\nПриходите.", "title_en": "", "body_en": "", "price": "1 200,50", "from": "",
        "to": "",
        "erid": "2VtzqAbc", "age": "18+", "until": "2026-12-31",
    ]

    private func creative(_ world: World, _ service: ServiceID = World.loan) async throws -> Creative? {
        try await world.database.read { try CreativeDesk().creative(of: service, in: $0) }
    }

    @Test func aMarketerWritesAnOfferAndTakesItBack() async throws {
        let world = try await World()
        try await world.person("marta", .partner, at: .company(World.bank), grants: [.marketer])
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("marta")
            #expect(try await browser.get("/catalogue").body.contains("нет текста или условий"))
            try await browser.get("/catalogue/1")
            #expect(try await browser.post("/catalogue/1", Self.offer).location == "/catalogue/1?done=saved")
            let saved = try #require(try await creative(world))
            #expect(saved.texts == [.russian: try OfferText(title: "Кредит за день", body: "Ответим быстро.\nПриходите.")])
            #expect(saved.terms.price == Money(kopecks: 120_050) && saved.terms.ageMark == .eighteen)
            // The day itself still counts, in Moscow.
            #expect(saved.terms.validUntil == MoscowDay("2027-01-01")?.start)
            #expect(try await browser.get("/catalogue/1").body.contains("value=\"2026-12-31\""))
            #expect(try await browser.post("/catalogue/1", Self.offer).location == "/catalogue/1?done=same")
            var cheaper = Self.offer
            cheaper["price"] = "0"
            try await browser.post("/catalogue/1", cheaper)
            #expect(try await creative(world)?.terms.price == .zero)
            try await browser.post("/catalogue/1/restore", ["part": "terms", "version": "1"])
            #expect(try await creative(world) == saved)
            #expect(try await browser.post("/catalogue/1/restore", ["part": "terms", "version": "77"]).status == .notFound)
        }
        let log = try await world.database.read { try AuditStore().recent(10, in: $0) }.filter { $0.action.hasPrefix("offer_") }
        #expect(log.map(\.action) == ["offer_terms.restored", "offer_terms.changed", "offer_terms.changed", "offer_text.changed"])
    }

    @Test func theSavedOfferIsShownAsTheBotShowsIt() async throws {
        let world = try await World()
        try await world.person("marta", .partner, at: .company(World.bank), grants: [.marketer])
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("marta")
            let none = try await browser.get("/catalogue/1").body
            #expect(none.contains("пока нельзя показать") && !none.contains("class=\"bubble\""))
            var offer = Self.offer
            offer["title"] = "5 < 7"
            offer["title_en"] = "A loan in a day"
            offer["body_en"] = "We answer fast."
            try await browser.post("/catalogue/1", offer)
            let shown = try await browser.get("/catalogue/1").body
            for language in [Language.russian, .english] {
                let preview = try await world.database.read {
                    try world.site.offers.sample(of: World.loan, in: language, transaction: $0)
                }
                #expect(shown.contains(TelegramText(source: preview.html).html.text))
                #expect(preview.html.contains(language == .russian ? "5 &lt; 7" : "A loan in a day"))
                #expect(preview.buttons.joined().count == 5)
            }
            // What the law asks for is said by name.
            offer["erid"] = ""
            offer["age"] = ""
            try await browser.post("/catalogue/1", offer)
            let lacking = try await browser.get("/catalogue/1").body
            let sample = lacking[try #require(lacking.range(of: "id=\"sample\"")).lowerBound...]
            #expect(sample.contains("возраст") && !sample.contains("class=\"bubble\""))
            offer = Self.offer
            offer["until"] = "2020-01-01"
            try await browser.post("/catalogue/1", offer)
            #expect(try await !browser.get("/catalogue/1").body.contains("class=\"bubble\""))
        }
    }

    @Test func whatIsWrongStandsBesideItsFieldAndNothingIsSaved() async throws {
        let world = try await World()
        try await world.person("marta", .founder, at: .group, grants: [.marketer])
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("marta")
            var wrong = Self.offer
            wrong["title"] = "<b>Кредит</b>"
            wrong["title_en"] = "Loan"
            wrong["price"] = "много"
            wrong["erid"] = "не токен"
            wrong["until"] = "2026-02-30"
            let page = try await browser.post("/catalogue/1", wrong)
            #expect(page.status == .unprocessableContent)
            for field in ["title", "body_en", "price", "erid", "until"] {
                #expect(page.body.contains("id=\"\(field)-problem\""), "\(field)")
            }
            #expect(page.body.contains("value=\"много\"") && page.body.contains("&lt;b&gt;Кредит"))
            #expect(try await creative(world) == nil)
        }
    }

    @Test(arguments: [("24.9", 24_900), ("24,905", 24_905), ("0", 0), ("1000", 1_000_000)])
    func percentages(typed: String, value: Int) { #expect(CreativeForm.thousandths(typed) == value) }

    @Test(arguments: ["", "1001", "1.2345", "-1", "1.2.3", "²", "1e3", "99999"])
    func noPercentages(typed: String) { #expect(CreativeForm.thousandths(typed) == nil) }

    @Test func anAdministratorAddsAndChangesServices() async throws {
        let world = try await World()
        try await world.person("admin", .founder, at: .group, grants: [.administrator])
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("admin")
            // The first need of a new group is named here.
            #expect(try await browser.get("/catalogue/new").body.contains("<details class=\"card medium\" open>"))
            #expect(
                try await browser.post("/catalogue/needs", ["need": "Money", "need_en": "Money"]).location == "/catalogue/new?done=need")
            #expect(try await browser.post("/catalogue/needs", ["need": "money", "need_en": "Cash"]).status == .unprocessableContent)
            let fields = [
                "company": "1", "audience": "legal", "name": "Счёт", "name_en": "Account", "need1": "Money", "age": "", "active": "1",
            ]
            var wrong = fields
            wrong["age"] = "взрослые"
            wrong["need1"] = "Нет такой"
            let refused = try await browser.post("/catalogue/new", wrong)
            #expect(
                refused.status == .unprocessableContent && refused.body.contains("age-problem") && refused.body.contains("need1-problem"))
            #expect(try await browser.post("/catalogue/new", fields).location == "/catalogue/3/facts?done=added")
            #expect(try await browser.post("/catalogue/new", fields).status == .unprocessableContent, "the name is taken")
            #expect(try await browser.post("/catalogue/3/aliases", ["alias": "р/с"]).status == .seeOther)
            #expect(try await browser.post("/catalogue/3/aliases", ["alias": "Р С"]).status == .unprocessableContent, "the same name")
            let alias = ["name": "Счёт для бизнеса", "name_en": "Business account", "age": "21", "credit": "1"]
            #expect(try await browser.post("/catalogue/3/facts", alias).location == "/catalogue/3/facts?done=saved")
            let service = try #require(try await world.database.read { try CatalogueStore().service(ServiceID(3), in: $0) })
            #expect(service.name == "Счёт для бизнеса" && service.minimumAge == 21 && service.isCredit && !service.isActive)
            #expect(service.needs == ["Money"] && service.audience == .legal)
            let names = try await world.database.read { try CatalogueStore().aliases(of: ServiceID(3), in: $0) }
            #expect(names == ["account", "business account", "р с", "счет", "счет для бизнеса"])
            #expect(try await browser.post("/catalogue/3/aliases/remove", ["alias": "счет для бизнеса"]).status == .unprocessableContent)
            try await browser.post("/catalogue/3/aliases/remove", ["alias": "р с"])
            #expect(try await !world.database.read { try CatalogueStore().aliases(of: ServiceID(3), in: $0) }.contains("р с"))
        }
    }

    /// Grants and place decide; what lies in another company is not there.
    @Test func whoMayWhat() async throws {
        let world = try await World()
        try await world.person("guest", .partner, at: .company(World.hotel), grants: [.marketer, .administrator])
        try await world.sales()
        try await world.run { client in
            let guest = Browser(client)
            try await guest.signIn("guest")
            try await guest.get("/catalogue/2")
            for path in ["/catalogue/1", "/catalogue/1/facts", "/catalogue/99", "/catalogue/x", "/catalogue/-1"] {
                #expect(try await guest.get(path).status == .notFound, "\(path)")
            }
            for path in ["/catalogue/1", "/catalogue/1/facts", "/catalogue/1/aliases", "/catalogue/1/aliases/remove"] {
                #expect(try await guest.post(path, Self.offer).status == .notFound, "\(path)")
            }
            #expect(try await guest.post("/catalogue/1/restore", ["part": "text", "version": "1"]).status == .notFound)
            #expect(
                try await guest.post("/catalogue/new", ["company": "1", "audience": "legal", "name": "a", "name_en": "b"]).status
                    == .badRequest)
            #expect(try await !guest.get("/catalogue").body.contains("/catalogue/1\""))
            let sales = Browser(client)
            try await sales.signIn("sales")
            #expect(try await sales.get("/catalogue/1").status == .ok)
            #expect(try await sales.post("/catalogue/1", Self.offer).status == .forbidden)
            #expect(try await sales.post("/catalogue/1/facts", ["name": "x", "name_en": "y"]).status == .forbidden)
            #expect(try await sales.get("/catalogue/new").status == .notFound)
        }
        #expect(try await creative(world) == nil)
    }

    @Test func daysOfMoscow() {
        #expect(MoscowDay(Instant(seconds: 1_790_000_000)).text == "2026-09-21")
        #expect(
            MoscowDay("1999-12-31") == nil && MoscowDay("2026-13-01") == nil && MoscowDay("2026-2-01") == nil
                && MoscowDay("２０２６-02-01") == nil)
        var day = MoscowDay("2000-01-01")
        for text in ["2024-02-29", "2025-03-01", "2100-02-28", "2100-03-01", "2199-12-31"] {
            day = MoscowDay(text)
            #expect(day?.text == text)
            #expect(day.map { MoscowDay($0.start) } == day && day.map { MoscowDay($0.end - .milliseconds(1)) } == day)
        }
        #expect(MoscowDay("2100-02-29") == nil)
    }
}
