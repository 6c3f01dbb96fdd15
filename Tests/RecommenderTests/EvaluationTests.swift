import Foundation
import Testing
import Vocabulary

@testable import Recommender

/// Numbers worked out by hand.
@Suite struct EvaluationTests {
    @Test func rankingFiguresOfThreeClients() throws {
        var tally = RankingTally(k: 3)
        // Found second of one; found first and beyond k of two; not found within 20.
        tally.add([5, 7, 9], relevant: [7])
        tally.add([1, 2, 3, 4], relevant: [1, 4])
        tally.add(Array(10..<31), relevant: [30])
        let figures = try #require(tally.figures(catalogue: 40))
        #expect(figures.clients == 3 && figures.k == 3)
        #expect(figures.hitRate == 2.0 / 3)
        let second = 1 / log2(3.0)
        #expect(near(figures.ndcg, (second + 1 / (1 + second)) / 3))
        #expect(figures.mrr == 0.5)
        #expect(near(figures.recall20, 2.0 / 3))
        // 5 7 9, 1 2 3, 10 11 12.
        #expect(figures.coverage == 9.0 / 40)
        #expect(RankingTally(k: 3).figures(catalogue: 40) == nil)
    }

    @Test func areaUnderTheCurve() {
        func area(_ rows: [(Double, Bool, Double)]) -> Double? {
            CalibrationFigures.area(rows.map { CalibrationFigures.Point(probability: $0.0, score: $0.0, isAccepted: $0.1, weight: $0.2) })
        }
        // Pairs (accepted over declined): .8>.6, .8>.2, .4<.6, .4>.2.
        #expect(area([(0.8, true, 1), (0.6, false, 1), (0.4, true, 1), (0.2, false, 1)]) == 0.75)
        #expect(area([(0.5, true, 1), (0.5, false, 1)]) == 0.5)
        // In order weigh 1 · 2, 1 · 1 and 3 · 1, of (1 + 3) · (2 + 1).
        #expect(area([(0.8, true, 1), (0.6, false, 2), (0.4, true, 3), (0.2, false, 1)]) == 0.5)
        #expect(area([(0.5, true, 1)]) == nil)
    }

    @Test func calibrationOfThirtyOutcomes() throws {
        // Two of each pair of equal probabilities share one of 15 bins: in each, one was accepted.
        let probabilities = (0..<15).map { bin in Double(bin) / 15 + 0.01 }
        let even = probabilities.flatMap { probability in
            [false, true].map { isAccepted in
                CalibrationFigures.Point(probability: probability, score: probability, isAccepted: isAccepted, weight: 1)
            }
        }
        let figures = try #require(CalibrationFigures(even))
        #expect(figures.outcomes == 30)
        #expect(figures.rate == 0.5)
        #expect(figures.auc == 0.5)
        // |probability - 0.5| in each bin: 0.49, 0.49 - 1/15, …
        let gaps = probabilities.map { probability in abs(probability - 0.5) }
        #expect(near(figures.ece, gaps.reduce(0, +) / 15))
        #expect(near(figures.bias, -0.5 / 15 + 0.01))
        let squares = probabilities.map { probability in (probability * probability + (1 - probability) * (1 - probability)) / 2 }
        #expect(near(figures.brier, squares.reduce(0, +) / 15))
        let losses = probabilities.map { probability in -(log(probability) + log(1 - probability)) / 2 }
        #expect(near(figures.logLoss, losses.reduce(0, +) / 15))
        #expect(CalibrationFigures([]) == nil)
    }

    @Test func weightsSpeakForWhatWasNotOffered() throws {
        // Of an item offered with 0.5 one of two was accepted, of one offered with 0.1 none: of 24 offers without choice 2 would be.
        let rows: [(Double, Bool, Double)] = [(0.5, true, 2), (0.5, false, 2), (0.1, false, 10), (0.1, false, 10)]
        let points = rows.map { CalibrationFigures.Point(probability: $0.0, score: $0.0, isAccepted: $0.1, weight: $0.2) }
        let figures = try #require(CalibrationFigures(points))
        #expect(near(figures.rate, 2.0 / 24))
        // Promised 0.5 · 4 + 0.1 · 20, kept 2.
        #expect(near(figures.bias, 2.0 / 24))
    }

    private func near(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 1e-12 }

    @Test func theLastPositiveOfEachClientIsHeldOut() {
        let data = Self.data([
            // Client 0: 2 is the last it took; the refusal behind it stays.
            (0, 1, true, false, 1), (0, 2, true, false, 2), (0, 3, false, true, 3),
            // Client 1: 1 has another row, so it could not be found; 0 can.
            (1, 0, true, false, 1), (1, 1, false, true, 2), (1, 1, true, true, 3),
            // Client 2 took nothing.
            (2, 0, false, true, 1),
        ])
        let splits = data.splits(.lastPositive)
        #expect(splits.count == 2)
        #expect(splits[0].positives.map { [$0.client, Int($0.item)] } == [[0, 2], [1, 0]])
        #expect(splits[0].outcomes.isEmpty && splits[0].training.events.count == 5)
        #expect(splits[0].training.events.events(of: 0).map(\.item) == [1, 3])
        // The last outcome of either sign, where no other row of the service is left.
        #expect(splits[1].outcomes.map { [$0.client, Int($0.item)] } == [[0, 3], [2, 0]])
        #expect(splits[1].positives.isEmpty && splits[1].training.events.count == 5)
    }

    @Test func theLatestFifthIsHeldOut() {
        var rows: [(Int, Int, Bool, Bool, Int64)] = (0..<8).map { ($0 % 4, 3 + $0 / 4, true, false, Int64($0)) }
        rows += [(0, 1, false, true, 50), (1, 3, true, false, 60)]
        let split = Self.data(rows).splits(.time)[0]
        #expect(split.training.events.count == 8)
        #expect(split.outcomes.map(\.client) == [0])
        // Client 1 had the service before: nothing to find.
        #expect(split.positives.isEmpty)
    }

    @Test func equalTimesAreSplitTheSameWhateverTheOrder() {
        let rows: [(Int, Int, Bool, Bool, Int64)] = (0..<40).map { ($0 % 8, $0 / 8, $0 % 3 > 0, $0 % 2 == 0, 7) }
        let first = Self.data(rows).splits(.time)[0]
        let second = Self.data(rows.reversed()).splits(.time)[0]
        #expect(first.positives == second.positives && first.outcomes == second.outcomes)
        #expect(first.training.events.count == 32)
        // History before offers: what is held out are offers.
        #expect(first.outcomes.count == 8)
        #expect(Set(first.outcomes.map(\.client)).count > 1)
    }

    /// Eight clients and eight services; rows of client, item, taken, offered, second.
    private static func data(_ rows: [(Int, Int, Bool, Bool, Int64)]) -> TrainingData {
        let keys = (0..<8).map { TrainingData.key("client \($0)".utf8) }
        var table = EventRows()
        for (client, item, isPositive, isOffer, second) in rows {
            table.append(
                client: Int32(client), item: Int32(item), isPositive: isPositive, isOffer: isOffer, propensity: isOffer ? 0.5 : 0,
                time: second * 1000)
        }
        return TrainingData(
            items: (0..<8).map { Item(id: ServiceID($0), audience: .individual, needs: []) }, links: [],
            clients: ClientTable(keys: keys, audiences: keys.map { _ in .individual }, portraits: []), events: EventTable(table, keys: keys)
        )
    }
}
