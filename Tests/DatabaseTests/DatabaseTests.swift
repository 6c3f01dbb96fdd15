import Database
import Foundation
import Synchronization
import Testing
import Vocabulary

@Suite struct DatabaseTests {
    static let schema = [Migration("1 notes", ["CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT"])]

    func fresh() async throws -> Database {
        let database = try Database.open(.memory)
        try await database.migrate(Self.schema, at: Instant(seconds: 0))
        return database
    }

    func temporaryPath() -> String { NSTemporaryDirectory() + "database-\(UUID().uuidString).db" }

    func count(_ database: Database) async throws -> Int {
        try await database.read { try $0.row("SELECT count(*) AS n FROM note")?["n"] ?? -1 }
    }

    @Test func placeholdersAreBoundByNumberWhateverTheirOrder() async throws {
        let database = try await fresh()
        try await database.write { transaction in
            try transaction.execute("INSERT INTO note (body, id) VALUES ($2, $1)", [7, "seven"])
            #expect(try transaction.row("SELECT id FROM note WHERE body = $1 OR body = $1", ["seven"])?["id"] == 7)
            #expect(try transaction.row("SELECT '$9' AS dollar, $1 AS x", ["y"])?["dollar"] == "$9")
        }
    }

    @Test func aFailingEffectSpoilsOnlyItself() async throws {
        let database = try await fresh()
        struct Refusal: Error {}
        try await withThrowingTaskGroup { group in
            for number in 0..<300 {
                group.addTask {
                    do {
                        try await database.write { transaction in
                            try transaction.execute("INSERT INTO note (id, body) VALUES ($1, $2)", [number, "note \(number)"])
                            if number % 3 == 0 { throw Refusal() }
                        }
                        #expect(number % 3 != 0)
                    } catch is Refusal {
                        #expect(number % 3 == 0)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await count(database) == 200)
    }

    @Test func aConstraintIsNamedWithoutTheValue() async throws {
        let database = try await fresh()
        try await database.write { try $0.execute("INSERT INTO note (body) VALUES ('secret')") }
        await #expect(throws: DatabaseError.constraint("UNIQUE constraint failed: note.body")) {
            try await database.write { try $0.execute("INSERT INTO note (body) VALUES ($1)", ["secret"]) }
        }
    }

    @Test func wrongUseIsRefused() async throws {
        let database = try await fresh()
        await #expect(throws: DatabaseError.zeroByte) {
            try await database.write { try $0.execute("INSERT INTO note (body) VALUES ($1)", ["a\u{0}b"]) }
        }
        await #expect(throws: DatabaseError.statement("1 arguments for 2 placeholders")) {
            _ = try await database.read { try $0.row("SELECT $1 WHERE 1 = $2", [1]) }
        }
        await #expect(throws: (any Error).self) { try await database.read { try $0.execute("INSERT INTO note (body) VALUES ('x')") } }
        #expect(try await count(database) == 0)
    }

    @Test func aCancelledCallerStillWrites() async throws {
        let database = try await fresh()
        let task = Task { try await database.write { try $0.execute("INSERT INTO note (body) VALUES ('kept')") } }
        task.cancel()
        _ = try await task.value
        #expect(try await count(database) == 1)
    }

    @Test func dataOutlivesTheProcessAndCommitsAreDurable() async throws {
        let path = temporaryPath()
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let first = try Database.open(.sqlite(path: path))
        try await first.migrate(Self.schema, at: Instant(seconds: 0))
        try await first.write { try $0.execute("INSERT INTO note (body) VALUES ('kept')") }
        #expect(try await count(first) == 1)
        try await first.close()
        await #expect(throws: DatabaseError.closed) { try await first.write { try $0.execute("DELETE FROM note") } }
        await #expect(throws: DatabaseError.closed) { _ = try await first.read { try $0.rows("SELECT * FROM note") } }
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"), "what was deleted must not linger in the log")
        let second = try Database.open(.sqlite(path: path))
        try await second.migrate(Self.schema, at: Instant(seconds: 1))
        #expect(try await count(second) == 1)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        try await second.close()
    }

    @Test func anotherProcessesCommitIsNoticed() async throws {
        let path = temporaryPath()
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let here = try Database.open(.sqlite(path: path))
        try await here.migrate(Self.schema, at: Instant(seconds: 0))
        let there = try Database.open(.sqlite(path: path))
        var changes = here.changes().makeAsyncIterator()
        try await there.write { try $0.execute("INSERT INTO note (body) VALUES ('from afar')") }
        _ = await changes.next()
        #expect(try await count(here) == 1)
        try await here.close()
        try await there.close()
    }

    @Test func aDatabaseFromANewerProgramIsRefused() async throws {
        let database = try await fresh()
        await #expect(throws: DatabaseError.self) { try await database.migrate([], at: Instant(seconds: 1)) }
        await #expect(throws: DatabaseError.self) { try await database.migrate([Migration("1 other", [])], at: Instant(seconds: 1)) }
    }

    @Test(arguments: [
        ("sqlite:a/b.db", DatabaseAddress.sqlite(path: "a/b.db")), ("sqlite:///tmp/x.db", .sqlite(path: "/tmp/x.db")),
        ("sqlite::memory:", .memory),
        ("postgres://user:password@host/db", .postgres),
    ])
    func addressesAreRead(_ text: String, _ address: DatabaseAddress) throws {
        #expect(try DatabaseAddress(text) == address)
    }

    @Test func postgresSaysThatItComesLater() throws {
        #expect(throws: DatabaseError.unsupported("PostgreSQL is not supported yet; use DATABASE_URL=sqlite:PATH")) {
            try Database.open(.postgres)
        }
        #expect(throws: DatabaseError.self) { try DatabaseAddress("mysql://x") }
        #expect(throws: DatabaseError.self) { try DatabaseAddress("sqlite:") }
    }
}
