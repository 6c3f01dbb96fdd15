import Catalogue
import Clients
import Database
import Group
import Leads
import Offers
import Recommendations
import Testing
import Vocabulary

@Suite struct PipelineTests {
    @Test func aCardBecomesALeadOfTheWinningRival() async throws {
        let world = try await World()
        try await world.train()
        let card = try await world.card("a")
        let selected = try await world.run()
        let lead = try #require(try await world.leads(card).first)
        #expect(selected.cards == 1 && selected.leads == [lead.id] && selected.without.isEmpty)
        #expect(lead.service == World.kasko && lead.company == World.insurer && lead.source == World.dealer)
        #expect(lead.stage == .waiting && lead.mayMessage == .noChat && lead.propensity == 1 && !lead.isExploration)
        #expect(lead.rating >= 50 && lead.expectedValue > .zero && !lead.reasons.isEmpty)
        let decision = try await world.database.read { try ArbitrationStore().arbitrations(of: card.id, in: $0) }
        #expect(decision.map(\.winner) == [World.kasko])
        #expect(decision.first?.candidates.map(\.worth.service) == [World.kasko, World.bankKasko])
        try await world.database.read { transaction throws in
            #expect(try CardStore().card(card.id, in: transaction)?.stage == .waiting)
            #expect(try LeadStore().events(of: lead.id, in: transaction).map(\.kind) == [.created])
            #expect(try LeadStore().lead(number: lead.number, in: transaction) == lead)
        }
        #expect(try await world.run().cards == 0, "nothing is left to do")
    }

    /// The bank's price goes up (or its conversion): the same client gets the other company's offer.
    @Test func aPriceInTheDatabaseFlipsTheWinner() async throws {
        let world = try await World()
        try await world.train()
        try await world.database.write { transaction throws in
            for kopecks in [100, 50_000_000] as [Int64] {
                let terms = try OfferTerms(price: Money(kopecks: kopecks), erid: nil, ageMark: .zero)
                try OfferTermsStore().save(terms, for: World.bankKasko, by: "m", at: World.now, in: transaction)
            }
        }
        let card = try await world.card("a")
        try await world.run()
        #expect(try await world.leads(card).map(\.service) == [World.bankKasko])
    }

    @Test func withoutAModelCardsWait() async throws {
        let world = try await World()
        let card = try await world.card("a")
        let processed = try await world.database.write { [pipeline = world.pipeline] in
            try pipeline.processPending(limit: 10, now: World.now, in: $0)
        }
        #expect(processed.isWithoutModel && processed.cards == 0)
        #expect(try await world.database.read { try CardStore().card(card.id, in: $0)?.stage } == .pending)
    }

    /// No outcomes, no probability, no automatic offer; a later model that has one takes the card up again.
    @Test func withoutProbabilityNothingIsOfferedUntilAModelHasOne() async throws {
        let world = try await World()
        let card = try await world.card("a")
        try await world.learn()
        #expect(try await world.run().without == [.noProbability: 1])
        #expect(try await world.leads(card).isEmpty)
        #expect(try await world.run().cards == 0)
        try await world.train()
        #expect(try await world.run().leads.count == 1)
        #expect(try await world.selection(card)?.result == .lead)
    }

    @Test func belowTheThresholdTheReasonIsKept() async throws {
        let world = try await World(threshold: 99)
        try await world.train()
        let card = try await world.card("a")
        #expect(try await world.run().without == [.belowThreshold: 1])
        let selection = try #require(try await world.selection(card))
        #expect(selection.threshold == 99 && (selection.bestRating ?? 0) > 50)
        #expect(selection.filtered == [Filtered(service: World.car, by: .owned)])
        #expect(try await world.database.read { try CardStore().card(card.id, in: $0)?.stage } == .nothing)
    }

    @Test func recipientsOfTheAttestationLimitWhoGetsIt() async throws {
        let world = try await World()
        try await world.train()
        let card = try await world.card("a", recipients: .only([World.bank]))
        try await world.run()
        #expect(try await world.leads(card).map(\.service) == [World.bankKasko], "the insurer is not named")
        let decision = try await world.database.read { try ArbitrationStore().arbitrations(of: card.id, in: $0) }
        #expect(decision.first?.filtered == [Filtered(service: World.kasko, by: .recipient)])
        let nobody = try await world.card("b", recipients: .only([]))
        #expect(try await world.run().without == [.noCandidates: 1])
        #expect(try await world.selection(nobody)?.filtered.contains(Filtered(service: World.loan, by: .recipient)) == true)
    }

    @Test func aClientHasNoMoreOpenLeadsThanAllowed() async throws {
        let world = try await World(threshold: 0)
        try await world.train()
        try await world.database.write { try SettingStore().set(Settings.offersPerClient, to: 2, by: "m", at: World.now, in: $0) }
        let card = try await world.card("a")
        try await world.run()
        #expect(Set(try await world.leads(card).map(\.service)) == [World.kasko, World.loan], "one per rival group")
        let second: CardID = world.ids.id()
        try await world.database.write { transaction throws in
            let again = Card(
                id: second, client: card.client, service: World.car, outcome: .unknown, attestation: nil, receivedAt: World.now)
            _ = try CardStore().add(again, content: "another deal", in: transaction)
        }
        #expect(try await world.run().without == [.enoughOpen: 1])
    }

    /// A transaction that runs again, in another process, with other random ids, chooses the same.
    @Test func aRerunChoosesTheSame() async throws {
        var chosen: [[ServiceID]] = []
        for _ in 0..<2 {
            let world = try await World(exploration: 0.5)
            try await world.train()
            var services: [ServiceID] = []
            for number in 0..<20 {
                let card = try await world.card("client \(number)")
                try await world.run()
                services += try await world.leads(card).map(\.service)
            }
            chosen.append(services)
        }
        #expect(chosen[0] == chosen[1] && Set(chosen[0]).count > 1)
    }

    /// Random lives of many cards: no service twice for a card, every propensity in (0, 1], never more open leads than allowed, and repeats
    /// of every step change nothing.
    @Test(arguments: [1, 2, 3] as [UInt64]) func invariantsHoldInRandomWorlds(seed: UInt64) async throws {
        let world = try await World(seed: seed, exploration: 0.3, threshold: 45)
        try await world.train()
        var random = SeededGenerator(seed: seed)
        var cards: [Card] = []
        var now = World.now
        for round in 0..<12 {
            for number in 0..<3 { cards.append(try await world.card("\(round)-\(number)", recipients: number == 0 ? nil : .all)) }
            try await world.run(at: now)
            let before = try await world.database.read { try LeadStore().leads(visibleTo: nil, in: $0) }
            try await world.run(at: now)
            #expect(try await world.database.read { try LeadStore().leads(visibleTo: nil, in: $0) } == before)
            for lead in before where lead.stage == .waiting || lead.stage == .offered {
                let answer = [LeadAnswer.interested, .later, .declined(reason: "other"), .silent].randomElement(using: &random) ?? .later
                let moment = now
                try await world.database.write { transaction throws in
                    try LeadService().offered(lead.id, by: "pipeline", at: moment, in: transaction)
                    try LeadService().answer(answer, to: lead.id, at: moment, in: transaction)
                }
            }
            now = now + .days(1)
        }
        let leads = try await world.database.read { try LeadStore().leads(visibleTo: nil, in: $0) }
        #expect(leads.count > 30 && leads.contains(where: \.isExploration))
        #expect(Set(leads.map { "\($0.card) \($0.service)" }).count == leads.count)
        #expect(Set(leads.map(\.number)).count == leads.count)
        #expect(leads.allSatisfy { $0.propensity > 0 && $0.propensity <= 1 && (0...100).contains($0.rating) })
        #expect(leads.allSatisfy { $0.service != World.car }, "what they came for is never proposed")
        for (_, own) in Dictionary(grouping: leads, by: \.client) { #expect(own.count(where: \.stage.isOpen) <= 1) }
        for card in cards { #expect(try await world.selection(card) != nil) }
    }
}
