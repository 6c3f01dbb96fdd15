import Synchronization

/// An HTTP/1.1 client for http and https: libcurl's multi interface on one thread of its own, behind async calls.
///
/// Connections are kept and used again; certificates are verified; redirects are followed only where a request asks for it.
/// A call ends at once when its task is cancelled.
/// Loopback hosts are reached directly, others through the proxy that the environment names, if any.
/// libcurl may repeat a request by itself when a kept connection turns out to have been closed before one byte of answer.
public final class HTTPClient: Sendable {
    public struct Configuration: Sendable {
        /// Connections to one host at a time; more calls wait for a free one, within their time-out. 0 is no limit.
        public var connectionsPerHost: Int
        public var userAgent: String?

        public init(connectionsPerHost: Int = 0, userAgent: String? = nil) {
            self.connectionsPerHost = connectionsPerHost
            self.userAgent = userAgent
        }
    }

    private let loop: TransferLoop
    private let lastID = Atomic<UInt>(0)

    public init(_ configuration: Configuration = Configuration()) {
        loop = TransferLoop(configuration)
    }

    deinit { loop.stop() }

    /// Answers with whatever status came. Throws when there is no complete answer.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        try await call(request, file: nil)
    }

    /// Saves a 2xx answer of at most `limit` bytes as `path`, readable by the owner alone; `path` appears only when it is complete.
    /// With any other status no file is made and the answer has its body. A file that stood there before is replaced upon success.
    public func download(_ request: HTTPRequest, to path: String, limit: Int) async throws(HTTPError) -> HTTPResponse {
        var request = request
        request.responseLimit = limit
        return try await call(request, file: path)
    }

    /// Fails all calls, running and later ones, with ``HTTPError/shutDown``.
    /// Returns when the connections are closed and the thread no longer touches them.
    public func shutdown() async {
        loop.stop()
        await loop.stopped()
    }

    private func call(_ request: HTTPRequest, file: String?) async throws(HTTPError) -> HTTPResponse {
        // A client that is let go during a call must not end it.
        defer { withExtendedLifetime(self) {} }
        let target = try Target(of: request)
        if Task.isCancelled { throw .cancelled }
        let ticket = Ticket(id: lastID.add(1, ordering: .relaxed).newValue)
        let loop = loop
        let result: Result<HTTPResponse, HTTPError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                loop.start(Call(ticket: ticket, request: request, target: target, file: file, continuation: continuation))
            }
        } onCancel: {
            ticket.cancelled.store(true, ordering: .releasing)
            loop.cancel(ticket)
        }
        return try result.get()
    }
}

/// Names a call before it has started, because cancelling can come first.
final class Ticket: Sendable {
    let id: UInt
    let cancelled = Atomic<Bool>(false)

    init(id: UInt) { self.id = id }
}

/// A call on its way to the thread.
struct Call: Sendable {
    let ticket: Ticket
    let request: HTTPRequest
    let target: Target
    let file: String?
    let continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>

    /// Must happen exactly once.
    func finish(_ result: Result<HTTPResponse, HTTPError>) { continuation.resume(returning: result) }
}
