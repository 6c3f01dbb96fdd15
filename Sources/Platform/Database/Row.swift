/// One row of an answer, its values by column name.
public struct Row: Sendable {
    let columns: Columns
    let values: [Value]

    /// The column's value as the type that is asked for; an optional type takes NULL.
    /// - Throws: ``DatabaseError/unexpected(column:)`` when the column is missing or holds something else.
    public subscript<Wanted: Storable>(_ column: String) -> Wanted {
        get throws(DatabaseError) {
            guard let index = columns.index[column], let value = Wanted(stored: values[index]) else { throw .unexpected(column: column) }
            return value
        }
    }

    public func get<Wanted: Storable>(_ column: String, as type: Wanted.Type) throws(DatabaseError) -> Wanted { try self[column] }

    /// The columns' names of one statement, shared by its rows.
    final class Columns: Sendable {
        let index: [String: Int]
        init(_ names: [String]) { index = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first }) }
    }
}
