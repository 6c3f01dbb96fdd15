import CCurl
import Foundation
import Synchronization

/// The door to the transfer thread: commands go through a locked inbox, the thread is woken, everything else happens there.
final class TransferLoop: Sendable {
    private enum Command: Sendable {
        case start(Call)
        case cancel(Ticket)
    }

    /// A multi handle may be touched by one thread only, with one exception that libcurl allows: `curl_multi_wakeup`.
    /// @unchecked: other threads do nothing else with it, under the inbox's lock, and only while it stands in the inbox.
    private struct Multi: @unchecked Sendable {
        let handle: UnsafeMutableRawPointer
    }

    private struct Inbox: Sendable {
        var commands: [Command] = []
        /// Nil once the thread no longer listens: nobody can wake a handle that is being freed.
        var multi: Multi?
        var isStopping = false
        var isFinished = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        mutating func wake() {
            if let multi { curl_multi_wakeup(multi.handle) }
        }
    }

    private static let libraryIsReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let inbox = Mutex(Inbox())

    init(_ configuration: HTTPClient.Configuration) {
        // Without memory for a handle there is nothing to run: the loop is born finished and refuses every call.
        guard Self.libraryIsReady, let handle = curl_multi_init() else {
            inbox.withLock { $0.isFinished = true }
            return
        }
        let multi = Multi(handle: handle)
        inbox.withLock { $0.multi = multi }
        let thread = Thread { self.run(multi, configuration) }
        thread.name = "http"
        thread.start()
    }

    func start(_ call: Call) {
        let isAccepted = inbox.withLock { inbox in
            guard !inbox.isStopping, inbox.multi != nil else { return false }
            inbox.commands.append(.start(call))
            // Before the first command of a batch only: the thread takes them all together.
            if inbox.commands.count == 1 { inbox.wake() }
            return true
        }
        if !isAccepted { call.finish(.failure(.shutDown)) }
    }

    func cancel(_ ticket: Ticket) {
        inbox.withLock { inbox in
            guard inbox.multi != nil else { return }
            inbox.commands.append(.cancel(ticket))
            if inbox.commands.count == 1 { inbox.wake() }
        }
    }

    func stop() {
        inbox.withLock { inbox in
            inbox.isStopping = true
            inbox.wake()
        }
    }

    /// Returns when the thread has freed its handles.
    func stopped() async {
        await withCheckedContinuation { continuation in
            let isFinished = inbox.withLock { inbox in
                if !inbox.isFinished { inbox.waiters.append(continuation) }
                return inbox.isFinished
            }
            if isFinished { continuation.resume() }
        }
    }

    private func run(_ multi: Multi, _ configuration: HTTPClient.Configuration) {
        Self.blockSignals()
        let transfers = Transfers(multi: multi.handle, configuration)
        while true {
            let (commands, isStopping) = inbox.withLock { inbox in
                defer { inbox.commands.removeAll(keepingCapacity: true) }
                if inbox.isStopping { inbox.multi = nil }
                return (inbox.commands, inbox.isStopping)
            }
            for command in commands {
                switch command {
                case .start(let call): transfers.start(call)
                case .cancel(let ticket): transfers.end(ticket.id, .cancelled)
                }
            }
            if isStopping { break }
            transfers.perform()
        }
        transfers.close()
        let waiters = inbox.withLock { inbox in
            defer { inbox.waiters = [] }
            inbox.isFinished = true
            return inbox.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Signals belong to the program's other threads, and a peer that hangs up must not raise SIGPIPE here.
    /// Faults of the program itself stay deliverable.
    private static func blockSignals() {
        var signals = sigset_t()
        sigfillset(&signals)
        for fault in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT] { sigdelset(&signals, fault) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
