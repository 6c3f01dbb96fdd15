/// The scratch row of one core while ``ItemCounts`` are counted, and the rows that are done.
struct RowCounter {
    private(set) var part: (together: RowBlock, after: RowBlock) = (RowBlock(), RowBlock())
    private let stream: TakingStream
    /// Pairs in the upper half, steps in the lower: one addition counts both. Steps of four million clients fit.
    private var cells: [UInt64]
    private static let pair: UInt64 = 1 << 32
    private static let tie = pair + UInt64(ItemCounts.unit / 2)
    private static let decay = ItemCounts.decay.map { pair + UInt64($0) }
    /// So many cells of a row are kept; nil: all.
    private let kept: Int?
    /// 1 / √takers, by number.
    private let inverseRoots: [Float]
    private let roots: [Double]
    private var greatest = Greatest()

    init(_ stream: TakingStream, takers: [Int32], kept: Int?) {
        self.stream = stream
        self.kept = kept
        cells = [UInt64](repeating: 0, count: takers.count)
        roots = stream.items.map { Double(max(1, takers[Int($0)])).squareRoot() }
        inverseRoots = roots.map { Float(1 / $0) }
    }

    /// Counts one row, and clears the scratch for the next.
    mutating func count(_ item: Int) {
        add(Int(stream.numbers[item]))
        let pairs = { (cell: UInt64) in UInt32(truncatingIfNeeded: cell >> 32) }
        let steps = { (cell: UInt64) in UInt32(truncatingIfNeeded: cell) }
        part.together.append(row(pairs))
        part.after.append(row(steps))
        clear()
    }

    /// How many clients took both, for all items, row by row.
    static func pairs(_ sequences: Sequences, takers: [Int32]) -> [Float] {
        let stream = TakingStream(sequences, takers: takers, isByPopularity: false)
        let parts = Parallel.map(takers.count, into: 32) { rows in
            var counter = RowCounter(stream, takers: takers, kept: nil)
            return rows.flatMap { item in
                counter.add(item)
                defer { counter.clear() }
                return counter.cells.map { Float($0 >> 32) }
            }
        }
        return Array(parts.joined())
    }

    private mutating func clear() { cells.withUnsafeMutableBufferPointer { $0.update(repeating: 0) } }

    /// Adds the neighbours of an item wherever it stands.
    ///
    /// The words of a batch are looked at before anything is added: alone in a loop their loads wait for memory together and not one by one, which
    /// is most of the time that all this takes.
    private mutating func add(_ number: Int) {
        let batch = 64
        cells.withUnsafeMutableBufferPointer { cells in
            stream.words.withUnsafeBufferPointer { words in
                stream.places(of: number).withUnsafeBufferPointer { places in
                    for start in stride(from: 0, to: places.count, by: batch) {
                        let range = start..<min(start + batch, places.count)
                        var strange: UInt32 = 0
                        for index in range {
                            let place = Int(places[index])
                            strange |= (words[place] ^ UInt32(truncatingIfNeeded: number)) & TakingStream.number
                            // A cache line before and one after.
                            strange |= (words[max(place - 16, 0)] | words[min(place + 16, words.count - 1)]) & TakingStream.spare
                        }
                        precondition(strange == 0, "the index of the stream is wrong")
                        for index in range { Self.add(Int(places[index]), words, cells) }
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func add(_ place: Int, _ words: UnsafeBufferPointer<UInt32>, _ cells: UnsafeMutableBufferPointer<UInt64>) {
        let (first, tied, number) = (TakingStream.first, TakingStream.tied, TakingStream.number)
        var next = place + 1
        while words[next] & (first | tied) == tied {
            cells[Int(words[next] & number)] &+= Self.tie
            next += 1
        }
        decay.withUnsafeBufferPointer { decay in
            var step = next - place - 1
            while words[next] & first == 0, step < decay.count {
                cells[Int(words[next] & number)] &+= decay[step]
                step += 1
                next += 1
            }
        }
        while words[next] & first == 0 {
            cells[Int(words[next] & number)] &+= Self.pair
            next += 1
        }
        var before = place
        while words[before] & (first | tied) == tied {
            before -= 1
            cells[Int(words[before] & number)] &+= Self.tie
        }
        while words[before] & first == 0 {
            before -= 1
            cells[Int(words[before] & number)] &+= Self.pair
        }
    }

    /// The cells that are kept, item in the upper half, value in the lower; items ascend.
    @inline(__always)
    private mutating func row(_ value: (UInt64) -> UInt32) -> [UInt64] {
        var row: [UInt64] = []
        func keep(_ number: Int, _ value: UInt32) {
            row.append(UInt64(UInt32(bitPattern: stream.items[number])) << 32 | UInt64(min(value, UInt32(Int32.max))))
        }
        if let kept {
            for number in strongest(promising(kept, value), kept, value) { keep(Int(number), value(cells[Int(number)])) }
            row.sort()
        } else {
            for number in cells.indices where value(cells[number]) > 0 { keep(number, value(cells[number])) }
        }
        return row
    }

    /// All that could be among the strongest, by a quick measure that may round otherwise than the exact one.
    @inline(__always)
    private mutating func promising(_ kept: Int, _ value: (UInt64) -> UInt32) -> [Int32] {
        greatest.reset(keeping: kept)
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

    /// Among equals, those that more clients took, then those that come first.
    @inline(__always)
    private func strongest(_ found: [Int32], _ kept: Int, _ value: (UInt64) -> UInt32) -> [Int32] {
        guard found.count > kept else { return found }
        let weights = found.map { Double(value(cells[Int($0)])) / roots[Int($0)] }
        var ranked = weights
        ranked.withUnsafeMutableBufferPointer { Selection.descending($0, first: kept) }
        let least = ranked[kept - 1]
        var room = kept - weights.count { $0 > least }
        return found.indices.filter { index in
            if weights[index] > least { return true }
            guard weights[index] == least, room > 0 else { return false }
            room -= 1
            return true
        }.map { found[$0] }
    }
}
