import Foundation
import Recommender
import Vocabulary

/// A made-up world whose every chance is known: what people did in three years, and P(accept | offered now) of each client and each service that it
/// has no row of. Where nothing is ever offered, the chance that the service is the client's next. The same structure and seed give the same world.
public struct TrueWorld: Sendable {
    public let structure: WorldStructure
    public let seed: UInt64
    /// What the product may see.
    public let data: TrainingData
    /// By client, then place in `data.items`; NaN where the client has a row, or the service is for the other audience.
    private let truths: [Float]
    /// By service: in how many months of how many clients it could have been offered, and the sum of one over the propensity of its offers.
    let opportunities: [Int]
    let inversePropensities: [Double]

    private static let start: Int64 = 1_600_000_000_000
    private static let monthLength: Int64 = 2_629_800_000

    public init(_ structure: WorldStructure, seed: UInt64) {
        (self.structure, self.seed) = (structure, seed)
        var random = SeededGenerator(seed: seed &* 0xD134_2543_DE82_EF95 &+ UInt64(structure.name.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
        var log = Log(services: structure.extents.reduce(0) { $0 + $1.services })
        var (items, links): ([Item], [ItemLink]) = ([], [])
        for extent in structure.extents {
            let law = WorldLaw(structure, extent, &random)
            let first = items.count
            items += (0..<extent.services).map { item in
                Item(
                    id: ServiceID(first + item), audience: extent.audience, needs: law.needs[item].map { "need\($0)" },
                    company: law.companies[item])
            }
            links += law.links.map { ItemLink(from: ServiceID(first + $0.from), to: ServiceID(first + $0.to)) }
            for _ in 0..<extent.clients { log.live(law, extent.audience, first: first, &random) }
        }
        let clients = ClientTable(
            keys: log.portraits.indices.map { TrainingData.key(ClientID(high: seed, low: UInt64($0))) }, audiences: log.audiences,
            portraits: log.portraits)
        data = TrainingData(items: items, links: links, clients: clients, events: EventTable(log.rows, keys: clients.keys))
        (truths, opportunities, inversePropensities) = (log.truths, log.opportunities, log.inversePropensities)
    }

    /// nil where the client has a row of the service, or it is for the other audience.
    public func truth(_ client: Int, _ item: Int) -> Double? {
        let truth = truths[client * data.items.count + item]
        return truth.isNaN ? nil : Double(truth)
    }

    /// What is written down while people live.
    private struct Log {
        let services: Int
        var rows = EventRows()
        var audiences: [Audience] = []
        var portraits: [PortraitRow] = []
        var truths: [Float] = []
        var opportunities: [Int]
        var inversePropensities: [Double]

        init(services: Int) {
            self.services = services
            opportunities = [Int](repeating: 0, count: services)
            inversePropensities = [Double](repeating: 0, count: services)
        }

        /// - Parameter first: place of the audience's first service among all.
        mutating func live(_ law: WorldLaw, _ audience: Audience, first: Int, _ random: inout SeededGenerator) {
            let structure = law.structure
            var person = WorldPerson(audience, &random)
            let client = Int32(audiences.count)
            let months = structure.months
            let policy = LoggingPolicy(habits: structure.policy, rate: structure.offers / Double(months))
            let takings = random.poisson(structure.takings) + (structure.hasOffers ? 1 : 2)
            // The first thing brings the client; later ones come in months of their own.
            let arrival = random.pick(months / 2)
            let moments = ([arrival] + (1..<max(2, takings)).map { _ in arrival + random.pick(months - arrival) }).prefix(takings).sorted()
            var deeds = 0
            func time(_ month: Int) -> Int64 {
                deeds += 1
                return TrueWorld.start + Int64(month) * TrueWorld.monthLength + Int64(deeds) * 3_600_000
            }
            for month in 0..<months {
                person.live(month: month, &random)
                for _ in 0..<moments.count(where: { $0 == month }) {
                    let open = (0..<law.items).filter { !person.known.contains($0) }
                    guard open.count > 1 else { break }
                    let item = open[random.pick(by: law.choices(open, person, month: month))]
                    person.take(item, month: month)
                    rows.append(
                        client: client, item: Int32(first + item), isPositive: true, isOffer: false, propensity: 0, time: time(month))
                }
                guard structure.hasOffers, month >= arrival else { continue }
                let open = (0..<law.items).filter { !person.known.contains($0) }
                guard open.count > 1 else { continue }
                for item in open { opportunities[first + item] += 1 }
                let attention = policy.attention(means: person.means)
                guard random.happens(attention) else { continue }
                let chances = policy.chances(open.map { law.guess($0, person) })
                let place = random.pick(by: chances)
                let item = open[place]
                let propensity = attention * chances[place]
                inversePropensities[first + item] += 1 / propensity
                let isAccepted = random.happens(law.acceptance(item, person, month: month))
                if isAccepted { person.take(item, month: month) } else { person.decline(item, month: month) }
                rows.append(
                    client: client, item: Int32(first + item), isPositive: isAccepted, isOffer: true, propensity: Float(propensity),
                    time: time(month))
            }
            audiences.append(audience)
            portraits.append(person.portrait)
            let known = person.known
            let open = (0..<law.items).filter { !known.contains($0) }
            let chances =
                structure.hasOffers
                ? open.map { law.acceptance($0, person, month: months) } : law.choices(open, person, month: months)
            let base = truths.count
            truths += [Float](repeating: .nan, count: services)
            for (item, chance) in zip(open, chances) { truths[base + first + item] = Float(chance) }
        }
    }
}

extension TrueWorld {
    /// What would become of every service now, drawn by the true chances, by place: each offer is accepted or not; or one thing is next.
    func outcomes(of client: Int) -> [Bool] {
        var random = SeededGenerator(seed: seed &* 0x9E6C_63D0_876A_9A2B &+ UInt64(client))
        let chances = data.items.indices.map { truth(client, $0) ?? 0 }
        guard structure.hasOffers else {
            let next = random.pick(by: chances)
            return chances.indices.map { $0 == next }
        }
        return chances.map { random.happens($0) }
    }
}
