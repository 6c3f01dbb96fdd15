/// The user part: clients alike by what they took, and what those took besides.
///
/// User-based collaborative filtering (Resnick et al., "GroupLens", CSCW 1994) over an inverted index: cosine of a recency-weighted history with
/// each neighbour's, the nearest ``nearest`` vote. At most ``most`` clients are kept, drawn by their keys, so memory is bounded and a new client
/// moves nobody else's vote but through its own.
///
/// Rows of single clients are pseudonyms' data: they are no part of the artefact, which keeps only who was drawn. Whoever loads it gives the members
/// back (``Model/remember(_:)``), so a client that is erased is a neighbour no more.
public struct Neighbours: Sendable {
    public static let most = 20_000
    static let recency: Float = 0.9

    struct Member: Sendable, Equatable {
        let key: UInt64
        /// Ascending.
        let taken: [Int32]
        let declined: [Int32]
    }

    private var members = MemberRows()
    /// Clients whose key hashes above it never become members: about ``most`` of those that training saw, everybody when they were fewer.
    let drawn: UInt64
    private var places: [UInt64: Int32] = [:]
    /// Places of members that left.
    private var free: [Int32] = []
    /// Members by item that they took, in the order of their lots: which of them a full list asks does not depend on who came when.
    private var lists: [[Int32]]
    /// What is asked of them, in one piece, while members do not change.
    private var asked = IndexRows([])

    init(items: Int, drawn: UInt64 = .max) {
        self.drawn = drawn
        lists = [[Int32]](repeating: [], count: items)
    }

    init(_ segment: Segment, sequences: Sequences, most: Int = Self.most) {
        let clients = (0..<segment.clientCount).filter { sequences.starts[$0] < sequences.starts[$0 + 1] }
        var lots = clients.map { (lot: Self.lot(segment.keys[$0]), client: $0) }
        lots.sort { ($0.lot, $0.client) < ($1.lot, $1.client) }
        self.init(items: segment.items.count, drawn: lots.count > most ? lots[max(most, 1) - 1].lot : .max)
        for (lot, client) in lots where lot <= drawn {
            let taken = sequences.items[sequences.starts[client]..<sequences.starts[client + 1]].sorted()
            let declined = segment.events.events(of: client).filter { !$0.isPositive && !taken.contains($0.item) }.map(\.item)
            put(Member(key: segment.keys[client], taken: taken, declined: Set(declined).sorted()))
        }
    }

    public var count: Int { places.count }

    private static func lot(_ key: UInt64) -> UInt64 { Mix.hash(key, 7) }

    func isDrawn(_ key: UInt64) -> Bool { Self.lot(key) <= drawn }

    /// Adds a client, or replaces what was known of it; one that was not drawn is left out.
    mutating func put(_ member: Member) {
        asked = IndexRows([])
        remove(member.key)
        guard !member.taken.isEmpty, isDrawn(member.key) else { return }
        let place = free.popLast() ?? Int32(members.count)
        members.put(member, at: Int(place))
        places[member.key] = place
        for item in member.taken { lists[Int(item)].insert(place, at: rank(of: member.key, in: lists[Int(item)])) }
    }

    /// Forgets a client.
    public mutating func remove(_ key: UInt64) {
        guard let place = places.removeValue(forKey: key) else { return }
        asked = IndexRows([])
        for item in members.member(at: Int(place)).taken { lists[Int(item)].removeAll { $0 == place } }
        members.remove(at: Int(place))
        free.append(place)
    }

    /// The same, readied for many questions.
    func readied() -> Neighbours {
        var neighbours = self
        let longest = Reach.of(lists.count).longestList
        neighbours.asked = IndexRows(lists.map { Array($0.prefix(longest)) })
        return neighbours
    }

    /// Where the client stands, or would, among members in the order of their lots.
    private func rank(of key: UInt64, in list: [Int32]) -> Int {
        func isBefore(_ place: Int32) -> Bool {
            let other = members.key(at: Int(place))
            return (Self.lot(other), other) < (Self.lot(key), key)
        }
        guard let last = list.last, !isBefore(last) else { return list.count }
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(list[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func member(_ key: UInt64) -> Member? { places[key].map { members.member(at: Int($0)) } }

    /// Finds the nearest members; ``eachVote(of:_:)`` then reads what they say.
    func ask(taken: some Collection<Int32>, except key: UInt64, scratch: inout NeighbourScratch) {
        scratch.clear(members: members.count)
        guard members.count > 0, !taken.isEmpty else { return }
        let reach = Reach.of(lists.count)
        var weight: Float = 1
        for item in taken.prefix(reach.longestQuery) {
            if asked.isEmpty {
                lists[Int(item)].prefix(reach.longestList).withUnsafeBufferPointer { scratch.add(weight, to: $0) }
            } else {
                asked.open(Int(item)) { scratch.add(weight, to: $0) }
            }
            weight *= Self.recency
        }
        if let own = places[key] { scratch.leave(Int(own)) }
        scratch.choose(reach.nearest, members)
    }

    /// Each thing that a neighbour took, by its share of all likeness, and half against each that it declined.
    @inline(__always)
    func eachVote(of nearest: [NeighbourScratch.Near], _ body: (_ item: Int, _ share: Float) -> Void) {
        for (place, share) in nearest {
            members.each(Int(place)) {
                body($0, share)
            } declined: {
                body($0, -share / 2)
            }
        }
    }
}
