import Foundation
import Testing
import Vocabulary

@testable import Recommender

/// Catalogues too large to be scored whole for everybody.
@Suite struct LargeCatalogueTests {
    /// Kinds of clients, each with services of its own that follow one another.
    private static func data(services: Int, clients: Int, seed: UInt64) -> TrainingData {
        var random = SeededGenerator(seed: seed)
        var observations: [Observation] = []
        for client in 0..<clients {
            let kind = Int.random(in: 0..<30, using: &random)
            for step in 0..<Int.random(in: 2...9, using: &random) {
                let rank = Int(pow(Double.random(in: 0..<1, using: &random), 2) * Double(services / 30))
                observations.append(
                    Observation(
                        client: ClientID(high: 0, low: UInt64(client)), service: ServiceID(rank * 30 + kind), source: .history,
                        isPositive: true,
                        at: Instant(seconds: Int64(client * 10 + step))))
            }
        }
        return TrainingData(
            items: (0..<services).map { Item(id: ServiceID($0), audience: .individual, needs: ["need \($0 % 30)"], company: $0 % 4) },
            links: [],
            observations: observations)
    }

    private func lists(_ model: Model, _ data: TrainingData, k: Int, clients: [Int]) -> [[Ranked]] {
        var lists: [[Ranked]] = []
        model.rankings(of: clients, in: data, k: k) { (_: Int, list: [Ranked]) throws(Never) in lists.append(list) }
        return lists
    }

    @Test func theBestAreFoundWithoutScoringEverything() {
        let data = Self.data(services: 1_100, clients: 500, seed: 1)
        let model = Model.trained(on: data) { (_: TrainingStep) throws(Never) in }.model
        let clients = Array(0..<100)
        let quick = lists(model, data, k: 10, clients: clients)
        let whole = lists(model, data, k: 0, clients: clients)
        var (kept, inAll) = (0.0, 0.0)
        for (client, (quick, whole)) in zip(quick, whole).enumerated() {
            let owned = Set(data.events.events(of: client).map(\.item))
            #expect(quick.count == 10 && whole.count == 1_100 - owned.count)
            #expect(quick.allSatisfy { !owned.contains($0.item) } && Set(quick.map(\.item)).count == 10)
            #expect(zip(quick, quick.dropFirst()).allSatisfy { $0.score >= $1.score && $0.probability >= $1.probability })
            kept += quick.reduce(0) { $0 + $1.probability }
            inAll += whole.prefix(10).reduce(0) { $0 + $1.probability }
        }
        #expect(abs(kept / inAll - 1) < 0.03, "\(kept / inAll)")
    }

    /// However many are asked for, so many come, and the first are the same.
    @Test func manyAreAskedForAndCome() throws {
        let data = Self.data(services: 1_030, clients: 200, seed: 2)
        let model = Model.trained(on: data) { (_: TrainingStep) throws(Never) in }.model
        let many = try #require(lists(model, data, k: 900, clients: [7]).first)
        let all = try #require(lists(model, data, k: 0, clients: [7]).first)
        #expect(many == Array(all.prefix(900)))
    }

    /// Others who are asked for beside a client change nothing for it.
    @Test func aClientsListDoesNotDependOnWhoElseIsAskedFor() {
        let data = Self.data(services: 1_030, clients: 200, seed: 3)
        let model = Model.trained(on: data) { (_: TrainingStep) throws(Never) in }.model
        #expect(lists(model, data, k: 10, clients: [5, 6]) == Array(lists(model, data, k: 10, clients: Array(0..<200))[5...6]))
    }

    /// Where rows keep only their strongest cells, the linear model still sees all: from long histories the strongest alone are no matrix of products.
    @Test func theLinearModelOfALargeCatalogueIsSound() throws {
        let services = Reach.exactItems + 50
        var random = SeededGenerator(seed: 5)
        var rows = EventRows()
        for client in 0..<1_500 {
            for step in 0..<120 {
                let item =
                    min(Int.random(in: 0..<services, using: &random), Int.random(in: 0..<services, using: &random)) / (client % 2 + 1)
                rows.append(client: Int32(client), item: Int32(item), isPositive: true, isOffer: false, propensity: 0, time: Int64(step))
            }
        }
        let sequences = Sequences(EventTable(rows, keys: Array(0..<1_500)), items: services) { _, _ in true }
        var takers = [Int32](repeating: 0, count: services)
        for item in sequences.items { takers[Int(item)] += 1 }
        let linear = try #require(LinearItems(sequences, ItemCounts(sequences, takers: takers), takers: takers))
        let areFinite = linear.weights.allSatisfy(\.isFinite)
        #expect(areFinite && linear.weights.contains { $0 > 0 })
    }
}
