import Accounts
import Database
import Group
import HTTPTypes
import Testing
import Vocabulary

@testable import Console

@Suite struct PosterPageTests {
    @Test func campaignsAndCodes() async throws {
        let world = try await World()
        try await world.furnish()
        try await world.person("head", .unit, at: .unit(World.north, of: World.bank))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("head")
            #expect(try await browser.post("/posters/1/campaigns", ["name": "<script>"]).location == "/posters/1?done=1")
            let page = try await browser.get("/posters/1")
            #expect(page.body.contains("№ 2 · &lt;script&gt;"))
            let long = String(repeating: "я", count: 81)
            let bad = try await browser.post("/posters/1/campaigns/2", ["name": long])
            #expect(bad.status == .unprocessableContent && bad.body.contains(long))
            #expect(try await browser.post("/posters/1/campaigns/2", ["name": "Май"]).status == .seeOther)
            #expect(try await browser.post("/posters/1/campaigns/7", ["name": "Май"]).status == .notFound)
            let code = try await browser.get("/posters/1/code.svg?campaign=2&save=1")
            #expect(
                code.headers[.contentType] == "image/svg+xml" && code.headers[.contentDisposition]?.contains("c1-campaign-2.svg") == true)
            for path in [
                "/posters/1/code.svg?campaign=9", "/posters/1/code.exe", "/posters/2/code.png", "/posters/x/code.png",
                "/posters/1/code.svg?campaign=-1",
            ] {
                #expect(try await browser.get(path).status == .notFound)
            }
        }
    }

    @Test func withoutABotThereIsAWordInsteadOfACode() async throws {
        let world = try await World()
        try await world.person("head", .unit, at: .unit(World.north, of: World.bank))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("head")
            #expect(try await browser.get("/posters/1").body.contains("Имя бота пока неизвестно"))
            #expect(try await browser.get("/posters/1/code.png").status == .notFound)
        }
    }
}
