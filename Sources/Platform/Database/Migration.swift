import Vocabulary

/// A named step of the schema. Once released it is never edited: a change is a new migration.
public struct Migration: Sendable {
    public let name: String
    /// Portable DDL in SQLite STRICT words.
    public let statements: [String]

    public init(_ name: String, _ statements: [String]) {
        self.name = name
        self.statements = statements
    }
}

extension Database {
    /// Applies what is missing, in one transaction; several processes may call it at once.
    /// - Throws: ``DatabaseError/migration(name:problem:)`` when the database knows a migration that this program does not (it is newer), or in another order.
    public func migrate(_ migrations: [Migration], at now: Instant) async throws {
        try await write { transaction in
            try transaction.execute(
                "CREATE TABLE IF NOT EXISTS migration (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied_at INTEGER NOT NULL) STRICT"
            )
            let applied = try transaction.rows("SELECT name FROM migration ORDER BY position").map { row -> String in try row["name"] }
            for (position, name) in applied.enumerated() {
                guard position < migrations.count, migrations[position].name == name else {
                    throw DatabaseError.migration(
                        name: name, problem: "this database was written by another version of the program; use that one or a newer one")
                }
            }
            for (position, migration) in migrations.enumerated().dropFirst(applied.count) {
                do {
                    for statement in migration.statements { try transaction.execute(statement) }
                } catch {
                    throw DatabaseError.migration(name: migration.name, problem: "\(error)")
                }
                try transaction.execute(
                    "INSERT INTO migration (position, name, applied_at) VALUES ($1, $2, $3)", [position, migration.name, now])
            }
        }
    }
}
