/// Sparse weights by row.
struct WeightRows: Sendable, Equatable {
    let starts: [Int32]
    let columns: [Int32]
    let weights: [Float]

    init(starts: [Int32], columns: [Int32], weights: [Float]) { (self.starts, self.columns, self.weights) = (starts, columns, weights) }

    /// - Parameter cells: each once; weights near zero are dropped.
    init(rows: Int, cells: [(row: Int32, column: Int32, weight: Float)]) {
        let sorted = cells.filter { abs($0.weight) > 0.01 }.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
        var starts = [Int32](repeating: 0, count: rows + 1)
        for cell in sorted { starts[Int(cell.row) + 1] += 1 }
        for row in 0..<rows { starts[row + 1] += starts[row] }
        self.init(starts: starts, columns: sorted.map(\.column), weights: sorted.map(\.weight))
    }

    @inline(__always)
    func each(_ row: Int, _ body: (Int, Float) -> Void) {
        columns.withUnsafeBufferPointer { columns in
            weights.withUnsafeBufferPointer { weights in
                for place in Int(starts[row])..<Int(starts[row + 1]) { body(Int(columns[place]), weights[place]) }
            }
        }
    }

    subscript(row: Int, column: Int) -> Float {
        for place in Int(starts[row])..<Int(starts[row + 1]) where columns[place] == Int32(column) { return weights[place] }
        return 0
    }
}
