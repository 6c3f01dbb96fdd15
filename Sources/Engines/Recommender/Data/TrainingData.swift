import Vocabulary

/// The clients by number, with what stays the same about each whoever else is there.
public struct ClientTable: Sendable {
    /// A hash of the client's id: decides its fold, its sample and its ties. Clients must be numbered in an order of their ids, not of input.
    public let keys: [UInt64]
    public let audiences: [Audience]
    /// ``PortraitRow/width`` values a client, NaN unknown.
    let portraits: [Float]

    /// - Parameter portraits: one for each client, or none at all.
    public init(keys: [UInt64], audiences: [Audience], portraits: [PortraitRow]) {
        self.keys = keys
        self.audiences = audiences
        self.portraits = portraits.flatMap(\.values)
    }

    /// - Parameter values: ``PortraitRow/width`` a client, columns as ``PortraitRow/Field``, or empty when nothing is known of anyone.
    public init(keys: [UInt64], audiences: [Audience], portraitValues values: [Float]) {
        self.keys = keys
        self.audiences = audiences
        portraits = values
    }

    public var count: Int { keys.count }

    public func portrait(_ client: Int) -> PortraitRow {
        guard !portraits.isEmpty else { return PortraitRow() }
        return PortraitRow(values: portraits[client * PortraitRow.width..<(client + 1) * PortraitRow.width])
    }
}

/// All that a model is trained on.
public struct TrainingData: Sendable {
    /// In the order of their ids, each once.
    public let items: [Item]
    public let links: [ItemLink]
    public let clients: ClientTable
    /// Items by their place in `items`, clients by their place in `clients`.
    public let events: EventTable
    /// Rows left out because their service is not in the catalogue.
    public let unknownServices: Int

    /// - Parameter items: in the order of their ids, each once; events speak of them by place.
    public init(items: [Item], links: [ItemLink], clients: ClientTable, events: EventTable, unknownServices: Int = 0) {
        self.items = items
        self.links = links
        self.clients = clients
        self.events = events
        self.unknownServices = unknownServices
    }

    /// From rows in any order. A client's audience is that of its latest known service unless `clients` says it.
    public init(
        items: [Item], links: [ItemLink], observations: [Observation], clients known: [ClientID: (Audience, PortraitRow)] = [:]
    ) {
        let items = Dictionary(items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }).values.sorted { $0.id < $1.id }
        let numbers = Dictionary(items.enumerated().map { ($1.id, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        let ids = Set(observations.map(\.client)).union(known.keys).sorted()
        let clientNumbers = Dictionary(ids.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        var rows = EventRows()
        rows.reserve(observations.count)
        var unknown = 0
        for row in observations {
            guard let item = numbers[row.service], let client = clientNumbers[row.client] else {
                unknown += 1
                continue
            }
            rows.append(
                client: client, item: item, isPositive: row.isPositive, isOffer: row.source == .offer,
                propensity: Float(row.propensity ?? 0), time: row.at.milliseconds)
        }
        let keys = ids.map(Self.key)
        let events = EventTable(rows, keys: keys)
        let audiences = ids.enumerated().map { client, id in
            if let said = known[id]?.0 { return said }
            let range = events.starts[client]..<events.starts[client + 1]
            return range.last.map { items[Int(events.items[$0])].audience } ?? .individual
        }
        self.init(
            items: items, links: links,
            clients: ClientTable(keys: keys, audiences: audiences, portraits: ids.map { known[$0]?.1 ?? PortraitRow() }), events: events,
            unknownServices: unknown)
    }

    /// The key of a client with a random id.
    public static func key(_ id: ClientID) -> UInt64 { Mix.hash(id.high, id.low) }

    /// The key of a client that a file names by text: FNV-1a, mixed.
    public static func key(_ name: some Sequence<UInt8>) -> UInt64 {
        Mix.hash(name.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }, 0)
    }
}
