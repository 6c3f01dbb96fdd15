/// Buffers of one thread, so that a request allocates next to nothing.
struct SignalScratch {
    /// The items that signals are wanted of: all, or each of some thousands at most once.
    enum Wanted {
        case all
        case some([Int32])
    }

    /// Cells of an item: the signals up to `linkedAccepted` are summed here, and in `pairCell` the weights of pairs. A cache line of 64 bytes.
    static let pairCell = Signal.linkedBack.rawValue
    static let width = 16

    private(set) var cells: [Float] = []
    /// Item → its cells' place; -1: not wanted. Unused while all are.
    private var slots: [Int16] = []
    private var wanted: [Int32] = []
    private var isWhole = false
    var neighbours = NeighbourScratch()
    var retrieval = RetrievalScratch()
    private(set) var needs: [Met] = []
    /// By company, the unknown one last.
    private(set) var companies: [Met] = []
    private(set) var taken: [Int32] = []
    private(set) var fatigue: (declines: Float, accepts: Float, rate: Float) = (0, 0, 0)

    /// How often a need or a company was met among what the client came for, accepted and declined.
    struct Met: Sendable {
        var history: Float = 0
        var accepted: Float = 0
        var declined: Float = 0
    }

    /// Makes room for the items that are wanted, all cells zero.
    mutating func open(_ choice: Wanted, items: Int) {
        let count: Int
        switch choice {
        case .all:
            (isWhole, count) = (true, items)
        case .some(let list):
            if slots.count != items { slots = [Int16](repeating: -1, count: items) } else { for item in wanted { slots[Int(item)] = -1 } }
            for (slot, item) in list.enumerated() { slots[Int(item)] = Int16(slot) }
            (isWhole, wanted, count) = (false, list, list.count)
        }
        if cells.count < count * Self.width {
            cells = [Float](repeating: 0, count: count * Self.width)
        } else {
            cells.withUnsafeMutableBufferPointer { $0[..<(count * Self.width)].update(repeating: 0) }
        }
    }

    /// Where the cells of a wanted item begin.
    @inline(__always)
    func base(_ item: Int) -> Int { (isWhole ? item : Int(slots[item])) * Self.width }

    /// Opens the cells for many additions: to ask for the buffers at each of them would take longer than to add.
    @inline(__always)
    mutating func edit(_ body: (CellEditor) -> Void) {
        cells.withUnsafeMutableBufferPointer { cells in
            slots.withUnsafeBufferPointer { slots in body(CellEditor(cells: cells, slots: slots, isWhole: isWhole)) }
        }
    }

    /// Notes needs and companies of what the client has, and how tired it is of offers.
    mutating func note(_ client: Evidence, _ items: ItemTable) {
        Self.empty(&needs, items.needNames.count)
        Self.empty(&companies, items.companyCount + 1)
        for item in client.history { count(Int(item), items) { $0.history += 1 } }
        for item in client.accepted { count(Int(item), items) { $0.accepted += 1 } }
        for item in client.declined { count(Int(item), items) { $0.declined += 1 } }
        taken.removeAll(keepingCapacity: true)
        taken += client.taken.prefix(Formula.longest)
        fatigue = (
            Formula.logCount(Float(client.declines)), Formula.logCount(Float(client.accepts)),
            Float((Double(client.accepts) + 0.45) / (Double(client.accepts + client.declines) + 3))
        )
    }

    @inline(__always)
    private mutating func count(_ item: Int, _ items: ItemTable, _ met: (inout Met) -> Void) {
        items.needRows.each(item) { met(&needs[$0]) }
        let company = items.companies[item]
        if company >= 0 { met(&companies[Int(company)]) }
    }

    private static func empty(_ met: inout [Met], _ count: Int) {
        if met.count != count { met = [Met](repeating: Met(), count: count) } else { for place in met.indices { met[place] = Met() } }
    }
}

/// The cells of a scratch while they are open. What is added to an item that nobody wants is lost.
struct CellEditor {
    fileprivate let cells: UnsafeMutableBufferPointer<Float>
    fileprivate let slots: UnsafeBufferPointer<Int16>
    /// All items are wanted, each in its own place.
    fileprivate let isWhole: Bool

    @inline(__always)
    private func slot(_ item: Int) -> Int { isWhole ? item : Int(slots[item]) }

    @inline(__always)
    func add(_ signal: Signal, _ item: Int, _ amount: Float) {
        let slot = slot(item)
        if slot >= 0 { cells[slot * SignalScratch.width + signal.rawValue] += amount }
    }

    @inline(__always)
    func addPair(_ item: Int, _ amount: Float) {
        let slot = slot(item)
        if slot >= 0 { cells[slot * SignalScratch.width + SignalScratch.pairCell] += amount }
    }

    /// Adds a cell of a thing that the client has, under the weight of its recency and that of the last thing.
    @inline(__always)
    func add(_ cell: JoinedCells.Cell, _ weight: Float, _ last: Float) {
        let slot = slot(Int(cell.column))
        guard slot >= 0 else { return }
        let base = slot * SignalScratch.width
        let lift = weight * cell.lift
        cells[base + Signal.lift.rawValue] += lift
        if lift > cells[base + Signal.strongestLift.rawValue] { cells[base + Signal.strongestLift.rawValue] = lift }
        cells[base + Signal.cosine.rawValue] += weight * cell.cosine
        cells[base + Signal.after.rawValue] += weight * cell.follows
        cells[base + Signal.next.rawValue] += last * cell.follows
    }
}
