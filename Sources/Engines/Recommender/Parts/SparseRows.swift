/// A sparse square matrix in compressed rows, columns ascending. Whole numbers, so that no order of counting matters.
struct SparseRows: Sendable, Equatable {
    private(set) var starts: [Int]
    private(set) var columns: [Int32]
    private(set) var values: [Int32]

    init(starts: [Int], columns: [Int32], values: [Int32]) {
        self.starts = starts
        self.columns = columns
        self.values = values
    }

    init(empty rows: Int) { self.init(starts: [Int](repeating: 0, count: rows + 1), columns: [], values: []) }

    init(_ blocks: [RowBlock]) {
        var starts = [0]
        var columns: [Int32] = []
        var values: [Int32] = []
        columns.reserveCapacity(blocks.reduce(0) { $0 + $1.columns.count })
        values.reserveCapacity(columns.capacity)
        for block in blocks {
            for length in block.lengths { starts.append((starts.last ?? 0) + length) }
            columns += block.columns
            values += block.values
        }
        self.init(starts: starts, columns: columns, values: values)
    }

    func row(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

    /// All cells, row by row.
    func dense() -> [Float] {
        let size = starts.count - 1
        var cells = [Float](repeating: 0, count: size * size)
        for row in 0..<size {
            for place in self.row(row) { cells[row * size + Int(columns[place])] = Float(values[place]) }
        }
        return cells
    }

    subscript(row: Int, column: Int) -> Int32 {
        let place = find(row, column)
        return place < starts[row + 1] && columns[place] == Int32(column) ? values[place] : 0
    }

    /// Adds to cells; new ones are made where there were none, and empty ones go. Everything moves at most twice, however many they are.
    ///
    /// Nothing is taken from a cell that is not there: of a large catalogue only the strongest cells are kept.
    mutating func add(_ changes: CellChanges) {
        var (fresh, empty): ([(place: Int, row: Int, column: Int32, value: Int32)], [(place: Int, row: Int)]) = ([], [])
        for (row, column, amount) in changes.sorted {
            let place = find(row, column)
            guard place < starts[row + 1], columns[place] == Int32(column) else {
                if amount > 0 { fresh.append((place, row, Int32(column), amount)) }
                continue
            }
            values[place] += amount
            if values[place] == 0 { empty.append((place, row)) }
        }
        insert(fresh, removing: empty)
    }

    private mutating func insert(
        _ fresh: [(place: Int, row: Int, column: Int32, value: Int32)], removing empty: [(place: Int, row: Int)]
    ) {
        guard !fresh.isEmpty || !empty.isEmpty else { return }
        let insertions = fresh.map { (place: $0.place, column: $0.column, value: $0.value) }
        let gone = empty.map(\.place)
        columns = Self.edited(columns, inserting: insertions.map { ($0.place, $0.column) }, removing: gone)
        values = Self.edited(values, inserting: insertions.map { ($0.place, $0.value) }, removing: gone)
        var moves = [Int](repeating: 0, count: starts.count)
        for cell in fresh { moves[cell.row + 1] += 1 }
        for cell in empty { moves[cell.row + 1] -= 1 }
        var moved = 0
        for row in starts.indices {
            moved += moves[row]
            starts[row] += moved
        }
    }

    /// Both lists ascend; what is inserted at a place comes before what stood there.
    private static func edited(_ old: [Int32], inserting: [(place: Int, value: Int32)], removing: [Int]) -> [Int32] {
        var new: [Int32] = []
        new.reserveCapacity(old.count + inserting.count)
        var (from, next, gone) = (0, 0, 0)
        while next < inserting.count || gone < removing.count {
            let insertion = next < inserting.count ? inserting[next].place : Int.max
            let removal = gone < removing.count ? removing[gone] : Int.max
            let place = min(insertion, removal)
            new += old[from..<place]
            from = place
            if insertion <= removal {
                new.append(inserting[next].value)
                next += 1
            } else {
                from += 1
                gone += 1
            }
        }
        new += old[from...]
        return new
    }

    private func find(_ row: Int, _ column: Int) -> Int {
        var low = starts[row]
        var high = starts[row + 1]
        while low < high {
            let middle = (low + high) / 2
            if columns[middle] < Int32(column) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// What is to be added to cells, summed: what is taken off and put back again is no change.
struct CellChanges {
    private var amounts: [UInt64: Int32] = [:]

    mutating func add(_ amount: Int32, row: Int, column: Int) { amounts[UInt64(row) << 32 | UInt64(column), default: 0] += amount }

    var sorted: [(row: Int, column: Int, amount: Int32)] {
        amounts.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { (Int($0.key >> 32), Int($0.key & 0xFFFF_FFFF), $0.value) }
    }
}

/// Consecutive rows as they come out of one part of a parallel count.
struct RowBlock: Sendable {
    var lengths: [Int] = []
    var columns: [Int32] = []
    var values: [Int32] = []

    /// - Parameter row: columns in the upper half, ascending, values in the lower.
    mutating func append(_ row: [UInt64]) {
        lengths.append(row.count)
        for cell in row {
            columns.append(Int32(truncatingIfNeeded: cell >> 32))
            values.append(Int32(truncatingIfNeeded: cell & 0xFFFF_FFFF))
        }
    }
}
