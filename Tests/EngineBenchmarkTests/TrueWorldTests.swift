import Recommender
import Testing
import Vocabulary

@testable import EngineBenchmark

@Suite struct TrueWorldTests {
    private struct Row: Hashable {
        let item: Int32
        let isPositive: Bool
        let isOffer: Bool
    }

    private func rows(_ world: TrueWorld) -> [Row] {
        var rows: [Row] = []
        world.data.events.forEach { rows.append(Row(item: $0, isPositive: $1, isOffer: $2)) }
        return rows
    }

    private func small(_ change: (inout WorldStructure) -> Void) -> WorldStructure {
        WorldStructure("small", [.individuals(400, services: 15), .firms(200, services: 10)], change)
    }

    @Test func theSameSeedMakesTheSameWorld() {
        let structure = small { ($0.portrait, $0.kinds, $0.stages, $0.order) = (1, 1, 1, 1) }
        let (first, second, other) = (TrueWorld(structure, seed: 3), TrueWorld(structure, seed: 3), TrueWorld(structure, seed: 4))
        #expect(rows(first) == rows(second) && rows(first) != rows(other))
        for client in [0, 100, 500] {
            #expect((0..<25).map { first.truth(client, $0) } == (0..<25).map { second.truth(client, $0) })
            #expect(first.outcomes(of: client) == second.outcomes(of: client))
        }
    }

    @Test(arguments: WorldDivision.developmentStructures) func theTruthIsAChanceOfWhatMayBeOffered(structure: WorldStructure) throws {
        let world = TrueWorld(structure, seed: 1)
        let data = world.data
        var asked: [Audience: Int] = [:]
        for client in stride(from: 0, to: data.clients.count, by: 50) {
            let truths = data.items.indices.map { world.truth(client, $0) }
            #expect(truths.allSatisfy { $0.map { (0.0.nextUp..<1).contains($0) } ?? true })
            for (item, truth) in zip(data.items, truths) where truth != nil { #expect(item.audience == data.clients.audiences[client]) }
            if !structure.hasOffers { #expect(abs(truths.reduce(0) { $0 + ($1 ?? 0) } - 1) < 1e-4, "one thing is next") }
            asked[data.clients.audiences[client], default: 0] += truths.count { $0 != nil }
        }
        #expect(asked.count == structure.extents.count)
        var offers = 0
        data.events.forEach { _, _, isOffer in offers += isOffer ? 1 : 0 }
        #expect(structure.hasOffers == (offers > 0))
    }

    /// Horvitz and Thompson (1952): offers, each counted for one over its propensity, add up to all that could have been made.
    @Test(arguments: [5, 6] as [UInt64]) func thePropensitiesAreThoseOfThePolicy(seed: UInt64) {
        let world = TrueWorld(
            WorldStructure("policy", [.individuals(6000, services: 12)]) {
                ($0.portrait, $0.fatigue, $0.offers) = (0.8, 0.3, 4)
                $0.policy = LoggingPolicy.Habits(sharpness: 1.2, exploration: 0.2, attention: 0.5)
            }, seed: seed)
        for (weighed, possible) in zip(world.inversePropensities, world.opportunities) {
            #expect(abs(weighed / Double(possible) - 1) < 0.15, "\(weighed) for \(possible)")
        }
        let ratio = world.inversePropensities.reduce(0, +) / Double(world.opportunities.reduce(0, +))
        #expect(abs(ratio - 1) < 0.03, "\(ratio)")
    }

    @Test func thePolicyIsChoosyButExplores() {
        let policy = LoggingPolicy(habits: .init(sharpness: 2, exploration: 0.1, attention: 0.5), rate: 0.1)
        let chances = policy.chances([0, 1, -8])
        #expect(abs(chances.reduce(0, +) - 1) < 1e-12 && chances[1] > chances[0] && chances[2] > 0.1 / 3)
        #expect(policy.attention(means: 1) > policy.attention(means: 0) && policy.attention(means: 0) == 0.1)
        #expect(policy.attention(means: 9) <= LoggingPolicy.mostAttention)
    }

    /// Those whom a cause moves differ in truth; without the cause all are alike.
    @Test func aCauseThatIsNotThereMovesNobody() {
        let still = TrueWorld(small { _ in }, seed: 1)
        let moved = TrueWorld(small { $0.portrait = 1 }, seed: 1)
        func spread(_ world: TrueWorld) -> Double {
            let truths = (0..<400).compactMap { world.truth($0, 3) }
            let mean = truths.reduce(0, +) / Double(truths.count)
            return (truths.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(truths.count)).squareRoot()
        }
        #expect(spread(still) < 1e-6 && spread(moved) > 0.02)
    }

    @Test func theDivisionsShareNoWorld() {
        let (development, heldOut) = (WorldDivision.development, WorldDivision.heldOut)
        #expect(development.firstSeed + 99 < heldOut.firstSeed)
        #expect(Set(heldOut.structures.map(\.name)).count == heldOut.structures.count)
    }
}
