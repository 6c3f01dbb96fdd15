import Foundation
import GRDB
import Synchronization

/// Tells listeners of commits: of this process at once, of other processes through `PRAGMA data_version` on a connection of its own.
final class CommitSignal: Sendable {
    private let listeners = Mutex<[UUID: AsyncStream<Void>.Continuation]>([:])
    private let watcher = Mutex<Task<Void, Never>?>(nil)
    private let connection: DatabaseQueue?

    init(path: String?) throws {
        guard let path else {
            connection = nil
            return
        }
        var configuration = Configuration()
        configuration.readonly = true
        let connection = try DatabaseQueue(path: path, configuration: configuration)
        self.connection = connection
        let task = Task.detached { [weak self] in
            var seen: Int?
            while (try? await Task.sleep(for: .milliseconds(100))) != nil {
                guard let self else { return }
                guard listeners.withLock({ !$0.isEmpty }) else { continue }
                let version = try? await connection.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA data_version") }
                if seen != version { signal() }
                seen = version
            }
        }
        watcher.withLock { $0 = task }
    }

    func signal() {
        let listeners = listeners.withLock { Array($0.values) }
        for listener in listeners { listener.yield() }
    }

    func stream() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let id = UUID()
            listeners.withLock { $0[id] = continuation }
            continuation.onTermination = { [weak self] _ in
                self?.listeners.withLock { $0[id] = nil }
            }
        }
    }

    func stop() {
        watcher.withLock { $0 }?.cancel()
        try? connection?.close()
        let all = listeners.withLock { Array($0.values) }
        for listener in all { listener.finish() }
    }
}
