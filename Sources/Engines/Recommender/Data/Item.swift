import Vocabulary

/// A service as the model sees it.
public struct Item: Hashable, Sendable {
    public let id: ServiceID
    public let audience: Audience
    public let needs: [String]
    /// Whose service it is; nil: unknown.
    public let company: Int?

    public init(id: ServiceID, audience: Audience, needs: [String], company: Int? = nil) {
        self.id = id
        self.audience = audience
        self.needs = needs
        self.company = company
    }
}

/// A hand-made link: whoever took `from` may want `to`.
public struct ItemLink: Hashable, Sendable {
    public let from: ServiceID
    public let to: ServiceID

    public init(from: ServiceID, to: ServiceID) {
        self.from = from
        self.to = to
    }
}

/// The services of one audience by number (their place in the order of ids), with needs, companies and links.
struct ItemTable: Sendable, Equatable {
    let ids: [ServiceID]
    let needNames: [String]
    /// Numbers of needs by item.
    let needs: [[Int32]]
    /// Number of the company by item; -1: unknown.
    let companies: [Int32]
    let companyCount: Int
    /// Items that a link leads to, ascending, by item.
    let links: [[Int32]]
    /// The same in one piece each, for hot loops.
    let needRows: IndexRows
    let linkRows: IndexRows

    init(ids: [ServiceID], needNames: [String], needs: [[Int32]], companies: [Int32], links: [[Int32]]) {
        self.ids = ids
        self.needNames = needNames
        self.needs = needs
        self.companies = companies
        companyCount = Int(companies.max() ?? -1) + 1
        self.links = links
        (needRows, linkRows) = (IndexRows(needs), IndexRows(links))
    }

    /// - Parameter items: services of one audience; order and repeats mean nothing.
    init(_ items: [Item], links: [ItemLink]) {
        let items = Dictionary(items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }).values.sorted { $0.id < $1.id }
        let numbers = Dictionary(items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let needNames = Set(items.flatMap(\.needs)).sorted()
        let needNumbers = Dictionary(needNames.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        let companyNumbers = Dictionary(
            Set(items.compactMap(\.company)).sorted().enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        var targets = items.map { _ in Set<Int32>() }
        for link in links {
            if let from = numbers[link.from], let to = numbers[link.to], from != to { targets[from].insert(Int32(to)) }
        }
        self.init(
            ids: items.map(\.id), needNames: needNames, needs: items.map { Set($0.needs.compactMap { needNumbers[$0] }).sorted() },
            companies: items.map { $0.company.flatMap { companyNumbers[$0] } ?? -1 }, links: targets.map { $0.sorted() })
    }

    var count: Int { ids.count }

    func isLinked(from: Int, to: Int) -> Bool { links[from].contains(Int32(to)) }
}

/// Lists of numbers one after the other. A list of its own for each row would be counted by all cores at once whenever it is read.
struct IndexRows: Sendable, Equatable {
    private let starts: [Int32]
    private let values: [Int32]

    init(_ lists: [[Int32]]) {
        var starts: [Int32] = [0]
        for list in lists { starts.append((starts.last ?? 0) + Int32(list.count)) }
        self.starts = starts
        values = Array(lists.joined())
    }

    var isEmpty: Bool { values.isEmpty }

    @inline(__always)
    func each(_ row: Int, _ body: (Int) -> Void) {
        for place in Int(starts[row])..<Int(starts[row + 1]) { body(Int(values[place])) }
    }

    @inline(__always)
    func open(_ row: Int, _ body: (UnsafeBufferPointer<Int32>) -> Void) {
        values.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[Int(starts[row])..<Int(starts[row + 1])])) }
    }
}
