import Accounts
import Catalogue
import Database
import Group
import HTTPTypes
import Testing
import Vocabulary

@testable import Console

@Suite struct LinkPageTests {
    @Test func linksAreDrawnTakenOutAndTakenBack() async throws {
        let world = try await World()
        try await world.person("steward", .partner, at: .company(World.bank), grants: [.steward])
        @Sendable func link() async throws -> ServiceLink.Kind? {
            try await world.database.read { try LinkTable(in: $0)[World.loan, World.room] }
        }
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("steward")
            let pair = ["from": "1", "to": "2"]
            try await browser.post("/model/links", pair.merging(["kind": "never", "why": "<b>"]) { $1 })
            #expect(try await link() == .never)
            #expect(try await browser.get("/model/links/history").body.contains("<q>&lt;b&gt;</q>"))
            try await browser.post("/model/links/remove", pair)
            #expect(try await link() == nil)
            #expect(try await browser.post("/model/links/undo", ["version": "1"]).location?.contains("done=changed") == true)
            #expect(try await browser.post("/model/links/undo", ["version": "2"]).location?.contains("done=undone") == true)
            #expect(try await link() == .never)
            #expect(
                try await browser.post("/model/links", ["from": "1", "to": "1", "kind": "related"]).location?.contains("done=same") == true)
            #expect(try await browser.post("/model/links", ["from": "1", "to": "99", "kind": "related"]).status == .notFound)
            #expect(
                try await browser.post("/model/links", ["from": "1", "to": "2", "kind": "x"]).location?.contains("done=choice") == true)
            #expect(try await browser.post("/model/links/undo", ["version": "99"]).status == .notFound)
            #expect(try await browser.get("/model/links/matrix.xlsx").body.hasPrefix("PK"))
        }
    }

    @Test func needsAreChangedAsOneVersion() async throws {
        let world = try await World()
        try await world.person("steward", .partner, at: .company(World.bank), grants: [.steward])
        try await world.database.write { try CatalogueStore().save(Need(name: "Дом", nameEnglish: "Home"), in: $0) }
        @Sendable func needs() async throws -> [String]? {
            try await world.database.read { try CatalogueStore().service(World.loan, in: $0)?.needs }
        }
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("steward")
            let form = ["first": "Дом", "second": "Money", "seen": "Money", "why": "asked"]
            #expect(try await browser.post("/model/needs/1", form).location == "/model/needs?done=saved&service=1")
            #expect(try await needs() == ["Дом", "Money"])
            #expect(try await browser.post("/model/needs/1", form).location?.contains("done=meanwhile") == true)
            #expect(
                try await browser.post("/model/needs/1", ["first": "nothing", "seen": "Дом|Money"]).location?.contains("done=choice")
                    == true)
            #expect(try await browser.post("/model/needs/undo", ["version": "1"]).location?.contains("done=undone") == true)
            #expect(try await needs() == ["Money"])
            #expect(try await browser.post("/model/needs/99", form).status == .notFound)
        }
    }
}
