import Accounts
import HTTPTypes
import Testing
import Vocabulary

@testable import Console

@Suite struct DoorPageTests {
    @Test func whoeverIsNotSignedInIsLedToTheDoorAndBack() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            for path in ["/", "/leads?status=all", "/leads/7K3Q9XAB", "/staff"] {
                let page = try await browser.get(path)
                #expect(page.status == .seeOther)
                #expect(page.location == "/sign-in" + (path == "/" ? "" : "?next=\(path.escapedForQuery)"))
            }
            let page = try await browser.signIn("sales", next: "/leads?status=all")
            #expect(page.location == "/leads?status=all")
            #expect(try await browser.get("/leads?status=all").status == .ok)
        }
    }

    @Test func wrongPasswordsSayOneThingAndKeepTheLogin() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            let wrong = try await browser.signIn("sales", "wrong password")
            let unknown = try await browser.signIn("nobody", "wrong password")
            for (page, login) in [(wrong, "sales"), (unknown, "nobody")] {
                #expect(page.status == .unauthorized)
                #expect(page.body.contains("Логин или пароль не подходит"))
                #expect(page.body.contains("value=\"\(login)\""))
                #expect(!page.body.contains("wrong password"))
            }
        }
    }

    @Test func aFloodOfSignInsIsStopped() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.get("/sign-in")
            for _ in 0..<AttemptRule.perLogin {
                #expect(try await browser.post("/sign-in", ["login": "sales", "password": "wrong"]).status == .unauthorized)
            }
            let page = try await browser.post("/sign-in", ["login": "sales", "password": World.password])
            #expect(page.status == .tooManyRequests)
            #expect(page.body.contains("Слишком много попыток"))
            world.clock.pass(AttemptRule.window)
            world.clock.pass(.seconds(1))
            #expect(try await browser.post("/sign-in", ["login": "sales", "password": World.password]).status == .seeOther)
        }
    }

    // MARK: Sessions

    @Test func aSessionThatSomebodyPlantedOpensNothing() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            let planted = String(repeating: "ab", count: 32)
            browser.plant("cactubase_session", planted)
            #expect(try await browser.get("/").status == .seeOther)
            try await browser.signIn("sales")
            let mine = try #require(browser.cookies["cactubase_session"])
            #expect(mine != planted)
            let thief = Browser(client)
            thief.plant("cactubase_session", planted)
            #expect(try await thief.get("/").status == .seeOther)
        }
    }

    @Test func signingOutEndsTheSessionForEverybodyWhoHasTheCookie() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let (office, home) = (Browser(client), Browser(client))
            try await office.signIn("sales")
            try await home.signIn("sales")
            let copy = Browser(client)
            copy.plant("cactubase_session", try #require(office.cookies["cactubase_session"]))
            #expect(try await copy.get("/").status == .ok)
            #expect(try await office.post("/sign-out").location == "/sign-in?out=1")
            #expect(office.cookies["cactubase_session"] == nil)
            #expect(try await copy.get("/").status == .seeOther)
            #expect(try await home.get("/").status == .ok)
            try await office.signIn("sales")
            try await home.post("/sign-out-everywhere")
            #expect(try await office.get("/").status == .seeOther)
        }
    }

    @Test func aSessionEndsAfterALongBreak() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            world.clock.pass(.minutes(90))
            #expect(try await browser.get("/").status == .ok)
            world.clock.pass(.minutes(90))
            #expect(try await browser.get("/").status == .ok)
            world.clock.pass(SessionRule.idle)
            #expect(try await browser.get("/").status == .seeOther)
        }
    }

    @Test(arguments: [nil, "https://console.example.ru"]) func cookiesAreForThisHostAndNoScript(address: String?) async throws {
        let world = try await World(publicAddress: address)
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.get("/sign-in")
            let page = try await browser.post("/sign-in", ["login": "sales", "password": World.password])
            let cookies = page.headers[values: .setCookie]
            let name = address == nil ? "cactubase_session" : "__Host-cactubase_session"
            let cookie = try #require(cookies.first { $0.hasPrefix("\(name)=") })
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            #expect(cookie.contains("Secure") == (address != nil))
            #expect(!cookie.contains("Domain"))
        }
    }

    // MARK: Invitations

    @Test func anInvitedPersonChoosesAPasswordAndIsIn() async throws {
        let world = try await World()
        let invitation = try await world.invite("anna", .sales, at: .unit(World.north, of: World.bank))
        try await world.run { client in
            let browser = Browser(client)
            let path = "/invitation/\(invitation.text)"
            #expect(try await browser.get(path).body.contains("Ваш логин: anna"))
            let differing = try await browser.post(path, ["password": World.password, "again": "other"])
            #expect(differing.status == .unprocessableContent && differing.body.contains("Пароли не совпадают"))
            let weak = try await browser.post(path, ["password": "short", "again": "short"])
            #expect(weak.status == .unprocessableContent && weak.body.contains("Нужно не меньше 10"))
            #expect(try await browser.post(path, ["password": World.password, "again": World.password]).location == "/")
            #expect(try await browser.get("/").status == .ok)
            let used = try await Browser(client).get(path)
            #expect(used.status == .notFound && used.body.contains("Приглашение не действует") && used.body.contains("новое приглашение"))
        }
    }

    @Test(arguments: ["x", "", String(repeating: "0", count: 64)]) func whatIsNoInvitationIsNotThere(text: String) async throws {
        let world = try await World()
        try await world.run { client in
            let page = try await Browser(client).get("/invitation/\(text)")
            #expect(page.status == .notFound)
            // Whoever guesses learns nothing: the same words as for one that was used.
            if !text.isEmpty { #expect(page.body.contains("Приглашение не действует")) }
        }
    }

    // MARK: A session that is over

    @Test(arguments: [
        ("https://console.example/leads/0?sort=rating&done=take", "/leads/0?sort=rating"), ("https://evil.example//evil.example/x", "/"),
        // The form stood on an answer to a form, whose address is no page.
        ("https://console.example/catalogue/1/aliases", "/catalogue/1"), ("https://console.example/leads/bulk", "/leads"),
        ("", "/account"),
    ]) func whoseSessionEndedComesBackToTheForm(referer: String, place: String) async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            world.clock.pass(.hours(13))
            var headers = HTTPFields()
            if !referer.isEmpty { headers[try #require(HTTPField.Name("Referer"))] = referer }
            let sent = try await browser.post("/account/password", ["old": "typed"], headers: headers)
            let next = place == "/" ? "" : "next=\(place.escapedForQuery)&"
            #expect(sent.status == .seeOther && sent.location == "/sign-in?\(next)unsaved=1")
            let door = try await browser.get(try #require(sent.location))
            #expect(door.body.contains("не сохранено") && door.body.contains("name=\"next\" value=\"\(place.escapedForHTML)\""))
            #expect(
                door.body.contains("name=\"back\" value=\"\((sent.location ?? "").escapedForHTML)\""), "another language forgets nothing")
            #expect(try await browser.post("/sign-in", ["login": "sales", "password": World.password, "next": place]).location == place)
            // Who only wanted out has lost nothing.
            world.clock.pass(.hours(13))
            #expect(try await browser.post("/sign-out").location == "/sign-in?out=1")
        }
    }
}
