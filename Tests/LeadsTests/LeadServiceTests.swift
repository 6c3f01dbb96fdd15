import Catalogue
import Clients
import Consents
import Database
import Leads
import Localization
import Loyalty
import Recommendations
import Spreadsheets
import Testing
import Vocabulary

@Suite struct LeadServiceTests {
    let service = LeadService()

    func waitingLead(_ world: World, recipients: Attestation.Recipients? = .all) async throws -> (Card, LeadRecord) {
        try await world.train()
        let card = try await world.card("a", recipients: recipients)
        try await world.run()
        return (card, try #require(try await world.leads(card).first))
    }

    func history(_ world: World, _ card: Card) async throws -> [Interaction] {
        try await world.database.read { try HistoryStore().history(of: card.client, in: $0) }.filter { $0.service != World.car }
    }

    @Test func answersAreLabelsAndOnlyAWinIsTaken() async throws {
        let world = try await World()
        let (card, lead) = try await waitingLead(world)
        let now = World.now + .days(1)
        try await world.database.write { transaction throws in
            #expect(throws: LeadsError.invalid(.interested, at: .waiting)) {
                try service.answer(.interested, to: lead.id, at: now, in: transaction)
            }
            #expect(try service.offered(lead.id, by: "pipeline", at: now, in: transaction) == .now)
            #expect(try service.offered(lead.id, by: "pipeline", at: now, in: transaction) == .already)
            #expect(try service.answer(.silent, to: lead.id, at: now, in: transaction) == .now)
        }
        #expect(try await history(world, card).map(\.value) == [-1])
        try await world.database.write { transaction throws in
            #expect(try service.answer(.interested, to: lead.id, at: now, in: transaction) == .now)
            #expect(try service.answer(.interested, to: lead.id, at: now, in: transaction) == .already)
        }
        let label = try #require(try await history(world, card).first)
        #expect(label.value == 1 && label.source == .offer && label.propensity == lead.propensity && label.sourceID == lead.id.bytes)
        try await world.database.write { try service.answer(.later, to: lead.id, at: now, in: $0) }
        #expect(try await history(world, card).isEmpty, "not now says neither yes nor no")

        let ids = world.ids
        try await world.database.write { transaction throws in
            let won = try service.won(lead.id, amount: Money(kopecks: 4_500_000), by: "sales", at: now, ids: ids, in: transaction)
            #expect(won.happened == .now && won.points == .nothing(.noCustomerLinked))
        }
        #expect(try await history(world, card).map { "\($0.source.rawValue) \($0.value)" } == ["history 1", "offer 1"])
        try await world.database.read { transaction throws in
            #expect(
                try SalesStore().all(in: transaction)[World.kasko] == SalesRecord(leads: 101, won: 31, revenue: Money(kopecks: 104_500_000))
            )
            let kinds = try LeadStore().events(of: lead.id, in: transaction).map(\.kind)
            #expect(kinds == [.created, .offered, .silent, .interested, .later, .won])
        }
    }

    @Test func aWinPaysPointsOnce() async throws {
        let world = try await World()
        let (card, lead) = try await waitingLead(world)
        let customer = try await world.customer(of: card)
        let ids = world.ids
        let amount = Money(kopecks: 5_000_000)
        try await world.database.write { transaction throws in
            try EarningStore().save(
                EarningRule(
                    id: 1, company: World.insurer, basisPoints: 100, cap: Points(10_000), validFrom: Instant(seconds: 0), changedBy: "m"),
                in: transaction)
            let first = try service.won(lead.id, amount: amount, by: "sales", at: World.now, ids: ids, in: transaction)
            guard first.happened == .now, case .posted(let earning, _) = first.points else { return #expect(Bool(false)) }
            #expect(earning.points == Points(500))
            let again = try service.won(lead.id, amount: amount, by: "sales", at: World.now + .days(1), ids: ids, in: transaction)
            #expect(again.happened == .already)
            #expect(throws: LeadsError.otherAmount(amount)) {
                try service.won(lead.id, amount: Money(kopecks: 1), by: "sales", at: World.now, ids: ids, in: transaction)
            }
            #expect(throws: LeadsError.amountOutOfRange) {
                try service.won(lead.id, amount: .zero, by: "sales", at: World.now, ids: ids, in: transaction)
            }
            #expect(throws: LeadsError.invalid(.lost, at: .won)) {
                try service.lost(lead.id, reason: .other, by: "sales", at: World.now, in: transaction)
            }
            #expect(try LedgerStore().balance(of: .customer(customer), in: transaction).posted == Points(500))
            #expect(try SalesStore().all(in: transaction)[World.kasko]?.won == 31)
        }
    }

    @Test func aDeclinedLeadGoesToTheNextCandidate() async throws {
        let world = try await World(threshold: 0)
        let (card, lead) = try await waitingLead(world)
        try await world.database.write { transaction throws in
            try service.offered(lead.id, by: "pipeline", at: World.now, in: transaction)
            try service.answer(.declined(reason: "notNeeded"), to: lead.id, at: World.now, in: transaction)
        }
        try await world.run()
        let leads = try await world.leads(card)
        #expect(leads.map(\.stage).sorted { $0.rawValue < $1.rawValue } == [.declined, .waiting])
        #expect(leads.contains { $0.service == World.bankKasko && $0.stage == .waiting }, "the rival has its turn")
        #expect(try await world.selection(card)?.filtered.contains(Filtered(service: World.kasko, by: .declined)) == true)
    }

    @Test func aLostLeadCountsAgainstConversionAndKeepsItsLabel() async throws {
        let world = try await World()
        let (card, lead) = try await waitingLead(world)
        try await world.database.write { transaction throws in
            try service.offered(lead.id, by: "sales", at: World.now, in: transaction)
            try service.answer(.interested, to: lead.id, at: World.now, in: transaction)
            #expect(try service.lost(lead.id, reason: .tooExpensive, by: "sales", at: World.now, in: transaction) == .now)
            #expect(try service.lost(lead.id, reason: .tooExpensive, by: "sales", at: World.now, in: transaction) == .already)
            #expect(try SalesStore().all(in: transaction)[World.kasko]?.leads == 101)
        }
        #expect(try await history(world, card).map(\.value) == [1])
    }

    @Test(arguments: [LostReason.tooExpensive, .boughtElsewhere, .notNeeded])
    func whoRefusesOnTheTelephoneDeclined(_ reason: LostReason) async throws {
        let world = try await World(threshold: 0)
        let (card, lead) = try await waitingLead(world)
        try await world.database.write { try service.lost(lead.id, reason: reason, by: "sales", at: World.now, in: $0) }
        let label = try #require(try await history(world, card).first)
        #expect(label.value == -1 && label.source == .offer && label.propensity == lead.propensity && label.sourceID == lead.id.bytes)
        try await world.run()
        #expect(try await world.leads(card).contains { $0.service == World.bankKasko && $0.stage == .waiting }, "the rival has its turn")
        #expect(try await world.selection(card)?.filtered.contains(Filtered(service: World.kasko, by: .declined)) == true)
    }

    @Test func whomTheCompanyRefusedHadSaidYes() async throws {
        let world = try await World()
        let (card, lead) = try await waitingLead(world)
        try await world.database.write { try service.lost(lead.id, reason: .refusedByCompany, by: "sales", at: World.now, in: $0) }
        #expect(try await history(world, card).map { "\($0.source.rawValue) \($0.value)" } == ["offer 1"])
    }

    @Test(arguments: [LostReason.notReached, .other])
    func aLeadLostWithoutTheClientsWordHasNoLabel(_ reason: LostReason) async throws {
        let world = try await World()
        let (card, lead) = try await waitingLead(world)
        try await world.database.write { try service.lost(lead.id, reason: reason, by: "sales", at: World.now, in: $0) }
        #expect(try await history(world, card).isEmpty)
    }

    @Test func notNowThenARefusalIsARefusal() async throws {
        let world = try await World()
        let (card, lead) = try await waitingLead(world)
        try await world.database.write { transaction throws in
            try service.offered(lead.id, by: "pipeline", at: World.now, in: transaction)
            try service.answer(.later, to: lead.id, at: World.now, in: transaction)
            try service.lost(lead.id, reason: .notNeeded, by: "sales", at: World.now, in: transaction)
        }
        #expect(try await history(world, card).map(\.value) == [-1])
    }

    @Test func whoWasInterestedLatelyIsNotAskedAgain() async throws {
        let world = try await World(threshold: 0)
        let (card, lead) = try await waitingLead(world)
        try await world.database.write { transaction throws in
            try service.offered(lead.id, by: "pipeline", at: World.now, in: transaction)
            try service.answer(.interested, to: lead.id, at: World.now, in: transaction)
            try service.lost(lead.id, reason: .tooExpensive, by: "sales", at: World.now, in: transaction)
        }
        let again = Card(
            id: world.ids.id(), client: card.client, service: World.car, outcome: .success, attestation: card.attestation,
            receivedAt: World.now)
        _ = try await world.database.write { try CardStore().add(again, content: "again", in: $0) }
        try await world.run()
        #expect(try await world.selection(again)?.filtered.contains(Filtered(service: World.kasko, by: .interested)) == true)
        #expect(try await world.leads(again).allSatisfy { $0.service != lead.service })
    }

    @Test func aLaterAttestationSendsTheLeadOnAndANarrowerOneTakesItBack() async throws {
        let world = try await World()
        let (card, lead) = try await waitingLead(world, recipients: nil)
        #expect(lead.stage == .askConsent)
        func attest(_ recipients: Attestation.Recipients) async throws {
            let id: AttestationID = world.ids.id()
            let word = Attestation(
                id: id, company: World.dealer, document: "Форма 7", date: "2026-01-01", recipients: recipients, mayMessage: true,
                actor: "admin", at: World.now)
            try await world.database.write { transaction throws in
                try AttestationStore().save(word, in: transaction)
                try CardStore().setAttestation(id, of: card.id, in: transaction)
                try service.attested(card.client, at: World.now, in: transaction)
            }
        }
        try await attest(.all)
        let gone = try #require(try await world.leads(card).first { $0.id == lead.id })
        #expect(gone.stage == .waiting && gone.company == World.insurer)
        let consented = try await world.database.read { try LeadStore().events(of: lead.id, in: $0).last }
        #expect(consented?.kind == .consented && consented?.actor == "sender", "nobody says that the client did it")
        try await attest(.only([World.bank]))
        #expect(try await world.leads(card).first { $0.id == lead.id }?.stage == .withdrawn)
    }

    @Test func whetherTheClientMayBeMessagedIsTold() async throws {
        let world = try await World()
        let (card, lead) = try await waitingLead(world)
        func told() async throws -> [LeadEventKind] {
            try await world.database.read { try LeadStore().events(of: lead.id, in: $0).map(\.kind) }
        }
        let customer = try await world.customer(of: card)
        for _ in 0..<2 { _ = try await world.database.write { try service.review(card.client, by: "customer", at: World.now, in: $0) } }
        #expect(try await told() == [.created, .reachable])
        try await world.database.write { transaction throws in
            try ConsentStore().withdraw(.advertising, by: customer, at: World.now, in: transaction)
            try service.review(card.client, by: "customer", at: World.now, in: transaction)
        }
        #expect(try await told() == [.created, .reachable, .unreachable])
    }

    @Test func withoutAttestationTheSenderAsksAndAConsentSendsTheLeadOn() async throws {
        let world = try await World()
        let (card, lead) = try await waitingLead(world, recipients: nil)
        #expect(lead.stage == .askConsent && lead.company == World.dealer && lead.mayMessage == .notAttested)
        try await world.database.write { transaction throws in
            #expect(throws: LeadsError.invalid(.offered, at: .askConsent)) {
                try service.offered(lead.id, by: "sales", at: World.now, in: transaction)
            }
            let review = try service.review(card.client, by: "customer", at: World.now, in: transaction)
            #expect(review.consented.isEmpty && review.withdrawn.isEmpty)
        }
        try await world.customer(of: card, transfers: [World.insurer])
        try await world.database.write { transaction throws in
            #expect(try service.review(card.client, by: "customer", at: World.now, in: transaction).consented == [lead.id])
            #expect(try service.review(card.client, by: "customer", at: World.now, in: transaction).consented.isEmpty)
        }
        let after = try #require(try await world.leads(card).first)
        #expect(after.stage == .waiting && after.company == World.insurer && after.mayMessage == .yes)
        #expect(
            try await world.database.read { try LeadStore().deliverable(limit: 5, silentBefore: Instant(seconds: 0), in: $0) }.map(\.id)
                == [lead.id])
    }

    @Test func aConsentThatNamesOthersSendsTheNextCandidate() async throws {
        let world = try await World()
        let (card, lead) = try await waitingLead(world, recipients: nil)
        try await world.customer(of: card, transfers: [World.bank])
        try await world.database.write { transaction throws in
            #expect(try service.review(card.client, by: "customer", at: World.now, in: transaction).withdrawn == [lead.id])
        }
        try await world.run()
        let leads = try await world.leads(card)
        #expect(leads.first { $0.id == lead.id }?.stage == .withdrawn)
        #expect(leads.contains { $0.service == World.bankKasko && $0.company == World.bank && $0.stage == .waiting })
    }
}

@Suite struct LeadExportTests {
    @Test func aPartnerSeesANumberAndTheSenderItsClient() async throws {
        let world = try await World()
        try await world.train()
        _ = try await world.card("К-17")
        try await world.run()
        func rows(_ reader: LeadReader) async throws -> [LeadExportRow] {
            try await world.database.read { try LeadExport().rows(for: reader, in: $0) }
        }
        #expect(try await rows(.founders).map(\.reference) == ["К-17"])
        #expect(try await rows(.company(World.dealer)).map(\.source) == [World.dealer])
        let partner = try #require(try await rows(.company(World.insurer)).first)
        #expect(partner.reference == nil && partner.source == nil && partner.company == World.insurer)
        #expect(try await rows(.company(World.bank)).isEmpty)

        let companies = try await world.database.read { try LeadStore().leads(visibleTo: nil, in: $0) }.map(\.number.description)
        let table = LeadExport().table(
            try await rows(.founders), services: World.services, companies: [], needs: [:], people: [:], language: .russian,
            say: { $0.key })
        #expect(table.rows.count == 1 && table.rows[0].count == table.columns.count)
        #expect(table.rows[0][0] == .text(companies[0]) && table.rows[0][1] == .text("К-17 @ № 3"))
        #expect(table.rows[0][3] == .text("КАСКО") && table.rows[0][8] == .text("Leads.stage.waiting"))
    }

    @Test func everyWordForStaffIsReachable() {
        let keys =
            LeadStage.allCases.map(\.words.key) + MayMessage.allCases.map(\.words.key) + LostReason.allCases.map(\.words.key)
            + Filter.allCases.map(\.words.key)
        #expect(Set(keys).count == keys.count)
    }
}
