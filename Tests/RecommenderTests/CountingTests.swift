import Testing
import Vocabulary

@testable import Recommender

/// The counts of the item part against plain counting.
@Suite struct CountingTests {
    /// Clients with random things at times of which some are the same; a few histories are longer than the window.
    private func sequences(items: Int, clients: Int, _ random: inout SeededGenerator) -> Sequences {
        var rows = EventRows()
        for client in 0..<clients {
            let count = client % 50 == 0 ? 60 : Int.random(in: 0...9, using: &random)
            for _ in 0..<count {
                let item = min(Int.random(in: 0..<items, using: &random), Int.random(in: 0..<items, using: &random))
                rows.append(
                    client: Int32(client), item: Int32(item), isPositive: Int.random(in: 0..<8, using: &random) > 0, isOffer: false,
                    propensity: 0,
                    time: Int64.random(in: 0..<12, using: &random))
            }
        }
        return Sequences(EventTable(rows, keys: (0..<UInt64(clients)).map { Mix.hash($0, 1) }), items: items) { _, _ in true }
    }

    private struct Pair: Hashable {
        let row: Int
        let column: Int
    }

    private func plainly(_ sequences: Sequences) -> (together: [Pair: Int32], after: [Pair: Int32]) {
        var (together, after): ([Pair: Int32], [Pair: Int32]) = ([:], [:])
        for client in 0..<sequences.clientCount {
            let range = sequences.starts[client]..<sequences.starts[client + 1]
            for earlier in range {
                for later in range where later > earlier {
                    let (from, to) = (Int(sequences.items[earlier]), Int(sequences.items[later]))
                    together[Pair(row: from, column: to), default: 0] += 1
                    together[Pair(row: to, column: from), default: 0] += 1
                    if (earlier + 1...later).allSatisfy({ sequences.marks[$0] & Sequences.tied != 0 }) {
                        after[Pair(row: from, column: to), default: 0] += Int32(ItemCounts.unit / 2)
                        after[Pair(row: to, column: from), default: 0] += Int32(ItemCounts.unit / 2)
                    } else if later - earlier <= ItemCounts.window {
                        after[Pair(row: from, column: to), default: 0] += ItemCounts.decay[later - earlier - 1]
                    }
                }
            }
        }
        return (together, after)
    }

    private func takers(_ sequences: Sequences, items: Int) -> [Int32] {
        var takers = [Int32](repeating: 0, count: items)
        for item in sequences.items { takers[Int(item)] += 1 }
        return takers
    }

    private func cells(_ rows: SparseRows, items: Int) -> [Pair: Int32] {
        var cells: [Pair: Int32] = [:]
        for row in 0..<items {
            for place in rows.row(row) { cells[Pair(row: row, column: Int(rows.columns[place]))] = rows.values[place] }
        }
        return cells
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func aSmallCatalogueIsCountedExactly(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sequences = sequences(items: 40, clients: 300, &random)
        let counts = ItemCounts(sequences, takers: takers(sequences, items: 40))
        let expected = plainly(sequences)
        #expect(cells(counts.together, items: 40) == expected.together)
        #expect(cells(counts.after, items: 40) == expected.after)
    }

    /// What is kept of a large catalogue is counted right, and nothing that was left out weighs more.
    @Test func aLargeCatalogueKeepsTheStrongestCells() throws {
        var random = SeededGenerator(seed: 4)
        let items = LinearItems.mostItems + 100
        let sequences = sequences(items: items, clients: 3_000, &random)
        let takers = takers(sequences, items: items)
        let counts = ItemCounts(sequences, takers: takers)
        let kept = try #require(Reach.of(items).keptCells)
        let expected = plainly(sequences)
        for (found, expected) in [(counts.together, expected.together), (counts.after, expected.after)] {
            let rows = Dictionary(grouping: expected, by: \.key.row)
            for (row, cells) in rows {
                func weight(_ cell: (key: Pair, value: Int32)) -> Double {
                    Double(cell.value) / Double(takers[cell.key.column]).squareRoot()
                }
                let range = found.row(row)
                #expect(range.count == min(kept, cells.count))
                let least = range.map { Double(found.values[$0]) / Double(takers[Int(found.columns[$0])]).squareRoot() }.min() ?? 0
                let columns = Set(found.columns[range])
                #expect(cells.allSatisfy { columns.contains(Int32($0.key.column)) || weight($0) <= least + 1e-9 })
                #expect(range.allSatisfy { expected[Pair(row: row, column: Int(found.columns[$0]))] == found.values[$0] })
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func cellsAreAddedAndTakenOffInOnePass(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var rows = SparseRows(empty: 12)
        var expected: [Pair: Int32] = [:]
        for _ in 0..<30 {
            var changes = CellChanges()
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                let pair = Pair(row: Int.random(in: 0..<12, using: &random), column: Int.random(in: 0..<12, using: &random))
                // No more is taken off than is there.
                let amount = Int32.random(in: -(expected[pair] ?? 0)...4, using: &random)
                expected[pair, default: 0] += amount
                changes.add(amount, row: pair.row, column: pair.column)
            }
            rows.add(changes)
            expected = expected.filter { $0.value != 0 }
            #expect(cells(rows, items: 12) == expected)
            for row in 0..<12 { #expect(zip(rows.columns[rows.row(row)], rows.columns[rows.row(row)].dropFirst()).allSatisfy(<)) }
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func theGreatestOfAStreamAreFound(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var greatest = Greatest()
        for _ in 0..<20 {
            let numbers = (0..<Int.random(in: 0...400, using: &random)).map { _ in Float(Int.random(in: 1...60, using: &random)) }
            let kept = Int.random(in: 1...50, using: &random)
            greatest.reset(keeping: kept)
            for number in numbers where number > greatest.bar { greatest.take(number) }
            #expect(greatest.least == (numbers.count < kept ? 0 : numbers.sorted(by: >)[kept - 1]))
        }
    }
}
