/// How items go together: co-occurrence in what clients took, and which came after which.
///
/// Item-based collaborative filtering (Sarwar et al., "Item-based collaborative filtering recommendation algorithms", WWW 2001; Deshpande and
/// Karypis, "Item-based top-N recommendation algorithms", 2004) with a directed, decaying part for order.
struct ItemCounts: Sendable, Equatable {
    /// Clients who took both.
    var together: SparseRows
    /// Row: the earlier item; column: the later one; 0.9^(steps between − 1) in units of 1/``unit``, up to ``window`` steps. Items of one moment
    /// count half each way.
    var after: SparseRows
    /// Catalogues up to this size keep every cell; larger ones keep the strongest neighbours of each item.
    static let exactItems = 2048
    static let keptNeighbours = 160
    static let window = 24
    static let unit = 1024
    static let decay = (0..<window).map { step in
        Int32((0..<step).reduce(Double(unit)) { value, _ in value * 0.9 }.rounded())
    }

    /// Counts in one pass over the inverted index with a scratch row for each core, so that memory is the answer's own and the order of clients
    /// means nothing.
    init(_ sequences: Sequences, takers: [Int32]) {
        let count = takers.count
        let (starts, places) = sequences.inverted(items: count)
        let isExact = count <= Self.exactItems
        let parts = 32
        typealias Part = (together: RowBlock, after: RowBlock)
        let answers = Parallel.map(count, into: parts) { rows -> Part in
            var counter = RowCounter(count)
            var part: Part = (RowBlock(), RowBlock())
            sequences.items.withUnsafeBufferPointer { items in
                sequences.marks.withUnsafeBufferPointer { marks in
                    for item in rows {
                        for index in starts[item]..<starts[item + 1] { counter.visit(Int(places[index]), items, marks) }
                        counter.close(item, takers: takers, isExact: isExact, into: &part)
                    }
                }
            }
            return part
        }
        together = SparseRows(answers.map(\.together))
        after = SparseRows(answers.map(\.after))
        if count == 0 { (together, after) = (SparseRows(empty: 0), SparseRows(empty: 0)) }
    }

    init(together: SparseRows, after: SparseRows) { (self.together, self.after) = (together, after) }
}

/// The scratch row of one core.
private struct RowCounter {
    private var pairs: [Int32]
    private var steps: [Int32]

    init(_ count: Int) {
        pairs = [Int32](repeating: 0, count: count)
        steps = pairs
    }

    /// Adds the neighbours of one place in a sequence.
    @inline(__always)
    mutating func visit(_ place: Int, _ items: UnsafeBufferPointer<Int32>, _ marks: UnsafeBufferPointer<UInt8>) {
        pairs.withUnsafeMutableBufferPointer { pairs in
            steps.withUnsafeMutableBufferPointer { steps in
                var next = place + 1
                var isSameMoment = true
                while next < items.count, marks[next] & Sequences.first == 0 {
                    let other = Int(items[next])
                    pairs[other] += 1
                    isSameMoment = isSameMoment && marks[next] & Sequences.tied != 0
                    if isSameMoment {
                        steps[other] += Int32(ItemCounts.unit / 2)
                    } else if next - place <= ItemCounts.window {
                        steps[other] += ItemCounts.decay[next - place - 1]
                    }
                    next += 1
                }
                var before = place
                isSameMoment = true
                while marks[before] & Sequences.first == 0 {
                    isSameMoment = isSameMoment && marks[before] & Sequences.tied != 0
                    before -= 1
                    let other = Int(items[before])
                    pairs[other] += 1
                    if isSameMoment { steps[other] += Int32(ItemCounts.unit / 2) }
                }
            }
        }
    }

    /// Writes the row and clears the scratch.
    mutating func close(
        _ item: Int, takers: [Int32], isExact: Bool, into part: inout (together: RowBlock, after: RowBlock)
    ) {
        var found: [Int32] = []
        var stepped: [Int32] = []
        for other in pairs.indices {
            if pairs[other] > 0 { found.append(Int32(other)) }
            if steps[other] > 0 { stepped.append(Int32(other)) }
        }
        if !isExact {
            found = Self.strongest(found) { Double(pairs[$0]) / Double(max(1, takers[$0])).squareRoot() }
            stepped = Self.strongest(stepped) { Double(steps[$0]) / Double(max(1, takers[$0])).squareRoot() }
        }
        part.together.lengths.append(found.count)
        part.together.columns += found
        part.together.values += found.map { pairs[Int($0)] }
        part.after.lengths.append(stepped.count)
        part.after.columns += stepped
        part.after.values += stepped.map { steps[Int($0)] }
        for other in pairs.indices {
            pairs[other] = 0
            steps[other] = 0
        }
    }

    private static func strongest(_ found: [Int32], by weight: (Int) -> Double) -> [Int32] {
        guard found.count > ItemCounts.keptNeighbours else { return found }
        let weights = found.map { weight(Int($0)) }
        var ranked = weights
        ranked.withUnsafeMutableBufferPointer { Selection.descending($0, first: ItemCounts.keptNeighbours) }
        let least = ranked[ItemCounts.keptNeighbours - 1]
        var room = ItemCounts.keptNeighbours - weights.count { $0 > least }
        return found.indices.filter { index in
            if weights[index] > least { return true }
            guard weights[index] == least, room > 0 else { return false }
            room -= 1
            return true
        }.map { found[$0] }
    }
}
