import Database
import Loyalty
import Testing
import Vocabulary

@Suite struct EarningTests {
    let rules = EarningStore()
    let service = LoyaltyService()
    let ids = World.ids()
    let now = World.start
    let lead = LeadID(high: 4, low: 4)

    @Test(
        arguments: [
            // paid in kopecks, basis points, cap, points
            (371_250, 100, 1_000, 37), (9_999, 100, 1_000, 0), (10_000, 100, 1_000, 1), (10_000_000, 500, 1_000, 1_000), (0, 500, 1_000, 0),
            (-50_000, 500, 1_000, 0), (19_999, 50, 1_000, 0), (20_000, 50, 1_000, 1), (100, 10_000, 5, 1), (Int64.max, 10_000, 7, 7),
            (371_250, 0, 1_000, 0), (371_250, 100, 0, 0),
        ] as [(Int64, Int64, Int64, Int64)])
    func aShareOfThePaidAmountIsEarned(kopecks: Int64, basisPoints: Int64, cap: Int64, points: Int64) {
        let rule = World.rule(3, World.hotel, basisPoints: basisPoints, cap: cap)
        let earning = rule.earning(on: Money(kopecks: kopecks), for: World.room)
        #expect(earning.points == Points(points))
        #expect(earning.rule == 3 && earning.version == 1 && earning.paid == Money(kopecks: kopecks))
        #expect(earning.isCapped == (earning.uncapped.count > cap))
    }

    @Test func theRuleOfTheMomentCounts() async throws {
        let database = try await World.fresh(grants: false)
        try await database.write { transaction in
            try rules.save(World.rule(1, World.hotel, basisPoints: 100), in: transaction)
            try rules.save(
                World.rule(2, World.hotel, World.spa, basisPoints: 900, from: now + .days(1), until: now + .days(3)), in: transaction)
            try rules.save(World.rule(1, World.hotel, basisPoints: 200, from: now + .days(10)), in: transaction)
            func share(_ service: ServiceID, _ day: Int64) throws -> Int64? {
                try rules.rule(for: service, of: World.hotel, at: now + .days(day), in: transaction)?.basisPoints
            }
            #expect(try share(World.room, -1) == nil)
            #expect(try share(World.room, 0) == 100)
            #expect(try share(World.room, 10) == 200)
            #expect(try share(World.spa, 0) == 100)
            #expect(try share(World.spa, 1) == 900)
            #expect(try share(World.spa, 3) == 100)
            #expect(try rules.rule(for: World.loan, of: World.bank, at: now, in: transaction) == nil)
            #expect(try rules.rules(of: World.hotel, in: transaction).map(\.version) == [1, 2, 1])
        }
    }

    @Test func aWrongRuleIsRefused() async throws {
        let database = try await World.fresh(grants: false)
        try await database.write { transaction in
            for wrong in [
                World.rule(1, World.hotel, basisPoints: -1), World.rule(1, World.hotel, basisPoints: 10_001),
                World.rule(1, World.hotel, cap: -1), World.rule(1, World.hotel, until: now),
            ] {
                #expect(throws: LedgerError.malformed(.rule)) { try rules.save(wrong, in: transaction) }
            }
        }
    }

    @Test func aPaidPurchaseBringsPointsOnce() async throws {
        let database = try await World.fresh(grants: false)
        try await database.write { transaction in
            func pay(_ kopecks: Int64 = 371_250, customer: CustomerID? = World.anna) throws -> LoyaltyService.Purchase {
                try service.purchasePaid(
                    lead: lead, customer: customer, company: World.hotel, service: World.room, amount: Money(kopecks: kopecks), at: now,
                    ids: ids, in: transaction)
            }
            #expect(try pay() == .nothing(.noRule))
            try rules.save(World.rule(1, World.hotel, basisPoints: 100), in: transaction)
            #expect(try pay(customer: nil) == .nothing(.noCustomerLinked))
            #expect(try pay(9_999) == .nothing(.belowOnePoint))
            let posted = try pay()
            guard case .posted(let earning, let recorded) = posted else {
                Issue.record("nothing was posted")
                return
            }
            #expect(earning.points == Points(37) && recorded.balances.last?.posted == Points(37))
            // A better rule does not change what was earned, nor let it be earned again.
            try rules.save(World.rule(1, World.hotel, basisPoints: 1_000), in: transaction)
            #expect(try pay() == posted)
            #expect(throws: LedgerError.conflict(key: "won/\(lead)")) { try pay(371_251) }
            #expect(throws: LedgerError.conflict(key: "won/\(lead)")) { try pay(customer: World.boris) }
            let ledger = LedgerStore()
            #expect(try ledger.balance(of: .company(World.hotel), in: transaction).posted == Points(-37))
            #expect(try ledger.verify(in: transaction) == .sound(entries: 1, accounts: 2))
        }
    }
}
