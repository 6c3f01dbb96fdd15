import Foundation
import Testing
import Vocabulary

@testable import Recommender

/// What a new outcome or client changes at once.
@Suite struct OnlineTests {
    /// Absorbing histories one by one leaves the counts that counting all of them anew gives: whatever order, and corrections taken back.
    @Test(arguments: [1, 2, 3] as [UInt64]) func absorbingEqualsCountingAnew(seed: UInt64) {
        let world = World(seed: seed, clients: 160, offersEach: 4)
        let early = world.data(people: 100).model()
        var absorbed = early
        var random = SeededGenerator(seed: seed)
        for person in world.people.dropFirst(100).shuffled(using: &random) {
            let half = Array(person.history.prefix(person.history.count / 2))
            absorbed.absorb(person.id, audience: person.audience, before: [], after: half)
            absorbed.absorb(person.id, audience: person.audience, before: half, after: person.history)
        }
        let gone = world.people[3]
        absorbed.absorb(gone.id, audience: gone.audience, before: gone.history, after: [])
        let left = world.people.filter { $0.id != gone.id }
        let anew = TrainingData(items: world.items, links: world.links, observations: left.flatMap(\.history))
        for (ranker, audience) in zip(absorbed.rankers, Audience.allCases) {
            let segment = Segment(anew, audience: audience)
            let sequences = Sequences(segment.events, items: segment.items.count) { _, _ in true }
            var tallies = Tallies(segment.events, sequences: sequences, items: segment.items.count) { _, _ in true }
            // Where "lately" begins is fixed by training.
            tallies.recentSince = ranker.maker.tallies.recentSince
            (tallies.recent, tallies.recentInAll) = (ranker.maker.tallies.recent, ranker.maker.tallies.recentInAll)
            #expect(ranker.maker.tallies == tallies)
            #expect(ranker.maker.counts == ItemCounts(sequences, takers: tallies.takers))
            #expect(ranker.maker.neighbours.count == Neighbours(segment, sequences: sequences).count)
        }
    }

    @Test func aNewOutcomeChangesTheNextAnswerAndANewClientIsServedAtOnce() throws {
        let world = World(seed: 4, clients: 400, offersEach: 5)
        var model = world.data.model()
        let stranger = ClientID(high: 9, low: 9)
        func chance(_ service: ServiceID) -> Double {
            model.scored(ClientFacts(id: stranger, audience: .individual, history: []), candidates: [service]).first?.probability ?? 0
        }
        let service = try #require(world.items.first { $0.audience == .individual }?.id)
        let before = chance(service)
        for number in 0..<40 {
            let id = ClientID(high: 77, low: UInt64(number))
            model.absorb(
                id, audience: .individual, before: [],
                after: [
                    Observation(
                        client: id, service: service, source: .offer, isPositive: true, propensity: 0.1, at: Instant(seconds: 1_800_000_000)
                    )
                ])
        }
        #expect(chance(service) > before)
    }

    @Test(arguments: [5, 6] as [UInt64]) func anUnrelatedClientChangesNothingForOthersBeyondCounts(seed: UInt64) {
        let world = World(seed: seed, clients: 200, offersEach: 4)
        let model = world.data.model()
        var wider = model
        // A firm knows nothing of what people take.
        let firm = ClientID(high: 1, low: seed)
        let service = world.items.first { $0.audience == .legal }?.id ?? ServiceID(3)
        wider.absorb(
            firm, audience: .legal, before: [],
            after: [Observation(client: firm, service: service, source: .history, isPositive: true, at: Instant(seconds: 1))])
        for person in world.people where person.audience == .individual {
            #expect(model.scored(person, candidates: model.services) == wider.scored(person, candidates: model.services))
        }
    }
}
