/// How many clients took both of two items: a sparse symmetric matrix in compressed rows, columns ascending.
///
/// Built item by item through the inverted index with one scratch row, so memory is the answer's own and no order matters.
struct PairCounts: Sendable, Equatable {
    let starts: [Int]
    let columns: [Int32]
    let counts: [Int32]

    init(starts: [Int], columns: [Int32], counts: [Int32]) {
        self.starts = starts
        self.columns = columns
        self.counts = counts
    }

    /// - Parameter baskets: the items of each client, each once.
    init(items: Int, baskets: [[Int]]) {
        var owners = [[Int]](repeating: [], count: items)
        for (basket, members) in baskets.enumerated() {
            for item in members { owners[item].append(basket) }
        }
        var starts = [0]
        var columns: [Int32] = []
        var counts: [Int32] = []
        var row = [Int32](repeating: 0, count: items)
        for item in 0..<items {
            for basket in owners[item] {
                for other in baskets[basket] where other != item { row[other] += 1 }
            }
            for other in 0..<items where row[other] > 0 {
                columns.append(Int32(other))
                counts.append(row[other])
                row[other] = 0
            }
            starts.append(columns.count)
        }
        self.init(starts: starts, columns: columns, counts: counts)
    }

    subscript(row: Int, column: Int) -> Int {
        var low = starts[row]
        var high = starts[row + 1]
        while low < high {
            let middle = (low + high) / 2
            if Int(columns[middle]) < column { low = middle + 1 } else { high = middle }
        }
        return low < starts[row + 1] && Int(columns[low]) == column ? Int(counts[low]) : 0
    }
}
