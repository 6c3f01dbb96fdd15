import Hummingbird

/// How long the console waits for peers, and how many of them it has at once. Whoever is slower or more gets closed, so that others are served.
enum Patience {
    /// Between two requests, and for the head of one.
    static let idleSeconds: Int64 = 30
    /// For the whole body of a form.
    static let form: Duration = .seconds(20)
    static let connections = 4000
    /// Our longest address and all cookies need less.
    static let headerBytes = 16 << 10

    /// Runs work that waits for a peer, for so long at the most.
    /// - Throws: 408 when the time is over.
    static func within<Value: Sendable>(_ limit: Duration, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask(operation: work)
            group.addTask {
                try await Task.sleep(for: limit)
                throw HTTPError(.requestTimeout)
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw HTTPError(.requestTimeout) }
            return first
        }
    }
}
