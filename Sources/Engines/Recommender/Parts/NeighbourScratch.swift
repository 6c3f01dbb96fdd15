/// Buffers of one thread, so that a query allocates next to nothing.
struct NeighbourScratch {
    typealias Near = (place: Int32, share: Float)

    /// Members and their share of all likeness. In an order that does not depend on who became a member when, so that sums come out the same.
    private(set) var nearest: [Near] = []
    /// Weighted number of things shared, by member; zero for all but the touched.
    private var overlaps: [Float] = []
    private var touched: [Int32] = []
    private var touchedCount = 0
    private var likenesses: [Float] = []
    private var greatest = Greatest()

    mutating func clear(members: Int) {
        nearest.removeAll(keepingCapacity: true)
        for place in touched[..<touchedCount] { overlaps[Int(place)] = 0 }
        touchedCount = 0
        if overlaps.count < members {
            overlaps += [Float](repeating: 0, count: members - overlaps.count)
            touched += [Int32](repeating: 0, count: members + 1 - touched.count)
            likenesses = [Float](repeating: 0, count: members)
        }
    }

    /// Adds to the overlap of the members of a list.
    mutating func add(_ weight: Float, to list: UnsafeBufferPointer<Int32>) {
        var count = touchedCount
        overlaps.withUnsafeMutableBufferPointer { overlaps in
            touched.withUnsafeMutableBufferPointer { touched in
                for member in list {
                    let overlap = overlaps[Int(member)]
                    // Written in any case, counted when new: no branch to guess. There is room for one more.
                    touched[count] = member
                    count += overlap == 0 ? 1 : 0
                    overlaps[Int(member)] = overlap + weight
                }
            }
        }
        touchedCount = count
    }

    /// Nobody is a neighbour of itself.
    mutating func leave(_ place: Int) { overlaps[place] = -.infinity }

    /// Takes the members of the greatest cosine; among equals those of the least keys.
    mutating func choose(_ most: Int, _ members: borrowing MemberRows) {
        greatest.reset(keeping: most)
        members.inverseRoots.withUnsafeBufferPointer { inverseRoots in
            overlaps.withUnsafeBufferPointer { overlaps in
                likenesses.withUnsafeMutableBufferPointer { likenesses in
                    for index in 0..<touchedCount {
                        let place = Int(touched[index])
                        let likeness = overlaps[place] * inverseRoots[place]
                        likenesses[index] = likeness
                        if likeness > greatest.bar { greatest.take(likeness) }
                    }
                }
            }
        }
        let least = max(greatest.least, Float.leastNormalMagnitude)
        var equals: [Int] = []
        for index in 0..<touchedCount where likenesses[index] >= least {
            if likenesses[index] > least { nearest.append((touched[index], likenesses[index])) } else { equals.append(index) }
        }
        if nearest.count + equals.count > most {
            equals.sort { members.key(at: Int(touched[$0])) < members.key(at: Int(touched[$1])) }
            equals.removeSubrange(max(0, most - nearest.count)...)
        }
        for index in equals { nearest.append((touched[index], likenesses[index])) }
        let total = nearest.reduce(0) { $0 + $1.share }
        for index in nearest.indices { nearest[index].share /= total }
    }
}
