import Recommender
import Vocabulary

/// What stood in the files, ready for a model, with the ids as the files spell them.
public struct DataSet: Sendable {
    /// Something that was left out: no error, but people should know.
    public enum Remark: Sendable, Hashable {
        /// Rows of interactions whose item is not among the services.
        case unknownItems(DataFile, rows: Int, firstLine: Int)
        /// Links with an end that is no item.
        case unknownLinks(DataFile, rows: Int, firstLine: Int)
        /// Links of an item to itself.
        case loops(DataFile, rows: Int, firstLine: Int)
    }

    public let training: TrainingData
    /// Ids of ``TrainingData/clients`` and ``TrainingData/items``, by place.
    public let users: Names
    public let items: Names
    /// Places of those whom recommendations are made for, ascending.
    public let chosen: [Int]
    public let remarks: [Remark]

    /// Reads all files, each once; the small ones first, so that a mistake in them is heard of soon.
    /// - Parameter progress: how much of the interactions has been read, 0…1.
    public init(_ paths: DataFilePaths, progress: (Double) -> Void = { _ in }) throws(DataFileError) {
        var itemTable = NameTable()
        let services = try paths.services.map { file throws(DataFileError) in try ServicesReader(file, items: &itemTable).services }
        var userTable = NameTable()
        let clients = try paths.clients.map { file throws(DataFileError) in try ClientsReader(file, users: &userTable) }
        let links = try paths.links.map { file throws(DataFileError) in try LinksReader(file) }
        let asked = try paths.users.map { file throws(DataFileError) in try UsersReader(file).names }
        var interactions = try InteractionsReader(
            paths.interactions, users: &userTable, items: &itemTable, knowsItems: services != nil, progress: progress)
        let askedNumbers = asked.map { userTable.numbers(of: $0) }

        var userPlaces: [Int32] = []
        users = Names(userTable, places: &userPlaces)
        var itemPlaces: [Int32] = []
        items = Names(itemTable, places: &itemPlaces)
        userTable = NameTable()
        chosen = askedNumbers.map { numbers in numbers.map { Int(userPlaces[Int($0)]) }.sorted() } ?? Array(0..<users.count)

        let catalogue = Self.catalogue(items, services: services, places: itemPlaces)
        let resolved = links?.resolved(itemTable)
        let keys = users.map { TrainingData.key($0) }
        let events = Self.events(interactions.takeRows(), users: userPlaces, items: itemPlaces, keys: keys)
        training = TrainingData(
            items: catalogue,
            links: (resolved?.links ?? []).map {
                ItemLink(from: catalogue[Int(itemPlaces[Int($0.from)])].id, to: catalogue[Int(itemPlaces[Int($0.to)])].id)
            },
            clients: Self.clients(clients, places: userPlaces, keys: keys, events: events, items: catalogue), events: events,
            unknownServices: interactions.unknown.rows)

        var remarks: [Remark] = []
        if interactions.unknown.rows > 0 {
            remarks.append(.unknownItems(paths.interactions, rows: interactions.unknown.rows, firstLine: interactions.unknown.firstLine))
        }
        if let resolved, let file = paths.links {
            if resolved.unknown.rows > 0 {
                remarks.append(.unknownLinks(file, rows: resolved.unknown.rows, firstLine: resolved.unknown.firstLine))
            }
            if resolved.loops.rows > 0 { remarks.append(.loops(file, rows: resolved.loops.rows, firstLine: resolved.loops.firstLine)) }
        }
        self.remarks = remarks
    }

    /// The items in the order of their ids. Without a catalogue all are for individuals and serve no known need.
    private static func catalogue(_ names: Names, services: [ServicesReader.Service]?, places: [Int32]) -> [Item] {
        let companies = Set((services ?? []).map(\.company)).sorted()
        let companyNumbers = Dictionary(companies.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var byPlace = [ServicesReader.Service?](repeating: nil, count: names.count)
        for (number, service) in (services ?? []).enumerated() { byPlace[Int(places[number])] = service }
        return byPlace.enumerated().map { place, service in
            Item(
                id: ServiceID(names.values?[place] ?? place), audience: service?.audience ?? .individual, needs: service?.needs ?? [],
                company: service.flatMap { $0.company.isEmpty ? nil : companyNumbers[$0.company] })
        }
    }

    private static func events(_ rows: consuming EventRows, users: [Int32], items: [Int32], keys: [UInt64]) -> EventTable {
        rows.renumber(clients: users, items: items)
        return EventTable(rows, keys: keys)
    }

    /// A client's audience is that of its latest service unless the file of clients says it.
    private static func clients(_ file: ClientsReader?, places: [Int32], keys: [UInt64], events: EventTable, items: [Item]) -> ClientTable {
        var audiences = (0..<keys.count).map { events.latestItem(of: $0).map { items[Int($0)].audience } ?? .individual }
        let width = PortraitRow.width
        let hasPortraits = file.map { !$0.portraits.isEmpty } ?? false
        var portraits = [Float](repeating: .nan, count: hasPortraits ? keys.count * width : 0)
        for (number, audience) in (file?.audiences ?? []).enumerated() {
            let place = Int(places[number])
            if let audience { audiences[place] = audience }
            if let file, hasPortraits {
                portraits.replaceSubrange(place * width..<(place + 1) * width, with: file.portraits[number * width..<(number + 1) * width])
            }
        }
        return ClientTable(keys: keys, audiences: audiences, portraitValues: portraits)
    }
}
