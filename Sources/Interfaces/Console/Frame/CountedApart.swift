import Vocabulary

/// What a page has to count for longer than people like to wait. It is begun once for all who ask for the same, goes on when they are gone, and is
/// kept just long enough for the page that comes again by itself.
actor CountedApart<Key: Hashable & Sendable, Value: Sendable> {
    private let clock: WallClock
    private let patience: Duration
    private var running: Set<Key> = []
    private var counted: [Key: (value: Result<Value, any Error>, at: Instant)] = [:]

    /// What is older is counted anew.
    private var keeps: Span { .seconds(10) }
    /// At once; whoever comes with another question comes again.
    private var most: Int { 3 }

    /// - Parameter patience: how long whoever asks waits.
    init(clock: WallClock, patience: Duration) { (self.clock, self.patience) = (clock, patience) }

    /// - Returns: nil when it is still being counted: ask again.
    func value(of key: Key, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value? {
        let now = clock.now
        counted = counted.filter { now - $0.value.at < keeps }
        if counted[key] == nil, !running.contains(key), running.count < most {
            running.insert(key)
            Task {
                do { keep(key, .success(try await work())) } catch { keep(key, .failure(error)) }
            }
        }
        let end = ContinuousClock.now + patience
        while counted[key] == nil, running.contains(key), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        return try counted[key]?.value.get()
    }

    private func keep(_ key: Key, _ value: Result<Value, any Error>) {
        running.remove(key)
        counted[key] = (value, clock.now)
    }
}
