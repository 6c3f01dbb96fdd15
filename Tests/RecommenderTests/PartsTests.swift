import Foundation
import Testing
import Vocabulary

@testable import Recommender

@Suite struct PartsTests {
    @Test(arguments: [1, 5, 63, 64, 65, 150]) func theInverseTimesTheMatrixIsOne(size: Int) {
        var random = SeededGenerator(seed: UInt64(size))
        var matrix = [Float](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0..<row {
                let value = Float.random(in: 0..<1, using: &random)
                matrix[row * size + column] = value
                matrix[column * size + row] = value
            }
            matrix[row * size + row] = Float(size) + 1
        }
        let inverse = Cholesky.inverse(of: matrix, size: size)
        for row in 0..<size {
            for column in 0..<size {
                let cell = (0..<size).reduce(Float(0)) { $0 + matrix[row * size + $1] * inverse[$1 * size + column] }
                #expect(abs(cell - (row == column ? 1 : 0)) < 1e-3)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func selectionFindsTheGreatest(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let numbers = (0..<Int.random(in: 1...300, using: &random)).map { _ in Double(Int.random(in: 0..<50, using: &random)) }
        let first = Int.random(in: 1...numbers.count, using: &random)
        var ranked = numbers
        ranked.withUnsafeMutableBufferPointer { Selection.descending($0, first: first) }
        #expect(ranked.prefix(first).sorted(by: >) == Array(numbers.sorted(by: >).prefix(first)))
        #expect(ranked[first - 1] == ranked.prefix(first).min())
    }

    @Test func pairsAndStepsAreCounted() {
        // One client took 0, 1, 2 one after another; another took 0 and 2 at one moment.
        let rows: [(UInt64, Int, Int64)] = [(1, 0, 1), (1, 1, 2), (1, 2, 3), (2, 0, 5), (2, 2, 5)]
        let data = TrainingData(
            items: (0..<3).map { Item(id: ServiceID($0), audience: .individual, needs: []) }, links: [],
            observations: rows.map {
                Observation(
                    client: ClientID(high: 0, low: $0.0), service: ServiceID($0.1), source: .history, isPositive: true,
                    at: Instant(milliseconds: $0.2))
            })
        let segment = Segment(data, audience: .individual)
        let counts = ItemCounts(Sequences(segment.events, items: 3) { _, _ in true }, takers: [2, 1, 2])
        #expect(counts.together[0, 2] == 2 && counts.together[2, 0] == 2 && counts.together[0, 1] == 1 && counts.together[1, 1] == 0)
        #expect(counts.after[0, 1] == 1024 && counts.after[1, 0] == 0)
        #expect(counts.after[0, 2] == ItemCounts.decay[1] + 512 && counts.after[2, 0] == 512)
    }

    /// Large catalogues keep the strongest neighbours of each item, and what is kept is counted right.
    @Test func aLargeCatalogueKeepsTheStrongest() {
        var random = SeededGenerator(seed: 3)
        let items = Reach.exactItems + 400
        let rows = (0..<4_000).flatMap { client in
            (0..<12).map { step in
                Observation(
                    client: ClientID(high: 0, low: UInt64(client)),
                    service: ServiceID(Int(pow(Double.random(in: 0..<1, using: &random), 3) * Double(items))),
                    source: .history, isPositive: true, at: Instant(seconds: Int64(step)))
            }
        }
        let data = TrainingData(
            items: (0..<items).map { Item(id: ServiceID($0), audience: .individual, needs: []) }, links: [], observations: rows)
        let segment = Segment(data, audience: .individual)
        let sequences = Sequences(segment.events, items: items) { _, _ in true }
        let tallies = Tallies(segment.events, sequences: sequences, items: items) { _, _ in true }
        let counts = ItemCounts(sequences, takers: tallies.takers)
        var baskets: [Set<Int32>] = []
        for client in 0..<sequences.clientCount {
            baskets.append(Set(sequences.items[sequences.starts[client]..<sequences.starts[client + 1]]))
        }
        for item in stride(from: 0, to: items, by: 97) {
            let row = counts.together.row(item)
            #expect(row.count <= Reach.of(items).keptCells ?? 0)
            for place in row.prefix(5) {
                let other = counts.together.columns[place]
                let both = baskets.count { $0.contains(Int32(item)) && $0.contains(other) }
                #expect(Int(counts.together.values[place]) == both)
            }
        }
    }

    @Test func theCalibratorIncreasesStrictlyAndFindsItsTruth() {
        var random = SeededGenerator(seed: 8)
        let outcomes = (0..<20_000).map { number in
            let score = Double.random(in: -3...3, using: &random)
            // A truth that no line in log-odds fits: flat below, steep above.
            let truth = score < 0 ? 0.05 : 0.05 + 0.3 * score
            return Calibrator.Outcome(
                score: score, isPositive: Double.random(in: 0..<1, using: &random) < truth, weight: 1, fold: number % 5)
        }
        let map = Calibrator.fitted(outcomes)
        guard case .isotonic = map else { return #expect(Bool(false), "20,000 outcomes off any line ask for the isotonic map") }
        var last = 0.0
        for step in 0...600 {
            let score = -6 + Double(step) / 50
            let said = map.probability(score)
            #expect(said > last && said < 1)
            last = said
            if abs(score) < 2.8 { #expect(abs(said - (score < 0 ? 0.05 : 0.05 + 0.3 * score)) < 0.06, "\(score): \(said)") }
        }
    }

    @Test func portraitsOfUnknownFactsAreEncodedAsTheMean() {
        var known = PortraitRow()
        known[.age] = 30
        known[.income] = 100
        var other = PortraitRow()
        other[.age] = 50
        other[.income] = 0
        let encoder = PortraitEncoder([known, other, PortraitRow()])
        var numbers: [Float] = []
        encoder.encode(PortraitRow(), into: &numbers)
        #expect(numbers.count == encoder.width && encoder.width > 0)
        for (column, number) in zip(encoder.columns, numbers) where column.form == .linear { #expect(number == 0) }
        encoder.encode(known, into: &numbers)
        let areFinite = numbers.allSatisfy { $0.isFinite }
        #expect(areFinite)
    }
}
