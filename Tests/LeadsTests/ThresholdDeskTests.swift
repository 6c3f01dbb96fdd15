import Catalogue
import Clients
import Database
import Foundation
import Group
import Leads
import Offers
import Recommendations
import Testing
import Vocabulary

@Suite struct ThresholdDeskTests {
    /// Many clients with different pasts; some with two cards, some whose sender names few recipients.
    private func crowd(seed: UInt64, exploration: Double = 0.2, offersPerClient: Int = 1, threshold: Int = 97) async throws -> World {
        let world = try await World(seed: seed, exploration: exploration, threshold: threshold)
        try await world.train()
        try await world.database.write {
            try SettingStore().set(Settings.offersPerClient, to: offersPerClient, by: "m", at: World.now, in: $0)
            // As in a large group, where what the next few do is not noticeable.
            try $0.execute("UPDATE model SET report = json_set(report, '$.observations', 1000000)")
        }
        try await world.fill(40, named: "first", seed: seed)
        try await world.run()
        return world
    }

    /// The promise of the desk: the pipeline then makes exactly the offers that were previewed, service by service, whatever is changed.
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func thePipelineMakesWhatWasPreviewed(seed: UInt64) async throws {
        let world = try await crowd(seed: seed, offersPerClient: seed % 2 == 0 ? 2 : 1)
        var now = World.now + .hours(1)
        let changes: [(ThresholdScope, Int?)] = [
            (.group, 85), (.company(World.bank), 60), (.group, 70), (.service(World.yacht), 20), (.group, 75), (.company(World.bank), nil),
            (.service(World.kasko), 40), (.group, 0),
        ]
        var made = 0
        for (round, (scope, rating)) in changes.enumerated() {
            // New cards wait for selection meanwhile.
            if round % 3 == 0 { try await world.fill(6, named: "round \(round)", seed: seed + UInt64(round)) }
            let (moment, pipeline) = (now, world.pipeline)
            _ = try await world.database.write { try pipeline.processPending(limit: 100, now: moment, in: $0) }
            let supply = try await world.database.read { try OfferSupply(now: moment, in: $0) }
            #expect(supply.state == .ready && supply.outdated == 0 && supply.notComputed == 0)
            let desk = ThresholdDesk(supply, scope: scope)
            let (option, shares) = (
                desk.option(rating), ThresholdDesk(supply, scope: .group).shares(supply.thresholds.group, by: .services)
            )
            let whole = ThresholdDesk(supply, scope: scope).shares(rating, by: .services)
            let known = try await world.database.write { transaction throws in
                let known = try LeadStore().leads(visibleTo: nil, in: transaction)
                try ThresholdStore().set(
                    scope, to: rating, expecting: supply.thresholds.own(scope), by: "anna", at: moment, in: transaction)
                return known.map(\.id)
            }
            now = now + .minutes(10)
            try await world.run(at: now)
            let new = try await world.database.read { try LeadStore().leads(visibleTo: nil, in: $0) }.filter { !known.contains($0.id) }
            let meant = new.filter { lead in World.services.contains { $0.id == lead.service && scope.covers($0) } }
            #expect(option.figures.newOffers == meant.count, "seed \(seed), round \(round): \(scope) -> \(rating ?? -1)")
            #expect(option.figures.newClients == Set(meant.map(\.client)).count)
            for share in whole {
                #expect(share.figures.newOffers == meant.count { .service($0.service) == share.scope }, "\(share.scope) in round \(round)")
            }
            #expect(shares.allSatisfy { $0.moreOffers == 0 }, "what is in force is no change")
            made += meant.count
            now = now + .minutes(10)
        }
        #expect(made > 30)
    }

    @Test func withoutAChangeThePipelineMakesWhatTheCurrentRowSays() async throws {
        let world = try await crowd(seed: 7, threshold: 90)
        try await world.fill(20, named: "second", seed: 8)
        let pipeline = world.pipeline
        _ = try await world.database.write { try pipeline.processPending(limit: 100, now: World.now, in: $0) }
        let desk = ThresholdDesk(try await world.database.read { try OfferSupply(now: World.now, in: $0) }, scope: .group)
        let options = desk.nearby()
        #expect(options.map(\.rating) == [80, 85, 88, 90, 92, 95, 100] && options.count { $0.isCurrent } == 1)
        let current = try #require(options.first { $0.isCurrent })
        let before = try await world.database.read { try LeadStore().leads(visibleTo: nil, in: $0) }.count
        #expect(current.figures.offers == before + current.figures.newOffers && current.moreOffers == 0)
        // The higher, the fewer; at 100 only what chance chose.
        #expect(zip(options, options.dropFirst()).allSatisfy { $0.figures.offers >= $1.figures.offers })
        #expect(options.last?.leastProbability == nil && options[0].moreOffers > 0)
        #expect(try await world.run().leads.count == current.figures.newOffers)
    }

    @Test func emptyStatesSayWhy() async throws {
        let world = try await World()
        func state() async throws -> OfferSupply.State { try await world.database.read { try OfferSupply(now: World.now, in: $0) }.state }
        _ = try await world.card("a")
        #expect(try await state() == .noModel)
        try await world.learn()
        #expect(try await state() == .noCandidates)
        let waiting = try await world.database.read { try OfferSupply(now: World.now, in: $0) }.notComputed
        #expect(waiting == 1)
        try await world.run()
        #expect(try await state() == .noProbability)
        try await world.train()
        #expect(try await state() == .noProbability, "the card is there, and waits for the new model")
        try await world.run()
        #expect(try await state() == .ready)
        let later = try await world.database.read { try OfferSupply(now: World.now + .days(31), in: $0) }.state
        #expect(later == .noCandidates)
    }

    /// Promised and observed, of offers at or above the threshold when they were made.
    @Test func pastOffersAreComparedWithTheirPromise() async throws {
        let world = try await crowd(seed: 5, exploration: 0.5, threshold: 60)
        let leads = try await world.database.read { try LeadStore().leads(visibleTo: nil, in: $0) }
        try await world.database.write { transaction throws in
            for (place, lead) in leads.enumerated() where lead.stage == .waiting {
                try LeadService().offered(lead.id, by: "pipeline", at: World.now, in: transaction)
                let answer: LeadAnswer = place % 3 == 0 ? .interested : place % 3 == 1 ? .silent : .declined(reason: "other")
                try LeadService().answer(answer, to: lead.id, at: World.now, in: transaction)
            }
        }
        let desk = ThresholdDesk(try await world.database.read { try OfferSupply(now: World.now, in: $0) }, scope: .group)
        for rating in [0, 40, 70, 95] {
            let past = desk.option(rating).figures.past
            let answered = leads.enumerated().filter { $1.stage == .waiting && $1.rating >= rating }
            #expect(past.outcomes == answered.count && past.accepted == answered.count { $0.offset % 3 == 0 })
            #expect((past.observed == nil) == (answered.count < PastAcceptance.fewest), "few outcomes are no share")
            guard !answered.isEmpty else { continue }
            let mean = answered.reduce(0) { $0 + $1.element.probability } / Double(answered.count)
            #expect(abs((past.promised ?? 0) - mean) < 1e-9)
        }
        let all = desk.option(0).figures
        #expect(all.past.outcomes >= PastAcceptance.fewest)
        #expect(try #require(all.past.low) < #require(all.past.observed) && #require(all.past.observed) < #require(all.past.high))
        // Named by probability, past offers are compared by it too.
        let least = leads.map(\.probability).sorted()[leads.count / 2]
        let named = desk.option(desk.supply.scale.rating(from: least), leastProbability: least).figures.past
        #expect(named.outcomes == leads.count { $0.stage == .waiting && $0.probability >= least })
    }

    @Test func whoGetsMoreThanTheCapAndWhoIsWearyIsCounted() async throws {
        let world = try await World(threshold: 99)
        try await world.train()
        var cards: [Card] = []
        for name in ["a", "b", "c"] { cards.append(try await world.card(name)) }
        let (first, weary) = (cards[0], cards[2])
        // a and b are one person's; c declined something lately.
        let customer = try await world.customer(of: first, transfers: [World.bank, World.insurer])
        let second = cards[1]
        try await world.database.write { transaction throws in
            try ClientStore().link(customer: customer, client: second.client, how: .personal, at: World.now, in: transaction)
            _ = try HistoryStore().record(
                Interaction(
                    client: weary.client, service: World.yacht, source: .offer, sourceID: [1], value: -1, at: World.now - .days(3)),
                in: transaction)
            try SettingStore().set(Settings.contactCap, to: 1, by: "m", at: World.now, in: transaction)
        }
        try await world.run()
        let supply = try await world.database.read { try OfferSupply(now: World.now + .days(1), in: $0) }
        let figures = ThresholdDesk(supply, scope: .group).option(0).figures
        #expect(figures.newOffers == 3 && figures.newClients == 2)
        #expect(figures.spam.overCap == 1 && figures.spam.weary == 1 && figures.spam.offersPerClient == 1.5)
        #expect(abs((figures.promised ?? 0) + (figures.spam.declined ?? 0) - 1) < 1e-9)
    }

    @Test func whatIsOutOfDateIsCounted() async throws {
        let world = try await crowd(seed: 3)
        func supply() async throws -> OfferSupply { try await world.database.read { try OfferSupply(now: World.now + .hours(1), in: $0) } }
        #expect(try await supply().outdated == 0)
        try await world.learn()
        let (outdated, turnedDown) = (try await supply().outdated, try await world.turnedDown())
        #expect(outdated == turnedDown && turnedDown > 0)
    }

    /// `settings lead.threshold` does the same as the desk: whom it turned down is looked at again, once, and only when it went down.
    @Test func aLoweredSettingTakesUpThoseTurnedDown() async throws {
        let world = try await crowd(seed: 2, exploration: 0, threshold: 97)
        let turnedDown = try await world.turnedDown()
        #expect(try await world.run(at: World.now + .hours(1)).cards == 0)
        func set(_ rating: Int, _ hours: Int64) async throws {
            try await world.database.write {
                try SettingStore().set(Settings.leadThreshold, to: rating, by: "anna", at: World.now + .hours(hours), in: $0)
            }
        }
        try await set(99, 2)
        #expect(try await world.run(at: World.now + .hours(3)).cards == 0)
        try await set(50, 4)
        #expect(try await world.database.read { try Pipeline.hasNews(since: World.now + .hours(4), in: $0) })
        let again = try await world.run(at: World.now + .hours(5))
        #expect(again.cards == turnedDown && !again.leads.isEmpty)
        #expect(try await world.run(at: World.now + .hours(6)).cards == 0)
    }
}

extension World {
    /// Cards of clients with different pasts.
    func fill(_ count: Int, named name: String, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed &* 77)
        for number in 0..<count {
            let recipients: Attestation.Recipients =
                number % 5 == 0 ? .only([World.bank, World.insurer]) : number % 7 == 0 ? .only([World.bank]) : .all
            let made = try await card("\(name) \(number)", recipients: number % 11 == 10 ? nil : recipients)
            let (taken, declined) = (Int.random(in: 0..<6, using: &random), Int.random(in: 0..<6, using: &random))
            let again: CardID = ids.id()
            let (one, other) = (ids.bytes(16), ids.bytes(16))
            try await database.write { transaction throws in
                if let service = Self.services.first(where: { $0.id.rawValue == taken }), service.id != Self.car {
                    _ = try HistoryStore().record(
                        Interaction(
                            client: made.client, service: service.id, source: .history, sourceID: one, value: 1,
                            at: Self.now - .days(20)), in: transaction)
                }
                if let service = Self.services.first(where: { $0.id.rawValue == declined }) {
                    _ = try HistoryStore().record(
                        Interaction(
                            client: made.client, service: service.id, source: .offer, sourceID: other, value: -1,
                            at: Self.now - .days(10)), in: transaction)
                }
                guard number % 4 == 1 else { return }
                let second = Card(
                    id: again, client: made.client, service: Self.car, outcome: .unknown, attestation: made.attestation,
                    receivedAt: Self.now + .seconds(Int64(number)))
                _ = try CardStore().add(second, content: "another deal", in: transaction)
            }
        }
    }

    /// How many cards a threshold turned down.
    func turnedDown() async throws -> Int {
        try await database.read {
            try $0.row(
                """
                SELECT count(*) AS n FROM selection JOIN card ON card.id = selection.card_id
                WHERE result = 'below_threshold' AND card.stage = 'nothing'
                """)?["n"] ?? 0
        }
    }
}

@Suite struct ThresholdRuleTests {
    /// The boundary is exact for every number, in the pool or not.
    @Test(arguments: [0, 1, 2, 7, 60, 3000]) func theBoundaryOfARatingIsExact(size: Int) {
        var random = SeededGenerator(seed: UInt64(size))
        for coarse in [true, false] {
            let pool = (0..<size).map { _ in
                let share = Double.random(in: 0.01..<0.5, using: &random)
                return coarse ? (share * 20).rounded() / 20 : share
            }
            let scale = RatingScale(ascending: pool.sorted())
            for rating in 0...100 {
                guard let least = scale.boundary(of: rating) else {
                    #expect(scale.rating(of: 1) < rating)
                    continue
                }
                #expect(scale.rating(of: least) >= rating)
                if least > 0 { #expect(scale.rating(of: least.nextDown) < rating) }
            }
            for probability in [0, 0.05, 0.2, 0.35, 0.9, 1] {
                let rating = scale.rating(from: probability)
                #expect(scale.boundary(of: rating).map { $0 >= probability } ?? true)
                if rating > 0 { #expect(scale.boundary(of: rating - 1).map { $0 < probability } ?? false, "none lower does") }
            }
        }
    }

    /// Figures of R's `prop.test(x, n, correct = FALSE)`.
    @Test(arguments: [(8, 10, 0.4902, 0.9433), (0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (50, 500, 0.0767, 0.1294)])
    func theIntervalIsWilsons(_ hits: Int, _ cases: Int, _ low: Double, _ high: Double) {
        let interval = WilsonInterval(hits, of: cases)
        #expect(abs(interval.low - low) < 1e-4 && abs(interval.high - high) < 1e-4, "\(interval)")
        #expect(WilsonInterval(0, of: 0) == WilsonInterval(0, of: 0) && WilsonInterval(0, of: 0).high == 1)
    }
}
