import Database
import Loyalty
import Testing
import Vocabulary

/// Random requests against a simple model of what they must do.
@Suite struct RandomHistoryTests {
    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func pointsAlwaysBalance(seed: UInt64) async throws {
        let database = try await World.fresh()
        try await database.write { transaction in
            var history = History(seed: seed)
            for step in 0..<300 {
                try history.act(step, in: transaction)
                try history.check("seed \(seed), step \(step)", in: transaction)
            }
            #expect(try LedgerStore().verify(in: transaction).isSound, "seed \(seed)")
            #expect(history.refusals > 10 && history.done.count > 60, "seed \(seed): a history with too little in it")
        }
    }
}

private struct History {
    /// What was asked and answered, to be asked again.
    struct Done {
        let key: String
        let again: (Transaction) throws -> Recorded
        let otherwise: ((Transaction) throws -> Recorded)?
        let answer: Recorded
    }

    let ledger = LedgerStore()
    let ids: IDSource
    var random: SeededGenerator
    var now = World.start
    var posted: [LedgerAccount: Int64] = [:]
    var held: [CustomerID: Int64] = [:]
    var holds: [EntryID: (customer: CustomerID, left: Int64, until: Instant)] = [:]
    /// Points that each reversible entry moved between a customer (sign) and a company, and how many are not taken back.
    var reversible: [EntryID: (customer: CustomerID, company: CompanyID, sign: Int64, left: Int64)] = [:]
    var order: [EntryID] = []
    var done: [Done] = []
    var refusals = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        ids = World.ids(seed)
    }

    mutating func act(_ step: Int, in transaction: Transaction) throws {
        now = now + .minutes(Int64.random(in: 0...5, using: &random))
        let (customer, company) = (
            Bool.random(using: &random) ? World.anna : World.boris, Bool.random(using: &random) ? World.bank : World.hotel
        )
        let amount = Int64.random(in: 1...60, using: &random)
        let (key, at, ids, ledger) = ("k\(step)", now, ids, ledger)
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1: try move(customer, company, amount, key, in: transaction)
        case 2: try move(customer, company, -amount, key, in: transaction)
        case 3:
            let until = now + .minutes(Int64.random(in: 1...60, using: &random))
            try attempt(key, fits: available(customer) >= amount, in: transaction) { points in
                { try ledger.hold(Points(amount + points), of: customer, with: company, until: until, key: key, ids: ids, at: at, in: $0) }
            } then: { history, entry in
                history.held[customer, default: 0] += amount
                history.holds[entry] = (customer, amount, until)
            }
            if let entry = done.last, entry.key == key { holdCompanies[entry.answer.entry] = company }
        case 4:
            guard let hold = holds.keys.sorted().randomElement(using: &random), let state = holds[hold], let company = holdCompanies[hold]
            else { return }
            try attempt(key, fits: state.left >= amount && state.until > now, in: transaction) { points in
                { try ledger.capture(Points(amount + points), of: hold, key: key, ids: ids, at: at, in: $0) }
            } then: { history, entry in
                history.holds[hold]?.left -= amount
                history.held[state.customer, default: 0] -= amount
                history.shift(state.customer, company, -amount)
                history.reversible[entry] = (state.customer, company, -1, amount)
                history.order.append(entry)
            }
        case 5:
            guard let hold = holds.keys.sorted().randomElement(using: &random), let state = holds[hold] else { return }
            guard state.left > 0 else { return }
            _ = try ledger.release(hold, ids: ids, at: at, in: transaction)
            close(hold)
        case 6:
            let over = holds.filter { $0.value.left > 0 && $0.value.until <= now }.keys
            #expect(try ledger.expireHolds(ids: ids, at: at, in: transaction) == over.count)
            over.forEach { close($0) }
        case 7:
            guard let entry = order.randomElement(using: &random), let original = reversible[entry] else { return }
            let fits = original.left >= amount && (original.sign < 0 || available(original.customer) >= amount)
            try attempt(key, fits: fits, in: transaction) { points in
                { try ledger.reverse(entry, Points(amount + points), part: key, at: at, in: $0) }
            } then: { history, _ in
                history.reversible[entry]?.left -= amount
                history.shift(original.customer, original.company, -original.sign * amount)
            }
        default:
            guard let past = done.randomElement(using: &random) else { return }
            #expect(try past.again(transaction) == past.answer)
            if let otherwise = past.otherwise {
                #expect { try otherwise(transaction) } throws: { if case LedgerError.conflict = $0 { true } else { false } }
            }
        }
    }

    var holdCompanies: [EntryID: CompanyID] = [:]

    private mutating func move(
        _ customer: CustomerID, _ company: CompanyID, _ amount: Int64, _ key: String, in transaction: Transaction
    ) throws {
        let (at, ids, ledger) = (now, ids, ledger)
        try attempt(key, fits: amount > 0 || available(customer) >= -amount, in: transaction) { points in
            {
                let entry = try LedgerEntry(
                    key: key, reason: .spent(with: company, service: nil),
                    [Posting(.customer(customer), Points(amount + points)), Posting(.company(company), Points(-amount - points))])
                return try ledger.record(entry, ids: ids, at: at, in: $0)
            }
        } then: { history, entry in
            history.shift(customer, company, amount)
            history.reversible[entry] = (customer, company, amount.signum(), abs(amount))
            history.order.append(entry)
        }
    }

    /// Asks; it must be answered when the model says that it fits, and be refused otherwise.
    private mutating func attempt(
        _ key: String, fits: Bool, in transaction: Transaction, _ request: (Int64) -> (Transaction) throws -> Recorded,
        then apply: (inout History, EntryID) -> Void
    ) throws {
        do {
            let answer = try request(0)(transaction)
            #expect(fits, "\(key) should have been refused")
            apply(&self, answer.entry)
            done.append(Done(key: key, again: request(0), otherwise: request(1_000), answer: answer))
        } catch let error as LedgerError {
            if case .database = error { throw error }
            #expect(!fits, "\(key) should have been answered, not \(error)")
            refusals += 1
        }
    }

    private mutating func shift(_ customer: CustomerID, _ company: CompanyID, _ amount: Int64) {
        posted[.customer(customer), default: 0] += amount
        posted[.company(company), default: 0] -= amount
    }

    private mutating func close(_ hold: EntryID) {
        guard let state = holds[hold] else { return }
        held[state.customer, default: 0] -= state.left
        holds[hold]?.left = 0
    }

    private func available(_ customer: CustomerID) -> Int64 { posted[.customer(customer), default: 0] - held[customer, default: 0] }

    func check(_ place: String, in transaction: Transaction) throws {
        var total: Int64 = 0
        for customer in [World.anna, World.boris] {
            let balance = try ledger.balance(of: .customer(customer), in: transaction)
            #expect(balance.posted.count == posted[.customer(customer), default: 0], "\(place)")
            #expect(balance.held.count == held[customer, default: 0], "\(place)")
            #expect(balance.available >= .zero, "\(place)")
            total += balance.posted.count
        }
        for company in [World.bank, World.hotel] {
            let balance = try ledger.balance(of: .company(company), in: transaction)
            #expect(balance.posted.count == posted[.company(company), default: 0], "\(place)")
            total += balance.posted.count
        }
        #expect(total == 0, "\(place)")
    }
}
