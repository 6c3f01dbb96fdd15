import Vocabulary

/// One database shared by every process: durable writes in grouped commits, parallel reads, one portable SQL.
///
/// Stores take the ``Transaction`` they work in and never open one; the caller at the edge opens it with ``write(_:)`` or ``read(_:)``.
public struct Database: Sendable {
    let engine: any Engine

    init(engine: any Engine) { self.engine = engine }

    /// Opens the database that the address names.
    /// - Throws: ``DatabaseError/unsupported(_:)`` for an engine that is not built in, ``DatabaseError/cannotOpen(_:)`` when the file cannot be used.
    public static func open(_ address: DatabaseAddress) throws(DatabaseError) -> Database {
        switch address {
        case .memory: Database(engine: try SQLiteEngine.inMemory())
        case .sqlite(let path): Database(engine: try SQLiteEngine.onDisk(at: path))
        case .postgres: throw .unsupported("PostgreSQL is not supported yet; use DATABASE_URL=sqlite:PATH")
        }
    }

    /// Runs the effect in a transaction and returns once it is durable.
    ///
    /// Effects that wait together are committed together, each behind a savepoint, so that one that throws spoils only itself.
    /// The closure may run again, so it has no effect outside the database. Cancelling the caller's task does not cancel the write.
    @discardableResult
    public func write<Value: Sendable>(_ effect: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            engine.submit(
                Effect(
                    attempt: { transaction in
                        let value = try effect(transaction)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    /// Reads one consistent snapshot. Writing in here fails.
    public func read<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            engine.read { transaction in
                do {
                    let value = try transaction.get()
                    let result = try body(value)
                    return { continuation.resume(returning: result) }
                } catch {
                    return { continuation.resume(throwing: error) }
                }
            }
        }
    }

    /// Emits once after any commit, of this process at once and of others within about 0.1 s; quick successions may be merged.
    public func changes() -> AsyncStream<Void> { engine.changes() }

    /// Wipes what finished rows left in the write-ahead log. Called when idle; a busy reader only postpones it.
    public func truncateLog() async throws(DatabaseError) { try await engine.truncateLog() }

    /// Lets queued writes finish, then closes. Later calls fail with ``DatabaseError/closed``.
    public func close() async throws(DatabaseError) { try await engine.close() }
}

/// A write that waits for its group.
struct Effect: Sendable {
    /// Does the work; what it returns tells the caller of success, and is called after the commit.
    let attempt: @Sendable (Transaction) throws -> @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void
}

/// What an engine must do. SQLite is the first.
protocol Engine: Sendable {
    func submit(_ effect: Effect)
    func read(_ body: @escaping @Sendable (Result<Transaction, DatabaseError>) -> @Sendable () -> Void)
    func changes() -> AsyncStream<Void>
    func truncateLog() async throws(DatabaseError)
    func close() async throws(DatabaseError)
}
