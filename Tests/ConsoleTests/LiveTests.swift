import Accounts
import Database
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Leads
import Testing
import Vocabulary

@testable import Console

@Suite struct LiveTests {
    private static let ids = IDSource { (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max)) }
    private static let (anna, boris) = (AccountID(high: 1, low: 1), AccountID(high: 1, low: 2))

    private static func reader(_ sight: Sight, account: AccountID = anna, company: CompanyID? = World.bank) -> LiveFeed.Reader {
        LiveFeed.Reader(account: account, session: SecretToken(ids: ids), sight: sight, company: company)
    }

    private static func item(
        _ kind: LeadEventKind = .interested, number: String = "7K3Q9XAB", holder: AccountID? = nil, unit: UnitID? = nil
    ) throws -> LeadNews.Item {
        LeadNews.Item(
            number: try #require(LeadNumber(number)), company: World.bank, source: World.hotel, holder: holder, unit: unit, kind: kind)
    }

    @Test func twoHundredPagesHearAtOnceAndOnlyWhatTheirReadersMaySee() throws {
        let feed = LiveFeed()
        let sights: [Sight] = [
            .everything, .company(World.bank), .company(World.hotel), .units([World.north], of: World.bank),
            .units([World.south], of: World.bank),
            .person(Self.anna, of: World.bank), .person(Self.boris, of: World.bank), .nothing,
        ]
        let pages = (0..<200).map { number in
            let sight = sights[number % sights.count]
            return (sight, feed.open(Self.reader(sight, account: AccountID(high: 2, low: UInt64(number)))))
        }
        feed.tell([try Self.item(holder: Self.anna, unit: World.north)])
        for (sight, page) in pages {
            let heard = page.take()
            switch sight {
            case .everything, .company(World.bank), .units([World.north], _), .person(Self.anna, _):
                #expect(heard == "event: leads\ndata: {\"leads\":[\"7K3Q9XAB\"],\"more\":false,\"within\":2000}\n\n")
            default: #expect(heard == nil, "\(sight)")
            }
        }
    }

    /// Whoever had the lead in the list hears that something changed, and not what.
    @Test func aLeadThatLeftOnesSightIsNotNamed() throws {
        let feed = LiveFeed()
        let (mine, hotel) = (
            feed.open(Self.reader(.person(Self.boris, of: World.bank))), feed.open(Self.reader(.company(World.hotel), company: World.hotel))
        )
        feed.tell([try Self.item(.taken, holder: Self.anna, unit: World.north)])
        #expect(mine.take() == "event: leads\ndata: {\"leads\":[],\"more\":true,\"within\":20}\n\n")
        #expect(hotel.take() == nil)
        feed.tell([try Self.item(.contactsAsked, holder: Self.anna, unit: World.north)])
        #expect(mine.take() == nil)
        #expect(hotel.take() == "event: leads\ndata: {\"leads\":[],\"more\":true,\"within\":20}\n\n", "the sender is asked")
    }

    @Test func aPageThatIsSlowHearsLessOftenAndHoldsNobodyUp() throws {
        let feed = LiveFeed()
        let (slow, quick) = (feed.open(Self.reader(.everything)), feed.open(Self.reader(.everything)))
        for round in 0..<1000 {
            feed.tell([try Self.item(number: String(String(round + 10_000_000).prefix(8)))])
            #expect(quick.take() != nil)
        }
        let late = try #require(slow.take())
        #expect(late.utf8.count < 400 && late.contains("\"more\":true"))
        #expect(slow.take() == nil)
        feed.beat()
        #expect(slow.take() == ": still here\n\n")
    }

    /// Between the making of a page and its first word to the feed something may happen.
    @Test func whatHappenedWhileThePageTravelledIsToldAtOnce() throws {
        let feed = LiveFeed()
        let made = feed.told
        feed.tell([try Self.item()])
        let page = feed.open(Self.reader(.everything), seen: made)
        #expect(page.take() == "event: leads\ndata: {\"leads\":[],\"more\":true,\"within\":10}\n\n")
        #expect(feed.open(Self.reader(.everything), seen: feed.told).take() == nil)
    }

    @Test func theOldestOfTooManyPagesOfOneAccountEnds() async throws {
        let feed = LiveFeed()
        let first = feed.open(Self.reader(.everything))
        for _ in 0..<LiveFeed.pagesPerAccount { _ = feed.open(Self.reader(.everything)) }
        _ = feed.open(Self.reader(.everything, account: Self.boris))
        #expect(feed.count == LiveFeed.pagesPerAccount + 1)
        var ended = false
        for await _ in first.signals { ended = true }
        #expect(ended && first.take() == nil)
    }

    @Test func newsAreToldOnceInWhateverOrderTheyAreCommitted() async throws {
        let world = try await World()
        let lead = try await world.lead("1001")
        let start = try await world.database.read { transaction in
            var news = LeadNews()
            let old = try news.next(in: transaction)
            #expect(old.isEmpty, "what was there before is no news")
            return news
        }
        func add(_ seq: Int, at: Instant) async throws {
            try await world.database.write {
                try $0.execute(
                    "INSERT INTO lead_event (lead_id, seq, at, kind, actor, amount, detail) VALUES ($1, $2, $3, 'contacted', 'x', NULL, '')",
                    [lead.id, seq, at])
            }
        }
        let now = world.clock.now
        try await add(2, at: now)
        let (second, found) = try await next(start, world)
        #expect(found.map(\.number) == [lead.number])
        // Of another process, committed after what happened later.
        try await add(3, at: now - .seconds(2))
        let (third, late) = try await next(second, world)
        #expect(late.count == 1)
        #expect(try await next(third, world).1.isEmpty)
    }

    private func next(_ news: LeadNews, _ world: World) async throws -> (LeadNews, [LeadNews.Item]) {
        try await world.database.read { transaction in
            var news = news
            let items = try news.next(in: transaction)
            return (news, items)
        }
    }

    /// Through the route: an event arrives while the page is open, and signing out ends it.
    @Test func anOpenPageHearsUntilItsSessionEnds() async throws {
        let world = try await World()
        let sales = try await world.sales()
        let lead = try await world.lead("1001")
        try await world.run { client in
            #expect(try await client.executeRequest(uri: "/live", method: .get, headers: [:], body: nil).status == .unauthorized)
            let browser = Browser(client)
            try await browser.signIn("sales")
            let cookie = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let feed = world.site.live
            async let stream = client.executeRequest(uri: "/live", method: .get, headers: [.cookie: cookie], body: nil)
            while feed.count == 0 { await Task.yield() }
            feed.tell([
                LeadNews.Item(
                    number: lead.number, company: World.bank, source: World.hotel, holder: sales.id, unit: World.north, kind: .interested)
            ])
            try await feed.sweep(world.database, world.keyring, at: world.clock.now)
            #expect(feed.count == 1, "the session lives")
            try await browser.post("/sign-out-everywhere")
            try await feed.sweep(world.database, world.keyring, at: world.clock.now)
            let response = try await stream
            let text = String(buffer: response.body)
            #expect(response.headers[.contentType] == "text/event-stream")
            #expect(text.contains(lead.number.text) || text.contains("event: end"))
            #expect(text.hasSuffix("event: end\ndata: {}\n\n") && feed.count == 0)
        }
    }

    @Test func whatAPageAsksForByItselfKeepsNobodySignedIn() async throws {
        let world = try await World()
        try await world.sales()
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            let byItself = try #require(HTTPField.Name("X-Live"))
            for _ in 0..<3 {
                world.clock.pass(.minutes(50))
                _ = try await browser.get("/", headers: [byItself: "1"])
            }
            #expect(try await browser.get("/").location?.hasPrefix("/sign-in") == true)
        }
    }

    /// What may be done about a client changes with a consent; no part of the page may go on saying what was true before.
    @Test func allThatAConsentChangesIsReplacedOnAnOpenPage() async throws {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001", mayMessage: .noChat)
        let path = "/leads/\(lead.number.text)"
        @Sendable func still(_ body: String) -> String {
            body.replacing(/<section class="card" (data-live="[a-z]+"|id="(bot|contacts)")>[\s\S]*?<\/section>/, with: "")
                .replacing(/<p class="facts" data-live="facts"[\s\S]*?<\/p>/, with: "")
        }
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            let before = try await browser.get(path).body
            try await world.inTheBot(lead)
            try await world.database.write { try $0.execute("UPDATE lead SET may_message = 'yes' WHERE id = $1", [lead.id]) }
            let after = try await browser.get(path).body
            #expect(before.contains("Попросите контакты") && after.contains("Через бота: имени"))
            #expect(still(before) == still(after))
        }
    }
}
