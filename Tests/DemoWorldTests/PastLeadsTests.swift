import Accounts
import Catalogue
import Clients
import Consents
import Database
import Group
import Leads
import Recommendations
import Testing
import Vocabulary

@testable import DemoWorld

/// The leads of the last weeks: what a staff's desk looks like that people have worked at.
@Suite struct PastLeadsTests {
    static let (bank, insurer) = (CompanyID(1), CompanyID(2))
    static let consents = Language.allCases.flatMap { language in
        [ConsentKind.processing, .advertising].map { ConsentText(kind: $0, language: language, text: "\($0) \(language)") }
    }

    /// A world with its past; its staff is made by hand, because passwords take time.
    static func made(seed: UInt64) async throws -> Database {
        let database = try await DemoWorldTests.made(seed: seed)
        let world = try DemoWorld(seed: seed, now: DemoWorldTests.now)
        try await database.write { transaction in
            let random = SeededGenerator(seed: 5)
            let north = try UnitStore().add(to: bank, parent: nil, name: "Розница", nameEnglish: "Retail", in: transaction)
            let office = try UnitStore().add(to: bank, parent: north.id, name: "Север", nameEnglish: "North", in: transaction)
            let centre = try UnitStore().add(to: insurer, parent: nil, name: "Центр", nameEnglish: "Centre", in: transaction)
            var ids = random
            for (login, level, unit) in [
                ("department", Level.department, north), ("anna", .sales, office), ("boris", .sales, office), ("vera", .sales, centre),
            ] {
                let draft = Account.Draft(login: login, name: login, level: level, place: .unit(unit.id, of: unit.company), grants: [])
                let (high, low) = (ids.next(), ids.next())
                let source = IDSource { (high, low) }
                _ = try AccountService(keyring: DemoWorldTests.keyring).issue(
                    draft, by: .commandLine("test"), at: world.beginning, ids: source, in: transaction)
            }
            // As if all had come in: leads are passed on to such people only.
            try transaction.execute("UPDATE staff_account SET password = $1", ["none that anybody could type"])
            try world.writePast(
                staff: AccountStore().all(in: transaction), consents: consents, keyring: DemoWorldTests.keyring, in: transaction)
        }
        return database
    }

    static let shown = Task { try await made(seed: 7) }

    static func int(_ sql: String) async throws -> Int { try await DemoWorldTests.int(sql, in: shown.value) }

    @Test(arguments: [0, 7, 2_026, UInt64.max])
    func everySeedFillsTheDesk(_ seed: UInt64) async throws {
        let database = try await seed == 7 ? Self.shown.value : Self.made(seed: seed)
        let counts = try await database.read { transaction in
            try LeadStore().leads(visibleTo: nil, in: transaction).filter { $0.company == Self.bank }
                .reduce(into: [LeadStage: Int]()) { $0[$1.stage, default: 0] += 1 }
        }
        #expect((90...280).contains(counts.values.reduce(0, +)), "\(counts)")
        for stage in [LeadStage.waiting, .interested, .won, .lost, .declined] { #expect(counts[stage] ?? 0 >= 1, "\(stage): \(counts)") }
        let labels = try await DemoWorldTests.int("SELECT count(*) AS n FROM interaction WHERE source = 'offer'", in: database)
        #expect(labels < 7400)
    }

    @Test func theSameSeedTellsTheSamePast() async throws {
        func told(_ database: Database) async throws -> [String] {
            try await database.read { transaction in
                var lines: [String] = []
                for table in ["lead", "lead_event", "offer", "interaction", "sales_record", "audit"] {
                    try transaction.each("SELECT * FROM \(table)") { lines.append("\(table) \($0)") }
                }
                return lines
            }
        }
        let told7 = try await told(Self.shown.value)
        #expect(try await told(Self.made(seed: 7)) == told7)
    }

    @Test func nothingHappensBeforeItsTimeOrAfterNow() async throws {
        let now = DemoWorldTests.now
        try await Self.shown.value.read { transaction in
            for lead in try LeadStore().leads(visibleTo: nil, in: transaction) {
                let events = try LeadStore().events(of: lead.id, in: transaction)
                #expect(events.first?.kind == .created && events.first?.at == lead.createdAt)
                #expect(zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at })
                #expect(lead.createdAt > now - .days(36) && events.allSatisfy { $0.at < now })
                #expect((0...100).contains(lead.rating) && lead.propensity > 0 && lead.propensity <= 1)
                #expect(lead.isExploration || lead.rating >= 80)
                // Whoever acted is of the company that has the lead.
                for event in events where ["anna", "boris"].contains(event.actor) { #expect(lead.company == Self.bank) }
                for event in events where event.actor == "vera" { #expect(lead.company == Self.insurer) }
            }
            let audit = try AuditStore().recent(2000, in: transaction)
            #expect(zip(audit, audit.dropFirst()).allSatisfy { $0.at >= $1.at })
            #expect(audit.contains { $0.action == "lead.won" } && audit.contains { $0.action == "lead.given_back" })
        }
    }

    @Test func somethingIsLateSomethingFreeAndSomethingInHand() async throws {
        let late = (DemoWorldTests.now - .hours(24)).milliseconds
        let open = "company_id = 1 AND stage IN ('waiting', 'interested')"
        #expect(try await Self.int("SELECT count(*) AS n FROM lead WHERE \(open) AND holder IS NULL AND stage_at < \(late)") > 0)
        #expect(try await Self.int("SELECT count(*) AS n FROM lead WHERE \(open) AND holder IS NOT NULL") > 0)
        #expect(
            try await Self.int("SELECT count(*) AS n FROM lead WHERE company_id NOT IN (1, 2) AND stage IN ('waiting', 'interested')") == 0)
        #expect(try await Self.int("SELECT count(*) AS n FROM lead_event WHERE kind = 'reassigned'") > 0)
    }

    /// Heads heard of what waits for longer than a day when the day was over; so a head of the demo has something to pass on.
    @Test(arguments: [0, 7, 2_026, UInt64.max])
    func whatNobodyActedOnWasToldToTheHead(_ seed: UInt64) async throws {
        let database = try await seed == 7 ? Self.shown.value : Self.made(seed: seed)
        try await database.read { transaction in
            let head = try #require(try AccountStore().account(login: "department", in: transaction))
            let told = try EscalatedLeads(for: head, limit: 100, in: transaction)
            #expect(told.count >= 4 && told.lines.count == told.count)
            for lead in try LeadStore().leads(visibleTo: nil, in: transaction) {
                let events = try LeadStore().events(of: lead.id, in: transaction)
                for (before, event) in zip(events, events.dropFirst()) where event.kind == .escalated {
                    #expect(event.at - before.at < .minutes(24 * 60 + 11) && event.at - lead.createdAt >= .hours(24))
                }
            }
        }
    }

    @Test func labelsPointsAndSalesAreTheServices() async throws {
        // Each answer is a label with the lead's propensity; each win a cell of the matrix.
        #expect(
            try await Self.int(
                """
                SELECT count(*) AS n FROM lead JOIN interaction ON interaction.source_id = lead.id AND interaction.source = 'offer'
                WHERE interaction.propensity <> lead.propensity
                    OR interaction.value <> CASE WHEN lead.stage IN ('declined', 'silent') OR lead.stage = 'lost' AND NOT EXISTS (
                        SELECT 1 FROM lead_event WHERE lead_event.lead_id = lead.id
                            AND (kind = 'interested' OR detail = 'refused_by_company')) THEN -1 ELSE 1 END
                """) == 0)
        // What came of them is about what was promised, sold by the bot or by telephone.
        let share = "CAST(round(1000 * avg(CASE WHEN interaction.value > 0 THEN 1.0 ELSE 0 END)) AS INTEGER)"
        let labelled = "FROM lead JOIN interaction ON interaction.source_id = lead.id AND interaction.source = 'offer'"
        let promised = try await Self.int("SELECT CAST(round(1000 * avg(lead.probability)) AS INTEGER) AS n \(labelled)")
        let observed = try await Self.int("SELECT \(share) AS n \(labelled)")
        let outcomes = try await Self.int("SELECT count(*) AS n \(labelled)")
        let error = 1000 * (Double(promised * (1000 - promised)) / 1_000_000 / Double(outcomes)).squareRoot()
        #expect(abs(Double(observed - promised)) < 3 * error, "promised \(promised) ‰, observed \(observed) ‰ of \(outcomes)")
        let won = try await Self.int("SELECT count(*) AS n FROM lead WHERE stage = 'won'")
        let taken =
            "SELECT count(*) AS n FROM lead JOIN interaction ON interaction.source_id = lead.id AND interaction.source = 'history'"
        #expect(try await Self.int(taken) == won)
        // Points only for whoever is in the bot.
        #expect(try await Self.int("SELECT count(*) AS n FROM customer") > 40)
        let held = "SELECT count(*) AS n FROM lead WHERE stage = 'won' AND client_id IN (SELECT client_id FROM client_link)"
        let posted = try await Self.int("SELECT count(*) AS n FROM entry")
        #expect(posted > 0)
        #expect(posted <= (try await Self.int(held)))
        // Nobody is offered what they have, or has two open leads.
        #expect(
            try await Self.int(
                """
                SELECT count(*) AS n FROM lead JOIN interaction ON interaction.client_id = lead.client_id
                    AND interaction.service_id = lead.service_id AND interaction.source_id <> lead.id
                """) == 0)
        let open = "SELECT client_id FROM lead WHERE stage IN ('waiting', 'offered', 'interested', 'later') GROUP BY client_id"
        #expect(try await Self.int("SELECT count(*) AS n FROM (\(open) HAVING count(*) > 1) AS several") == 0)
    }
}
