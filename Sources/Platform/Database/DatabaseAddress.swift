/// Where the data lives: the value of `DATABASE_URL`.
public enum DatabaseAddress: Sendable, Equatable {
    case memory
    case sqlite(path: String)
    /// Recognised so that the answer can say that it comes later. The address holds a password, so it is never printed.
    case postgres

    /// - Throws: ``DatabaseError/unsupported(_:)`` when the text is neither `sqlite:PATH` nor `postgres://…`.
    public init(_ text: String) throws(DatabaseError) {
        if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
            self = .postgres
        } else if text == "sqlite::memory:" {
            self = .memory
        } else if text.hasPrefix("sqlite:") {
            var path = String(text.dropFirst("sqlite:".count))
            if path.hasPrefix("//") { path = String(path.dropFirst(2)) }
            guard !path.isEmpty, !path.utf8.contains(0) else {
                throw .unsupported("DATABASE_URL=sqlite: needs a path, such as sqlite:cactubase.db")
            }
            self = .sqlite(path: path)
        } else {
            throw .unsupported("DATABASE_URL must be sqlite:PATH (or, later, postgres://…)")
        }
    }
}
