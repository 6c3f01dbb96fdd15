import Logging

/// Why there is no answer. Carries the host and nothing else of the url: paths and queries hold tokens.
public enum HTTPError: Error, Hashable, Sendable {
    /// The request was not sent: what is wrong with it, without its value.
    case malformed(Flaw)
    /// The name did not resolve or nobody accepted the connection; the request was not sent.
    case connect(host: String)
    /// The handshake failed or the certificate was not trusted; the request was not sent.
    case tls(host: String)
    /// The time was up; `sent` tells whether the request may have reached the server.
    case timeout(host: String, sent: Bool)
    /// The connection broke before the answer was complete.
    case interrupted(host: String)
    /// What came is not HTTP that we speak.
    case unreadable(host: String)
    case tooLarge(host: String, limit: Int)
    case tooManyRedirects(host: String)
    /// The downloaded file could not be written.
    case file(errno: Int32)
    /// The task was cancelled; the transfer was aborted.
    case cancelled
    /// The client was shut down before or during the call.
    case shutDown

    public enum Flaw: String, Hashable, Sendable {
        case url = "the url is not an absolute http or https url"
        case header = "a header has a forbidden name or character"
        case part = "a part of the form has a forbidden character"
        case body = "this method has no body"
        case refused = "libcurl refused the request"
    }
}

/// What a caller may do about a failure.
public enum RetryAdvice: Hashable, Sendable {
    /// The same call will fail again, or nobody wants it any more.
    case never
    /// Again, with a growing pause.
    case later
    /// Again, but not before this time has passed.
    case after(Duration)
}

extension HTTPError {
    public var retry: RetryAdvice {
        switch self {
        case .connect, .tls, .timeout, .interrupted, .unreadable, .shutDown: .later
        case .malformed, .tooLarge, .tooManyRedirects, .file, .cancelled: .never
        }
    }

    /// False when it is certain that the server never saw the request, so that a repeat cannot do a thing twice.
    public var mayHaveArrived: Bool {
        switch self {
        case .malformed, .connect, .tls: false
        case .timeout(_, let sent): sent
        case .interrupted, .unreadable, .tooLarge, .tooManyRedirects, .file, .cancelled, .shutDown: true
        }
    }

    public var level: Logger.Level {
        switch self {
        case .cancelled, .shutDown: .debug
        case .connect, .timeout, .interrupted: .warning
        case .malformed, .tls, .unreadable, .tooLarge, .tooManyRedirects, .file: .error
        }
    }
}

extension HTTPError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let flaw): "malformed request: \(flaw.rawValue)"
        case .connect(let host): "cannot connect to \(host)"
        case .tls(let host): "no trusted TLS connection to \(host)"
        case .timeout(let host, let sent): sent ? "\(host) did not answer in time" : "no connection to \(host) in time"
        case .interrupted(let host): "the connection to \(host) broke"
        case .unreadable(let host): "\(host) did not answer in HTTP"
        case .tooLarge(let host, let limit): "the answer of \(host) is larger than \(limit) bytes"
        case .tooManyRedirects(let host): "\(host) redirects too often"
        case .file(let code): "the downloaded file cannot be written (errno \(code))"
        case .cancelled: "the call was cancelled"
        case .shutDown: "the HTTP client is shut down"
        }
    }
}
