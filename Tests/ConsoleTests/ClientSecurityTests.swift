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

/// Files and clients in hostile hands.
@Suite struct ClientSecurityTests {
    @Test func noFileIsTakenWithoutItsToken() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let file = Array("ID клиента;Продукт\nC-1;Кредит".utf8)
            for token in ["", "x", String(repeating: "0", count: 64)] {
                #expect(try await browser.upload("/clients/send", file, token: token).status == .forbidden)
            }
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            #expect(try await browser.upload("/clients/send", file, headers: [site: "cross-site"]).status == .forbidden)
            let door = "/sign-in?next=\("/clients/send".escapedForQuery)&unsaved=1"
            #expect(try await Browser(client).upload("/clients/send", file).location == door)
        }
    }

    @Test func longAndBrokenBodiesAreRefusedInWords() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let long = try await browser.upload("/clients/send", [UInt8](repeating: 65, count: (20 << 20) + (70 << 10)))
            #expect(long.status == .contentTooLarge && long.body.contains("больше 20"))
            let type = "multipart/form-data; boundary=b"
            #expect(try await browser.send("/clients/send", body: Array("--b\r\nx".utf8), type: type).status == .badRequest)
            #expect(try await browser.send("/clients/send", body: Array("a=b".utf8), type: "text/plain").status == .unsupportedMediaType)
            // Only this page takes long bodies.
            let other = try await browser.post("/clients/new", ["reference": String(repeating: "a", count: 70_000)])
            #expect(other.status == .contentTooLarge)
        }
    }

    /// Uploads are their sender's; sends and clients are their company's. For others they are not there.
    @Test func whatIsOthersIsNotThere() async throws {
        let world = try await World()
        try await world.sales()
        try await world.person("head", .department, at: .unit(World.retail, of: World.bank))
        try await world.person("other", .sales, at: .unit(World.desk, of: World.hotel))
        try await world.person("founder", .founder, at: .group)
        let lead = try await world.lead("client-4711", from: World.bank)
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/send")
            let file = Array("ID клиента;Продукт\nC-1;Кредит".utf8)
            let upload = try #require(try await browser.upload("/clients/send", file).location)
            let another = try #require(try await browser.upload("/clients/send", file).location)
            let report = try #require(try await browser.post("\(another)/import", ["has": "no"]).location)
            await world.site.sends.drain()
            let card = "/clients/\(lead.client.hex)"

            let other = Browser(client)
            try await other.signIn("other")
            let nowhere = "/clients/\(String(repeating: "0", count: 32))"
            let missing = try await other.get(nowhere).body
            for path in [report, "\(report)/report.xlsx", card] {
                let page = try await other.get(path)
                #expect(page.status == .notFound, "\(path)")
                // But for the address that was asked for, to which the button of the other language leads back.
                #expect(page.body.replacing(path, with: nowhere) == missing, "\(path)")
            }
            for act in ["recompute", "needs", "link", "revoke"] {
                #expect(try await other.post("\(card)/\(act)", ["need": "Money", "act": "add"]).status == .notFound, "\(act)")
            }
            for act in ["again", "drop", "import"] {
                #expect(try await other.post("\(upload)/\(act)", ["has": "no"]).location == "/clients/send?problem=gone", "\(act)")
            }
            #expect(try await other.get(upload).location == "/clients/send?problem=gone")
            for path in ["/clients", "/clients?q=client-4711", "/clients/send"] {
                let body = try await other.get(path).body
                #expect(!body.contains(lead.client.hex) && !body.contains("принято"), "\(path)")
            }
            // A head looks on and passes on, but sends nothing; founders see all and send nothing.
            let head = Browser(client)
            try await head.signIn("head")
            #expect(try await head.get(report).status == .ok)
            #expect(try await head.get(card).status == .ok)
            let founder = Browser(client)
            try await founder.signIn("founder")
            #expect(try await founder.get(card).status == .ok)
            #expect(try await founder.post("\(card)/link").status == .forbidden)
            for looker in [head, founder] {
                #expect(try await looker.get("/clients/new").status == .notFound)
                #expect(try await looker.post("/clients/new", ["reference": "x"]).status == .notFound)
                #expect(try await looker.upload("/clients/send", file).status == .notFound)
            }
            #expect(try await browser.get(upload).status == .ok)
        }
    }

    /// Who answered the bot without a card was sent by no company.
    @Test func ownAnswersAreNobodysClients() async throws {
        let world = try await World()
        try await world.sales()
        try await world.person("founder", .founder, at: .group)
        let ids = world.ids
        let own = try await world.database.write { transaction in
            try ClientStore().ownAnswers(
                OwnAnswers(ageBand: .from25to34), of: ids.id(), enteredBy: World.bank, ids: ids, at: World.start, in: transaction)
        }
        try await world.run { client in
            for login in ["sales", "founder"] {
                let browser = Browser(client)
                try await browser.signIn(login)
                #expect(try await browser.get("/clients/\(own.hex)").status == .notFound)
                #expect(!(try await browser.get("/clients")).body.contains(own.hex))
            }
        }
    }

    @Test func hostileTitlesNamesAndProductsStayText() async throws {
        let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>"
        let world = try await World(loanName: hostile)
        try await world.sales()
        let lead = try await world.lead(hostile, from: World.bank)
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.get("/clients/send")
            let quoted = hostile.replacing("\"", with: "\"\"")
            let text = "ID клиента;Продукт;\"\(quoted)\";Исход\nC-1;\"\(quoted)\";x;\"\(quoted)\"\nC-2;\"<b>вклад</b>\";x;"
            let uploaded = try await browser.upload("/clients/send", Array(text.utf8), named: "\(hostile.replacing("\"", with: "%22")).csv")
            let path = try #require(uploaded.location)
            var pages = [try await browser.get(path)]
            pages.append(
                try await browser.post("\(path)/import", ["has": "yes", "document": hostile, "date": hostile, "recipients": hostile]))
            let report = try #require(
                try await browser.post(
                    "\(path)/import", ["has": "yes", "document": hostile, "date": "2026-01-01", "recipients": "all"]
                ).location)
            await world.site.sends.drain()
            pages.append(try await browser.get(report))
            for path in ["/clients", "/clients?q=\(hostile.escapedForQuery)", "/clients/\(lead.client.hex)", "/clients/send"] {
                pages.append(try await browser.get(path))
            }
            var typed = ClientPageTests.person
            for field in ["reference", "patronymic", "phone", "document"] { typed[field] = hostile }
            pages.append(try await browser.post("/clients/new?kind=individual", typed))
            for page in pages {
                #expect(!page.body.contains("<script>") && !page.body.contains("<img src=x") && !page.body.contains("<b>вклад"))
            }
        }
    }

    /// A session has two files at most, and all sessions together a bounded number of bytes.
    @Test func memoryIsBounded() {
        let uploads = Uploads()
        let ids = IDSource.system
        let (account, session): (AccountID, SecretToken) = (ids.id(), SecretToken(ids: ids))
        func file(_ bytes: Int) -> Upload {
            Upload(id: ids.id(), bytes: [UInt8](repeating: 0, count: bytes), name: "a.csv", at: World.start)
        }
        let first = file(1)
        #expect(uploads.keep(first, of: account, session: session))
        for _ in 0..<2 { #expect(uploads.keep(file(1), of: account, session: SecretToken(ids: ids))) }
        #expect(uploads.upload(first.id, session: session, at: World.start) == nil)
        var kept = 0
        for _ in 0..<20 where uploads.keep(file(20 << 20), of: ids.id(), session: session) { kept += 1 }
        #expect(kept == 7)
        // Whoever stalls fills the own places, and nobody else's.
        for _ in 0..<Uploads.ownAtOnce { #expect(uploads.begin(account)) }
        #expect(!uploads.begin(account))
        let others: [AccountID] = (0..<(Uploads.atOnce - Uploads.ownAtOnce)).map { _ in ids.id() }
        for other in others { #expect(uploads.begin(other)) }
        #expect(!uploads.begin(ids.id()))
        uploads.end(account)
        #expect(uploads.begin(account))
    }
}
