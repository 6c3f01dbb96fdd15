import Accounts
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
            #expect(try await browser.post("\(path)/won", ["amount": "120 000,50"]).status == .seeOther)
            #expect(try await world.events(lead) == [.created, .taken, .notReached, .notReached, .contacted, .won])
            let last = try await browser.get(path)
            #expect(last.body.contains("С этим лидом всё решено") && last.body.contains("120\u{A0}000,50"))
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
            for _ in 0..<2 { #expect(try await browser.post("\(path)/won", ["amount": "100"]).status == .seeOther) }
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
            let words = act == "lost" ? "не состоялось: дорого" : "возвращено: этот клиент уже есть"
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
            for colleague in ["south", "first", "unit", "", "nobody"] {
                #expect(try await head.post("\(path)/reassign", ["colleague": colleague]).status == .conflict)
            }
            try await partner.signIn("partner")
            #expect(try await partner.post("\(path)/reassign", ["colleague": "second"]).status == .conflict)
            #expect(try await head.post("\(path)/reassign", ["colleague": "second"]).status == .seeOther)
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
}
