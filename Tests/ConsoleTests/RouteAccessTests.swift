import Accounts
import Catalogue
import Database
import Group
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Leads
import Offers
import Recommendations
import Recommender
import Testing
import Vocabulary

@testable import Console

/// Every route of the console, walked over by people of every level and with every grant, of the own and of another company.
@Suite struct RouteAccessTests {
    @Test func everyRouteHasARow() async throws {
        let world = try await World()
        let routes = Set(world.site.pages().routes.map { "\($0.method.rawValue) \(Self.normal("\($0.path)"))" })
        let rows = Set(RouteTable.rows.map(\.route))
        #expect(routes.subtracting(rows).sorted() == [], "these routes have no row: say who may come there")
        #expect(rows.subtracting(routes).sorted() == [], "these rows have no route")
    }

    @Test func whoMayComeWhere() async throws {
        let world = try await World()
        try await world.furnish()
        let people = try await world.everybody()
        try await world.run { client in
            var came: [String: String] = [:]
            for (sign, login) in people {
                let browser = Browser(client)
                try await browser.signIn(login)
                for (route, whom) in RouteTable.rows where whom != "*" {
                    let parts = route.split(separator: " ")
                    let path = try await world.filled(String(parts[1]))
                    let page = parts[0] == "GET" ? try await browser.get(path) : try await browser.post(path, world.fields(route))
                    if page.status != .notFound { came[route, default: ""].append(sign) }
                    #expect(page.status.code < 500, "\(login): \(route) gives \(page.status.code)")
                }
            }
            for (route, whom) in RouteTable.rows where whom != "*" {
                #expect("\(route) \(came[route] ?? "-")" == "\(route) \(whom)")
            }
        }
    }

    @Test func whoIsNotSignedInIsLedToTheDoor() async throws {
        let world = try await World()
        try await world.furnish()
        try await world.run { client in
            for (route, whom) in RouteTable.rows where whom != "*" {
                let parts = route.split(separator: " ")
                let browser = Browser(client)
                let path = try await world.filled(String(parts[1]))
                let page = parts[0] == "GET" ? try await browser.get(path) : try await browser.post(path, world.fields(route))
                #expect(page.status == .seeOther && page.location?.hasPrefix("/sign-in") == true, "\(route) gives \(page.status.code)")
            }
        }
    }

    /// Every form of the console, not only those that somebody thought of.
    @Test func noFormIsTakenWithoutItsToken() async throws {
        let world = try await World()
        try await world.furnish()
        let people = try await world.everybody()
        try await world.run { client in
            let other = Browser(client)
            try await other.signIn("hotel")
            for (sign, login) in people where "PAS".contains(sign) {
                let browser = Browser(client)
                try await browser.signIn(login)
                for (route, whom) in RouteTable.rows where route.hasPrefix("POST") && whom.contains(sign) {
                    let path = try await world.filled(String(route.split(separator: " ")[1]))
                    let isFile = ["/clients/send", "/model/links/upload"].contains(path)
                    for token in ["", other.token] {
                        let fields = world.fields(route)
                        let page =
                            isFile
                            ? try await browser.upload(path, Array("a;b".utf8), token: token)
                            : try await browser.post(path, fields, token: token)
                        #expect(page.status == .forbidden, "\(login): \(route) gives \(page.status.code)")
                    }
                    var site = HTTPFields()
                    site[try #require(HTTPField.Name("Sec-Fetch-Site"))] = "cross-site"
                    let page =
                        isFile
                        ? try await browser.upload(path, Array("a;b".utf8), headers: site)
                        : try await browser.post(path, world.fields(route), headers: site)
                    #expect(page.status == .forbidden, "\(login): \(route) of another site gives \(page.status.code)")
                }
            }
        }
    }

    private static func normal(_ path: String) -> String { path.hasPrefix("/") ? path : "/\(path)" }
}

extension World {
    /// What the routes' parameters name.
    func furnish() async throws {
        let now = clock.now
        let data = TrainingData(
            items: [Item(id: Self.loan, audience: .individual, needs: ["Money"], company: 0)], links: [], observations: [], clients: [:])
        let (model, report) = Training().train(data) { _ in }
        try await database.write { transaction in
            try FactStore().set(.botName, to: "test_bot", at: now, in: transaction)
            for company in [Self.bank, Self.hotel] {
                _ = try CampaignStore().add("Reception", to: company, by: "test", at: now, in: transaction)
            }
            _ = try ModelStore().save(model, report: report, at: now, in: transaction)
            _ = try CreativeDesk().save(
                Creative(
                    texts: [.russian: try OfferText(title: "Кредит", body: "Быстро")],
                    terms: try OfferTerms(price: nil, erid: nil, ageMark: .zero)),
                for: Self.loan, by: "test", at: now, in: transaction)
            try SettingStore().set(Settings.contactCap, to: 3, by: "test", at: now, in: transaction)
        }
    }

    func everybody() async throws -> [(Character, String)] {
        try await person("founder", .founder, at: .group)
        try await person("partner", .partner, at: .company(Self.bank))
        try await person("department", .department, at: .unit(Self.retail, of: Self.bank))
        try await person("unit", .unit, at: .unit(Self.north, of: Self.bank))
        try await sales()
        try await person("hotel", .partner, at: .company(Self.hotel))
        for (login, grant) in [("marketer", Grant.marketer), ("steward", .steward), ("administrator", .administrator)] {
            try await person(login, .sales, at: .unit(Self.north, of: Self.bank), grants: [grant])
        }
        try await person("group", .founder, at: .group, grants: [.administrator])
        return [
            ("F", "founder"), ("P", "partner"), ("D", "department"), ("U", "unit"), ("S", "sales"), ("O", "hotel"), ("m", "marketer"),
            ("s", "steward"), ("a", "administrator"), ("A", "group"),
        ]
    }

    /// The path with something of the bank's in place of its parameters. Leads and accounts are new each time, since acts change them.
    func filled(_ path: String) async throws -> String {
        var path = path
        if path.hasPrefix("/leads/") {
            let number = try await lead("\(ids.id(Never.self).hex.prefix(12))").number
            path = path.replacing("{number}", with: number.text)
        }
        if path.contains("{login}") {
            let login = "n\(ids.id(Never.self).hex.prefix(12))"
            _ = try await invite(login, .sales, at: .unit(Self.north, of: Self.bank))
            path = path.replacing("{login}", with: login)
        }
        if path.contains("{client}") {
            let client = try await lead("\(ids.id(Never.self).hex.prefix(12))", from: Self.bank).client
            path = path.replacing("{client}", with: client.hex)
        }
        path = path.replacing("template/{file}", with: "template/individual.xlsx")
        for own in ["{id}", "{upload}", "{send}", "{export}", "{session}"] { path = path.replacing(own, with: ids.id(Never.self).hex) }
        let values = [
            ("{company}", "1"), ("{file}", "code.png"), ("{number}", "1"), ("{version}", "1"), ("{service}", "1"), ("{unit}", "2"),
            ("{name}", "contact.cap"),
        ]
        for (name, value) in values { path = path.replacing(name, with: value) }
        return path
    }

    /// What a form has to carry to get past its first look.
    func fields(_ route: String) -> [String: String] {
        switch route {
        case "POST /model/links", "POST /model/links/remove", "POST /model/links/accept": ["from": "1", "to": "2", "kind": "related"]
        case "POST /model/links/decline": ["from": "1", "to": "2", "why": "no"]
        case "POST /model/threshold": ["scope": "group", "to": "78", "before": "80", "why": "test"]
        case "POST /catalogue/{service}/restore": ["part": "text", "version": "1"]
        case "POST /filters/{id}/rename": ["name": "x"]
        case "POST /requests/{id}": ["answer": "handed_over"]
        case "POST /model/threshold/undo": ["scope": "group", "seq": "1"]
        default: [:]
        }
    }
}
