/// The scratch row of one core while ``ItemCounts`` are counted.
struct RowCounter {
    /// Pairs in the upper half, steps in the lower: one addition counts both. Steps of four million clients fit.
    private var cells: [UInt64]
    private static let pair: UInt64 = 1 << 32
    private static let decay = ItemCounts.decay.map { pair + UInt64($0) }
    private let roots: [Double]
    private let inverseRoots: [Float]
    private var greatest = Greatest()

    init(_ takers: [Int32]) {
        cells = [UInt64](repeating: 0, count: takers.count)
        roots = takers.map { Double(max(1, $0)).squareRoot() }
        inverseRoots = roots.map { Float(1 / $0) }
    }

    /// Adds the neighbours of an item in the sequences that it stands in.
    mutating func visit(_ places: ArraySlice<Int32>, _ items: UnsafeBufferPointer<Int32>, _ marks: UnsafeBufferPointer<UInt8>) {
        let tie = Self.pair + UInt64(ItemCounts.unit / 2)
        cells.withUnsafeMutableBufferPointer { cells in
            Self.decay.withUnsafeBufferPointer { decay in
                for place in places {
                    let place = Int(place)
                    var next = place + 1
                    var isSameMoment = true
                    while next < items.count, marks[next] & Sequences.first == 0 {
                        isSameMoment = isSameMoment && marks[next] & Sequences.tied != 0
                        let steps = next - place
                        let amount = isSameMoment ? tie : steps <= ItemCounts.window ? decay[steps - 1] : Self.pair
                        cells[Int(items[next])] &+= amount
                        next += 1
                    }
                    var before = place
                    isSameMoment = true
                    while marks[before] & Sequences.first == 0 {
                        isSameMoment = isSameMoment && marks[before] & Sequences.tied != 0
                        before -= 1
                        cells[Int(items[before])] &+= isSameMoment ? tie : Self.pair
                    }
                }
            }
        }
    }

    /// Writes the row and clears the scratch.
    mutating func close(isExact: Bool, into part: inout (together: RowBlock, after: RowBlock)) {
        let pairs = { (cell: UInt64) in UInt32(truncatingIfNeeded: cell >> 32) }
        let steps = { (cell: UInt64) in UInt32(truncatingIfNeeded: cell) }
        write(isExact: isExact, into: &part.together, pairs)
        write(isExact: isExact, into: &part.after, steps)
        cells.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }

    @inline(__always)
    private mutating func write(isExact: Bool, into block: inout RowBlock, _ value: (UInt64) -> UInt32) {
        var found: [Int32] = []
        if isExact {
            for other in cells.indices where value(cells[other]) > 0 { found.append(Int32(truncatingIfNeeded: other)) }
        } else {
            found = strongest(promising(value), value)
        }
        block.lengths.append(found.count)
        block.columns += found
        block.values += found.map { Int32(clamping: value(cells[Int($0)])) }
    }

    /// All that could be among the strongest, by a quick measure that may round otherwise than the exact one.
    @inline(__always)
    private mutating func promising(_ value: (UInt64) -> UInt32) -> [Int32] {
        greatest.reset(keeping: ItemCounts.keptNeighbours)
        var found: [Int32] = []
        cells.withUnsafeBufferPointer { cells in
            inverseRoots.withUnsafeBufferPointer { roots in
                for other in cells.indices {
                    let weight = Float(value(cells[other])) * roots[other]
                    if weight > greatest.bar { greatest.take(weight) }
                }
                let least = max(greatest.least * 0.9999, Float.leastNormalMagnitude)
                for other in cells.indices where Float(value(cells[other])) * roots[other] >= least {
                    found.append(Int32(truncatingIfNeeded: other))
                }
            }
        }
        return found
    }

    @inline(__always)
    private func strongest(_ found: [Int32], _ value: (UInt64) -> UInt32) -> [Int32] {
        guard found.count > ItemCounts.keptNeighbours else { return found }
        let weights = found.map { Double(value(cells[Int($0)])) / roots[Int($0)] }
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
