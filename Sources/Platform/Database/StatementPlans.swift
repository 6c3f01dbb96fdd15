import Foundation
import GRDB
import Synchronization

typealias DatabaseBytes = Data

extension Data {
    init(copying bytes: UnsafeRawBufferPointer) { self.init(bytes) }
}

/// How a portable statement is put to SQLite: without lock clauses, its `$n` in the order in which SQLite numbers them (first appearance).
struct StatementPlan: Sendable {
    let sql: String
    let order: [Int]
    let highest: Int

    init(_ portable: String) {
        sql = portable.replacing("{lock}", with: "")
        var order: [Int] = []
        var quoted = false
        var number: Int?
        for byte in sql.utf8 {
            if let current = number {
                if let digit = Self.digit(byte) {
                    number = current * 10 + digit
                    continue
                }
                if !order.contains(current) { order.append(current) }
                number = nil
            }
            if byte == UInt8(ascii: "'") { quoted.toggle() }
            if byte == UInt8(ascii: "$"), !quoted { number = 0 }
        }
        if let number, !order.contains(number) { order.append(number) }
        self.order = order
        // A bare `$` or `$0` fits no list of arguments.
        highest = order.contains(0) ? -1 : order.max() ?? 0
    }

    private static func digit(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
    }
}

/// Plans of the statements seen so far; statements are few and written in the source.
final class StatementPlans: Sendable {
    private let known = Mutex<[String: StatementPlan]>([:])

    func plan(for sql: String) -> StatementPlan {
        known.withLock { known in
            if let plan = known[sql] { return plan }
            let plan = StatementPlan(sql)
            known[sql] = plan
            return plan
        }
    }
}

extension DatabaseError {
    /// Names what SQLite reported, without any bound value.
    init(_ error: any Error) {
        if let error = error as? DatabaseError {
            self = error
            return
        }
        guard let error = error as? GRDB.DatabaseError else {
            self = .broken("\(type(of: error))")
            return
        }
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
        case .SQLITE_CONSTRAINT: self = .constraint(error.message ?? "constraint")
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_NOMEM, .SQLITE_READONLY, .SQLITE_CANTOPEN:
            self = .broken(error.message ?? "SQLite error \(error.resultCode.rawValue)")
        default: self = .statement(error.message ?? "SQLite error \(error.resultCode.rawValue)")
        }
    }
}
