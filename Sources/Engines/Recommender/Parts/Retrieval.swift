/// Finds what may come into question for a client of a large catalogue, before everything is worked out about it: what scores best by a rough
/// measure, the sum of an item's score for anybody and of the strongest cells of each thing that the client has.
struct Retrieval: Sendable {
    /// Cells of a row that are looked at.
    static let kept = 36
    static let mostFavourites = 128

    /// What a rough score is made of.
    struct Guide: Sendable {
        /// Score for one unit of log-lift; of cosine, steps and linear weight, whose roots the model knows, at a usual size.
        var lift: Float = 0
        var cosine: Float = 1
        var follows: Float = 1
        var linear: Float = 1
        var pairs: WeightRows?
        /// By item, none below zero.
        let anybody: [Float]
        /// The best for anybody first.
        let favourites: [Int32]

        /// A model's own weights.
        /// - Parameter anybody: each item's score for a client of whom nothing is known.
        init(anybody: [Float]) {
            let lowest = anybody.min() ?? 0
            self.anybody = anybody.map { $0 - lowest }
            favourites = Self.first(anybody)
        }

        /// Before there are weights: what goes together, and what is popular.
        init(takers: [Int32]) {
            anybody = [Float](repeating: 0, count: takers.count)
            favourites = Self.first(takers)
        }

        private static func first(_ values: [some Comparable]) -> [Int32] {
            values.indices.sorted { values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1 }.prefix(mostFavourites).map { Int32($0) }
        }
    }

    private struct Cell: Sendable {
        let column: Int32
        let strength: Float
    }

    private let starts: [Int32]
    private let cells: [Cell]
    private let guide: Guide
    private let reach: Reach

    /// None, of no items.
    init() {
        (starts, cells) = ([0], [])
        (guide, reach) = (Guide(anybody: []), Reach.of(0))
    }

    var isEmpty: Bool { starts.count == 1 }

    init(_ joined: JoinedCells, _ linear: LinearItems?, _ guide: Guide) {
        let count = guide.anybody.count
        let parts = Parallel.map(count) { range in
            var part: (ends: [Int32], cells: [Cell]) = ([], [])
            var strengths = [Float](repeating: 0, count: count)
            var isFound = [Bool](repeating: false, count: count)
            for row in range {
                var found: [Int32] = []
                func add(_ column: Int, _ strength: Float) {
                    if !isFound[column] { found.append(Int32(column)) }
                    isFound[column] = true
                    strengths[column] += strength
                }
                joined.each(row) { add(Int($0.column), guide.lift * $0.lift + guide.cosine * $0.cosine + guide.follows * $0.follows) }
                linear?.each(row) { add($0, guide.linear * $1) }
                guide.pairs?.each(row) { add($0, $1) }
                var ranked = found.map { strengths[Int($0)] }
                let first = min(Self.kept, ranked.count)
                ranked.withUnsafeMutableBufferPointer { if first > 0 { Selection.descending($0, first: first) } }
                let least = first > 0 ? max(ranked[first - 1], Float.leastNormalMagnitude) : 0
                for column in found {
                    if strengths[Int(column)] >= least {
                        part.cells.append(Cell(column: column, strength: strengths[Int(column)]))
                    }
                    (strengths[Int(column)], isFound[Int(column)]) = (0, false)
                }
                part.ends.append(Int32(part.cells.count))
            }
            return part
        }
        var starts: [Int32] = [0]
        for part in parts {
            let first = starts.last ?? 0
            starts += part.ends.map { first + $0 }
        }
        self.starts = starts
        cells = parts.flatMap(\.cells)
        self.guide = guide
        reach = Reach.of(count)
    }

    /// Up to `most` items that the client's things point to, then favourites until there are so many more, nothing that the
    /// client has or declined.
    func candidates(
        _ client: Evidence, most: Int, favourites: Int, scratch: inout RetrievalScratch
    ) -> [Int32] {
        scratch.edit(items: starts.count - 1) { editor in
            var weight: Float = 1
            cells.withUnsafeBufferPointer { cells in
                for owned in client.taken.prefix(reach.latest) {
                    for cell in cells[Int(starts[Int(owned)])..<Int(starts[Int(owned) + 1])] {
                        editor.add(Int(cell.column), weight * cell.strength)
                    }
                    weight *= Formula.recency
                }
            }
        }
        return scratch.chosen(most, guide, atLeast: most + favourites, without: client)
    }
}

/// Buffers of one thread.
struct RetrievalScratch {
    /// By item; zero for all but the touched.
    private var promises: [Float] = []
    private var touched: [Int32] = []
    private var touchedCount = 0
    /// By item: it is chosen, or out of the question.
    private var isSettled: [Bool] = []
    private var greatest = Greatest()

    struct Editor {
        fileprivate let promises: UnsafeMutableBufferPointer<Float>
        fileprivate let touched: UnsafeMutableBufferPointer<Int32>
        fileprivate var count = 0

        /// - Parameter amount: above zero.
        @inline(__always)
        mutating func add(_ item: Int, _ amount: Float) {
            // Written in any case, counted when new: no branch to guess. There is room for one more.
            touched[count] = Int32(truncatingIfNeeded: item)
            count += promises[item] == 0 ? 1 : 0
            promises[item] += amount
        }
    }

    fileprivate mutating func edit(items: Int, _ body: (inout Editor) -> Void) {
        if promises.count != items {
            promises = [Float](repeating: 0, count: items)
            isSettled = [Bool](repeating: false, count: items)
            touched = [Int32](repeating: 0, count: items + 1)
        }
        touchedCount = promises.withUnsafeMutableBufferPointer { promises in
            touched.withUnsafeMutableBufferPointer { touched in
                var editor = Editor(promises: promises, touched: touched)
                body(&editor)
                return editor.count
            }
        }
    }

    /// Chooses, and leaves everything at zero.
    fileprivate mutating func chosen(
        _ most: Int, _ guide: borrowing Retrieval.Guide, atLeast count: Int, without client: Evidence
    ) -> [Int32] {
        for item in client.taken { isSettled[Int(item)] = true }
        for item in client.declined { isSettled[Int(item)] = true }
        greatest.reset(keeping: most)
        var found: [Int32] = []
        found.reserveCapacity(count + most)
        promises.withUnsafeMutableBufferPointer { promises in
            guide.anybody.withUnsafeBufferPointer { anybody in
                for item in touched[..<touchedCount] {
                    let promise = promises[Int(item)] + anybody[Int(item)]
                    promises[Int(item)] = promise
                    if promise > greatest.bar, !isSettled[Int(item)] { greatest.take(promise) }
                }
            }
            let least = max(greatest.least, Float.leastNormalMagnitude)
            for item in touched[..<touchedCount] {
                if promises[Int(item)] >= least, !isSettled[Int(item)] { found.append(item) }
                promises[Int(item)] = 0
            }
        }
        for item in found { isSettled[Int(item)] = true }
        let pointedTo = found.count
        for item in guide.favourites where found.count < count && !isSettled[Int(item)] { found.append(item) }
        for item in found[..<pointedTo] { isSettled[Int(item)] = false }
        for item in client.taken { isSettled[Int(item)] = false }
        for item in client.declined { isSettled[Int(item)] = false }
        return found
    }
}
