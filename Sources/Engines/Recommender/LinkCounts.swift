import Vocabulary

/// The counts of clients behind ``LinkProposals``, by places of the items.
struct LinkCounts: Sendable {
    /// Clients of the audience who took anything for that audience.
    private(set) var clients: [Audience: Int] = [:]
    /// Clients who took the item.
    private(set) var owners: [Int]
    private(set) var takenPriors: [Audience: LiftPrior] = [:]
    private(set) var needPriors: [Audience: LiftPrior] = [:]

    private let items: [LinkItem]
    /// Clients who took both, whichever came first.
    private var both: [Int]
    /// Clients who took the second with or after the first.
    private var forward: [Int]
    /// Sets of needs that items serve, each once, and the one of each item.
    private let profiles: [[Int]]
    private let profile: [Int]
    /// Clients of an audience with all needs of a profile.
    private var having: [Audience: [Int]] = [:]
    /// The same among the takers of an item, by what they took besides it.
    private var havingAmong: [Int]

    init(items: [LinkItem], places: [ServiceID: Int], clients: [LinkClient]) {
        self.items = items
        owners = Array(repeating: 0, count: items.count)
        both = Array(repeating: 0, count: items.count * items.count)
        forward = both
        let names = Set(items.flatMap(\.needs)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        let served = items.map { $0.needs.compactMap { numbers[$0] }.sorted() }
        profiles = Array(Set(served)).sorted { $0.lexicographicallyPrecedes($1) }
        let number = Dictionary(uniqueKeysWithValues: profiles.enumerated().map { ($1, $0) })
        profile = served.map { number[$0] ?? 0 }
        havingAmong = Array(repeating: 0, count: items.count * profiles.count)
        for audience in Audience.allCases { having[audience] = Array(repeating: 0, count: profiles.count) }
        for client in clients { add(client, places, served, numbers) }
        for audience in Audience.allCases { fitPriors(of: audience) }
    }

    func together(_ from: Int, _ to: Int) -> Int { both[from * items.count + to] }

    func isForward(_ from: Int, _ to: Int) -> Bool { forward[from * items.count + to] * 2 >= together(from, to) }

    /// Clients of the audience who have all needs of the item.
    func needing(_ item: Int, _ audience: Audience) -> Int { having[audience]?[profile[item]] ?? 0 }

    /// Takers of an item who have all needs of another, by what else they took or by what a person said.
    func needing(_ item: Int, among owned: Int) -> Int { havingAmong[owned * profiles.count + profile[item]] }

    // MARK: Counting

    private mutating func add(_ client: LinkClient, _ places: [ServiceID: Int], _ served: [[Int]], _ numbers: [String: Int]) {
        let taken = client.taken.compactMap { service, at in places[service].map { (item: $0, at: at) } }
        let added = Set(client.addedNeeds.compactMap { numbers[$0] })
        let removed = Set(client.removedNeeds.compactMap { numbers[$0] })
        for audience in Audience.allCases {
            let own = taken.filter { items[$0.item].audience == audience }
            guard !own.isEmpty else { continue }
            clients[audience, default: 0] += 1
            var sources = Array(repeating: 0, count: numbers.count)
            for need in added { sources[need] += 1 }
            for one in own { for need in served[one.item] { sources[need] += 1 } }
            for need in removed { sources[need] = 0 }
            for number in profiles.indices where profiles[number].allSatisfy({ sources[$0] > 0 }) { having[audience]?[number] += 1 }
            for one in own { count(one, among: own, sources, served[one.item]) }
        }
    }

    private mutating func count(
        _ one: (item: Int, at: Instant), among own: [(item: Int, at: Instant)], _ sources: [Int], _ itself: [Int]
    ) {
        owners[one.item] += 1
        for other in own where other.item != one.item {
            both[one.item * items.count + other.item] += 1
            if other.at >= one.at { forward[one.item * items.count + other.item] += 1 }
        }
        var others = sources
        for need in itself { others[need] -= 1 }
        for number in profiles.indices where profiles[number].allSatisfy({ others[$0] > 0 }) {
            havingAmong[one.item * profiles.count + number] += 1
        }
    }

    private mutating func fitPriors(of audience: Audience) {
        guard let total = clients[audience], total > 0 else { return }
        let own = items.indices.filter { items[$0].audience == audience && owners[$0] > 0 }
        var taken: [(observed: Int, expected: Double)] = []
        var needs = taken
        for from in own {
            for to in own where to > from {
                taken.append((together(from, to), Double(owners[from]) * Double(owners[to]) / Double(total)))
            }
            for number in profiles.indices where !profiles[number].isEmpty {
                let others = having[audience]?[number] ?? 0
                needs.append((havingAmong[from * profiles.count + number], Double(owners[from]) * Double(others) / Double(total)))
            }
        }
        takenPriors[audience] = LiftPrior(cells: taken)
        needPriors[audience] = LiftPrior(cells: needs)
    }
}
