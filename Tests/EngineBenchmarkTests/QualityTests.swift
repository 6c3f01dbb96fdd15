import Recommender
import Testing
import Vocabulary

@testable import EngineBenchmark

@Suite struct QualityTests {
    @Test func theGainIsThatOfTheBestOrder() {
        #expect(QualityTally.gain([0.9, 0.5, 0.1], 2) == 1)
        #expect(QualityTally.gain([0.1, 0.5, 0.9], 2) < 0.5)
        #expect(QualityTally.gain([], 5) == 1)
    }

    @Test func trueChancesScoreWhatTheyScore() {
        var tally = QualityTally(k: 5)
        var random = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let chances = (0..<10).map { _ in random.share }.sorted(by: >)
            tally.add(chances.map { ($0, $0, random.happens($0)) })
        }
        let figures = tally.figures
        #expect(figures.ndcg == 1 && figures.ece == figures.truthECE && figures.bias == figures.truthBias && figures.ece < 0.03)
        #expect(figures.thresholds.map(\.least) == [0.3, 0.5, 0.7])
        #expect(figures.thresholds.allSatisfy { abs($0.promised - $0.actual) < 1e-12 })
    }

    /// One small world of each cause: what the whole command does, and that no order is lost to popularity.
    @Test(arguments: [
        WorldStructure("popularity", [.individuals(900, services: 15)]) { ($0.appeal, $0.fame, $0.fameFollowsAppeal) = (1, 1, 1) },
        WorldStructure("portraits", [.individuals(900, services: 15)]) { $0.portrait = 1.2 },
        WorldStructure("next", [.individuals(900, services: 15)]) { ($0.offers, $0.fame) = (0, 1.2) },
    ]) func theHybridIsNotWorseThanPopularity(structure: WorldStructure) throws {
        let answer = QualityBenchmark(.development, structures: [structure], seeds: 2, k: 5, isAblated: false)
            .run { (_: String) throws(Never) in }
        #expect(answer.rows.count == 2)
        for row in answer.rows {
            #expect(!row.isWorseThanPopularity, "\(row.world) \(row.seed): \(row.hybrid.ndcg) against \(row.popularity)")
            #expect(row.excessECE < 0.03, "\(row.world) \(row.seed): \(row.excessECE)")
        }
        #expect(!answer.lines.isEmpty)
    }

    @Test func theAblationTrainsWithoutAndWithEachPart() throws {
        let structure = WorldStructure("portraits", [.individuals(700, services: 12)]) { $0.portrait = 1.5 }
        let answer = QualityBenchmark(.development, structures: [structure], seeds: 1, k: 5, isAblated: true)
            .run { (_: String) throws(Never) in }
        let row = try #require(answer.rows.first)
        #expect(row.ablation.map(\.part) == ModelPart.allCases)
        let portrait = try #require(row.ablation.first { $0.part == .portrait })
        #expect(portrait.without < row.hybrid.ndcg - 0.05 && portrait.alone > portrait.without)
    }
}
