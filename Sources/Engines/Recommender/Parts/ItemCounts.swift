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
    static let window = 24
    static let unit = 1024
    static let decay = (0..<window).map { step in
        Int32((0..<step).reduce(Double(unit)) { value, _ in value * 0.9 }.rounded())
    }

    /// Counts in one pass over the inverted index with a scratch row for each core, so that memory is the answer's own and the order of clients
    /// means nothing.
    init(_ sequences: Sequences, takers: [Int32]) {
        let kept = Reach.of(takers.count).keptCells
        let stream = TakingStream(sequences, takers: takers, isByPopularity: kept != nil)
        let answers = Parallel.map(takers.count, into: 32) { rows in
            var counter = RowCounter(stream, takers: takers, kept: kept)
            for row in rows { counter.count(row) }
            return counter.part
        }
        together = SparseRows(answers.map(\.together))
        after = SparseRows(answers.map(\.after))
        if takers.isEmpty { (together, after) = (SparseRows(empty: 0), SparseRows(empty: 0)) }
    }

    init(together: SparseRows, after: SparseRows) { (self.together, self.after) = (together, after) }
}
