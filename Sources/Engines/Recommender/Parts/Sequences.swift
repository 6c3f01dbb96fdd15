/// What each client took, oldest first, each item once (at its latest place): the raw material of the item part and the user part.
struct Sequences: Sendable {
    /// The first of a client; taken at the same moment as the one before.
    static let first: UInt8 = 1
    static let tied: UInt8 = 2

    let starts: [Int]
    let items: [Int32]
    let marks: [UInt8]

    /// - Parameters:
    ///   - counts: whether an event belongs here, by its client and its place in the table.
    init(_ events: EventTable, items itemCount: Int, where counts: (_ client: Int, _ place: Int) -> Bool) {
        let clients = events.starts.count - 1
        var starts = [0]
        starts.reserveCapacity(clients + 1)
        var items: [Int32] = []
        var marks: [UInt8] = []
        items.reserveCapacity(events.count)
        marks.reserveCapacity(events.count)
        // The client that was seen last with an item, walking backwards: only the latest place of an item counts.
        var seen = [Int32](repeating: -1, count: itemCount)
        var kept: [Int] = []
        for client in 0..<clients {
            kept.removeAll(keepingCapacity: true)
            var place = events.starts[client + 1] - 1
            while place >= events.starts[client] {
                let item = Int(events.items[place])
                if events.isPositive(place), seen[item] != Int32(client), counts(client, place) {
                    seen[item] = Int32(client)
                    kept.append(place)
                }
                place -= 1
            }
            var before: Int64?
            for place in kept.reversed() {
                items.append(events.items[place])
                marks.append((before == nil ? Self.first : 0) | (before == events.times[place] ? Self.tied : 0))
                before = events.times[place]
            }
            starts.append(items.count)
        }
        self.starts = starts
        self.items = items
        self.marks = marks
    }

    var clientCount: Int { starts.count - 1 }
}
