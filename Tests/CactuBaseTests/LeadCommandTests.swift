import Clients
import Database
import Foundation
import Group
import Loyalty
import Spreadsheets
import Testing
import Vocabulary

@testable import cactubase

private let customer = CustomerID(high: 1, low: 2)

/// The dealer's client A-1 with a lead for the bank's service 7, won by nobody yet; its number is 7K3Q-9XAB.
private func deskWithALead(isLinked: Bool = true) async throws -> Desk {
    let desk = try Desk()
    try await desk.makeCatalogue()
    try desk.write("ID клиента;Продукт\nA-1;Новый автомобиль\n", to: "clients.csv")
    _ = try await desk.imported(["clients.csv", "--company", "dealer"])
    let live = try await desk.live()
    try await live.database.write { transaction in
        guard let row = try transaction.row("SELECT id, client_id FROM card") else { throw CommandFailure.failed("no card") }
        let (card, client): (CardID, ClientID) = (try row["id"], try row["client_id"])
        let lead = LeadID(high: 5, low: 6)
        try transaction.execute(
            """
            INSERT INTO lead (id, number, card_id, client_id, source_company, company_id, service_id, model_version, probability, rating, propensity,
                is_exploration, expected_value, reason, stage, may_message, created_at, stage_at)
            VALUES ($1, '7K3Q9XAB', $2, $3, 2, 2, 7, 1, 0.25, 91, 1.0, 0, 5000, '[]', 'interested', 'yes', $4, $4)
            """, [lead, card, client, Desk.now])
        try transaction.execute(
            "INSERT INTO lead_event (lead_id, seq, at, kind, actor, detail) VALUES ($1, 1, $2, 'created', 'pipeline', 'best')",
            [lead, Desk.now])
        try EarningStore().save(
            EarningRule(
                id: 1, company: CompanyID(2), basisPoints: 100, cap: Points(5000), validFrom: Instant(seconds: 0), changedBy: "anna"),
            in: transaction)
        if isLinked { _ = try ClientStore().link(customer: customer, client: client, how: .personal, at: Desk.now, in: transaction) }
    }
    try await live.database.close()
    return desk
}

@Test func aWonLeadPostsPointsOnce() async throws {
    let desk = try await deskWithALead()
    let arguments = ["outcome", "7k3q-9xab", "won", "--amount", "120 000,50", "--json"]
    let first = try JSONDecoder().decode(OutcomeCommand.Answer.self, from: Data(await desk.run(arguments).out.utf8))
    #expect(first == OutcomeCommand.Answer(lead: "7K3Q-9XAB", outcome: "won", isRepeat: false, points: 1200, why: nil))
    let second = try JSONDecoder().decode(OutcomeCommand.Answer.self, from: Data(await desk.run(arguments).out.utf8))
    #expect(second == OutcomeCommand.Answer(lead: "7K3Q-9XAB", outcome: "won", isRepeat: true, points: 1200, why: nil))
    let points = await desk.run("ledger", "--customer", customer.hex, "--language", "en")
    #expect(points.out.hasPrefix("available 1200, held 0, posted 1200\n#1 2026-11-23T12:00:00Z +1200: "))
    #expect(await desk.run("ledger").out == "1 entry, 2 accounts: sound\n")
    let other = await desk.run("outcome", "7K3Q9XAB", "won", "--amount", "5")
    #expect(other.status == .failed)
    #expect(other.err.contains("another amount, 120000 roubles 50 kopecks"))
    let late = await desk.run("outcome", "7K3Q9XAB", "lost", "--reason", "other")
    #expect(late.status == .failed)
    #expect(late.err == "error: a lead that is won cannot become lost\n")
}

@Test func withoutACustomerPointsWaitAndTheAnswerSaysWhy() async throws {
    let desk = try await deskWithALead(isLinked: false)
    let said = await desk.run("outcome", "7K3Q-9XAB", "won", "--amount", "100", "--json", "--language", "en")
    let answer = try JSONDecoder().decode(OutcomeCommand.Answer.self, from: Data(said.out.utf8))
    #expect(answer.points == 0)
    #expect(answer.why?.isEmpty == false)
}

@Test func aLostLeadIsLostOnce() async throws {
    let desk = try await deskWithALead()
    #expect(await desk.run("outcome", "7K3Q-9XAB", "lost", "--reason", "not_needed").out == "7K3Q-9XAB: lost (not_needed)\n")
    #expect(await desk.run("outcome", "7K3Q-9XAB", "lost", "--reason", "not_needed").out == "7K3Q-9XAB: lost (known before) (not_needed)\n")
    let live = try await desk.live()
    #expect(try await live.database.read { try AuditStore().recent(9, in: $0) }.map(\.action) == ["lead.lost"])
    try await live.database.close()
}

@Test(arguments: [
    ["7K3Q-9XAB", "won"], ["7K3Q-9XAB", "lost"], ["7K3Q-9XAB", "won", "--amount", "-5"], ["7K3Q-9XAB", "won", "--amount", "1,234"],
    ["7K3Q-9XAB", "won", "--amount", "0"], ["7K3Q-9XAB", "won", "--amount", "99999999999999999999"],
    ["7K3Q-9XAB", "lost", "--reason", "weather"],
    ["7K3Q-9XAB", "won", "--amount", "5", "--reason", "other"], ["lead", "won", "--amount", "5"], ["7K3Q-9XAB", "maybe"],
])
func anOutcomeThatIsNoneIsWrongUse(_ arguments: [String]) async throws {
    #expect(await (try Desk()).run(["outcome"] + arguments).status == .wrongUse)
}

@Test func aLeadThatIsNotThereIsAFailure() async throws {
    let said = await (try Desk()).run("outcome", "7K3Q-9XAB", "won", "--amount", "5")
    #expect(said.status == .failed)
    #expect(said.err.contains("no lead 7K3Q-9XAB"))
}

@Test(arguments: [("120000", 12_000_000), ("99,5", 9950), ("99.05", 9905), ("1 000,00", 100_000), ("0,01", 1)] as [(String, Int64)])
func amountsAreReadAsPeopleWriteThem(text: String, kopecks: Int64) throws {
    #expect(try OutcomeCommand.amount(text) == Money(kopecks: kopecks))
}

@Test func leadsAreExportedForPeopleAndForScripts() async throws {
    let desk = try await deskWithALead()
    let json = await desk.run("export", "leads", "--json")
    let lead = try #require(try JSONDecoder().decode([LeadAnswerRow].self, from: Data(json.out.utf8)).first)
    #expect(lead.number == "7K3Q-9XAB" && lead.client == "A-1" && lead.source == "dealer" && lead.stage == "interested")
    #expect(lead.events.map(\.kind) == ["created"])
    // The bank neither sent nor has it.
    #expect(await desk.run("export", "leads", "--json", "--company", "bank").out == "[\n\n]\n")
    #expect(await desk.run("export", "leads", "--out", "leads.xlsx", "--language", "en").out == "leads.xlsx: 1 lead\n")
    let rows = try Spreadsheet(try desk.read("leads.xlsx"), named: "leads.xlsx").rows()
    let titles = try #require(try rows.next())
    let row = try #require(try rows.next())
    #expect(titles[0].text.isEmpty == false)
    #expect(row[0].text == "7K3Q-9XAB" && row[3].text == "A new car")
    #expect(try rows.next() == nil)
    #expect(await desk.run("export", "leads").status == .wrongUse)
    #expect(await desk.run("export", "leads", "--out", "leads.doc").status == .wrongUse)
}
