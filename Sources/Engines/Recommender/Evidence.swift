import Vocabulary

/// What is known of one client at a moment: the model's whole view of a person. Item numbers, no service ids.
struct Evidence: Sendable {
    /// Taken or accepted, the latest first, each once.
    let taken: [Int]
    /// Declined and not taken, each once.
    let declined: Set<Int>
    let accepts: Int
    let declines: Int

    /// - Parameter entries: the client's observations in canonical order (``Entry/isBefore(_:_:)``).
    /// - Parameter moment: only what was known strictly before it counts; nil: everything. So an outcome never sees itself.
    init(_ entries: some Sequence<Entry>, before moment: Instant? = nil) {
        var latest: [Int: Int] = [:]
        var order: [Int] = []
        var declined: Set<Int> = []
        var accepts = 0
        var declines = 0
        for entry in entries {
            if let moment, entry.at >= moment { break }
            switch (entry.source, entry.isPositive) {
            case (.offer, true): accepts += 1
            case (.offer, false): declines += 1
            case (.history, _): break
            }
            if entry.isPositive {
                latest[entry.item] = order.count
                order.append(entry.item)
            } else {
                declined.insert(entry.item)
            }
        }
        taken = order.indices.reversed().filter { latest[order[$0]] == $0 }.map { order[$0] }
        self.declined = declined.subtracting(taken)
        self.accepts = accepts
        self.declines = declines
    }
}

/// An observation of a known service, by item number.
struct Entry: Sendable {
    let item: Int
    let source: Observation.Source
    let isPositive: Bool
    let propensity: Double?
    let at: Instant

    /// A total order of different entries, so that the order of the input rows means nothing.
    static func isBefore(_ left: Entry, _ right: Entry) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.item != right.item { return left.item < right.item }
        if left.source != right.source { return left.source == .history }
        if left.isPositive != right.isPositive { return right.isPositive }
        return (left.propensity ?? 0) < (right.propensity ?? 0)
    }
}

/// The observations by client, clients in the order of their ids, entries in canonical order.
struct Histories: Sendable {
    let clients: [ClientID]
    let entries: [[Entry]]
    /// Rows of services that are not in the catalogue.
    let unknown: Int

    init(_ observations: [Observation], numbers: [ServiceID: Int]) {
        var grouped: [ClientID: [Entry]] = [:]
        var unknown = 0
        for row in observations {
            guard let item = numbers[row.service] else {
                unknown += 1
                continue
            }
            grouped[row.client, default: []].append(
                Entry(item: item, source: row.source, isPositive: row.isPositive, propensity: row.propensity, at: row.at))
        }
        clients = grouped.keys.sorted()
        entries = clients.map { (grouped[$0] ?? []).sorted(by: Entry.isBefore) }
        self.unknown = unknown
    }
}
