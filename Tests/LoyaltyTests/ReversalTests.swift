import Database
import Loyalty
import Testing
import Vocabulary

@Suite struct ReversalTests {
    let ledger = LedgerStore()
    let ids = World.ids()
    let now = World.start
    let anna = LedgerAccount.customer(World.anna)

    private func withGrant(_ body: @escaping @Sendable (EntryID, Transaction) throws -> Void) async throws {
        let database = try await World.fresh()
        try await database.write { transaction in
            let grant = try ledger.record(try World.grant(100, to: World.anna, key: "g"), ids: ids, at: now, in: transaction)
            try body(grant.entry, transaction)
            #expect(try ledger.verify(in: transaction).isSound)
        }
    }

    @Test func aRefundReportedTwiceCountsOnce() async throws {
        try await withGrant { grant, transaction in
            let first = try ledger.reverse(grant, at: now, in: transaction)
            #expect(try ledger.reverse(grant, at: now + .days(1), in: transaction) == first)
            #expect(try ledger.balance(of: anna, in: transaction) == .zero)
            #expect(throws: LedgerError.reversedTooMuch(left: .zero)) {
                try ledger.reverse(grant, Points(1), part: "another", at: now, in: transaction)
            }
            #expect(throws: LedgerError.notReversible(first.entry)) { try ledger.reverse(first.entry, at: now, in: transaction) }
        }
    }

    @Test func partsTogetherNeverExceedTheOriginal() async throws {
        try await withGrant { grant, transaction in
            let first = try ledger.reverse(grant, Points(60), part: "r1", at: now, in: transaction)
            #expect(try ledger.reverse(grant, Points(60), part: "r1", at: now, in: transaction) == first)
            #expect(throws: LedgerError.conflict(key: "reversal/\(grant)/r1")) {
                try ledger.reverse(grant, Points(59), part: "r1", at: now, in: transaction)
            }
            #expect(throws: LedgerError.reversedTooMuch(left: Points(40))) {
                try ledger.reverse(grant, Points(41), part: "r2", at: now, in: transaction)
            }
            #expect(throws: LedgerError.reversedTooMuch(left: Points(40))) { try ledger.reverse(grant, at: now, in: transaction) }
            #expect(throws: LedgerError.malformed(.amountOutOfRange)) {
                try ledger.reverse(grant, Points(-40), part: "r3", at: now, in: transaction)
            }
            _ = try ledger.reverse(grant, Points(40), part: "r2", at: now, in: transaction)
            #expect(try ledger.balance(of: anna, in: transaction) == .zero)
            #expect(try ledger.balance(of: .company(World.bank), in: transaction) == .zero)
        }
    }

    @Test func theSameRefundHasTheSameIdInEveryLedger() async throws {
        let one = Notes()
        let other = Notes()
        try await withGrant { grant, transaction in one.add([grant, try ledger.reverse(grant, at: now, in: transaction).entry]) }
        let again = ReversalTests()
        try await again.withGrant { grant, transaction in
            other.add([grant, try again.ledger.reverse(grant, at: again.now + .days(9), in: transaction).entry])
        }
        #expect(one.all == other.all)
    }

    @Test func pointsSpentMeanwhileAreNotTakenTwice() async throws {
        try await withGrant { grant, transaction in
            let hold = try ledger.hold(
                Points(30), of: World.anna, with: World.hotel, until: now + .hours(1), key: "h", ids: ids, at: now, in: transaction
            ).entry
            let spent = try ledger.capture(Points(30), of: hold, key: "c", ids: ids, at: now, in: transaction).entry
            #expect(throws: LedgerError.insufficient(available: Points(70))) { try ledger.reverse(grant, at: now, in: transaction) }
            #expect(try ledger.verify(in: transaction).isSound)
            // The hotel refunds: the spent points come back, so the whole grant can be taken back.
            _ = try ledger.reverse(spent, at: now, in: transaction)
            #expect(try ledger.balance(of: .company(World.hotel), in: transaction) == .zero)
            _ = try ledger.reverse(grant, at: now, in: transaction)
            #expect(try ledger.balance(of: anna, in: transaction) == .zero)
            #expect(throws: LedgerError.notReversible(hold)) { try ledger.reverse(hold, at: now, in: transaction) }
        }
    }

    @Test func onlyAKnownEntryIsReversedAndAWideOneOnlyWhole() async throws {
        try await withGrant { _, transaction in
            let stranger = EntryID(high: 9, low: 9)
            #expect(throws: LedgerError.unknownEntry(stranger)) { try ledger.reverse(stranger, at: now, in: transaction) }
            let wide = try ledger.record(
                try LedgerEntry(
                    key: "w", reason: .spent(with: World.hotel, service: nil),
                    [
                        Posting(anna, Points(-10)), Posting(.company(World.hotel), Points(6)), Posting(.company(World.bank), Points(4)),
                    ]), ids: ids, at: now, in: transaction
            ).entry
            #expect(throws: LedgerError.notReversible(wide)) {
                try ledger.reverse(wide, Points(5), part: "p", at: now, in: transaction)
            }
            _ = try ledger.reverse(wide, at: now, in: transaction)
            #expect(try ledger.balance(of: anna, in: transaction).posted == Points(100))
        }
    }
}
