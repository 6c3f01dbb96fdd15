import Database
import Loyalty
import Testing
import Vocabulary

@Suite struct LedgerTests {
    let ledger = LedgerStore()
    let ids = World.ids()
    let now = World.start

    @Test func aMovementThatDoesNotBalanceCannotBeBuilt() {
        func build(
            _ amounts: (LedgerAccount, Int64)..., key: String = "k", reason: EntryReason = .spent(with: World.hotel, service: nil)
        ) -> LedgerError? {
            do throws(LedgerError) {
                _ = try LedgerEntry(key: key, reason: reason, amounts.map { Posting($0.0, Points($0.1)) })
                return nil
            } catch { return error }
        }
        let (anna, hotel) = (LedgerAccount.customer(World.anna), LedgerAccount.company(World.hotel))
        #expect(build((anna, -5), (hotel, 5)) == nil)
        #expect(build((anna, -5), (hotel, 4)) == .malformed(.unbalanced))
        #expect(build() == .malformed(.unbalanced))
        #expect(build((anna, 0), (hotel, 0)) == .malformed(.amountOutOfRange))
        #expect(build((anna, .min), (hotel, .max)) == .malformed(.amountOutOfRange))
        #expect(build((anna, -5), (anna, 5)) == .malformed(.accountTwice))
        #expect(build((anna, -5), (hotel, 5), key: "") == .malformed(.emptyKey))
        #expect(build((anna, -5), (hotel, 5), reason: .released) == .malformed(.reservedReason))
    }

    @Test func aRepeatAnswersTheSameAndMovesOnce() async throws {
        let database = try await World.fresh()
        try await database.write { transaction in
            let first = try ledger.record(try World.grant(100, to: World.anna, key: "g"), ids: ids, at: now, in: transaction)
            #expect(first.balances == [Balance(posted: Points(-100), held: .zero), Balance(posted: Points(100), held: .zero)])
            try ledger.record(try World.grant(5, to: World.anna, key: "other"), ids: ids, at: now, in: transaction)
            let again = try ledger.record(
                try World.grant(100, to: World.anna, key: "g"), ids: ids, at: now + .days(1), in: transaction)
            #expect(again == first)
            #expect(try ledger.balance(of: .customer(World.anna), in: transaction).posted == Points(105))
            #expect(try ledger.verify(in: transaction) == LedgerVerdict.sound(entries: 2, accounts: 2))
        }
    }

    @Test func anotherRequestUnderTheSameKeyIsAConflict() async throws {
        let database = try await World.fresh()
        try await database.write { transaction in
            try ledger.record(try World.grant(100, to: World.anna, key: "g"), ids: ids, at: now, in: transaction)
            for other in [
                try World.grant(101, to: World.anna, key: "g"), try World.grant(100, to: World.boris, key: "g"),
                try World.grant(100, to: World.anna, from: World.hotel, key: "g"),
            ] {
                #expect(throws: LedgerError.conflict(key: "g")) { try ledger.record(other, ids: ids, at: now, in: transaction) }
            }
            #expect(try ledger.balance(of: .customer(World.anna), in: transaction).posted == Points(100))
        }
    }

    @Test func aRefusedMovementLeavesNothingBehind() async throws {
        let database = try await World.fresh()
        try await database.write { transaction in
            try ledger.record(try World.grant(100, to: World.anna, key: "a"), ids: ids, at: now, in: transaction)
            try ledger.record(try World.grant(30, to: World.boris, key: "b"), ids: ids, at: now, in: transaction)
            let together = try LedgerEntry(
                key: "both", reason: .spent(with: World.hotel, service: nil),
                [
                    Posting(.company(World.hotel), Points(81)), Posting(.customer(World.anna), Points(-50)),
                    Posting(.customer(World.boris), Points(-31)),
                ])
            #expect(throws: LedgerError.insufficient(available: Points(30))) {
                try ledger.record(together, ids: ids, at: now, in: transaction)
            }
            #expect(try ledger.balance(of: .customer(World.anna), in: transaction).posted == Points(100))
            #expect(try ledger.balance(of: .company(World.hotel), in: transaction) == .zero)
            #expect(try ledger.verify(in: transaction).isSound)
            // The key is free: the refusal was no answer.
            try ledger.record(try World.grant(1, to: World.boris, key: "c"), ids: ids, at: now, in: transaction)
            try ledger.record(together, ids: ids, at: now, in: transaction)
            #expect(try ledger.balance(of: .customer(World.boris), in: transaction) == .zero)
            #expect(try ledger.verify(in: transaction).isSound)
        }
    }

    @Test func openingAndMovementsMakeTheClosing() async throws {
        let database = try await World.fresh()
        try await database.write { transaction in
            for day in 0..<6 {
                try ledger.record(
                    try World.grant(Int64(10 + day), to: World.anna, key: "\(day)"), ids: ids, at: now + .days(Int64(day)), in: transaction)
            }
            _ = try ledger.hold(
                Points(20), of: World.anna, with: World.hotel, until: now + .days(9), key: "h", ids: ids, at: now + .days(3),
                in: transaction)
            let account = LedgerAccount.customer(World.anna)
            let middle = try ledger.statement(of: account, from: now + .days(2), to: now + .days(4), in: transaction)
            #expect(middle.opening == Points(21))
            #expect(middle.movements.map(\.amount) == [Points(12), Points(13)])
            #expect(middle.movements.map(\.balance) == [Points(33), Points(46)])
            #expect(middle.closing == Points(46))
            let rest = try ledger.statement(of: account, from: now + .days(4), to: now + .days(99), in: transaction)
            #expect(rest.opening == middle.closing)
            #expect(rest.closing == (try ledger.balance(of: account, in: transaction)).posted)
            let company = try ledger.statement(of: .company(World.bank), from: now, to: now + .days(99), in: transaction)
            #expect(company.closing == Points(-rest.closing.count))
        }
    }
}

extension LedgerVerdict {
    static func sound(entries: Int64, accounts: Int) -> LedgerVerdict { LedgerVerdict(entries: entries, accounts: accounts, fault: nil) }
}
