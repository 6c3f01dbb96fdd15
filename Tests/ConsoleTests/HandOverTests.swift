import Accounts
import Clients
import Database
import HTTPTypes
import Testing
import Vocabulary

@testable import Console
@testable import Leads

/// A lead that asks for consent is with the sender; with the consent it goes to the company that sells the service, and nobody of the sender's keeps it.
@Suite struct HandOverTests {
    @Test func withTheConsentALeadIsFreeForItsRecipient() async throws {
        let world = try await World()
        try await world.person("clerk", .sales, at: .unit(World.desk, of: World.hotel))
        try await world.sales()
        // The bank's loan for a client of the hotel, with the hotel as long as it asks for consent.
        let lead = try await world.lead("1001", to: World.bank, stage: .askConsent)
        try await world.database.write { try $0.execute("UPDATE lead SET company_id = $2 WHERE id = $1", [lead.id, World.hotel]) }
        let path = "/leads/\(lead.number.text)"
        let now = world.clock.now
        try await world.run { client in
            let (sender, recipient) = (Browser(client), Browser(client))
            try await sender.signIn("clerk")
            try await recipient.signIn("sales")
            #expect(try await sender.post("\(path)/take").status == .seeOther)
            #expect(try await recipient.get(path).status == .notFound)

            try await world.attest(lead)
            try await world.database.write { try LeadService().attested(lead.client, at: now, in: $0) }
            #expect(try await sender.get(path).status == .notFound)
            #expect(try await sender.post("\(path)/won", ["amount": "777"]).status == .notFound)
            #expect(try await recipient.get("/leads?who=nobody").body.contains(lead.number.description))
            let page = try await recipient.get(path)
            #expect(page.status == .ok && page.body.contains("Взять в работу") && page.body.contains("отправитель подтвердил"))
            #expect(!page.body.contains("клиент дал согласие"))
            #expect(try await recipient.post("\(path)/take").status == .seeOther)
        }
        #expect(try await world.events(lead) == [.created, .taken, .consented, .taken])
    }

    @Test func theSendersListsHearThatItLeft() throws {
        let item = LeadNews.Item(
            number: try #require(LeadNumber("7K3Q9XAB")), company: World.bank, source: World.hotel, holder: nil, unit: nil, kind: .consented
        )
        let account = AccountID(high: 1, low: 1)
        #expect(item.mayHaveLeft(.person(account, of: World.hotel)) && item.mayHaveLeft(.units([World.desk], of: World.hotel)))
        #expect(!item.mayHaveLeft(.company(World.bank)) && item.isWithin(.company(World.bank)))
    }
}
