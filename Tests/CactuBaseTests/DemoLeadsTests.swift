import Clients
import Consents
import Database
import DemoWorld
import Foundation
import Group
import Leads
import Loyalty
import Recommendations
import Spreadsheets
import Testing
import Vocabulary

@testable import cactubase

/// `export leads` and `outcome` on the demo world, whose leads the pipeline made.
@Suite struct DemoLeadsTests {
    let desk: Desk

    /// Made once: the world of seed 7, a trained model, the leads of the day. Its files by name.
    private static let prepared = Task {
        let desk = try demoDesk()
        let said = await desk.run("demo", "--prepare", "--seed", "7")
        guard said.status == .done else { throw CommandFailure.failed(said.err) }
        try await makeLeads(on: desk)
        var files: [String: [UInt8]] = [:]
        for name in ["demo.db", "demo.db-wal", "demo.secret"] where desk.exists(name) { files[name] = try desk.read(name) }
        return files
    }

    /// A copy of it for each test.
    init() async throws {
        desk = try Self.demoDesk()
        for (name, bytes) in try await Self.prepared.value { try Data(bytes).write(to: URL(fileURLWithPath: desk.folder + "/" + name)) }
    }

    private static func demoDesk() throws -> Desk { try Desk(["DATABASE_URL": "sqlite:demo.db"]) }

    // MARK: Outcomes

    @Test func aWinIsPaidOnceHoweverOftenItIsSaid() async throws {
        let lead = try await leadOfMikhail()
        let customer = try await link()
        let (before, paid) = (try await sales(of: lead), try await entries())
        // What the rule in force says, worked out here.
        let rule = try #require(try await rule(for: lead))
        let amount: Int64 = 1_234_567
        let expected = min(amount * rule.basisPoints / 10_000, rule.cap.count)
        #expect(expected > 0)

        let first = try await won(lead, "1234567")
        #expect(first == OutcomeCommand.Answer(lead: lead.number, outcome: "won", isRepeat: false, points: expected, why: nil))
        let typed = lead.number.lowercased().replacing("-", with: " ")
        for number in [lead.number, typed] {
            let again = await desk.run("outcome", number, "won", "--amount", "1234567.00", "--json")
            #expect(
                try answer(again) == OutcomeCommand.Answer(lead: lead.number, outcome: "won", isRepeat: true, points: expected, why: nil))
        }
        for other in ["1234567,01", "1", "12345670"] {
            let refused = await desk.run("outcome", lead.number, "won", "--amount", other)
            #expect(refused.status == .failed && refused.out.isEmpty && refused.err.contains("another amount"), "\(other): \(refused)")
        }
        let lost = await desk.run("outcome", lead.number, "lost", "--reason", "other")
        #expect(lost.status == .failed && lost.out.isEmpty)

        #expect(try await entries() == paid + [expected])
        let balance = await desk.run("ledger", "--customer", customer.hex)
        #expect(balance.out.hasPrefix("available \(expected), held 0, posted \(expected)\n"))
        let after = try await sales(of: lead)
        #expect(after == before.adding(won: 1, kopecks: amount * 100))
        let exported = try #require(try await leads().first { $0.number == lead.number })
        #expect(exported.stage == "won" && exported.amount == amount * 100)
        #expect(exported.events.filter { $0.kind == "won" }.map(\.at) == [Desk.now.milliseconds])
        #expect(try await audited("lead.won").count { $0 == "lead \(lead.number)" } == 1)
    }

    @Test func ofTwoWhoSayItAtOnceOneIsTheRepeat() async throws {
        let lead = try await leadOfMikhail()
        _ = try await link()
        let paid = try await entries()
        async let anna = won(lead, "250000")
        async let boris = won(lead, "250000")
        let answers = try await [anna, boris]
        #expect(answers.map(\.isRepeat).sorted { !$0 && $1 } == [false, true])
        #expect(answers[0].points == answers[1].points && answers[0].points > 0)
        #expect(try await entries() == paid + [answers[0].points])
        #expect(try await audited("lead.won").count { $0 == "lead \(lead.number)" } == 1)
    }

    @Test func pointsThatNobodyCouldHaveComeWithTheRepeatAfterLinking() async throws {
        let lead = try await leadOfMikhail()
        let paid = try await entries()
        let unlinked = try await won(lead, "250000")
        #expect(!unlinked.isRepeat && unlinked.points == 0)
        let why = try #require(unlinked.why)
        let russian = await desk.run("outcome", lead.number, "won", "--amount", "250000", "--language", "ru")
        #expect(russian.out.hasPrefix("\(lead.number): won (known before); points: 0 (") && isCyrillic(russian.out) && !isCyrillic(why))
        #expect(try await entries() == paid)

        _ = try await link()
        let linked = try await won(lead, "250000")
        #expect(linked.isRepeat && linked.points > 0 && linked.why == nil)
        #expect(try await won(lead, "250000") == linked)
        #expect(try await entries() == paid + [linked.points])
    }

    @Test func whomTheDemoNamesFindsAnOfferThatCanBeSaid() async throws {
        let sayable = try await Self.using(desk) { transaction in
            Set(try transaction.rows("SELECT DISTINCT service_id FROM offer_text").map { row -> Int in try row["service_id"] })
        }
        let named = try await leads().filter { $0.client?.hasPrefix("demo-") == true }
        let people = Dictionary(grouping: named) { $0.client ?? "" }
        #expect(people.count >= 5)
        for (person, leads) in people { #expect(leads.contains { sayable.contains($0.service) }, "\(person): \(leads.map(\.service))") }
    }

    @Test func aNumberThatNoLeadHasChangesNothing() async throws {
        let (leads, audit) = (try await leads(), try await audited(nil))
        let free = try #require(["0000-0000", "ZZZZ-ZZZZ"].first { number in !leads.contains { $0.number == number } })
        for arguments in [["won", "--amount", "5"], ["lost", "--reason", "not_needed"]] {
            let said = await desk.run(["outcome", free] + arguments)
            #expect(said.status == .failed && said.out.isEmpty)
            #expect(said.err.contains(free) && said.err.contains("export leads"), "it says where the numbers are: \(said.err)")
        }
        let after = try await self.leads()
        #expect(after == leads)
        #expect(try await audited(nil) == audit)
    }

    // MARK: Exports

    @Test func aCompanySeesItsLeadsAndNobodysClientButItsOwn() async throws {
        let all = try await leads()
        #expect(all.count > 3 && Set(all.map(\.company)).count > 1)
        for company in Set(all.map(\.company) + all.compactMap(\.source)) {
            let seen = try await leads("--company", company)
            let meant = all.filter { $0.company == company || $0.source == company }
            #expect(seen.map(\.number) == meant.map(\.number))
            for (row, known) in zip(seen, meant) {
                let isOwn = known.source == company
                #expect(row.client == (isOwn ? known.client : nil) && row.source == (isOwn ? company : nil))
            }
        }
        // Others' clients are not in the file either.
        let partner = try #require(all.first { $0.company != $0.source && $0.client != nil })
        let text = try await sheet("theirs.csv", "--company", partner.company).joined().joined(separator: "\n")
        #expect(text.contains(partner.number))
        for lead in all where lead.source != partner.company { #expect(!text.contains(try #require(lead.client))) }
    }

    @Test func theSameLeadsAreWrittenInBothLanguages() async throws {
        let all = try await leads()
        let english = try await sheet("leads.xlsx", "--language", "en")
        let russian = try await sheet("leads.xlsx", "--language", "ru")
        let table = try await sheet("leads.csv", "--language", "en")
        for sheet in [english, russian, table] { #expect(sheet.dropFirst().map { $0[0] } == all.map(\.number)) }
        #expect(english.map { $0[0] } == table.map { $0[0] })
        #expect(!english.joined().contains(where: isCyrillic), "English has no Russian left in it")
        for row in russian { #expect(row.contains(where: isCyrillic)) }
        #expect(english[0].count == russian[0].count && Set(english[0]).isDisjoint(with: russian[0]))
        for (row, lead) in zip(english.dropFirst(), all) {
            #expect(row[5] == String(lead.rating))
            #expect(abs((Double(row[6]) ?? -1) - lead.probability) < 1e-9)
            #expect(!row[10].isEmpty, "a reason in words")
        }
    }

    @Test func formulasStayText() async throws {
        let ids = ["=1+1", "@SUM(A1)", "+A1", "-A1"]
        let lines = ids.map { "\($0);Продажа новых автомобилей\n" }.joined()
        try desk.write("ID клиента;Продукт\n" + lines, to: "clients.csv")
        // Only the last looks like an id. It, too, could be a formula, and so could a name in the catalogue.
        let imported = try await desk.imported(["clients.csv", "--company", "expocar"])
        #expect(imported.rows.map(\.result) == ["refused", "refused", "refused", "new"])
        let service = "=HYPERLINK(\"http://example.test\")"
        try await Self.using(desk) { try $0.execute("UPDATE service SET name_en = $1", [service]) }
        #expect(await desk.run("settings", "lead.threshold", "0").status == .done)
        try await Self.makeLeads(on: desk)
        #expect(try await leads().contains { $0.client == "-A1" })
        // A formula would read back as its value, a number.
        let workbook = try await cells("leads.xlsx", "--language", "en")
        for text in ["-A1 @ EXPOCAR", service] {
            #expect(workbook.contains(.text(text)))
            let table = try await cells("leads.csv", "--language", "en")
            #expect(table.contains(.text("'" + text)) && !table.contains(.text(text)))
        }
    }

    @Test func aFileThatCannotBeWrittenIsAFailureAndLeavesNone() async throws {
        try desk.write("a file", to: "taken")
        for name in ["taken/leads.xlsx", "taken/leads.csv"] {
            let said = await desk.run("export", "leads", "--out", name)
            #expect(said.status == .failed && said.err.contains(name) && said.out.isEmpty, "\(said)")
        }
        #expect(await desk.run("export", "leads", "--out", "leads.pdf").status == .wrongUse)
        #expect(await desk.run("export", "leads", "--out", "leads.csv", "--company", "nobody").status == .wrongUse)
        #expect(!desk.exists("leads.pdf") && !desk.exists("leads.csv"))
    }
}

// MARK: - The world's state, and what commands answer

extension DemoLeadsTests {
    /// Runs the pipeline over every card of the day.
    private static func makeLeads(on desk: Desk) async throws {
        try await using(desk) { transaction in
            let pipeline = Pipeline(recommending: Recommending())
            _ = try pipeline.processPending(limit: 1000, now: Desk.now, in: transaction)
            _ = try pipeline.select(limit: 1000, now: Desk.now, ids: .system, in: transaction)
        }
    }

    /// Mikhail, who bought a car today, comes to the bot and is recognised.
    func link() async throws -> CustomerID {
        let live = try await desk.live()
        let keyring = live.keyring
        let client = try #require(try DemoWorld(seed: 7, now: Desk.now).people.first { $0.key == "mikhail" }?.client)
        let customer = try await live.database.write { transaction in
            let customer = try CustomerStore().create(
                chat: 1, language: .russian, enteredBy: nil, at: Desk.now, ids: .system, keyring: keyring, in: transaction)
            _ = try ClientStore().link(customer: customer.id, client: client, how: .personal, at: Desk.now, in: transaction)
            return customer.id
        }
        try await live.database.close()
        return customer
    }

    func leadOfMikhail() async throws -> LeadAnswerRow {
        try #require(try await leads().first { $0.client?.hasPrefix("demo-mikhail") == true })
    }

    func leads(_ arguments: String...) async throws -> [LeadAnswerRow] {
        let said = await desk.run(["export", "leads", "--json"] + arguments)
        #expect(said.status == .done, "\(said.err)")
        return try JSONDecoder().decode([LeadAnswerRow].self, from: Data(said.out.utf8))
    }

    func answer(_ said: Desk.Said) throws -> OutcomeCommand.Answer {
        #expect(said.status == .done, "\(said.err)")
        return try JSONDecoder().decode(OutcomeCommand.Answer.self, from: Data(said.out.utf8))
    }

    func won(_ lead: LeadAnswerRow, _ amount: String) async throws -> OutcomeCommand.Answer {
        try answer(await desk.run("outcome", lead.number, "won", "--amount", amount, "--json", "--language", "en"))
    }

    /// What an exported file holds.
    func cells(_ name: String, _ arguments: String...) async throws -> [Cell] { try await rows(name, arguments).flatMap(\.cells) }

    /// The same as a person would read it, row by row.
    func sheet(_ name: String, _ arguments: String...) async throws -> [[String]] {
        try await rows(name, arguments).map { row in (0..<14).map { row[$0].text } }
    }

    private func rows(_ name: String, _ arguments: [String]) async throws -> [SheetRow] {
        let said = await desk.run(["export", "leads", "--out", name] + arguments)
        #expect(said.status == .done, "\(said.err)")
        let reader = try Spreadsheet(try desk.read(name), named: name).rows()
        var rows: [SheetRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    /// The customer's points of every entry, from `ledger --json`, which also has to prove itself.
    func entries() async throws -> [Int64] {
        let said = await desk.run("ledger", "--json")
        let ledger = try JSONDecoder().decode(LedgerExport.self, from: Data(said.out.utf8))
        #expect(said.status == .done && ledger.verified)
        let customers = Set(ledger.accounts.filter { $0.kind == "customer" }.map(\.id))
        return ledger.entries.map { $0.postings.filter { customers.contains($0.account) }.reduce(0) { $0 + $1.amount } }
    }

    struct Sales: Equatable {
        let won: Int
        let kopecks: Int64

        func adding(won: Int, kopecks: Int64) -> Sales { Sales(won: self.won + won, kopecks: self.kopecks + kopecks) }
    }

    func sales(of lead: LeadAnswerRow) async throws -> Sales {
        try await Self.using(desk) { transaction in
            let sql = "SELECT coalesce(sum(won), 0) AS won, coalesce(sum(revenue), 0) AS revenue FROM sales_record WHERE service_id = $1"
            guard let row = try transaction.row(sql, [lead.service]) else { throw CommandFailure.failed("no sales") }
            return Sales(won: try row["won"], kopecks: try row["revenue"])
        }
    }

    func rule(for lead: LeadAnswerRow) async throws -> EarningRule? {
        try await Self.using(desk) { transaction in
            let companies = try CompanyStore().all(in: transaction)
            guard let company = companies.first(where: { $0.code == lead.company })?.id else { return nil }
            return try EarningStore().rule(for: ServiceID(lead.service), of: company, at: Desk.now, in: transaction)
        }
    }

    /// Subjects of audited actions.
    func audited(_ action: String?) async throws -> [String] {
        try await Self.using(desk) { try AuditStore().recent(1000, in: $0) }.filter { action == nil || $0.action == action }.map(\.subject)
    }

    @discardableResult
    private static func using<Value: Sendable>(
        _ desk: Desk, _ work: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        let live = try await desk.live()
        let value = try await live.database.write { try work($0) }
        try await live.database.close()
        return value
    }

    func isCyrillic(_ text: String) -> Bool { text.unicodeScalars.contains { ("а"..."я").contains($0) || ("А"..."Я").contains($0) } }
}
