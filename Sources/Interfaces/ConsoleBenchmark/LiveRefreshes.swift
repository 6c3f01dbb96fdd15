import Synchronization

/// What open pages do when they hear of something: each asks for itself again, at a moment of its own within the time that the console says, and not
/// more often than every two seconds, or than twice that time. As the console's script does it.
final class LiveRefreshes: Sendable {
    private struct State {
        /// When each page asks, where it is going to.
        var due: [Int: Double] = [:]
        /// When each page asked last.
        var last: [Int: Double] = [:]
        /// Milliseconds from an event to the fresh page.
        var times: [Double] = []
        var failures = 0
        var asking = 0
        var isOver = false
    }

    private let pages: [(cookie: String, path: String)]
    private let port: Int
    private let random: RandomBits
    private let state = Mutex(State())

    init(_ pages: [(cookie: String, path: String)], port: Int, random: RandomBits) {
        (self.pages, self.port, self.random) = (pages, port, random)
    }

    /// This page heard of something.
    func heard(_ page: Int, within: Double) {
        let now = Stopwatch.milliseconds
        let pause = state.withLock { state -> Double? in
            guard !state.isOver, state.due[page] == nil else { return nil }
            let spread = 100 + random.share() * max(600, within)
            let due = max(now + spread, (state.last[page] ?? -.infinity) + max(2000, 2 * within))
            state.due[page] = due
            state.asking += 1
            return due - now
        }
        guard let pause else { return }
        Task {
            try? await Task.sleep(for: .microseconds(Int64(pause * 1000)))
            state.withLock { ($0.due[page], $0.last[page]) = (nil, Stopwatch.milliseconds) }
            let isFresh = (try? await onThread { [self] in try ask(page) }) ?? false
            state.withLock { state in
                state.asking -= 1
                if isFresh { state.times.append(Stopwatch.milliseconds - now) } else { state.failures += 1 }
            }
        }
    }

    private func ask(_ page: Int) throws -> Bool {
        try Loopback(port: port).get(pages[page].path, cookie: pages[page].cookie).status == 200
    }

    /// Asks no more, waits for what is under way, and tells how long each took and how many failed.
    func finish() async -> (times: [Double], failures: Int) {
        state.withLock { $0.isOver = true }
        while state.withLock({ $0.asking }) > 0 { try? await Task.sleep(for: .milliseconds(20)) }
        return state.withLock { ($0.times, $0.failures) }
    }
}
