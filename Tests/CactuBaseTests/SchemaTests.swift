import Database
import Foundation
import Schema
import Testing
import Vocabulary

@testable import cactubase

private let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/schema-v1.sql")

/// Every table and index as SQLite keeps it, and the migrations that made them.
private func schema(of database: Database) async throws -> String {
    try await database.read { transaction in
        let objects = try transaction.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid").map { row -> String in
            try row["sql"]
        }
        let applied = try transaction.rows("SELECT position, name FROM migration ORDER BY position").map { row -> String in
            let (position, name): (Int, String) = (try row["position"], try row["name"])
            return "INSERT INTO migration (position, name, applied_at) VALUES (\(position), '\(name)', 0)"
        }
        return (objects + applied).map { $0 + ";\n" }.joined(separator: "\n")
    }
}

/// Version 1 as it was released, built from the frozen file and not from today's code.
private func versionOne() async throws -> Database {
    let statements = try String(contentsOf: fixture, encoding: .utf8).split(separator: ";\n").map { String($0) }
    let database = try Database.open(.memory)
    try await database.write { transaction in
        for statement in statements where !statement.allSatisfy(\.isWhitespace) { try transaction.execute(statement) }
    }
    return database
}

@Test func versionOneIsWhatItWasWordForWord() async throws {
    let database = try Database.open(.memory)
    try await database.migrate(Schema.versionOne, at: Instant(seconds: 0))
    let fresh = try await schema(of: database)
    #expect(try String(contentsOf: fixture, encoding: .utf8) == fresh)
}

/// Whoever upgrades has what a fresh database has.
@Test func migratingFromVersionOneMakesTheSchemaOfToday() async throws {
    let upgraded = try await versionOne()
    try await upgraded.migrate(Schema.all, at: Instant(seconds: 0))
    let fresh = try Database.open(.memory)
    try await fresh.migrate(Schema.all, at: Instant(seconds: 0))
    #expect(try await schema(of: upgraded) == schema(of: fresh))
}

@Test func aDatabaseOfVersionOneMigratesAndKeepsItsRows() async throws {
    let database = try await versionOne()
    try await database.write { transaction in
        try transaction.execute(
            """
            INSERT INTO company (id, code, name, name_en, legal_name, inn, kind, automatic_offers)
            VALUES (1, 'bank', 'Банк', 'Bank', 'ООО', '7700000000', 'bank', 0)
            """)
        try transaction.execute("INSERT INTO setting (name, value, changed_by, changed_at) VALUES ('lead.threshold', '70', 'anna', 5)")
    }
    try await database.migrate(Schema.all, at: Instant(seconds: 1))
    let (companies, value) = try await database.read { transaction in
        let companies: Int = try transaction.row("SELECT count(*) AS n FROM company")?["n"] ?? 0
        let value: String? = try transaction.row("SELECT value FROM setting WHERE name = 'lead.threshold'")?["value"]
        return (companies, value)
    }
    #expect(companies == 1)
    #expect(value == "70")
}
