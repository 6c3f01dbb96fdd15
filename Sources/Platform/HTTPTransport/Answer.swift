import Glibc

/// Collects an answer within its limits, in memory or in a file.
struct Answer {
    private enum Failure { case tooLarge(limit: Int), file(errno: Int32) }

    /// Enough for any honest server; a body's limit says nothing about headers.
    private static let headerLimit = 64 << 10

    private let limit: Int
    private var file: PartialFile?
    private var headers: [HTTPRequest.Header] = []
    private var headerBytes = 0
    /// The empty line after the headers came. libcurl calls an answer that ends before it a success.
    private var isHeadComplete = false
    private var body: [UInt8] = []
    private var bodyBytes = 0
    private var failure: Failure?

    init(limit: Int, file: PartialFile?) {
        self.limit = limit
        self.file = file
    }

    /// One line as libcurl hands it over. A status line begins a new response: after 1xx, or after a redirect.
    /// Trailers, which follow the body, are passed over.
    mutating func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= Self.headerLimit else {
            failure = .tooLarge(limit: Self.headerLimit)
            return false
        }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = []
            isHeadComplete = false
        } else if line.allSatisfy(\.isNewline) {
            isHeadComplete = true
        } else if !isHeadComplete, let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            let end = value.lastIndex { !$0.isWhitespace }
            headers.append(HTTPRequest.Header(String(line[..<colon]), end.map { String(value[...$0]) } ?? ""))
        }
        return true
    }

    /// A body that is not a success stays in memory even where a file was wanted.
    mutating func takeBody(_ bytes: UnsafeRawBufferPointer, status: Int) -> Bool {
        bodyBytes += bytes.count
        guard bodyBytes <= limit else {
            failure = .tooLarge(limit: limit)
            return false
        }
        guard file != nil, (200..<300).contains(status) else {
            body.append(contentsOf: bytes)
            return true
        }
        if let code = file?.write(bytes) {
            failure = .file(errno: code)
            return false
        }
        return true
    }

    /// Why we ourselves ended the transfer, if we did.
    func failure(host: String) -> HTTPError? {
        switch failure {
        case .tooLarge(let limit): .tooLarge(host: host, limit: limit)
        case .file(let code): .file(errno: code)
        case nil: nil
        }
    }

    /// The complete answer; the file, if one was wanted, takes its name now.
    mutating func response(status: Int, host: String) throws(HTTPError) -> HTTPResponse {
        guard isHeadComplete else { throw .interrupted(host: host) }
        if (200..<300).contains(status), let code = file?.commit() { throw .file(errno: code) }
        return HTTPResponse(status: status, headers: headers, body: body)
    }

    mutating func discard() { file?.discard() }
}

/// A file under a name of its own until it is complete. Methods answer the errno of a failure.
/// Written on the transfer thread: the page cache takes it.
struct PartialFile {
    private let path: String
    private let partial: String
    private var descriptor: Int32?

    init(path: String, id: UInt) {
        self.path = path
        partial = "\(path).\(getpid())-\(id).partial"
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) -> Int32? {
        guard let descriptor = open() else { return errno }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return errno }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    /// An empty answer is an empty file.
    mutating func commit() -> Int32? {
        guard let descriptor = open() else { return errno }
        self.descriptor = nil
        guard close(descriptor) == 0, rename(partial, path) == 0 else {
            let code = errno
            unlink(partial)
            return code
        }
        return nil
    }

    mutating func discard() {
        guard let descriptor else { return }
        self.descriptor = nil
        close(descriptor)
        unlink(partial)
    }

    private mutating func open() -> Int32? {
        if let descriptor { return descriptor }
        let opened = Glibc.open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard opened >= 0 else { return nil }
        descriptor = opened
        return opened
    }
}
