/// Observations as columns, in any order, before they are sorted by client.
public struct EventRows: Sendable {
    var clients: [Int32] = []
    var items: [Int32] = []
    var times: [Int64] = []
    var marks: [UInt8] = []
    var propensities: [Float] = []

    public init() {}

    public var count: Int { clients.count }

    public mutating func reserve(_ count: Int) {
        clients.reserveCapacity(count)
        items.reserveCapacity(count)
        times.reserveCapacity(count)
        marks.reserveCapacity(count)
        propensities.reserveCapacity(count)
    }

    /// - Parameters:
    ///   - client, item: places in ``TrainingData/clients`` and ``TrainingData/items``.
    ///   - propensity: in (0, 1]; 0: unknown.
    ///   - time: milliseconds since 1970.
    @inline(__always)
    public mutating func append(client: Int32, item: Int32, isPositive: Bool, isOffer: Bool, propensity: Float, time: Int64) {
        clients.append(client)
        items.append(item)
        times.append(time)
        marks.append((isPositive ? EventTable.positive : 0) | (isOffer ? EventTable.offer : 0))
        propensities.append(propensity)
    }

    /// Renumbers clients and items, for a reader that learns the final order only at the end of the file.
    public mutating func renumber(clients clientNumbers: [Int32], items itemNumbers: [Int32]) {
        for row in clients.indices {
            clients[row] = clientNumbers[Int(clients[row])]
            items[row] = itemNumbers[Int(items[row])]
        }
    }
}

/// Observations by client in compressed rows; within a client the oldest first (``Event/isBefore(_:_:key:)``). 17 bytes a row.
public struct EventTable: Sendable {
    static let positive: UInt8 = 1
    static let offer: UInt8 = 2

    let starts: [Int]
    let items: [Int32]
    let times: [Int64]
    let marks: [UInt8]
    let propensities: [Float]

    /// Sorts the rows: counting sort by client, then each client's own few by time.
    /// - Parameter keys: a number for each client that stays the same whoever else is there.
    public init(_ rows: consuming EventRows, keys: [UInt64]) {
        var starts = [Int](repeating: 0, count: keys.count + 1)
        for client in rows.clients { starts[Int(client) + 1] += 1 }
        for client in keys.indices { starts[client + 1] += starts[client] }
        self.starts = starts
        // The column of clients becomes the place that each row goes to.
        var places = rows.clients
        rows.clients = []
        for row in places.indices {
            let client = Int(places[row])
            places[row] = Int32(starts[client])
            starts[client] += 1
        }
        // A column is let go as soon as it is moved, so that the rows are held about once and not twice.
        var items = Self.moved(rows.items, to: places)
        rows.items = []
        var times = Self.moved(rows.times, to: places)
        rows.times = []
        var marks = Self.moved(rows.marks, to: places)
        rows.marks = []
        var propensities = Self.moved(rows.propensities, to: places)
        rows.propensities = []
        func event(_ place: Int) -> Event {
            Event(
                item: items[place], isPositive: marks[place] & Self.positive != 0, isOffer: marks[place] & Self.offer != 0,
                propensity: propensities[place], time: times[place])
        }
        for client in keys.indices {
            let range = self.starts[client]..<self.starts[client + 1]
            guard range.count > 1 else { continue }
            var isSorted = true
            for place in (range.lowerBound + 1)..<range.upperBound
            where times[place] <= times[place - 1] && !Event.isBefore(event(place - 1), event(place), key: keys[client]) {
                isSorted = false
                break
            }
            if isSorted { continue }
            let sorted = range.map(event).sorted { Event.isBefore($0, $1, key: keys[client]) }
            for (place, event) in zip(range, sorted) {
                items[place] = event.item
                times[place] = event.time
                marks[place] = (event.isPositive ? Self.positive : 0) | (event.isOffer ? Self.offer : 0)
                propensities[place] = event.propensity
            }
        }
        self.items = items
        self.times = times
        self.marks = marks
        self.propensities = propensities
    }

    private static func moved<T: Numeric>(_ column: [T], to places: [Int32]) -> [T] {
        // All alike, such as propensities that nobody knows: the same in any order.
        if let first = column.first, column.allSatisfy({ $0 == first }) { return column }
        var moved = [T](repeating: 0, count: column.count)
        for row in places.indices { moved[Int(places[row])] = column[row] }
        return moved
    }

    public var count: Int { items.count }

    @inline(__always)
    func isPositive(_ place: Int) -> Bool { marks[place] & Self.positive != 0 }
    @inline(__always)
    func isOffer(_ place: Int) -> Bool { marks[place] & Self.offer != 0 }

    func event(_ place: Int) -> Event {
        Event(
            item: items[place], isPositive: isPositive(place), isOffer: isOffer(place), propensity: propensities[place],
            time: times[place])
    }

    /// Every event, client by client.
    public func forEach(_ body: (_ item: Int32, _ isPositive: Bool, _ isOffer: Bool) -> Void) {
        for place in items.indices { body(items[place], isPositive(place), isOffer(place)) }
    }

    func events(of client: Int) -> [Event] { (starts[client]..<starts[client + 1]).map(event) }
}
