/// EASE^R (Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019): the item–item weights of a ridge regression of each item on
/// all others, in closed form. Only the strongest weights of each row are kept.
struct LinearItems: Sendable, Equatable {
    let starts: [Int]
    let columns: [Int32]
    let weights: [Float]
    /// Catalogues above this size go without: the closed form is cubic.
    static let mostItems = 4096
    static let kept = 256
    static let ridge: Float = 250

    init(starts: [Int], columns: [Int32], weights: [Float]) {
        (self.starts, self.columns, self.weights) = (starts, columns, weights)
    }

    init(empty items: Int) { self.init(starts: [Int](repeating: 0, count: items + 1), columns: [], weights: []) }

    /// Nil when the catalogue is too large or nobody took two things.
    /// - Parameter counts: of the same sequences; they are taken where they hold every cell.
    init?(_ sequences: Sequences, _ counts: ItemCounts, takers: [Int32]) {
        let size = takers.count
        guard size > 1, size <= Self.mostItems, !counts.together.columns.isEmpty else { return nil }
        // The strongest cells alone would not do: only the whole matrix of products is sure to be positive definite.
        var gram = Reach.of(size).keptCells == nil ? counts.together.dense() : RowCounter.pairs(sequences, takers: takers)
        for row in 0..<size { gram[row * size + row] = Float(takers[row]) + Self.ridge }
        let inverse = Cholesky.inverse(of: gram, size: size)
        var starts = [0]
        var columns: [Int32] = []
        var weights: [Float] = []
        var magnitudes = [Double](repeating: 0, count: size)
        for row in 0..<size {
            for column in 0..<size {
                magnitudes[column] = column == row ? 0 : Double(abs(inverse[row * size + column] / inverse[column * size + column]))
            }
            var ranked = magnitudes
            let first = min(Self.kept, size)
            ranked.withUnsafeMutableBufferPointer { Selection.descending($0, first: first) }
            let least = max(ranked[first - 1], 1e-7)
            for column in 0..<size where magnitudes[column] >= least {
                columns.append(Int32(column))
                weights.append(-inverse[row * size + column] / inverse[column * size + column])
            }
            starts.append(columns.count)
        }
        self.init(starts: starts, columns: columns, weights: weights)
    }

    @inline(__always)
    func each(_ row: Int, _ body: (_ item: Int, _ weight: Float) -> Void) {
        for place in starts[row]..<starts[row + 1] { body(Int(columns[place]), weights[place]) }
    }
}
