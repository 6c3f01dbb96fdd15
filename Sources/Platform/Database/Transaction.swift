import GRDB
import Vocabulary

/// The transaction that a store method works in. It is bound to its thread and ends with the closure that received it.
public final class Transaction {
    private let connection: GRDB.Database
    private let plans: StatementPlans

    init(_ connection: GRDB.Database, plans: StatementPlans) {
        self.connection = connection
        self.plans = plans
    }

    /// Runs a statement that answers no rows.
    /// - Parameter sql: portable SQL with `$1…$n`; `{lock}` stands where an engine with row locks puts its lock clause.
    /// - Returns: the number of rows that changed.
    @discardableResult
    public func execute(_ sql: String, _ arguments: [any Storable] = []) throws(DatabaseError) -> Int {
        do {
            let statement = try prepare(sql, arguments)
            let before = connection.totalChangesCount
            try statement.execute()
            return connection.totalChangesCount - before
        } catch { throw DatabaseError(error) }
    }

    /// All rows of the answer.
    public func rows(_ sql: String, _ arguments: [any Storable] = []) throws(DatabaseError) -> [Row] {
        var rows: [Row] = []
        try each(sql, arguments) { rows.append($0) }
        return rows
    }

    /// The first row, or nil.
    public func row(_ sql: String, _ arguments: [any Storable] = []) throws(DatabaseError) -> Row? {
        do {
            let statement = try prepare(sql, arguments)
            let columns = Row.Columns(statement.columnNames)
            return try GRDB.Row.fetchOne(statement).map { Row(columns: columns, values: Self.values(of: $0)) }
        } catch { throw DatabaseError(error) }
    }

    /// Streams the answer row by row.
    public func each(_ sql: String, _ arguments: [any Storable] = [], _ body: (Row) -> Void) throws(DatabaseError) {
        do {
            let statement = try prepare(sql, arguments)
            let columns = Row.Columns(statement.columnNames)
            let cursor = try GRDB.Row.fetchCursor(statement)
            while let row = try cursor.next() { body(Row(columns: columns, values: Self.values(of: row))) }
        } catch { throw DatabaseError(error) }
    }

    /// Hands the prepared statement to ``scan(_:_:_:)``, which steps through it and resets it.
    /// - Parameter run: answers with SQLite's result code.
    func stepping(_ sql: String, _ arguments: [any Storable], _ run: (OpaquePointer) -> Int32) throws(DatabaseError) {
        do {
            let code = run(try prepare(sql, arguments).sqliteStatement)
            if code != 0 { throw GRDB.DatabaseError(resultCode: ResultCode(rawValue: code), message: connection.lastErrorMessage) }
        } catch { throw DatabaseError(error) }
    }

    private func prepare(_ sql: String, _ arguments: [any Storable]) throws -> GRDB.Statement {
        let plan = plans.plan(for: sql)
        let statement = try connection.cachedStatement(sql: plan.sql)
        guard plan.highest == arguments.count else {
            throw DatabaseError.statement("\(arguments.count) arguments for \(plan.highest) placeholders")
        }
        let bound = try plan.order.map { try Self.bound(arguments[$0 - 1].stored) }
        try statement.setArguments(StatementArguments(bound))
        return statement
    }

    private static func bound(_ value: Value) throws(DatabaseError) -> DatabaseValue {
        switch value {
        case .null: return .null
        case .integer(let number): return number.databaseValue
        case .real(let number): return number.databaseValue
        case .text(let text):
            guard !text.utf8.contains(0) else { throw .zeroByte }
            return text.databaseValue
        case .blob(let bytes): return bytes.withUnsafeBytes { DatabaseBytes(copying: $0).databaseValue }
        }
    }

    private static func values(of row: GRDB.Row) -> [Value] {
        row.databaseValues.map { value in
            switch value.storage {
            case .null: .null
            case .int64(let number): .integer(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .blob(let data): .blob([UInt8](data))
            }
        }
    }
}

@available(*, unavailable)
extension Transaction: Sendable {}
