import GRDBSQLite

/// One row of a large answer, read by position while it lasts: no row, no array, no text is made of what is not asked for.
///
/// Positions are those of the SELECT, from 0. NULL reads as zero, as in SQLite's own C interface.
public struct Cells: ~Copyable {
    private let statement: OpaquePointer

    fileprivate init(_ statement: OpaquePointer) { self.statement = statement }

    public func integer(_ position: Int) -> Int64 { sqlite3_column_int64(statement, Int32(position)) }

    public func real(_ position: Int) -> Double { sqlite3_column_double(statement, Int32(position)) }

    public func text(_ position: Int) -> String { sqlite3_column_text(statement, Int32(position)).map { String(cString: $0) } ?? "" }

    public func isNull(_ position: Int) -> Bool { sqlite3_column_type(statement, Int32(position)) == SQLITE_NULL }

    /// The halves of a 16-byte id, in the order of ``Identifier``; zeros when the cell holds none.
    public func halves(_ position: Int) -> (high: UInt64, low: UInt64) {
        guard let bytes = sqlite3_column_blob(statement, Int32(position)), sqlite3_column_bytes(statement, Int32(position)) == 16 else {
            return (0, 0)
        }
        return (
            UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }
}

extension Transaction {
    /// Streams an answer of millions of rows. ``each(_:_:_:)`` makes a row of every one, which costs microseconds; this costs what SQLite costs.
    public func scan(_ sql: String, _ arguments: [any Storable] = [], _ body: (borrowing Cells) -> Void) throws(DatabaseError) {
        try stepping(sql, arguments) { statement in
            while sqlite3_step(statement) == SQLITE_ROW { body(Cells(statement)) }
            // Answers with what ended the loop: the end of the rows or an error.
            return sqlite3_reset(statement)
        }
    }

    /// The numbers of the first column, in order: for millions of them, without so much as a call for each.
    public func reals(_ sql: String, _ arguments: [any Storable] = []) throws(DatabaseError) -> [Double] {
        var numbers: [Double] = []
        try stepping(sql, arguments) { statement in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 4096) { portion in
                var isOver = false
                while !isOver {
                    var count = 0
                    while count < 4096 {
                        guard sqlite3_step(statement) == SQLITE_ROW else {
                            isOver = true
                            break
                        }
                        portion[count] = sqlite3_column_double(statement, 0)
                        count += 1
                    }
                    numbers.append(contentsOf: portion[..<count])
                }
            }
            return sqlite3_reset(statement)
        }
        return numbers
    }
}
