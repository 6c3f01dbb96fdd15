import Accounts
import Clients
import Consents
import Database
import Foundation
import HTTPTypes
import Jobs
import Leads
import Offers
import Sealing
import Testing
import Vocabulary

@testable import Console
@testable import CustomerBot

/// Sending an offer through the bot from the lead's page.
@Suite struct BotPartTests {
    /// The lead with its client in the bot, consents given, and a text for the service.
    private func world(hostile title: String = "Кредит за день") async throws -> (World, LeadRecord) {
        let world = try await World()
        try await world.sales()
        let lead = try await world.lead("1001", mayMessage: .yes)
        try await world.inTheBot(lead, title: title)
        return (world, lead)
    }

    private func queued(_ world: World) async throws -> [OutgoingMessage] {
        let keyring = world.keyring
        return try await world.database.read { transaction in
            try transaction.rows("SELECT body FROM outbox ORDER BY created_at").map { row in
                try JSONDecoder().decode(
                    OutgoingMessage.self, from: Data(try keyring.open(try row.get("body", as: [UInt8].self), in: .outbox)))
            }
        }
    }

    @Test func whatIsShownIsWhatIsSentAndOnlyOnce() async throws {
        let (world, lead) = try await world(hostile: "5 < 7 & \"Кредит\"")
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            #expect(try await !browser.get(path).body.contains("id=\"bot\""), "nobody's lead is nobody's to send")
            try await browser.post("\(path)/take")
            let page = try await browser.get(path).body
            #expect(page.contains("Отправить через бота") && page.contains("5 &lt; 7 &amp; &quot;Кредит&quot;"))
            #expect(try await browser.post("\(path)/send").location == "\(path)?done=send")
            let again = try #require(try await browser.post("\(path)/send").location)
            let said = try await browser.get(again).body
            #expect(said.contains("Предложение уже отправлено") && !said.contains("Отправлено через бота. Ответ"))
            let messages = try await queued(world)
            let message = try #require(messages.first)
            #expect(messages.count == 1 && message.ad == lead.id)
            #expect(page.contains(TelegramText(source: message.html).html.text), "the preview is the message")
            guard case .inline(let rows) = message.keyboard else { throw AccountsError.hashing }
            for button in rows.joined() { #expect(page.contains("<span>\(button.text.escapedForHTML)</span>")) }
            #expect(try await world.events(lead) == [.created, .taken, .messaged])
            #expect(try await world.audited("lead.messaged") == 1)
            let after = try await browser.get(path).body
            #expect(after.contains("На пути к клиенту") && !after.contains("Отправить через бота"))
        }
    }

    @Test func theStateAndTheAnswerArriveOnThePage() async throws {
        let (world, lead) = try await world()
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            try await browser.post("\(path)/send")
            let now = world.clock.now
            try await world.database.write { try OfferPost.arrived(lead.id, true, at: now, in: $0) }
            #expect(try await browser.get(path).body.contains("Ответ появится здесь"))
            try await world.database.write { transaction in
                let offer = try OfferStore().offer(of: lead.id, in: transaction)
                guard let offer else { return }
                _ = try OfferStore().answer(.interested, to: offer.id, by: offer.customer, at: now, in: transaction)
                try LeadService().answer(.interested, to: lead.id, at: now, in: transaction)
            }
            #expect(try await browser.get(path).body.contains("Клиент заинтересован. Свяжитесь"))
            #expect(try await world.events(lead) == [.created, .taken, .messaged, .offered, .interested])
        }
    }

    @Test func whatCannotBeDeliveredStaysWithItsSalesperson() async throws {
        let (world, lead) = try await world()
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            try await browser.post("\(path)/send")
            let now = world.clock.now
            try await world.database.write { try OfferPost.arrived(lead.id, false, at: now, in: $0) }
            #expect(try await browser.get(path).body.contains("Доставить не удалось"))
            #expect(try await world.stage(lead) == .waiting)
            #expect(try await world.events(lead).last == .undelivered)
        }
    }

    /// A lead may end while its message waits: nothing goes out, and nothing breaks.
    @Test func anEndedLeadsMessageDoesNotGoOut() async throws {
        let (world, lead) = try await world()
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            try await browser.post("\(path)/send")
            let customer = try #require(try await world.database.read { try OfferStore().offer(of: lead.id, in: $0)?.customer })
            #expect(try await world.database.read { try OfferPost.mayStillGo(lead.id, to: customer, in: $0) })
            try await browser.post("\(path)/lost", ["reason": "other"])
            #expect(try await !world.database.read { try OfferPost.mayStillGo(lead.id, to: customer, in: $0) })
            let now = world.clock.now
            try await world.database.write { try OfferPost.arrived(lead.id, false, at: now, in: $0) }
            #expect(try await world.stage(lead) == .lost)
        }
    }

    @Test func aClosedGateSaysWhyAndWhenToTryAgain() async throws {
        let (world, lead) = try await world()
        let path = "/leads/\(lead.number.text)"
        // From a quarter past five in Moscow into the quiet hours.
        world.clock.pass(.hours(6))
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("sales")
            try await browser.post("\(path)/take")
            let page = try await browser.get(path).body
            #expect(page.contains("Сейчас тихие часы") && page.contains("10:00") && !page.contains("Отправить через бота"))
            let refused = try await browser.post("\(path)/send")
            #expect(refused.status == .conflict && refused.body.contains("Сейчас тихие часы"))
            #expect(try await queued(world).isEmpty)
            #expect(try await world.events(lead) == [.created, .taken])
        }
    }

    @Test func onlyWhoWorksOnTheLeadAndTheHeadMaySend() async throws {
        let (world, lead) = try await world()
        try await world.sales("other", at: World.south)
        try await world.person("partner", .partner, at: .company(World.bank))
        try await world.person("unit", .unit, at: .unit(World.north, of: World.bank))
        let path = "/leads/\(lead.number.text)"
        try await world.run { client in
            let (sales, other, partner, head) = (Browser(client), Browser(client), Browser(client), Browser(client))
            try await sales.signIn("sales")
            try await sales.post("\(path)/take")
            try await other.signIn("other")
            #expect(try await other.post("\(path)/send").status == .notFound)
            try await partner.signIn("partner")
            #expect(try await !partner.get(path).body.contains("id=\"bot\""))
            #expect(try await partner.post("\(path)/send").status == .conflict)
            #expect(try await queued(world).isEmpty)
            try await head.signIn("unit")
            #expect(try await head.get(path).body.contains("Отправить через бота"))
            #expect(try await head.post("\(path)/send").status == .seeOther)
            #expect(try await queued(world).count == 1)
        }
    }

    @Test func whatLooksLikeMarkupInAMessageIsText() {
        let text = TelegramText(source: "<b>Да</b>\n&lt;script&gt; <script>alert(1)</script> &amp;amp; <a href=\"x\">")
        #expect(
            text.html.text
                == "<b>Да</b><br>&lt;script&gt; &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &lt;a href=&quot;x&quot;&gt;")
    }
}
