import Foundation
import Recommender
import Vocabulary

/// A made-up world of any size for measuring: services of Zipf-like popularity, clients with a few tastes and a portrait that goes with them,
/// offers with their propensities. The same size and seed give the same rows; a client's rows can be made again alone.
public struct BenchmarkWorld: Sendable {
    public struct Size: Hashable, Sendable, Codable {
        public let clients: Int
        public let services: Int
        /// About so many: each client's number is drawn.
        public let interactions: Int
        /// Share of the interactions that are outcomes of offers.
        public let offers: Double
        public let seed: UInt64

        public init(clients: Int, services: Int, interactions: Int, offers: Double, seed: UInt64) {
            (self.clients, self.services, self.interactions, self.offers) = (clients, services, interactions, offers)
            self.seed = seed
        }
    }

    /// One thing that a client took, left or was offered.
    struct Row: Hashable {
        let service: Int32
        let isPositive: Bool
        let isOffer: Bool
        let propensity: Float
        let time: Int64
    }

    public let size: Size
    /// Services from the most popular to the least.
    private let ranked: [Int32]
    private let tastes: Int

    public init(_ size: Size) {
        self.size = size
        var random = SeededGenerator(seed: size.seed)
        ranked = (0..<Int32(size.services)).shuffled(using: &random)
        tastes = min(50, max(1, size.services / 20))
    }

    var items: [Item] {
        (0..<size.services).map {
            Item(id: ServiceID($0), audience: .individual, needs: ["need\($0 % 12)"], company: $0 % 25)
        }
    }

    func id(of client: Int) -> ClientID { ClientID(high: size.seed, low: UInt64(client)) }

    /// All rows, clients in no order.
    func rows() -> EventRows {
        var rows = EventRows()
        rows.reserve(size.interactions + size.interactions / 50)
        // A step that shares no factor with the number of clients visits each once.
        var step = size.clients / 3 * 2 + 1
        while Self.commonFactor(step, size.clients) > 1 { step += 1 }
        var buffer: [Row] = []
        for turn in 0..<size.clients {
            let client = turn * step % size.clients
            fill(&buffer, client)
            for row in buffer {
                rows.append(
                    client: Int32(client), item: row.service, isPositive: row.isPositive, isOffer: row.isOffer, propensity: row.propensity,
                    time: row.time)
            }
        }
        return rows
    }

    /// The interactions as the CSV contract has them, in portions, for measuring other programs on the same world.
    public func eachPortionOfCSV<Failure: Error>(_ body: (String) throws(Failure) -> Void) throws(Failure) {
        var portion = "user,item,value,timestamp,source,propensity\n"
        var buffer: [Row] = []
        for client in 0..<size.clients {
            fill(&buffer, client)
            for row in buffer {
                let value = row.isPositive ? 1 : -1
                let source = row.isOffer ? "offer,\(row.propensity)" : "history,"
                portion += "\(client),\(row.service),\(value),\(row.time / 1000),\(source)\n"
            }
            guard portion.utf8.count > 1 << 16 || client + 1 == size.clients else { continue }
            try body(portion)
            portion.removeAll(keepingCapacity: true)
        }
    }

    func clients() -> ClientTable {
        var values = [Float](repeating: .nan, count: size.clients * PortraitRow.width)
        for client in 0..<size.clients {
            for (field, value) in portrait(client) { values[client * PortraitRow.width + field.rawValue] = value }
        }
        return ClientTable(
            keys: (0..<size.clients).map { TrainingData.key(id(of: $0)) },
            audiences: [Audience](repeating: .individual, count: size.clients), portraitValues: values)
    }

    func facts(_ client: Int) -> ClientFacts {
        var portraitRow = PortraitRow()
        for (field, value) in portrait(client) { portraitRow[field] = value }
        var buffer: [Row] = []
        fill(&buffer, client)
        let history = buffer.map { row in
            Observation(
                client: id(of: client), service: ServiceID(Int(row.service)), source: row.isOffer ? .offer : .history,
                isPositive: row.isPositive, propensity: row.isOffer ? Double(row.propensity) : nil, at: Instant(milliseconds: row.time))
        }
        return ClientFacts(id: id(of: client), audience: .individual, portrait: portraitRow, history: history)
    }

    private func random(_ client: Int) -> SeededGenerator {
        SeededGenerator(seed: size.seed &* 0xD134_2543_DE82_EF95 &+ UInt64(client) &* 0x2545_F491_4F6C_DD1D)
    }

    private func portrait(_ client: Int) -> [(PortraitRow.Field, Float)] {
        var random = random(client)
        let (first, second) = tastes(of: &random)
        let age = 20 + Float(first * 45 / tastes) + Float(random.share * 10)
        return [(.age, age), (.sex, second % 2 == 0 ? 1 : 2), (.income, Float(30 + 200 * random.share * random.share).rounded())]
    }

    private func tastes(of random: inout SeededGenerator) -> (Int, Int) {
        (Int(random.share * Double(tastes)), Int(random.share * Double(tastes)))
    }

    /// The client's rows, oldest first, each service once.
    private func fill(_ buffer: inout [Row], _ client: Int) {
        buffer.removeAll(keepingCapacity: true)
        var random = random(client)
        let (first, second) = tastes(of: &random)
        let mean = Double(size.interactions) / Double(size.clients)
        // Gamma of shape 2: most have some, a few have many.
        let wanted = -mean / 2 * log((1 - random.share) * (1 - random.share)) + 0.5
        var time = 1_600_000_000_000 + Int64(random.share * 3e10)
        for _ in 0..<min(max(1, Int(wanted)), size.services / 2 + 1) {
            let taste = random.share
            let rank = taste < 0.35 ? drawn(first, &random) : taste < 0.6 ? drawn(second, &random) : drawn(nil, &random)
            let service = ranked[rank]
            guard !buffer.contains(where: { $0.service == service }) else { continue }
            time += Int64(random.share * 5e9)
            let isOffer = random.share < size.offers
            let isToTaste = rank % tastes == first || rank % tastes == second
            buffer.append(
                Row(
                    service: service, isPositive: isOffer ? random.share < (isToTaste ? 0.4 : 0.1) : true, isOffer: isOffer,
                    propensity: isOffer ? Float(0.02 + 0.5 * random.share) : 0, time: time))
        }
    }

    /// A rank under P(r) ∝ r^-0.8, among those of a taste or among all: the continuous distribution turned round, since 1 / (1 − 0.8) = 5.
    private func drawn(_ taste: Int?, _ random: inout SeededGenerator) -> Int {
        let step = taste == nil ? 1 : tastes
        let count = max(1, size.services / step)
        let root = 1 + random.share * (pow(Double(count + 1), 0.2) - 1)
        let rank = min(count - 1, Int(root * root * root * root * root) - 1)
        return min(size.services - 1, rank * step + (taste ?? 0))
    }

    private static func commonFactor(_ left: Int, _ right: Int) -> Int { right == 0 ? left : commonFactor(right, left % right) }
}
