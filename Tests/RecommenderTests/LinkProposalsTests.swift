import Recommender
import Testing
import Vocabulary

/// Clients of a generated group: everybody takes services by chance, and of those who take service 1 many take service 2 afterwards.
private struct Group {
    let items: [LinkItem]
    var clients: [LinkClient] = []

    init(seed: UInt64, services: Int = 20, clients: Int = 600, each: ClosedRange<Int> = 1...3, pull: Double = 0.6) {
        var random = SeededGenerator(seed: seed)
        // The last two services of each audience are new: nobody takes them.
        items = (1...services).map { number in
            LinkItem(
                id: ServiceID(number), audience: number % 2 == 0 && number > 2 ? .legal : .individual,
                needs: ["need \(number % 5)", "need \(number % 3)"])
        }
        for number in 0..<clients {
            let audience: Audience = number % 3 == 0 ? .legal : .individual
            let own = items.filter { $0.audience == audience }.dropLast(2).map(\.id)
            var taken: [ServiceID: Instant] = [:]
            for _ in 0..<Int.random(in: each, using: &random) {
                if let one = own.randomElement(using: &random) { taken[one] = Instant(seconds: Int64.random(in: 0..<1000, using: &random)) }
            }
            if let first = taken[ServiceID(1)], Double.random(in: 0..<1, using: &random) < pull {
                taken[ServiceID(2)] = first + .days(3)
            }
            self.clients.append(LinkClient(taken: taken))
        }
    }

    var proposals: LinkProposals { LinkProposals(items: items, clients: clients) }
}

@Suite struct LinkProposalsTests {
    @Test(arguments: [1, 2, 3] as [UInt64]) func whatGoesTogetherIsFoundInItsDirection(seed: UInt64) throws {
        let group = Group(seed: seed)
        let strong = group.proposals.strong { _, _ in true }
        let best = try #require(strong.first { $0.kind == .taken }, "seed \(seed)")
        #expect((best.from, best.to) == (ServiceID(1), ServiceID(2)), "seed \(seed)")
        #expect(best.lift.low > 1.1 && !best.isHint)
        #expect(best.owners == group.clients.count { $0.taken[ServiceID(1)] != nil })
        #expect(best.together == group.clients.count { $0.taken[ServiceID(1)] != nil && $0.taken[ServiceID(2)] != nil })
        #expect(!strong.contains { $0.from == ServiceID(2) && $0.to == ServiceID(1) }, "they took 2 after 1; seed \(seed)")
    }

    @Test(arguments: [4, 5, 6] as [UInt64]) func whereNothingGoesTogetherNearlyNothingIsProposed(seed: UInt64) {
        let strong = Group(seed: seed, clients: 1500, pull: 0).proposals.strong { _, _ in true }
        #expect(strong.count { $0.kind == .taken } <= 3, "seed \(seed)")
    }

    @Test(arguments: [7, 8] as [UInt64]) func theOrderOfClientsMeansNothing(seed: UInt64) {
        var group = Group(seed: seed)
        let before = group.proposals.strong { _, _ in true }
        var random = SeededGenerator(seed: seed)
        group.clients.shuffle(using: &random)
        #expect(group.proposals.strong { _, _ in true } == before, "seed \(seed)")
    }

    /// No count is below the smallest cell, a closed pair never comes, and across audiences there are only hints.
    @Test(arguments: [9, 10, 11, 12] as [UInt64]) func theRulesHoldInAnyWorld(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let group = Group(seed: seed, clients: Int.random(in: 5...300, using: &random), pull: 0.9)
        let audience = Dictionary(uniqueKeysWithValues: group.items.map { ($0.id, $0.audience) })
        let strong = group.proposals.strong { from, to in (from.rawValue + to.rawValue) % 3 != 0 }
        for evidence in strong {
            #expect(min(evidence.owners, evidence.others, evidence.together) >= 5, "seed \(seed)")
            #expect(evidence.from != evidence.to && (evidence.from.rawValue + evidence.to.rawValue) % 3 != 0)
            #expect(evidence.isHint == (audience[evidence.from] != audience[evidence.to]))
            #expect(evidence.lift.certainty >= 0.9 && evidence.together <= evidence.owners && evidence.owners <= evidence.clients)
            if evidence.isHint { #expect(evidence.kind == .needs) }
        }
    }

    @Test func aNewServiceIsProposedByTheNeedsOfClients() throws {
        let (bike, helmet, track, tent) = (ServiceID(1), ServiceID(2), ServiceID(3), ServiceID(4))
        let items = [
            LinkItem(id: bike, audience: .individual, needs: ["moving"]), LinkItem(id: helmet, audience: .individual, needs: ["safety"]),
            LinkItem(id: track, audience: .individual, needs: ["safety"]), LinkItem(id: tent, audience: .individual, needs: ["rest"]),
        ]
        let (now, later) = (Instant(seconds: 0), Instant(seconds: 1))
        var clients = (0..<40).map { _ in LinkClient(taken: [bike: now, helmet: later]) }
        clients += (0..<60).map { _ in LinkClient(taken: [tent: now]) }
        let found = try #require(LinkProposals(items: items, clients: clients).evidence(from: bike, to: track))
        #expect(found.kind == .needs && found.together == 40 && found.owners == 40 && found.others == 40 && found.clients == 100)
        #expect(found.isStrong(smallestCell: 5))
        // Whoever only says that they need safety counts as well, and whoever is said not to need it does not.
        clients[0].removedNeeds = ["safety"]
        clients[50].addedNeeds = ["safety"]
        let edited = try #require(LinkProposals(items: items, clients: clients).evidence(from: bike, to: track))
        #expect(edited.together == 39 && edited.others == 40)
    }

    /// 100 services and 50,000 takings, the size that the command is promised for.
    @Test func aLargeGroupIsLookedThroughInUnderASecond() {
        let group = Group(seed: 13, services: 100, clients: 15_000, each: 2...5)
        let start = ContinuousClock.now
        let strong = group.proposals.strong { _, _ in true }
        let time = ContinuousClock.now - start
        #expect(!strong.isEmpty)
        #expect(time < .seconds(5), "\(time); a busy machine is given five times as long")
    }
}
