import Foundation
import Testing
import Vocabulary

@testable import Recommender

@Suite struct ContestTests {
    /// Outcomes of as many clients, the challenger moved by `shift` in log-odds from what is true of each.
    private func outcomes(_ count: Int, champion: (Double) -> Double, challenger: (Double) -> Double, seed: UInt64 = 1) -> [JudgedOutcome] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { client in
            let odds = Double.random(in: -2...2, using: &random)
            let isAccepted = Double.random(in: 0..<1, using: &random) < 1 / (1 + exp(-odds))
            return JudgedOutcome(
                client: client, champion: champion(odds), challenger: challenger(odds), isAccepted: isAccepted, weight: 1)
        }
    }

    @Test func theSameModelIsNotWorse() throws {
        let figures = try #require(ContestFigures(outcomes(200, champion: { $0 }, challenger: { $0 })))
        #expect(figures.ground == .notWorse && figures.standardError == 0 && figures.outcomes == 200)
        #expect(figures.championLoss == figures.challengerLoss && figures.championAUC == figures.challengerAUC)
    }

    @Test func theBetterIsNotWorse() throws {
        #expect(try #require(ContestFigures(outcomes(400, champion: { _ in 0 }, challenger: { $0 }))).ground == .notWorse)
    }

    @Test func probabilitiesThatFitWorseLose() throws {
        let figures = try #require(ContestFigures(outcomes(400, champion: { $0 }, challenger: { $0 - 2 })))
        #expect(figures.ground == .worseLoss && figures.challengerLoss > figures.championLoss + figures.standardError)
        #expect(figures.championAUC == figures.challengerAUC, "the order is the same")
    }

    /// Hardly any spread, so little loss, but the wrong way round.
    @Test func theWrongOrderLoses() throws {
        let figures = try #require(ContestFigures(outcomes(400, champion: { 0.0001 * $0 }, challenger: { -0.0001 * $0 })))
        #expect(figures.ground == .worseOrder || figures.ground == .worseLoss)
        #expect((figures.challengerAUC ?? 1) < (figures.championAUC ?? 0))
    }

    @Test func aDifferenceWithinChanceIsForgiven() throws {
        var random = SeededGenerator(seed: 9)
        let noise = (0..<40).map { _ in Double.random(in: -0.2...0.2, using: &random) }
        var next = noise.makeIterator()
        let figures = try #require(ContestFigures(outcomes(40, champion: { $0 }, challenger: { $0 + (next.next() ?? 0) })))
        #expect(figures.standardError > 0)
        #expect(figures.ground != .worseLoss || figures.challengerLoss - figures.championLoss > figures.standardError)
    }

    @Test func manyOutcomesOfOneClientAreNotManyProofs() throws {
        let apart = outcomes(60, champion: { $0 }, challenger: { $0 + 0.3 })
        let together = apart.map {
            JudgedOutcome(client: 0, champion: $0.champion, challenger: $0.challenger, isAccepted: $0.isAccepted, weight: 1)
        }
        let (many, one) = (try #require(ContestFigures(apart)), try #require(ContestFigures(together)))
        #expect(many.standardError > 0 && one.standardError < 1e-12, "one cluster: its deviations from the mean cancel")
        #expect(many.challengerLoss == one.challengerLoss)
    }

    @Test func fewOutcomesAreNoContest() {
        #expect(ContestFigures(outcomes(19, champion: { $0 }, challenger: { $0 })) == nil)
        #expect(Contest(World(seed: 1, clients: 20, offersEach: 2).data, championTrainedAt: Instant(seconds: 0)) == nil)
    }

    @Test func theLatestOutcomesAreLeftOutOfTheCopy() throws {
        let world = World(seed: 3, clients: 200, offersEach: 4)
        let all = world.observations.filter { $0.source == .offer }
        let times = all.map(\.at).sorted()
        let unseen = try #require(Contest(world.data, championTrainedAt: times[times.count - 151]))
        let later = all.count { $0.at > times[times.count - 151] }
        #expect(unseen.training.events.count == world.observations.count - later)
        #expect(Contest(world.data, championTrainedAt: times[times.count - 1]) == nil, "what the champion was trained on is no judge")
    }

    @Test func aGoodModelWinsAgainstOneThatKnowsLittle() throws {
        let world = World(seed: 5, clients: 600, offersEach: 5)
        let contest = try #require(Contest(world.data, championTrainedAt: Instant(seconds: 1_700_500_000)))
        let copy = contest.training.model()
        let poor = World(seed: 6, clients: 60, offersEach: 5).data.model()
        let won = contest.verdict(champion: poor, version: 3, challenger: copy)
        #expect(won.isPromoted && won.ground == .notWorse && won.champion == 3)
        let lost = contest.verdict(champion: copy, version: 3, challenger: poor)
        #expect(!lost.isPromoted && lost.figures?.outcomes == won.figures?.outcomes)
        #expect(lost.figures?.championLoss == won.figures?.challengerLoss)
    }
}
