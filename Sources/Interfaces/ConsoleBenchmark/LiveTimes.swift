import Foundation
import Synchronization

/// Pages that stay open and hear of events: how long until all of them know.
public struct LiveTimes: Sendable, Codable {
    public let connections: Int
    public let events: Int
    /// Milliseconds from before the event's write to its arrival, of all connections and events.
    public let p50: Double
    public let p99: Double
    public let most: Double
    /// Arrivals that did not come within five seconds.
    public let missing: Int
    /// How often open pages asked for themselves again upon an event, and milliseconds from the event to the fresh page.
    public let refreshes: Int
    public let refreshedP50: Double
    public let refreshedP99: Double
    /// Of home and list, asked for one at a time meanwhile.
    public let pages: Int
    public let pagesP50: Double
    public let pagesP99: Double

    var lines: [String] {
        [
            String(
                format: "%ld open pages, %ld events: known after p50 %.1f ms, p99 %.1f ms, max %.1f ms; missing %ld", connections, events,
                p50, p99, most, missing),
            String(
                format: "they asked for themselves again %ld times: fresh p50 %.0f ms, p99 %.0f ms after the event", refreshes,
                refreshedP50,
                refreshedP99),
            String(format: "home and list meanwhile, %ld times: p50 %.1f ms, p99 %.1f ms", pages, pagesP50, pagesP99),
        ]
    }
}

/// Listens on many connections with one thread.
final class LiveListeners: Sendable {
    private struct State {
        var sentAt: Double?
        var arrived: [Int32: Double] = [:]
        /// Connections that were answered at all.
        var answered: Set<Int32> = []
        var isOver = false
    }

    private let descriptors: [Int32]
    private let heard: @Sendable (Int, Double) -> Void
    private let state = Mutex(State())

    /// - Parameter heard: which connection heard of something, and how many milliseconds its page may take to ask for itself again.
    init(_ descriptors: [Int32], heard: @escaping @Sendable (Int, Double) -> Void) { (self.descriptors, self.heard) = (descriptors, heard) }

    /// Reads until ``stop()``; blocks its thread.
    func listen() {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while !state.withLock({ $0.isOver }) {
            guard poll(&polled, nfds_t(polled.count), 100) > 0 else { continue }
            for index in polled.indices where polled[index].revents != 0 {
                let count = chunk.withUnsafeMutableBytes { recv(polled[index].fd, $0.baseAddress, $0.count, 0) }
                guard count > 0 else {
                    polled[index].fd = -1
                    continue
                }
                _ = state.withLock { $0.answered.insert(polled[index].fd) }
                // A comment keeps the line alive and tells nothing.
                guard chunk.prefix(count).firstRange(of: Array("data:".utf8)) != nil else { continue }
                let now = Stopwatch.milliseconds
                state.withLock { if $0.sentAt != nil, $0.arrived[polled[index].fd] == nil { $0.arrived[polled[index].fd] = now } }
                heard(index, Self.within(chunk.prefix(count)))
            }
        }
    }

    private static func within(_ event: ArraySlice<UInt8>) -> Double {
        let name = Array("\"within\":".utf8)
        guard let start = event.firstRange(of: name)?.upperBound else { return 0 }
        return Double(String(decoding: event[start...].prefix { (0x30...0x39).contains($0) }, as: UTF8.self)) ?? 0
    }

    func stop() { state.withLock { $0.isOver = true } }

    /// How many connections the console has answered.
    var answered: Int { state.withLock { $0.answered.count } }

    /// From now on arrivals count.
    func begin() { state.withLock { ($0.sentAt, $0.arrived) = (Stopwatch.milliseconds, [:]) } }

    /// Milliseconds until each arrival, of those that came.
    func arrivals() -> [Double] { state.withLock { state in state.sentAt.map { sent in state.arrived.values.map { $0 - sent } } ?? [] } }
}

/// Said once, heard by whoever looks.
final class OnceOnly: Sendable {
    private let done = Mutex(false)

    var isDone: Bool { done.withLock { $0 } }
    func set() { done.withLock { $0 = true } }
}

/// The clock that only goes on.
enum Stopwatch {
    private static let start = ContinuousClock.now

    static var milliseconds: Double {
        let (seconds, attoseconds) = start.duration(to: .now).components
        return Double(seconds) * 1e3 + Double(attoseconds) / 1e15
    }
}

/// Work that blocks its thread, on a thread of its own.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}
