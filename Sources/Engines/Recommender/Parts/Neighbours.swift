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
    static let nearest = 80
    static let longestQuery = 32
    static let longestList = 1024
    static let recency: Float = 0.9

    struct Member: Sendable, Equatable {
        let key: UInt64
        /// Ascending.
        let taken: [Int32]
        let declined: [Int32]
    }

    private(set) var members: [Member?] = []
    /// Clients whose key hashes above it never become members: about ``most`` of those that training saw, everybody when they were fewer.
    let drawn: UInt64
    /// 1 / √(how much the member took), by member; 0 for one that is forgotten.
    private var inverseRoots: [Float] = []
    private var places: [UInt64: Int32] = [:]
    /// Places of members that left.
    private var free: [Int32] = []
    /// Members by item that they took, in the order of their lots: which of them a full list asks does not depend on who came when.
    private var lists: [[Int32]]

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
        remove(member.key)
        guard !member.taken.isEmpty, isDrawn(member.key) else { return }
        let place = free.popLast() ?? Int32(members.count)
        let inverseRoot = 1 / Float(member.taken.count).squareRoot()
        if Int(place) < members.count {
            members[Int(place)] = member
            inverseRoots[Int(place)] = inverseRoot
        } else {
            members.append(member)
            inverseRoots.append(inverseRoot)
        }
        places[member.key] = place
        for item in member.taken { lists[Int(item)].insert(place, at: rank(of: member.key, in: lists[Int(item)])) }
    }

    /// Forgets a client.
    public mutating func remove(_ key: UInt64) {
        guard let place = places.removeValue(forKey: key), let member = members[Int(place)] else { return }
        for item in member.taken { lists[Int(item)].removeAll { $0 == place } }
        members[Int(place)] = nil
        inverseRoots[Int(place)] = 0
        free.append(place)
    }

    /// Where the client stands, or would, among members in the order of their lots.
    private func rank(of key: UInt64, in list: [Int32]) -> Int {
        func isBefore(_ place: Int32) -> Bool {
            members[Int(place)].map { (Self.lot($0.key), $0.key) < (Self.lot(key), key) } ?? false
        }
        guard let last = list.last, !isBefore(last) else { return list.count }
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(list[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func member(_ key: UInt64) -> Member? { places[key].flatMap { members[Int($0)] } }

    /// Fills the scratch's votes: each item's share of the neighbours' similarity, what they took for it, what they declined half against it.
    func vote(taken: some Collection<Int32>, except key: UInt64, scratch: inout NeighbourScratch) {
        scratch.prepare(members.count)
        guard !members.isEmpty, !taken.isEmpty else { return }
        var weight: Float = 1
        var norm: Float = 0
        scratch.overlaps.withUnsafeMutableBufferPointer { overlaps in
            for item in taken.prefix(Self.longestQuery) {
                for member in lists[Int(item)].prefix(Self.longestList) { overlaps[Int(member)] += weight }
                norm += weight * weight
                weight *= Self.recency
            }
        }
        if let own = places[key] { scratch.overlaps[Int(own)] = 0 }
        var near: [(key: UInt64, member: Int32, cosine: Float)] = []
        for place in scratch.leading(inverseRoots, first: Self.nearest) {
            guard let member = members[Int(place)] else { continue }
            let cosine = scratch.overlaps[Int(place)] / max(Float(member.taken.count) * norm, 1e-9).squareRoot()
            near.append((member.key, place, cosine))
        }
        if near.count > Self.nearest {
            near.sort { $0.cosine != $1.cosine ? $0.cosine > $1.cosine : $0.key < $1.key }
            near.removeSubrange(Self.nearest...)
        }
        // In the order of keys, so that sums do not depend on the order in which members came.
        near.sort { $0.key < $1.key }
        let total = near.reduce(0) { $0 + $1.cosine }
        guard total > 0 else { return }
        for (_, place, similarity) in near {
            guard let member = members[Int(place)] else { continue }
            let share = similarity / total
            for item in member.taken { scratch.votes.append((item, share)) }
            for item in member.declined { scratch.votes.append((item, -share / 2)) }
        }
    }
}

/// Buffers of one thread, so that a query allocates next to nothing.
struct NeighbourScratch {
    /// Weighted number of things shared, by member.
    fileprivate var overlaps: [Float] = []
    private var greatest = Greatest()
    private var found: [Int32] = []
    fileprivate(set) var votes: [(item: Int32, share: Float)] = []

    fileprivate mutating func prepare(_ members: Int) {
        // A whole number of vectors; what is beyond the members stays zero.
        let room = (members + 7) / 8 * 8
        if overlaps.count < room { overlaps += [Float](repeating: 0, count: room - overlaps.count) }
        overlaps.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        votes.removeAll(keepingCapacity: true)
    }

    /// A few more than the `first` members of the greatest overlap for their size, with all of those among them.
    fileprivate mutating func leading(_ inverseRoots: [Float], first: Int) -> [Int32] {
        found.removeAll(keepingCapacity: true)
        greatest.reset(keeping: first)
        overlaps.withUnsafeBufferPointer { overlaps in
            inverseRoots.withUnsafeBufferPointer { roots in
                for member in roots.indices {
                    let likeness = overlaps[member] * roots[member]
                    if likeness > greatest.bar { greatest.take(likeness) }
                }
                // The quick measure may round otherwise than the cosine: some slack keeps every member that could be among the first.
                let least = max(greatest.least * 0.9999, Float.leastNormalMagnitude)
                for member in roots.indices where overlaps[member] * roots[member] >= least {
                    found.append(Int32(truncatingIfNeeded: member))
                }
            }
        }
        return found
    }
}
