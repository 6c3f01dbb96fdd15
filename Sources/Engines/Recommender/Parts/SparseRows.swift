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

    subscript(row: Int, column: Int) -> Int32 {
        let place = find(row, column)
        return place < starts[row + 1] && columns[place] == Int32(column) ? values[place] : 0
    }

    /// Adds to a cell; a new cell is made where there was none, and an empty one goes.
    mutating func add(_ amount: Int32, row: Int, column: Int) {
        let place = find(row, column)
        if place < starts[row + 1], columns[place] == Int32(column) {
            values[place] += amount
            guard values[place] == 0 else { return }
            columns.remove(at: place)
            values.remove(at: place)
            for later in (row + 1)..<starts.count { starts[later] -= 1 }
            return
        }
        columns.insert(Int32(column), at: place)
        values.insert(amount, at: place)
        for later in (row + 1)..<starts.count { starts[later] += 1 }
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

/// Consecutive rows as they come out of one part of a parallel count.
struct RowBlock: Sendable {
    var lengths: [Int] = []
    var columns: [Int32] = []
    var values: [Int32] = []
}
