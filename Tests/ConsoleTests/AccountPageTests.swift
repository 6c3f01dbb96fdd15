import Accounts
import Database
import Group
import HTTPTypes
import Testing
import Vocabulary

@testable import Console

@Suite struct AccountPageTests {
    private static let other = "staple battery horse"

    @Test func thePasswordIsChangedAndAllOtherSessionsEnd() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let (here, there) = (Browser(client), Browser(client))
            try await here.signIn("sales")
            try await there.signIn("sales")
            let before = here.cookies["cactubase_session"]
            #expect(try await here.get("/account").body.contains("другой браузер"))
            let done = try await here.post("/account/password", ["old": World.password, "new": Self.other, "again": Self.other])
            #expect(done.location == "/account?done=password")
            #expect(here.cookies["cactubase_session"] != before, "the session has a new token")
            let page = try await here.get("/account?done=password").body
            #expect(page.contains("Пароль изменён") && page.contains("Вы вошли только здесь"))
            #expect(try await there.get("/").location?.hasPrefix("/sign-in") == true)
            #expect(try await Browser(client).signIn("sales").status == .unauthorized)
            #expect(try await Browser(client).signIn("sales", Self.other).status == .seeOther)
            #expect(try await world.audited("account.password_changed") == 1)
        }
    }

    @Test(arguments: [
        ("wrong", other, other, "old", "не ваш текущий пароль"), (World.password, other, other + "x", "again", "не совпадают"),
        (World.password, "short", "short", "new", "символ"), (World.password, World.password, World.password, "new", "совпадает со старым"),
    ]) func whatIsWrongChangesNothing(old: String, new: String, again: String, field: String, words: String) async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let page = try await browser.post("/account/password", ["old": old, "new": new, "again": again])
            #expect(page.status == .unprocessableContent)
            let wrong = page.body.matches(of: /<p id="(\w+)-problem" class="wrong">([^<]+)</)
            #expect(wrong.count == 1 && wrong.first.map { String($0.1) } == field && wrong.first?.2.contains(words) == true)
            #expect(!page.body.contains("value=\"\(new)\""), "no password is written into a page")
            #expect(try await Browser(client).signIn("sales").status == .seeOther)
        }
    }

    @Test func guessingTheOldPasswordIsLimited() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            for _ in 0..<AttemptRule.perLogin {
                try await browser.post("/account/password", ["old": "guess", "new": Self.other, "again": Self.other])
            }
            let right = ["old": World.password, "new": Self.other, "again": Self.other]
            #expect(try await browser.post("/account/password", right).status == .tooManyRequests)
            #expect(try await browser.post("/account/password", right, token: "x").status == .forbidden)
        }
    }

    @Test func oneBrowserIsSignedOutAloneAndOnlyOnesOwn() async throws {
        let world = try await World()
        try await world.sales()
        try await world.sales("colleague")
        try await world.run { client in
            let (here, there, colleague) = (Browser(client), Browser(client), Browser(client))
            try await colleague.signIn("colleague")
            try await here.signIn("sales")
            try await here.post("/account/others")
            world.clock.pass(.minutes(5))
            try await there.signIn("sales")
            func names(_ browser: Browser) async throws -> [String] {
                try await browser.get("/account").body.matches(of: /\/account\/sessions\/([0-9a-f]{32})\/end/).map { String($0.1) }
            }
            let (theirs, mine) = (try await names(here), try await names(there))
            #expect(theirs.count == 1 && mine.count == 1 && theirs != mine)
            // A colleague's, one's own, and none.
            for (browser, name) in [(colleague, theirs[0]), (here, mine[0]), (here, "x")] {
                #expect(try await browser.post("/account/sessions/\(name)/end").status == .notFound)
            }
            #expect(try await there.get("/").status == .ok)
            #expect(try await here.post("/account/sessions/\(theirs[0])/end").location == "/account?ended=1")
            #expect(try await there.get("/").location?.hasPrefix("/sign-in") == true)
            #expect(try await names(here).isEmpty)
        }
    }

    @Test func othersAreSignedOutByOnePress() async throws {
        let world = try await World()
        try await world.sales()
        try await world.sales("colleague")
        try await world.run { client in
            let (here, there, colleague) = (Browser(client), Browser(client), Browser(client))
            try await here.signIn("sales")
            try await there.signIn("sales")
            try await colleague.signIn("colleague")
            // The other browser's, and the one in which the password was chosen.
            #expect(try await here.post("/account/others").location == "/account?ended=2")
            #expect(try await here.get("/account?ended=2").body.contains("Вы вышли в 2 других браузерах"))
            #expect(try await there.get("/").location?.hasPrefix("/sign-in") == true)
            #expect(try await colleague.get("/").status == .ok)
        }
    }
}
