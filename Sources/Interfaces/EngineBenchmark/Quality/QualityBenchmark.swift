import Foundation
import Recommender
import Vocabulary

/// Trains on made-up worlds whose true chances are known, and measures how near the answers come to them.
public struct QualityBenchmark: Sendable {
    public let division: WorldDivision
    public let structures: [WorldStructure]
    /// Worlds of each structure.
    public let seeds: Int
    public let k: Int
    /// Also train without each part of the hybrid, and with each alone.
    public let isAblated: Bool

    public init(_ division: WorldDivision, structures: [WorldStructure]? = nil, seeds: Int, k: Int, isAblated: Bool) {
        self.division = division
        self.structures = structures ?? division.structures
        (self.seeds, self.k, self.isAblated) = (seeds, k, isAblated)
    }

    /// - Parameter progress: hears what begins; what it throws ends the run.
    public func run<Failure: Error>(progress: (String) throws(Failure) -> Void) throws(Failure) -> QualityAnswer {
        var rows: [QualityAnswer.Row] = []
        for structure in structures {
            for number in 0..<UInt64(max(1, seeds)) {
                let seed = division.firstSeed + number
                try progress("\(structure.name), seed \(seed)")
                rows += try judge(TrueWorld(structure, seed: seed), progress)
            }
        }
        return QualityAnswer(division: division, k: k, rows: rows)
    }

    private func judge<Failure: Error>(
        _ world: TrueWorld, _ progress: (String) throws(Failure) -> Void
    ) throws(Failure) -> [QualityAnswer.Row] {
        let hybrid = tallies(world, Set(ModelPart.allCases))
        typealias Tallies = [Audience: QualityTally]
        var ablated: [(part: ModelPart, without: Tallies, alone: Tallies)] = []
        for part in isAblated ? ModelPart.allCases : [] where world.structure.hasOffers || part != .acceptance {
            try progress("\(world.structure.name), seed \(world.seed): \(part.rawValue)")
            ablated.append((part, tallies(world, Set(ModelPart.allCases).subtracting([part])), tallies(world, [part])))
        }
        let (popular, accepted) = (baseline(.popularity, world), baseline(.acceptance, world))
        return Audience.allCases.compactMap { audience in
            guard let tally = hybrid[audience], let popular = popular[audience] else { return nil }
            let differences = zip(tally.gains, popular.gains).map { $0 - $1 }
            let mean = differences.reduce(0, +) / Double(differences.count)
            let square = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, differences.count - 1))
            return QualityAnswer.Row(
                world: world.structure.name, seed: world.seed, audience: audience, hasOffers: world.structure.hasOffers,
                hybrid: tally.figures, popularity: popular.ndcg, acceptance: accepted[audience]?.ndcg ?? 0,
                standardError: (square / Double(differences.count)).squareRoot(),
                ablation: ablated.compactMap { part, without, alone in
                    guard let without = without[audience], let alone = alone[audience] else { return nil }
                    return .init(part: part, without: without.ndcg, alone: alone.ndcg)
                })
        }
    }

    private func tallies(_ world: TrueWorld, _ parts: Set<ModelPart>) -> [Audience: QualityTally] {
        let options = TrainingOptions(seed: world.seed, parts: parts)
        let model = Model.trained(on: world.data, options: options) { (_: TrainingStep) throws(Never) in }.model
        var tallies: [Audience: QualityTally] = [:]
        model.rankings(of: Array(0..<world.data.clients.count), in: world.data, k: 0) { (client: Int, list: [Ranked]) throws(Never) in
            let outcomes = world.outcomes(of: client)
            tallies[world.data.clients.audiences[client], default: QualityTally(k: k)].add(
                list.compactMap { ranked in
                    world.truth(client, Int(ranked.item)).map { (ranked.probability, $0, outcomes[Int(ranked.item)]) }
                })
        }
        return tallies
    }

    private func baseline(_ baseline: Baseline, _ world: TrueWorld) -> [Audience: QualityTally] {
        let scores = baseline.scores(world.data)
        let order = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
        var tallies: [Audience: QualityTally] = [:]
        for client in 0..<world.data.clients.count {
            tallies[world.data.clients.audiences[client], default: QualityTally(k: k)].add(
                order.compactMap { item in world.truth(client, item).map { (0, $0, false) } })
        }
        return tallies
    }
}
