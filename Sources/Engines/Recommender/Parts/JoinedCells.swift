/// The cells of ``ItemCounts`` with what they come to as signals, row by row, worked out once for many clients. Whoever asks for one client goes
/// without: the same formulas for the few cells that it needs are quicker.
struct JoinedCells: Sendable {
    struct Cell: Sendable {
        let column: Int32
        let lift: Float
        let cosine: Float
        let follows: Float
    }

    private let starts: [Int]
    private let cells: [Cell]

    /// None, of no items.
    init() { (starts, cells) = ([0], []) }

    var isEmpty: Bool { starts.count == 1 }

    init(_ counts: ItemCounts, _ tallies: Tallies) {
        let rows = tallies.takers.count
        let parts = Parallel.map(rows) { range in
            var part: (lengths: [Int], cells: [Cell]) = ([], [])
            for row in range {
                let first = part.cells.count
                Self.each(row, counts, tallies) { part.cells.append($0) }
                part.lengths.append(part.cells.count - first)
            }
            return part
        }
        var starts = [0]
        for length in parts.flatMap(\.lengths) { starts.append((starts.last ?? 0) + length) }
        self.starts = starts
        cells = parts.flatMap(\.cells)
    }

    @inline(__always)
    func each(_ row: Int, _ body: (Cell) -> Void) {
        cells.withUnsafeBufferPointer { cells in
            for place in starts[row]..<starts[row + 1] { body(cells[place]) }
        }
    }

    /// The cells of one row, columns ascending, without a table of them all.
    @inline(__always)
    static func each(_ row: Int, _ counts: ItemCounts, _ tallies: Tallies, _ body: (Cell) -> Void) {
        let clients = Float(tallies.clients)
        let from = Float(tallies.takers[row])
        let (together, after) = (counts.together.row(row), counts.after.row(row))
        var (left, right) = (together.lowerBound, after.lowerBound)
        while left < together.upperBound || right < after.upperBound {
            let leftColumn = left < together.upperBound ? counts.together.columns[left] : Int32.max
            let rightColumn = right < after.upperBound ? counts.after.columns[right] : Int32.max
            let column = min(leftColumn, rightColumn)
            let to = Float(tallies.takers[Int(column)])
            var (lift, cosine, follows): (Float, Float, Float) = (0, 0, 0)
            if leftColumn == column {
                let pairs = Float(counts.together.values[left])
                lift = Formula.logLift(together: pairs, from: from, to: to, clients: clients)
                cosine = Formula.cosine(together: pairs, from: from, to: to)
                left += 1
            }
            if rightColumn == column {
                follows = Formula.follows(steps: Float(counts.after.values[right]), from: from, to: to)
                right += 1
            }
            body(Cell(column: column, lift: lift, cosine: cosine, follows: follows))
        }
    }
}
