import Database
import ServiceLifecycle
import Synchronization
import Vocabulary

/// Lets a worker sleep until there may be work: a commit of any process, a moment, or the order to stop.
final class Idle: Sendable {
    private struct State {
        var isRaised = false
        var isStopped = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Runs the worker until a graceful stop or cancellation. The stop only raises the flag: work in hand is never cancelled.
    static func run(watching database: Database, _ worker: @escaping @Sendable (Idle) async -> Void) async {
        let idle = Idle()
        let watch = Task { for await _ in database.changes() { idle.raise() } }
        // A task of its own, so that cancelling the service does not cancel a delivery or a commit in hand.
        let work = Task { await worker(idle) }
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await work.value
            } onGracefulShutdown: {
                idle.stop()
            }
        } onCancel: {
            idle.stop()
        }
        watch.cancel()
    }

    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// There may be work.
    func raise() {
        let waiter = state.withLock { state in
            state.isRaised = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        raise()
    }

    /// Returns when raised since the last wait, or after the span.
    func wait(for span: Span) async {
        let timer = Task {
            try? await Task.sleep(for: max(span, .milliseconds(1)).duration)
            if !Task.isCancelled { raise() }
        }
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if state.isRaised || state.isStopped { return true }
                state.waiter = continuation
                return false
            }
            if goesOn { continuation.resume() }
        }
        state.withLock { $0.isRaised = false }
        timer.cancel()
    }
}
