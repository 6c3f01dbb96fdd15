import Foundation
import Recommender
import Testing
import Vocabulary

@Suite struct PropertyTests {
    @Test(arguments: [1, 2, 3] as [UInt64]) func theOrderOfTheRowsMeansNothing(seed: UInt64) {
        let world = World(seed: seed, clients: 300, offersEach: 4)
        let data = world.data
        var random = SeededGenerator(seed: seed)
        let shuffled = TrainingData(
            items: world.items.shuffled(using: &random), links: world.links.shuffled(using: &random),
            observations: world.observations.shuffled(using: &random))
        #expect(data.model().encoded() == shuffled.model().encoded())
        #expect(data.model(seed: 7).encoded() != data.model(seed: 8).encoded(), "the seed divides the folds")
    }

    @Test(arguments: [4, 5] as [UInt64]) func probabilitiesAreInsideAndIncreaseWithTheScore(seed: UInt64) throws {
        let world = World(seed: seed, clients: 300, offersEach: 4)
        let model = world.data.model()
        for person in world.people.prefix(50) {
            let list = model.scored(person, candidates: world.candidates(for: person))
            #expect(list.count == world.candidates(for: person).count)
            for (better, worse) in zip(list, list.dropFirst()) {
                #expect(better.score >= worse.score)
                if better.score > worse.score { #expect(try #require(better.probability) > (try #require(worse.probability))) }
            }
            for scored in list { #expect(try (0.0.nextUp..<1).contains(#require(scored.probability))) }
        }
    }

    /// Held-out people of the same world: within each fifth of the predictions the mean matches the truth.
    @Test(arguments: [11, 12, 13] as [UInt64]) func probabilitiesAreCalibratedOnPeopleNeverSeen(seed: UInt64) throws {
        let world = World(seed: seed, clients: 6000, offersEach: 5)
        let model = world.data(people: 4000).model()
        for audience in Audience.allCases {
            var pairs: [(said: Double, true: Double)] = []
            for person in world.people.dropFirst(4000) where person.audience == audience {
                for scored in model.scored(person, candidates: world.candidates(for: person)) {
                    pairs.append((try #require(scored.probability), world.truth(person, scored.service)))
                }
            }
            pairs.sort { $0.said < $1.said }
            var error = 0.0
            for bin in 0..<5 {
                let part = pairs[(pairs.count * bin / 5)..<(pairs.count * (bin + 1) / 5)]
                error += abs(part.reduce(0) { $0 + $1.said - $1.true }) / Double(pairs.count)
            }
            #expect(error < 0.03, "mean distance from the truth by fifths, \(audience): \(error)")
        }
    }

    @Test(arguments: [21, 22] as [UInt64]) func itRanksBetterThanPopularity(seed: UInt64) {
        let world = World(seed: seed, clients: 3000, offersEach: 5)
        let model = world.data(people: 2500).model()
        var takers: [ServiceID: Int] = [:]
        for row in world.people.prefix(2500).flatMap(\.history) where row.isPositive { takers[row.service, default: 0] += 1 }
        var (ours, popular) = (0.0, 0.0)
        for person in world.people.dropFirst(2500) {
            let candidates = world.candidates(for: person)
            ours += gain(model.scored(person, candidates: candidates).map(\.service), person, world)
            popular += gain(candidates.sorted { (takers[$1] ?? 0, $0) < (takers[$0] ?? 0, $1) }, person, world)
        }
        #expect(ours > popular * 1.03, "\(ours) against \(popular)")
    }

    /// DCG@5 of the true probabilities.
    private func gain(_ list: [ServiceID], _ person: World.Person, _ world: World) -> Double {
        list.prefix(5).enumerated().reduce(0) { $0 + world.truth(person, $1.element) / log2(Double($1.offset) + 2) }
    }
}
