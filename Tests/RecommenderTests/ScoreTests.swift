import Testing
import Vocabulary

@testable import Recommender

/// Quick ways to a score against the plain one.
@Suite struct ScoreTests {
    /// The sum that requests make is that of the signals by their weights.
    @Test(arguments: [1, 2] as [UInt64]) func aScoreIsTheSumOfTheSignals(seed: UInt64) {
        let world = World(seed: seed, clients: 300, offersEach: 4)
        let data = world.data
        let model = data.model()
        for ranker in [model.rankers[0], model.rankers[0].readied()] {
            var scratch = RankScratch()
            for person in world.people where person.audience == .individual {
                let key = TrainingData.key(person.id)
                let query = ranker.query(key: key, portrait: PortraitRow(), events: ranker.events(person.history, key: key))
                let wanted = (0..<Int32(ranker.items.count)).filter { $0 % 2 == 0 }
                ranker.prepare(query, wanted: .some(wanted), scratch: &scratch)
                let raw = ranker.raw(wanted, query, scratch: scratch)
                for (item, raw) in zip(wanted, raw) {
                    scratch.describe(Int(item), ranker.maker)
                    let width = ranker.encoder.width + 1
                    let pairs = scratch.signals.cells[scratch.signals.base(Int(item)) + SignalScratch.pairCell]
                    let own = (0..<ranker.encoder.width).reduce(ranker.combined[Int(item) * width] + pairs) {
                        $0 + ranker.combined[Int(item) * width + 1 + $1] * query.portrait[$1]
                    }
                    #expect(abs(ranker.scale.sum(scratch.numbers, ranker.signalWeights, from: own) - raw) < 1e-4)
                }
            }
        }
    }

    /// A request and a batch say the same of a client, and what was wanted before leaves no trace.
    @Test(arguments: [3, 4] as [UInt64]) func aRequestAndABatchSayTheSame(seed: UInt64) {
        let world = World(seed: seed, clients: 200, offersEach: 4)
        let data = world.data
        let model = data.model()
        let numbers = Dictionary(world.people.map { (TrainingData.key($0.id), $0) }, uniquingKeysWith: { first, _ in first })
        model.rankings(of: Array(0..<data.clients.count), in: data, k: 0) { (client: Int, list: [Ranked]) throws(Never) in
            guard let person = numbers[data.clients.keys[client]] else { return #expect(Bool(false), "a client of nobody") }
            let scored = model.scored(person, candidates: world.candidates(for: person))
            #expect(list.count == scored.count)
            let said = Dictionary(scored.map { ($0.service, $0) }, uniquingKeysWith: { first, _ in first })
            for ranked in list { #expect(abs((said[data.items[Int(ranked.item)].id]?.score ?? .infinity) - ranked.score) < 1e-3) }
        }
    }

    @Test(arguments: [1, 2] as [UInt64]) func membersComeAndGoAndStayWhatTheyAre(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var neighbours = Neighbours(items: 50)
        var expected: [UInt64: Neighbours.Member] = [:]
        for _ in 0..<3_000 {
            let key = UInt64.random(in: 0..<120, using: &random)
            if Int.random(in: 0..<4, using: &random) == 0 {
                neighbours.remove(key)
                expected[key] = nil
            } else {
                let things = (0..<50).filter { _ in Int.random(in: 0..<6, using: &random) == 0 }.map { Int32($0) }
                let member = Neighbours.Member(
                    key: key, taken: things.filter { $0 % 3 > 0 }, declined: things.filter { $0 % 3 == 0 })
                neighbours.put(member)
                expected[key] = member.taken.isEmpty ? nil : member
            }
        }
        #expect(neighbours.count == expected.count)
        for key in UInt64(0)..<120 { #expect(neighbours.member(key) == expected[key]) }
    }
}
