import Foundation
import Testing
import Vocabulary

@testable import Recommender

@Suite struct ShrunkLiftTests {
    /// Against tables of the exponential and the χ² distribution.
    @Test(arguments: [
        (0.95, 1.0, 2.995_732_274), (0.025, 5.0, 1.623_486_4), (0.975, 5.0, 10.241_588_7), (0.5, 0.5, 0.227_468_2), (0.975, 50, 64.780_613),
    ])
    func quantilesAreThoseOfTheTables(_ share: Double, _ shape: Double, _ expected: Double) {
        #expect(abs(Gamma.quantile(share, shape: shape) / expected - 1) < 1e-6)
    }

    @Test func theLogarithmOfGammaIsRight() {
        #expect(abs(Gamma.logarithm(0.5) - 0.572_364_942_924_7) < 1e-12)
        #expect(abs(Gamma.logarithm(11) - log(3_628_800.0)) < 1e-11)
    }

    /// Counts that are drawn from one rate: nothing stands out, and three where one was expected are hardly news.
    @Test(arguments: [1, 2, 3] as [UInt64]) func noiseIsShrunkToNothing(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let cells = (0..<400).map { _ in
            (observed: (0..<1000).count { _ in Int.random(in: 0..<500, using: &random) == 0 }, expected: 2.0)
        }
        let prior = try #require(LiftPrior(cells: cells))
        #expect(prior.shape > 20, "seed \(seed)")
        let lift = prior.lift(observed: 6, expected: 2)
        #expect(lift.mean < 1.25 && lift.low < 1 && lift.high > 1, "seed \(seed)")
    }

    @Test func moreClientsMakeItSurer() throws {
        let prior = try #require(LiftPrior(cells: (1...40).map { ($0 % 7 == 0 ? 9 : 2, 3.0) }))
        let few = prior.lift(observed: 6, expected: 2)
        let many = prior.lift(observed: 60, expected: 20)
        #expect(few.mean < many.mean && few.low < many.low && many.high - many.low < few.high - few.low)
        #expect(few.low < few.mean && few.mean < few.high)
    }

    @Test func anEmptyTableExpectsNothing() {
        #expect(LiftPrior(cells: []) == nil)
        #expect(LiftPrior(cells: [(0, 2.0), (0, 1.0)]) == nil)
        #expect(LiftPrior(cells: [(3, 0.0)]) == nil)
    }
}
