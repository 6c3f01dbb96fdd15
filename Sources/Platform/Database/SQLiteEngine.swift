import Foundation
import GRDB
import Synchronization

/// SQLite through GRDB: WAL, `synchronous=FULL`, foreign keys, `secure_delete`; one writer with grouped commits, parallel readers.
final class SQLiteEngine: Engine {
    private let connections: any DatabaseWriter
    private let committer: Committer
    private let plans: StatementPlans
    private let commits: CommitSignal
    private let path: String?
    private let isClosed = Atomic<Bool>(false)

    private init(_ connections: any DatabaseWriter, path: String?) throws {
        self.connections = connections
        plans = StatementPlans()
        commits = try CommitSignal(path: path)
        self.path = path
        committer = Committer(connections, plans: plans, commits: commits)
    }

    static func inMemory() throws(DatabaseError) -> SQLiteEngine {
        do { return try SQLiteEngine(DatabaseQueue(configuration: configuration()), path: nil) } catch { throw DatabaseError(error) }
    }

    static func onDisk(at path: String) throws(DatabaseError) -> SQLiteEngine {
        do {
            if !FileManager.default.fileExists(atPath: path) {
                guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
                    throw DatabaseError.cannotOpen("cannot create \(path): is the folder there, and may you write in it?")
                }
            }
            let pool = try DatabasePool(path: path, configuration: configuration())
            // GRDB resets what prepareDatabase sets: `synchronous` has to be set on the open writer, and is checked.
            let synchronous = try pool.writeWithoutTransaction { connection in
                try connection.execute(sql: "PRAGMA synchronous=FULL")
                return try Int.fetchOne(connection, sql: "PRAGMA synchronous")
            }
            guard synchronous == 2 else { throw DatabaseError.cannotOpen("\(path): cannot make commits durable") }
            return try SQLiteEngine(pool, path: path)
        } catch {
            if case .broken(let reason) = DatabaseError(error) { throw .cannotOpen("\(path): \(reason)") }
            throw DatabaseError(error)
        }
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete=ON") }
        return configuration
    }

    func submit(_ effect: Effect) { committer.submit(effect) }

    func read(_ body: @escaping @Sendable (Result<Transaction, DatabaseError>) -> @Sendable () -> Void) {
        // An in-memory queue of GRDB's traps in debug builds when it is read after its end.
        guard !isClosed.load(ordering: .acquiring) else { return body(.failure(.closed))() }
        let plans = plans
        connections.asyncRead { connection in
            let tell =
                switch connection {
                case .success(let connection): body(.success(Transaction(connection, plans: plans)))
                case .failure(let error): body(.failure(DatabaseError(error)))
                }
            tell()
        }
    }

    func changes() -> AsyncStream<Void> { commits.stream() }

    func truncateLog() async throws(DatabaseError) {
        guard path != nil else { return }
        do { try await connections.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") } } catch {
            throw DatabaseError(error)
        }
    }

    func close() async throws(DatabaseError) {
        isClosed.store(true, ordering: .releasing)
        await committer.stop()
        commits.stop()
        do {
            try connections.close()
            if let path { try Self.emptyLog(of: path) }
        } catch {
            throw DatabaseError(error)
        }
    }

    /// Only a writer that closes last moves the write-ahead log into the file and removes it, and GRDB closes its writer before its readers.
    private static func emptyLog(of path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let last = try DatabaseQueue(path: path, configuration: configuration())
        // SQLite opens the log at the first read.
        try last.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
        try last.close()
    }
}
