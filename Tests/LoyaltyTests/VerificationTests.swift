import Database
import Foundation
import Loyalty
import Testing
import Vocabulary

@Suite struct VerificationTests {
    static let ledger = LedgerStore()
    struct RollBack: Error {}
    struct Seen<Value: Sendable>: Error { let value: Value }

    /// An entry of every kind, earned points with their rule, an open and a closed hold, a partial reversal.
    static func busy() async throws -> Database {
        let database = try await World.fresh(grants: false)
        try await database.write { transaction in
            let ids = World.ids()
            let now = World.start
            try EarningStore().save(World.rule(1, World.hotel), in: transaction)
            _ = try LoyaltyService().purchasePaid(
                lead: LeadID(high: 5, low: 5), customer: World.anna, company: World.hotel, service: World.room,
                amount: Money(kopecks: 2_000_000), at: now, ids: ids, in: transaction)
            let hold = try ledger.hold(
                Points(300), of: World.anna, with: World.hotel, until: now + .hours(1), key: "h1", ids: ids, at: now, in: transaction
            ).entry
            let spent = try ledger.capture(Points(100), of: hold, key: "c", ids: ids, at: now, in: transaction).entry
            _ = try ledger.release(hold, ids: ids, at: now, in: transaction)
            _ = try ledger.reverse(spent, Points(40), part: "r", at: now, in: transaction)
            _ = try ledger.hold(
                Points(50), of: World.anna, with: World.bank, until: now + .hours(2), key: "h2", ids: ids, at: now, in: transaction)
        }
        return database
    }

    /// Every column of every table that a sum, a balance or an answer rests on, with the number of rows that the busy ledger has.
    static let columns: [(table: String, rows: Int, columns: [String])] = [
        ("account", 2, ["id", "kind", "owner", "posted", "held", "may_be_negative"]),
        ("ledger_head", 1, ["id", "seq", "hash"]),
        ("entry", 6, ["id", "seq", "key", "request_hash", "answer", "kind", "reason", "reverses", "hold_id", "at", "hash"]),
        ("posting", 9, ["entry_id", "line", "account_id", "amount", "held"]),
        ("points_hold", 2, ["id", "account_id", "amount", "remaining", "expires_at"]),
        ("reversal_total", 1, ["entry_id", "original", "reversed"]),
        ("earning_rule", 1, ["id", "version", "company_id", "service_id", "basis_points", "cap"]),
    ]

    static let cells = columns.flatMap { table, rows, columns in
        columns.flatMap { column in (0..<rows).map { Cell(table: table, column: column, row: $0) } }
    }

    struct Cell: Sendable, CustomTestStringConvertible {
        let table: String
        let column: String
        let row: Int
        var testDescription: String { "\(table).\(column), row \(row)" }
    }

    @Test func everyChangedCellIsFound() async throws {
        let database = try await Self.busy()
        #expect(try await database.read { try Self.ledger.verify(in: $0) } == .sound(entries: 6, accounts: 2))
        for cell in Self.cells {
            let verdict = try await Self.verdict(of: database) { transaction in
                // Rows by their physical number, so that any column may change.
                let rows = try transaction.rows("SELECT rowid AS number, \(cell.column) AS value FROM \(cell.table) ORDER BY rowid")
                try #require(rows.count > cell.row, "\(cell.testDescription) is not there")
                try transaction.execute(
                    "UPDATE \(cell.table) SET \(cell.column) = $1 WHERE rowid = $2",
                    [Self.changed(try rows[cell.row]["value"], column: cell.column), try rows[cell.row].get("number", as: Int64.self)])
            }
            #expect(!verdict.isSound, "a change of \(cell.testDescription) was not found")
        }
    }

    @Test(arguments: columns.filter { $0.table != "earning_rule" }.map(\.table)) func everyRemovedRowIsFound(_ table: String) async throws {
        let database = try await Self.busy()
        let rows = Self.columns.first { $0.table == table }?.rows ?? 0
        for row in 0..<rows {
            let verdict = try await Self.verdict(of: database) { transaction in
                try transaction.execute(
                    "DELETE FROM \(table) WHERE rowid = (SELECT rowid FROM \(table) ORDER BY rowid LIMIT 1 OFFSET $1)", [row])
            }
            #expect(!verdict.isSound, "row \(row) of \(table) was taken out unnoticed")
        }
    }

    @Test func theFaultIsNamed() async throws {
        let database = try await Self.busy()
        let hotel = LedgerAccount.company(World.hotel).id
        let cases: [(String, LedgerFault)] = [
            ("UPDATE account SET posted = posted + 1 WHERE kind = 'company' AND held = 0 AND posted < -100", .balance(hotel)),
            ("UPDATE entry SET key = 'x' WHERE seq = 3", .changed(sequence: 3)),
            ("UPDATE posting SET amount = 0 WHERE entry_id = (SELECT id FROM entry WHERE seq = 1)", .changed(sequence: 1)),
            ("UPDATE entry SET seq = 60 WHERE seq = 6", .gap(before: 60)),
            ("DELETE FROM posting WHERE entry_id = (SELECT id FROM entry WHERE seq = 6)", .changed(sequence: 6)),
            ("UPDATE earning_rule SET cap = 7", .rule(id: 1, version: 1)),
            ("UPDATE account SET kind = 'nobody' WHERE kind = 'customer'", .unreadableTable("account")),
            ("UPDATE ledger_head SET seq = 5", .head),
        ]
        for (sql, fault) in cases {
            let verdict = try await Self.verdict(of: database) { try $0.execute(sql) }
            #expect(verdict.fault == fault, "\(sql)")
            #expect(verdict.fault.map { !$0.description.isEmpty } == true)
        }
    }

    @Test func theExportReadsBack() async throws {
        let database = try await Self.busy()
        let text = try await database.read { transaction in
            var text = ""
            try Self.ledger.export(in: transaction) { text += $0 }
            return text
        }
        let export = try JSONDecoder().decode(LedgerExport.self, from: Data(text.utf8))
        #expect(export.verified && export.fault == nil)
        #expect(export.accounts.map(\.kind) == ["company", "customer"])
        #expect(export.accounts.last?.owner == World.anna.hex)
        #expect(export.accounts.last?.posted == 940 && export.accounts.last?.held == 50)
        #expect(export.accounts.first { $0.owner == "2" }?.posted == -940)
        #expect(export.entries.map(\.sequence) == Array(1...6))
        #expect(export.entries.map(\.kind) == ["earned", "held", "captured", "released", "reversed", "held"])
        #expect(export.entries.allSatisfy { $0.hash.count == 64 && $0.postings.reduce(0) { $0 + $1.amount } == 0 })
        for account in export.accounts {
            let own = export.entries.flatMap(\.postings).filter { $0.account == account.id }
            #expect(own.reduce(0) { $0 + $1.amount } == account.posted && own.reduce(0) { $0 + $1.held } == account.held)
        }
        let broken = try await Self.inspect(database) { transaction in
            try transaction.execute("UPDATE entry SET key = 'x' WHERE seq = 3")
            var text = ""
            try Self.ledger.export(in: transaction) { text += $0 }
            return try JSONDecoder().decode(LedgerExport.self, from: Data(text.utf8))
        }
        #expect(!broken.verified && broken.fault == LedgerFault.changed(sequence: 3).description)
    }

    @Test func anEmptyLedgerIsSound() async throws {
        let database = try await World.fresh()
        #expect(try await database.read { try Self.ledger.verify(in: $0) } == .sound(entries: 0, accounts: 0))
    }

    // MARK: -

    static func verdict(of database: Database, after damage: @escaping @Sendable (Transaction) throws -> Void) async throws -> LedgerVerdict
    {
        try await inspect(database) { transaction in
            try damage(transaction)
            return try ledger.verify(in: transaction)
        }
    }

    /// Does something to the database and takes it back.
    static func inspect<Value: Sendable>(_ database: Database, _ body: @escaping @Sendable (Transaction) throws -> Value) async throws
        -> Value
    {
        do {
            try await database.write { transaction in
                try transaction.execute("PRAGMA defer_foreign_keys = ON")
                throw Seen(value: try body(transaction))
            }
        } catch let seen as Seen<Value> { return seen.value }
        throw RollBack()
    }

    /// The same kind of value, one bit or one letter away.
    static func changed(_ value: Value, column: String) -> Value {
        switch value {
        case .integer(let number): .integer(number ^ 64)
        case .blob(let bytes): .blob(bytes.enumerated().map { $0.offset == bytes.count / 2 ? $0.element ^ 1 : $0.element })
        case .text(let text): .text(text.replacing(/[0-9a-z]/, maxReplacements: 1) { $0.output == "1" ? "2" : "1" })
        case .real(let number): .real(number + 1)
        case .null where column == "service_id": .integer(21)
        case .null: .blob([UInt8](repeating: 1, count: 16))
        }
    }
}
