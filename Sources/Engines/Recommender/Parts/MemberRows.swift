/// What each member of ``Neighbours`` took and declined, in one piece.
struct MemberRows: Sendable {
    /// Nobody's when nothing was taken.
    private struct Row: Sendable {
        var key: UInt64 = 0
        var start: Int32 = 0
        var taken: Int32 = 0
        var declined: Int32 = 0
    }

    private var rows: [Row] = []
    /// 1 / √(how much the member took), by place; 0: nobody's.
    private(set) var inverseRoots: [Float] = []
    private var items: [Int32] = []
    /// Places in `items` that no row uses any more.
    private var unused = 0

    var count: Int { rows.count }
    func key(at place: Int) -> UInt64 { rows[place].key }

    /// - Parameter place: of a row that is nobody's, or ``count``.
    mutating func put(_ member: Neighbours.Member, at place: Int) {
        if place == rows.count {
            rows.append(Row())
            inverseRoots.append(0)
        }
        rows[place] = Row(
            key: member.key, start: Int32(items.count), taken: Int32(member.taken.count), declined: Int32(member.declined.count))
        inverseRoots[place] = 1 / Float(member.taken.count).squareRoot()
        items += member.taken
        items += member.declined
    }

    mutating func remove(at place: Int) {
        unused += Int(rows[place].taken + rows[place].declined)
        rows[place] = Row()
        inverseRoots[place] = 0
        guard unused > 1024, unused > items.count / 2 else { return }
        var kept: [Int32] = []
        kept.reserveCapacity(items.count - unused)
        for place in rows.indices where rows[place].taken > 0 {
            let row = rows[place]
            rows[place].start = Int32(kept.count)
            kept += items[Int(row.start)..<Int(row.start + row.taken + row.declined)]
        }
        items = kept
        unused = 0
    }

    func member(at place: Int) -> Neighbours.Member {
        let row = rows[place]
        let middle = Int(row.start + row.taken)
        return Neighbours.Member(
            key: row.key, taken: Array(items[Int(row.start)..<middle]), declined: Array(items[middle..<middle + Int(row.declined)]))
    }

    @inline(__always)
    func each(_ place: Int, taken: (Int) -> Void, declined: (Int) -> Void) {
        items.withUnsafeBufferPointer { items in
            let row = rows[place]
            let middle = Int(row.start + row.taken)
            for index in Int(row.start)..<middle { taken(Int(items[index])) }
            for index in middle..<middle + Int(row.declined) { declined(Int(items[index])) }
        }
    }
}
