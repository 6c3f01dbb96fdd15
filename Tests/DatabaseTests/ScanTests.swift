import Database
import Testing
import Vocabulary

@Suite struct ScanTests {
    private func filled() async throws -> Database {
        let database = try Database.open(.memory)
        let ids = [CardID(high: 1, low: .max), CardID(high: .max, low: 0)]
        try await database.write { transaction in
            try transaction.execute("CREATE TABLE t (id BLOB, n INTEGER, x REAL, word TEXT) STRICT")
            try transaction.execute("INSERT INTO t VALUES ($1, $2, $3, $4)", [ids[0], -5, 0.25, "каско"])
            try transaction.execute("INSERT INTO t VALUES ($1, $2, $3, $4)", [ids[1], Int64.max, -1.5, ""])
            try transaction.execute("INSERT INTO t VALUES (NULL, NULL, NULL, NULL)")
        }
        return database
    }

    @Test func aScanReadsWhatRowsRead() async throws {
        let read = try await filled().read { transaction throws in
            var read: [String] = []
            try transaction.scan("SELECT id, n, x, word FROM t WHERE n > $1 OR n IS NULL ORDER BY n NULLS LAST", [-100]) { cells in
                let id = cells.halves(0)
                read.append("\(id.high) \(id.low) \(cells.integer(1)) \(cells.real(2)) \(cells.text(3)) \(cells.isNull(1))")
            }
            return read
        }
        #expect(
            read == [
                "1 \(UInt64.max) -5 0.25 каско false", "\(UInt64.max) 0 \(Int64.max) -1.5  false", "0 0 0 0.0  true",
            ])
    }

    /// The statement is prepared once and may serve again, also within a scan of another.
    @Test func scansMayBeRepeatedAndNested() async throws {
        let counts = try await filled().read { transaction throws in
            var counts: [Int] = []
            for _ in 0..<2 {
                var (outer, inner) = (0, 0)
                var failure: (any Error)?
                try transaction.scan("SELECT n FROM t") { _ in
                    outer += 1
                    do { try transaction.scan("SELECT word FROM t WHERE word <> $1", [""]) { _ in inner += 1 } } catch { failure = error }
                }
                #expect(failure == nil)
                counts += [outer, inner]
            }
            return counts
        }
        #expect(counts == [3, 3, 3, 3])
    }

    @Test func aWrongStatementIsAFault() async throws {
        let database = try await filled()
        await #expect(throws: DatabaseError.self) { try await database.read { try $0.scan("SELECT nothing FROM t") { _ in } } }
        await #expect(throws: DatabaseError.statement("0 arguments for 1 placeholders")) {
            try await database.read { try $0.scan("SELECT n FROM t WHERE n = $1") { _ in } }
        }
        // A failure while stepping is told too: abs(min) overflows.
        await #expect(throws: DatabaseError.self) {
            try await database.read { try $0.scan("SELECT abs(-9223372036854775808) FROM t") { _ in } }
        }
    }

    @Test func numbersOfAColumnComeInOrderAndAllOfThem() async throws {
        let sql = """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT i / 2.0 FROM n WHERE i <= $1 ORDER BY i DESC
            """
        let database = try await filled()
        for count in [0, 1, 4095, 4096, 4097, 9000] {
            let read = try await database.read { try $0.reals(sql, [count]) }
            #expect(read == (0..<count).map { Double(count - $0) / 2 })
        }
        await #expect(throws: DatabaseError.self) { try await database.read { try $0.reals("SELECT abs(-9223372036854775808) FROM t") } }
    }
}
