import Accounts
import Database
import HTTPTypes
import Leads
import Testing
import Vocabulary

@testable import Console

@Suite struct LeadPageTests {
    /// A salesperson's lead from taking it to the money.
    @Test func aLeadIsTakenWorkedOnAndWon() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001", stage: .interested)
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let first = try await browser.get(path)
            #expect(first.body.contains("Взять в работу") && !first.body.contains("Клиент оплатил"))
            let taken = try await browser.post("\(path)/take")
            #expect(taken.location == "\(path)?done=take")
            #expect(try await browser.get("\(path)?done=take").body.contains("Лид ваш"))
            try await browser.post("\(path)/not-reached")
            try await browser.post("\(path)/not-reached")
            try await browser.post("\(path)/contacted")
            let slip = try await browser.post("\(path)/won", ["amount": "много"])
            #expect(slip.status == .unprocessableContent)
            #expect(slip.body.contains("value=\"много\"") && slip.body.contains("aria-invalid"))
            #expect(try await browser.post("\(path)/won", ["amount": "120 000,50", "sure": "yes"]).status == .seeOther)
            #expect(try await world.events(lead) == [.created, .taken, .notReached, .notReached, .contacted, .won])
            let last = try await browser.get(path)
            #expect(last.body.contains("С этим лидом всё решено") && last.body.contains("120\u{A0}000,50"))
            #expect(last.body.contains("<dd>12\u{A0}345\u{A0}₽</dd>"), "what is expected is told in whole roubles")
            let home = try await browser.get("/")
            #expect(home.body.contains("оплачено сегодня"))
        }
    }

    @Test func repeatingAnActChangesNothingTwice() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            for _ in 0..<2 { #expect(try await browser.post("\(path)/take").status == .seeOther) }
            for _ in 0..<2 { #expect(try await browser.post("\(path)/won", ["amount": "100", "sure": "yes"]).status == .seeOther) }
            let other = try await browser.post("\(path)/won", ["amount": "200"])
            #expect(other.status == .conflict && other.body.contains("с другой суммой"))
            #expect(try await browser.post("\(path)/lost", ["reason": "other"]).status == .conflict)
            #expect(try await world.events(lead) == [.created, .taken, .won])
        }
    }

    @Test func theSecondOfTwoWhoTakeALeadHearsOfIt() async throws {
        let world = try await World()
        try await world.sales("north", at: World.north)
        try await world.sales("south", at: World.south)
        let lead = try await world.lead("1001")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let (north, south) = (Browser(client), Browser(client))
            try await north.signIn("north")
            try await south.signIn("south")
            #expect(try await south.get(path).status == .ok)
            #expect(try await north.post("\(path)/take").status == .seeOther)
            // By then it is out of the other one's sight.
            #expect(try await south.post("\(path)/take").status == .notFound)
            #expect(try await world.events(lead) == [.created, .taken])
        }
    }

    @Test(arguments: ["lost", "return"]) func endingALeadNeedsAReasonOfTheList(act: String) async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            for reason in ["", "because", "<b>"] {
                #expect(try await browser.post("\(path)/\(act)", ["reason": reason]).status == .unprocessableContent)
            }
            let reason = act == "lost" ? LostReason.tooExpensive.rawValue : ReturnReason.duplicate.rawValue
            #expect(try await browser.post("\(path)/\(act)", ["reason": reason]).status == .seeOther)
            #expect(try await world.stage(lead) == (act == "lost" ? .lost : .withdrawn))
            let words = act == "lost" ? "не состоялось: дорого" : "компания отказалась от лида: этот клиент уже есть"
            #expect(try await browser.get(path).body.contains(words))
        }
    }

    /// Level by level: who sees a colleague's lead, and that only the one who holds it may work on it.
    @Test func headsLookOnAndDoNotWork() async throws {
        let world = try await World()
        try await world.sales()
        try await world.person("founder", .founder, at: .group)
        try await world.person("partner", .partner, at: .company(World.bank))
        try await world.person("department", .department, at: .unit(World.retail, of: World.bank))
        try await world.person("unit", .unit, at: .unit(World.north, of: World.bank))
        let lead = try await world.lead("1001")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let sales = Browser(client)
            try await sales.signIn("sales")
            try await sales.post("\(path)/take")
            for login in ["founder", "partner", "department", "unit"] {
                let browser = Browser(client)
                try await browser.signIn(login)
                let page = try await browser.get(path)
                #expect(page.status == .ok && page.body.contains("С лидами работают продавцы") && !page.body.contains("/won"))
                for act in LeadRoutes.Act.allCases {
                    let page = try await browser.post(
                        "\(path)/\(act.rawValue)", ["amount": "100", "reason": act == .lost ? "other" : "duplicate"])
                    #expect(page.status == .conflict, "\(login) \(act)")
                }
            }
            #expect(try await world.events(lead) == [.created, .taken])
        }
    }

    @Test func aHeadPassesALeadOnWithinTheOwnPart() async throws {
        let world = try await World()
        try await world.sales("first", at: World.north)
        try await world.sales("second", at: World.north)
        try await world.sales("south", at: World.south)
        try await world.person("unit", .unit, at: .unit(World.north, of: World.bank))
        try await world.person("partner", .partner, at: .company(World.bank))
        let lead = try await world.lead("1001")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let (sales, second, head, partner) = (Browser(client), Browser(client), Browser(client), Browser(client))
            try await sales.signIn("first")
            try await sales.post("\(path)/take")
            try await head.signIn("unit")
            let page = try await head.get(path)
            #expect(
                page.body.contains("value=\"second\"") && !page.body.contains("value=\"south\"") && !page.body.contains("value=\"first\""))
            for colleague in ["south", "unit", "", "nobody"] {
                #expect(try await head.post("\(path)/reassign", ["colleague": colleague]).status == .conflict)
            }
            try await partner.signIn("partner")
            #expect(try await partner.post("\(path)/reassign", ["colleague": "second"]).status == .conflict)
            // A second press of the same says so, and does nothing.
            for _ in 0..<2 { #expect(try await head.post("\(path)/reassign", ["colleague": "second"]).status == .seeOther) }
            #expect(try await world.events(lead) == [.created, .taken, .reassigned])
            #expect(try await sales.get(path).status == .notFound)
            try await second.signIn("second")
            #expect(try await second.post("\(path)/contacted").status == .seeOther)
        }
    }

    @Test func leadsOfAClosedAccountAreFreeAgain() async throws {
        let world = try await World()
        try await world.sales("first", at: World.north)
        try await world.sales("second", at: World.south)
        try await world.person("unit", .unit, at: .unit(World.north, of: World.bank))
        let lead = try await world.lead("1001")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let (first, second, head) = (Browser(client), Browser(client), Browser(client))
            try await first.signIn("first")
            try await first.post("\(path)/take")
            try await second.signIn("second")
            #expect(try await second.get(path).status == .notFound)
            try await head.signIn("unit")
            #expect(try await head.post("/staff/first/close").status == .seeOther)
            #expect(try await second.post("\(path)/take").status == .seeOther)
        }
    }

    /// One reason stays; a repeat says what is known, and the wrong press says at which stage the lead is.
    @Test func whatIsSettledIsSaidAndStays() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            browser.language = "en"
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            for _ in 0..<2 { #expect(try await browser.post("\(path)/lost", ["reason": "too_expensive"]).status == .seeOther) }
            let other = try await browser.post("\(path)/lost", ["reason": "other"])
            #expect(other.status == .conflict && other.body.contains("already recorded as lost, with a different reason: too expensive."))
            let taken = try await browser.post("\(path)/take")
            #expect(taken.status == .conflict && taken.body.contains("This lead is closed: “lost”."))
            #expect(try await !browser.get("\(path)?done=take").body.contains("The lead is yours. Contact"))
            #expect(try await world.events(lead) == [.created, .taken, .lost])
            #expect(try await world.audited("lead.lost") == 1)
        }
    }

    /// Taken by mistake: it is colleagues' again, and how long it has waited is not forgotten.
    @Test func whatWasTakenCanBePutBack() async throws {
        let world = try await World()
        try await world.sales()
        try await world.sales("second")
        let lead = try await world.lead("1001", age: .hours(30))
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let (browser, second) = (Browser(client), Browser(client))
            try await browser.signIn("sales")
            try await second.signIn("second")
            #expect(try await browser.post("\(path)/release").status == .conflict, "nobody's yet")
            try await browser.post("\(path)/take")
            #expect(try await browser.get(path).body.contains("\(path)/release"))
            #expect(try await second.post("\(path)/release").status == .notFound)
            #expect(try await browser.post("\(path)/release").location == "\(path)?done=release")
            #expect(try await browser.post("\(path)/release").status == .conflict, "a second press")
            #expect(try await second.post("\(path)/take").status == .seeOther)
            #expect(try await world.events(lead) == [.created, .taken, .released, .taken])
            #expect(try await world.audited("lead.released") == 1)
            try await second.post("\(path)/lost", ["reason": "other"])
            #expect(try await second.post("\(path)/release").status == .conflict, "it is over")
        }
    }

    /// A payment stays as it is written, so it is shown once more, as money is written, before it is.
    @Test func aPaymentIsAskedForTwice() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            let question = try await browser.post("\(path)/won", ["amount": "1 200 000,5", "list": "sort=rating"])
            #expect(question.status == .ok && question.body.contains("1\u{A0}200\u{A0}000,50"))
            #expect(question.body.contains("name=\"sure\" value=\"yes\"") && question.body.contains("name=\"amount\" value=\"1200000,50\""))
            #expect(question.body.contains("data-page=\"\(path)\""), "whoever loads it again asks for the page")
            #expect(try await world.events(lead) == [.created, .taken])
            let told = try await browser.post("\(path)/won", ["amount": "1200000,50", "sure": "yes", "list": "sort=rating"])
            #expect(told.location == "\(path)?done=won&list=sort%3Drating")
            #expect(try await browser.get(try #require(told.location)).body.contains("href=\"/leads?sort=rating\""), "back to the list")
            #expect(try await world.events(lead) == [.created, .taken, .won])
        }
    }

    /// Whether a lead is a colleague's, another company's or none at all: the answer is one and the same, and leads on.
    @Test func whatIsNotThereLeadsOn() async throws {
        let world = try await World()
        try await world.sales()
        try await world.sales("second")
        let lead = try await world.lead("1001")
        try await world.run { client in
            let (browser, second) = (Browser(client), Browser(client))
            try await browser.signIn("sales")
            try await second.signIn("second")
            try await browser.post("/leads/\(lead.number.text)/take")
            let (taken, none) = (try await second.get("/leads/\(lead.number.text)"), try await second.get("/leads/ZZZZ-ZZZZ"))
            for page in [taken, none] {
                #expect(page.status == .notFound && page.body.contains("Этого лида у вас нет") && page.body.contains("<nav"))
            }
            #expect(try await Browser(client).get("/nowhere").body.contains("Такой страницы нет"))
        }
    }

    @Test func aLeadThatWasGivenBackKeepsItsFirstReason() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            browser.language = "en"
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            for _ in 0..<2 { #expect(try await browser.post("\(path)/return", ["reason": "duplicate"]).status == .seeOther) }
            let other = try await browser.post("\(path)/return", ["reason": "no_contact"])
            #expect(other.status == .conflict && other.body.contains("This lead is closed"))
            #expect(try await world.audited("lead.given_back") == 1)
        }
    }

    @Test func aStageThatDoesNotAllowAnActIsNamed() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001", stage: .declined)
        try await world.database.write {
            try $0.execute(
                "UPDATE lead SET holder = (SELECT id FROM staff_account WHERE login = 'sales'), holder_unit = 2, taken_at = 1, touched_at = 1 WHERE id = $1",
                [lead.id])
        }
        try await world.run { client in
            let browser = Browser(client)
            browser.language = "en"
            try await browser.signIn("sales")
            let page = try await browser.post("/leads/\(lead.number.text)/take")
            #expect(page.status == .conflict && page.body.contains("This cannot be done at the stage “declined”."))
        }
    }

    @Test func anAmountThatIsTooGreatHearsOfTheGreatest() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            for amount in ["99999999999999999999", "100 000 000 000"] {
                let page = try await browser.post("\(path)/won", ["amount": amount])
                #expect(
                    page.status == .unprocessableContent && page.body.contains("не больше 99\u{A0}999\u{A0}999\u{A0}999,99"), "\(amount)")
                #expect(page.body.contains("value=\"\(amount)\""))
            }
            for amount in ["0", "-1", "1e30", "000000000000000"] {
                #expect(try await browser.post("\(path)/won", ["amount": amount]).body.contains("больше нуля"), "\(amount)")
            }
            #expect(try await browser.post("\(path)/won", ["amount": "99999999999,99", "sure": "yes"]).status == .seeOther)
        }
    }

    /// Nobody has to be reached about what is over, and nobody has to answer.
    @Test func aLeadThatEndedSaysNothingOfWhatToDo() async throws {
        let world = try await World()
        try await world.sales()
        let (partners, own) = (try await world.lead("1001"), try await world.lead("2002", from: World.bank))
        try await world.run { client in
            let browser = Browser(client)
            browser.language = "en"
            try await browser.signIn("sales")
            for lead in [partners, own] { try await browser.post("/leads/\(lead.number.text)/take") }
            try await browser.post("/leads/\(partners.number.text)/ask", ["reason": "no_answer"])
            let (waiting, mine) = (
                try await browser.get("/leads/\(partners.number.text)").body, try await browser.get("/leads/\(own.number.text)").body
            )
            #expect(waiting.contains("The sender has not answered yet") && waiting.contains("Ask the company that sent"))
            #expect(mine.contains("your CRM has the id") && mine.contains("/clients/\(own.client.hex)#link"))
            for lead in [partners, own] { try await browser.post("/leads/\(lead.number.text)/return", ["reason": "duplicate"]) }
            let (void, over) = (
                try await browser.get("/leads/\(partners.number.text)").body, try await browser.get("/leads/\(own.number.text)").body
            )
            #expect(void.contains("no longer applies: the lead is closed") && !void.contains("has not answered yet"))
            for page in [void, over] {
                #expect(!page.contains("<dt>How</dt>") && !page.contains("look them up in your CRM") && page.contains("<dt>Client</dt>"))
            }
        }
    }
}
