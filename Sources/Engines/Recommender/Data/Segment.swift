import Vocabulary

/// The clients and services of one audience, numbered from zero. Links and histories across audiences stay outside: such a link is a hint for
/// people, never an offer.
struct Segment: Sendable {
    let audience: Audience
    let items: ItemTable
    /// Local item → place in the whole catalogue.
    let places: [Int32]
    /// Local client → place among all clients.
    let clients: [Int32]
    let keys: [UInt64]
    let events: EventTable
    private let table: ClientTable

    init(_ data: TrainingData, audience: Audience) {
        self.audience = audience
        let places = data.items.indices.filter { data.items[$0].audience == audience }.map { Int32($0) }
        self.places = places
        items = ItemTable(places.map { data.items[Int($0)] }, links: data.links)
        table = data.clients
        if places.count == data.items.count, data.clients.audiences.allSatisfy({ $0 == audience }) {
            // The only audience: its numbers are the whole's, and nothing is copied.
            clients = []
            keys = data.clients.keys
            events = data.events
            return
        }
        var local = [Int32](repeating: -1, count: data.items.count)
        for (number, place) in places.enumerated() { local[Int(place)] = Int32(number) }
        var rows = EventRows()
        var clients: [Int32] = []
        for client in 0..<data.clients.count where data.clients.audiences[client] == audience {
            let number = Int32(clients.count)
            clients.append(Int32(client))
            for place in data.events.starts[client]..<data.events.starts[client + 1] {
                let item = local[Int(data.events.items[place])]
                guard item >= 0 else { continue }
                let event = data.events.event(place)
                rows.append(
                    client: number, item: item, isPositive: event.isPositive, isOffer: event.isOffer, propensity: event.propensity,
                    time: event.time)
            }
        }
        self.clients = clients
        keys = clients.map { data.clients.keys[Int($0)] }
        events = EventTable(rows, keys: keys)
    }

    var clientCount: Int { keys.count }

    func portrait(_ client: Int) -> PortraitRow { table.portrait(clients.isEmpty ? client : Int(clients[client])) }
}
