import Accounts
import Foundation
import HTTPTypes
import Leads
import Testing
import Vocabulary

@testable import Console

/// What the console answers to other methods than a page's GET and a form's POST.
@Suite struct MethodTests {
    private static let others: [HTTPRequest.Method] = [.put, .patch, .delete, .options, .trace]

    /// Methods by the path, as the table knows them.
    private static let paths = Dictionary(grouping: RouteTable.rows.map { $0.route.split(separator: " ").map(String.init) }, by: { $0[1] })
        .mapValues { Set($0.map { $0[0] }) }

    @Test func aHeadIsTheAnswerWithoutItsBody() async throws {
        let world = try await World()
        try await world.furnish()
        _ = try await world.everybody()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("group")
            for (route, whom) in RouteTable.rows where route.hasPrefix("GET") && (whom == "*" || whom.contains("A")) && route != "GET /live"
            {
                let path = try await world.filled(String(route.dropFirst(4)))
                // The first visitor of a client makes the model read what is new; so the page of the second one is compared.
                try await browser.get(path)
                let head = try await browser.ask(.head, path)
                let page = try await browser.get(path)
                #expect(head.body.isEmpty && head.status == page.status, "\(route)")
                for name in [HTTPField.Name.contentType, .contentLength, .cacheControl, .location, .contentSecurityPolicy] {
                    // What is written while it is read names no length.
                    if name == .contentLength, page.headers[name] == nil { continue }
                    #expect(head.headers[name] == page.headers[name], "\(route): \(name)")
                }
            }
            for path in ["/nowhere", "/leads/ZZZZZZZZ", "/leads/bulk"] {
                let head = try await browser.ask(.head, path)
                let page = try await browser.get(path)
                #expect(head.body.isEmpty && head.status == page.status, "\(path)")
            }
        }
    }

    @Test func aHeadOfTheLiveFeedOpensNone() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            #expect(try await browser.ask(.head, "/live").status == .unauthorized)
            try await browser.signIn("sales")
            let head = try await browser.ask(.head, "/live")
            #expect(head.status == .ok && head.headers[.contentType] == "text/event-stream" && head.body.isEmpty)
            #expect(world.site.live.count == 0)
        }
    }

    @Test func aPathSaysWhatItTakes() async throws {
        let world = try await World()
        try await world.furnish()
        try await world.sales()
        try await world.run { client in
            let (browser, stranger) = (Browser(client), Browser(client))
            try await browser.signIn("sales")
            for (path, taken) in Self.paths {
                let filled = try await world.filled(path)
                var allowed = taken
                if taken.contains("GET") { allowed.insert("HEAD") }
                let refused = Self.others + [.get, .post].filter { !taken.contains($0.rawValue) }
                for method in refused {
                    let page = try await browser.ask(method, filled)
                    #expect(page.status == .methodNotAllowed, "\(method) \(path) gives \(page.status.code)")
                    #expect(page.headers[.allow] == allowed.sorted().joined(separator: ", "), "\(method) \(path)")
                    #expect(
                        page.body.contains("<h1>Не получилось</h1>")
                            && page.body.contains(method == .get ? "только на кнопки" : "обратиться нельзя"))
                    #expect(page.headers[.contentSecurityPolicy] != nil && page.headers[.cacheControl] == "no-store")
                    #expect(try await stranger.ask(method, filled).body == page.body)
                }
            }
            #expect(try await browser.ask(.delete, "/nowhere").status == .notFound)
            let odd = try await browser.ask(try #require(HTTPRequest.Method("BREW")), "/leads")
            #expect(odd.status == .notImplemented && odd.body.contains("обратиться нельзя"))
        }
    }

    /// Whether there is such a lead makes no difference.
    @Test func aRefusedMethodTellsNothingOfALead() async throws {
        let world = try await World()
        try await world.sales()
        let (mine, theirs) = (try await world.lead("1"), try await world.lead("2", to: World.hotel))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            var answers: Set<String> = []
            for number in [mine.number.text, theirs.number.text, "ZZZZZZZZ", "%3Cscript%3E"] {
                for (method, path) in [(HTTPRequest.Method.delete, "/leads/\(number)"), (.get, "/leads/\(number)/take")] {
                    let page = try await browser.ask(method, path)
                    answers.insert("\(method) \(page.status.code) \(page.headers[.allow] ?? "") \(page.body)")
                }
            }
            #expect(answers.count == 2)
            #expect(try await world.events(mine) == [.created])
        }
    }

    // MARK: Come again

    @Test func aShutDoorSaysForHowLong() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let (browser, inside) = (Browser(client), Browser(client))
            try await inside.signIn("sales")
            try await browser.get("/sign-in")
            #expect(try await browser.post("/sign-in", ["login": "sales", "password": "wrong"]).headers[.retryAfter] == nil)
            world.clock.pass(.milliseconds(60_500))
            for _ in 1..<AttemptRule.perLogin { try await browser.post("/sign-in", ["login": "sales", "password": "wrong"]) }
            let right = ["login": "sales", "password": World.password]
            let shut = try await browser.post("/sign-in", right)
            // The first attempt of eight leaves the window in 900 - 60.5 s.
            #expect(shut.status == .tooManyRequests && shut.headers[.retryAfter] == "840")
            let change = ["old": World.password, "new": "another horse battery", "again": "another horse battery"]
            let account = try await inside.post("/account/password", change)
            #expect(account.status == .tooManyRequests && account.headers[.retryAfter] == "840")
            world.clock.pass(.seconds(839))
            #expect(try await browser.post("/sign-in", right).headers[.retryAfter] == "1")
            world.clock.pass(.seconds(1))
            #expect(try await browser.post("/sign-in", right).status == .seeOther)
        }
    }

    // MARK: The way back

    /// A page that answers a form stands at an address that only takes forms.
    @Test func anotherLanguageIsChosenOnThePageOfTheForm() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1")
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let path = "/leads/\(lead.number.text)"
            try await browser.get(path)
            try await browser.post(path + "/take")
            for (from, back) in [
                ("http://127.0.0.1\(path)?a=1%26b", "\(path)?a=1%26b"), (nil, path), ("http://elsewhere//evil.example", "/"),
                ("not an address", "/"),
            ] as [(String?, String)] {
                var headers = HTTPFields()
                headers[.referer] = from
                let page = try await browser.post(path + "/won", ["amount": "много"], headers: headers)
                #expect(page.status == .unprocessableContent)
                #expect(page.body.contains("name=\"back\" value=\"\(back.escapedForHTML)\""), "\(from ?? "-")")
            }
        }
    }
}
