import Database
import Loyalty
import Testing
import Vocabulary

@Suite struct HoldTests {
    let ledger = LedgerStore()
    let ids = World.ids()
    let now = World.start
    let anna = LedgerAccount.customer(World.anna)

    private func place(_ points: Int64, key: String, in transaction: Transaction) throws -> EntryID {
        try ledger.hold(
            Points(points), of: World.anna, with: World.hotel, until: now + .hours(1), key: key, ids: ids, at: now, in: transaction
        ).entry
    }

    private func withHundred(_ body: @escaping @Sendable (Transaction) throws -> Void) async throws {
        let database = try await World.fresh()
        try await database.write { transaction in
            try ledger.record(try World.grant(100, to: World.anna, key: "g"), ids: ids, at: now, in: transaction)
            try body(transaction)
            #expect(try ledger.verify(in: transaction).isSound)
        }
    }

    @Test func heldPointsAreNotAvailable() async throws {
        try await withHundred { transaction in
            let hold = try place(70, key: "h", in: transaction)
            #expect(try place(70, key: "h", in: transaction) == hold)
            #expect(try ledger.balance(of: anna, in: transaction) == Balance(posted: Points(100), held: Points(70)))
            #expect(throws: LedgerError.insufficient(available: Points(30))) { try place(31, key: "more", in: transaction) }
            #expect(throws: LedgerError.conflict(key: "h")) { try place(71, key: "h", in: transaction) }
            let spend = try LedgerEntry(
                key: "s", reason: .spent(with: World.hotel, service: nil),
                [Posting(anna, Points(-31)), Posting(.company(World.hotel), Points(31))])
            #expect(throws: LedgerError.insufficient(available: Points(30))) {
                try ledger.record(spend, ids: ids, at: now, in: transaction)
            }
        }
    }

    @Test func aHoldIsCapturedInPartsAndNeverBeyond() async throws {
        try await withHundred { transaction in
            let hold = try place(70, key: "h", in: transaction)
            let first = try ledger.capture(Points(30), of: hold, key: "c1", ids: ids, at: now, in: transaction)
            #expect(try ledger.capture(Points(30), of: hold, key: "c1", ids: ids, at: now + .days(3), in: transaction) == first)
            #expect(try ledger.balance(of: anna, in: transaction) == Balance(posted: Points(70), held: Points(40)))
            #expect(try ledger.balance(of: .company(World.hotel), in: transaction).posted == Points(30))
            #expect(throws: LedgerError.holdClosed(left: Points(40))) {
                try ledger.capture(Points(41), of: hold, key: "c2", ids: ids, at: now, in: transaction)
            }
            _ = try ledger.release(hold, ids: ids, at: now, in: transaction)
            #expect(try ledger.balance(of: anna, in: transaction) == Balance(posted: Points(70), held: .zero))
            #expect(throws: LedgerError.holdClosed(left: .zero)) {
                try ledger.capture(Points(1), of: hold, key: "c3", ids: ids, at: now, in: transaction)
            }
            let sequence = try ledger.release(hold, ids: ids, at: now, in: transaction).sequence
            #expect(try ledger.release(hold, ids: ids, at: now + .days(1), in: transaction).sequence == sequence)
        }
    }

    @Test func aHoldWhoseTimeIsOverGoesBack() async throws {
        try await withHundred { transaction in
            let early = try place(10, key: "a", in: transaction)
            _ = try ledger.hold(
                Points(20), of: World.anna, with: World.hotel, until: now + .hours(2), key: "b", ids: ids, at: now, in: transaction)
            #expect(try ledger.expireHolds(ids: ids, at: now + .minutes(59), in: transaction) == 0)
            // Over, though the sweep has not come yet.
            #expect(throws: LedgerError.holdClosed(left: Points(10))) {
                try ledger.capture(Points(10), of: early, key: "c", ids: ids, at: now + .hours(1), in: transaction)
            }
            #expect(try ledger.expireHolds(ids: ids, at: now + .hours(1), in: transaction) == 1)
            #expect(try ledger.expireHolds(ids: ids, at: now + .hours(1), in: transaction) == 0)
            #expect(try ledger.balance(of: anna, in: transaction) == Balance(posted: Points(100), held: Points(20)))
            #expect(throws: LedgerError.holdClosed(left: .zero)) { try ledger.release(early, ids: ids, at: now, in: transaction) }
            #expect(try ledger.hold(early, in: transaction)?.remaining == .zero)
        }
    }

    @Test func onlyAHoldCanBeCaptured() async throws {
        try await withHundred { transaction in
            let stranger = EntryID(high: 9, low: 9)
            #expect(throws: LedgerError.unknownEntry(stranger)) {
                try ledger.capture(Points(1), of: stranger, key: "c", ids: ids, at: now, in: transaction)
            }
            #expect(throws: LedgerError.unknownEntry(stranger)) { try ledger.release(stranger, ids: ids, at: now, in: transaction) }
            #expect(throws: LedgerError.malformed(.amountOutOfRange)) { try place(0, key: "z", in: transaction) }
            #expect(throws: LedgerError.malformed(.amountOutOfRange)) { try place(-5, key: "z", in: transaction) }
        }
    }
}
