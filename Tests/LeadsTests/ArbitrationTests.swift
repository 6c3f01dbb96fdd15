import Leads
import Loyalty
import Testing
import Vocabulary

@Suite struct ArbitrationTests {
    static let (bank, insurer, broker) = (ServiceID(1), ServiceID(2), ServiceID(3))

    func rival(
        _ service: ServiceID, probability: Double = 0.2, leads: Int = 100, won: Int = 20, roubles: Int64 = 20 * 40_000,
        price: Int64? = nil, basisPoints: Int64? = nil, lastWon: Instant? = nil
    ) -> Rival {
        let company = CompanyID(service.rawValue)
        let rule = basisPoints.map {
            EarningRule(
                id: 1, company: company, basisPoints: $0, cap: Points(1_000_000), validFrom: Instant(seconds: 0), changedBy: "marketer")
        }
        return Rival(
            service: service, company: company, probability: probability,
            sales: SalesRecord(leads: leads, won: won, revenue: Money(kopecks: roubles * 100)),
            price: price.map { Money(kopecks: $0 * 100) }, points: rule, lastWon: lastWon)
    }

    func settle(_ rivals: [Rival]) -> Arbitration {
        let group = SalesPrior(rivals.reduce(.none) { $0 + $1.sales }, wider: .ignorance)
        return Arbitration(group: "kasko", rivals: rivals, prior: group, filtered: [])
    }

    @Test func theGreatestExpectedValueWins() throws {
        let decision = settle([rival(Self.bank), rival(Self.insurer, leads: 100, won: 40, roubles: 40 * 40_000), rival(Self.broker)])
        #expect(decision.winner == Self.insurer)
        #expect(decision.candidates.map(\.verdict) == [.won, .lessValue, .lessValue])
        let worth = try #require(decision.candidates.first).worth
        // Group: 80 of 300 paid, drawn to 1 in 10 by 20: (80 + 2) / 320 = 0.25625. Insurer: (40 + 20 · 0.25625) / 120 = 0.376.
        #expect(abs(worth.conversion.value - 0.376) < 0.001 && worth.conversion.cases == 100)
        #expect(worth.conversion.low < 0.33 && worth.conversion.high > 0.42)
        #expect(abs(worth.revenue.value - 4_000_000) < 1 && worth.revenue.cases == 40)
        #expect(abs(Double(worth.expected.kopecks) - 0.2 * 0.376 * 4_000_000) < 500)
    }

    /// One figure of one rival turns the decision.
    @Test func onePriceOneConversionOrOneRuleFlipsTheWinner() {
        let insurer = rival(Self.insurer, won: 21, roubles: 21 * 40_000)
        #expect(settle([rival(Self.bank), insurer]).winner == Self.insurer)
        #expect(settle([rival(Self.bank, price: 60_000), insurer]).winner == Self.bank, "the bank's price rises")
        #expect(settle([rival(Self.bank, won: 24, roubles: 24 * 40_000), insurer]).winner == Self.bank, "the bank converts better")
        #expect(settle([rival(Self.bank, probability: 0.25), insurer]).winner == Self.bank, "the client likes the bank's better")
        let generous = rival(Self.insurer, won: 21, roubles: 21 * 40_000, basisPoints: 1000)
        #expect(settle([rival(Self.bank), generous]).winner == Self.bank, "a tenth of each payment goes back in points")
    }

    /// One lucky sale is not a conversion of 100 %.
    @Test func fewCasesAreDrawnToTheGroup() throws {
        let many = rival(Self.bank, leads: 1000, won: 300, roubles: 300 * 40_000)
        let lucky = settle([many, rival(Self.insurer, leads: 1, won: 1, roubles: 90_000)])
        let worth = try #require(lucky.candidates.first { $0.worth.service == Self.insurer }).worth
        #expect(worth.conversion.value < 0.35 && worth.revenue.value < 4_300_000)
        let newcomer = settle([many, rival(Self.broker, leads: 0, won: 0, roubles: 0)])
        #expect(newcomer.candidates.allSatisfy { $0.worth.expected > .zero }, "a newcomer does not start from nothing")
    }

    @Test func tiesAreBrokenByScoreThenTurnThenNumber() {
        let (long, lately) = (Instant(seconds: 10), Instant(seconds: 20))
        let byTurn = settle([rival(Self.bank, lastWon: lately), rival(Self.insurer, lastWon: long)])
        #expect(byTurn.winner == Self.insurer && byTurn.candidates.map(\.verdict) == [.won, .notItsTurn])
        #expect(settle([rival(Self.bank, lastWon: lately), rival(Self.broker)]).winner == Self.broker, "never won: first in turn")
        #expect(settle([rival(Self.broker), rival(Self.bank), rival(Self.insurer)]).winner == Self.bank)
        // No money is known: equal values of nothing, so the likelier one.
        let poor = settle([
            rival(Self.bank, probability: 0.1, leads: 0, won: 0, roubles: 0),
            rival(Self.insurer, probability: 0.3, leads: 0, won: 0, roubles: 0),
        ])
        #expect(poor.winner == Self.insurer && poor.candidates.map(\.verdict) == [.won, .lessLikely])
    }

    @Test func theOrderOfTheRivalsMeansNothing() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<200 {
            let rivals = (1...5).map { number in
                rival(
                    ServiceID(number), probability: Double(Int.random(in: 1...3, using: &random)) / 10,
                    leads: 50, won: Int.random(in: 0...2, using: &random) * 10, roubles: Int64.random(in: 0...2, using: &random) * 1_000_000
                )
            }
            #expect(settle(rivals) == settle(rivals.shuffled(using: &random)))
        }
    }
}
