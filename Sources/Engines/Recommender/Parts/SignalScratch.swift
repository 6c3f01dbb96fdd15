/// Buffers of one thread, so that a request allocates nothing.
struct SignalScratch {
    /// Cells of an item: the signals up to `linkedAccepted` are summed here, and in `pairCell` the weights of pairs. A cache line of 64 bytes.
    static let pairCell = Signal.linkedBack.rawValue
    static let width = 16

    private(set) var cells: [Float] = []
    private var touchedItems: [Int32] = []
    private var touchedCount = 0
    private var isTouched: [Bool] = []
    var neighbours = NeighbourScratch()
    var needs: [Met] = []
    /// By company, the unknown one last.
    var companies: [Met] = []
    var taken: [Int32] = []
    var fatigue: (declines: Float, accepts: Float, rate: Float) = (0, 0, 0)

    /// How often a need or a company was met among what the client came for, accepted and declined.
    struct Met: Sendable {
        var history: Float = 0
        var accepted: Float = 0
        var declined: Float = 0
    }

    /// Items whose cells are not all zero.
    var touched: ArraySlice<Int32> { touchedItems[..<touchedCount] }

    mutating func clear(items: Int, needs: Int, companies: Int) {
        if isTouched.count != items {
            cells = [Float](repeating: 0, count: items * Self.width)
            isTouched = [Bool](repeating: false, count: items)
            touchedItems = [Int32](repeating: 0, count: items)
        } else {
            cells.withUnsafeMutableBufferPointer { cells in
                for item in touchedItems[..<touchedCount] {
                    isTouched[Int(item)] = false
                    let base = Int(item) * Self.width
                    for place in base..<base + Self.width { cells[place] = 0 }
                }
            }
        }
        touchedCount = 0
        Self.empty(&self.needs, needs)
        Self.empty(&self.companies, companies + 1)
    }

    private static func empty(_ met: inout [Met], _ count: Int) {
        if met.count != count { met = [Met](repeating: Met(), count: count) } else { for place in met.indices { met[place] = Met() } }
    }

    /// Opens the cells for many additions: to ask for the buffers at each of them would take longer than to add.
    @inline(__always)
    mutating func edit(_ body: (inout CellEditor) -> Void) {
        touchedCount = cells.withUnsafeMutableBufferPointer { cells in
            isTouched.withUnsafeMutableBufferPointer { isTouched in
                touchedItems.withUnsafeMutableBufferPointer { touched in
                    var editor = CellEditor(cells: cells, isTouched: isTouched, touched: touched, count: touchedCount)
                    body(&editor)
                    return editor.count
                }
            }
        }
    }

    /// How much the item part and the users speak for the item: a quick word before the full score.
    @inline(__always)
    func promise(_ item: Int) -> Float {
        cells.withUnsafeBufferPointer { cells in
            let base = item * Self.width
            let parts = SIMD4<Float>(
                cells[base + Signal.after.rawValue], cells[base + Signal.cosine.rawValue], cells[base + Signal.linear.rawValue],
                cells[base + Signal.neighbours.rawValue])
            let roots = parts.replacing(with: 0, where: parts .< 0).squareRoot()
            return roots[0] + roots[1] + roots[2] + roots[3]
        }
    }
}

/// The cells of a scratch while they are open.
struct CellEditor {
    fileprivate let cells: UnsafeMutableBufferPointer<Float>
    fileprivate let isTouched: UnsafeMutableBufferPointer<Bool>
    fileprivate let touched: UnsafeMutableBufferPointer<Int32>
    fileprivate var count: Int

    @inline(__always)
    mutating func add(_ signal: Signal, _ item: Int, _ amount: Float) {
        touch(item)
        cells[item * SignalScratch.width + signal.rawValue] += amount
    }

    @inline(__always)
    mutating func raise(_ signal: Signal, _ item: Int, _ amount: Float) {
        touch(item)
        let place = item * SignalScratch.width + signal.rawValue
        if amount > cells[place] { cells[place] = amount }
    }

    @inline(__always)
    mutating func addPair(_ item: Int, _ amount: Float) {
        touch(item)
        cells[item * SignalScratch.width + SignalScratch.pairCell] += amount
    }

    @inline(__always)
    private mutating func touch(_ item: Int) {
        if !isTouched[item] {
            isTouched[item] = true
            touched[count] = Int32(truncatingIfNeeded: item)
            count += 1
        }
    }
}
