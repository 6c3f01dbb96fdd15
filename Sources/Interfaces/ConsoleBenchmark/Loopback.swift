import Foundation

/// Why the console could not be asked.
public enum ConsoleBenchmarkError: Error, Sendable, Equatable {
    case socket(String)
    /// The console's answer was none that this page gives.
    case answer(page: String, status: Int)
    case notSignedIn(login: String)
    /// Open pages that asked for themselves again were not answered.
    case refresh(failed: Int)
}

/// A browser's connection to the console on this machine: HTTP/1.1, kept alive, used by one thread at a time, with nothing between the clock and
/// the socket.
final class Loopback {
    struct Answer {
        let status: Int
        let head: String
        let body: [UInt8]

        /// What a redirect leads to.
        var location: String? { value(of: "location") }
        /// Whether the browser will ask again by itself.
        var comesAgain: Bool { value(of: "refresh") != nil }

        private func value(of name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name):") }
                .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
        }

        var text: String { String(decoding: body, as: UTF8.self) }

        /// Values of all cookies that it sets, by name.
        var cookies: [String: String] {
            var cookies: [String: String] = [:]
            for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix("set-cookie:") {
                let pair = line.dropFirst(11).split(separator: ";")[0].split(separator: "=", maxSplits: 1)
                if pair.count == 2 { cookies[pair[0].trimmingCharacters(in: .whitespaces)] = String(pair[1]) }
            }
            return cookies
        }
    }

    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(port: Int) throws(ConsoleBenchmarkError) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw .socket("no socket: \(errno)") }
        var (one, address) = (Int32(1), sockaddr_in())
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else { throw .socket("no connection: \(errno)") }
    }

    deinit { close(descriptor) }

    func get(_ path: String, cookie: String, accept: String = "text/html") throws(ConsoleBenchmarkError) -> Answer {
        try ask(path, accept: accept, cookie: cookie)
        return try answer()
    }

    func post(_ path: String, cookie: String, form: [String: String]) throws(ConsoleBenchmarkError) -> Answer {
        let body = form.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        return try post(path, cookie: cookie, type: "application/x-www-form-urlencoded", body)
    }

    /// Sends a form with a file.
    func post(_ path: String, cookie: String, formToken: String, file: String, named name: String) throws(ConsoleBenchmarkError) -> Answer {
        let boundary = "----cactubase-benchmark"
        let body =
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n\(formToken)\r\n"
            + "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: text/csv\r\n\r\n"
            + "\(file)\r\n--\(boundary)--\r\n"
        return try post(path, cookie: cookie, type: "multipart/form-data; boundary=\(boundary)", body)
    }

    private func post(_ path: String, cookie: String, type: String, _ body: String) throws(ConsoleBenchmarkError) -> Answer {
        try write(
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\nCookie: \(cookie)\r\n"
                + "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return try answer()
    }

    /// Sends the request only: what comes is the caller's to read from the descriptor.
    func ask(_ path: String, accept: String, cookie: String) throws(ConsoleBenchmarkError) {
        try write(
            "GET \(path) HTTP/1.1\r\nHost: localhost\r\nAccept: \(accept)\r\nAccept-Language: en\r\nCookie: \(cookie)\r\n\r\n")
    }

    private func write(_ text: String) throws(ConsoleBenchmarkError) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw .socket("closed while writing: \(errno)") }
            sent += count
        }
    }

    private func answer() throws(ConsoleBenchmarkError) -> Answer {
        let end = try headEnd()
        let head = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeFirst(end + 4)
        let status = head.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) } ?? 0
        let length =
            head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
        while buffer.count < length { try read() }
        let body = Array(buffer.prefix(length))
        buffer.removeFirst(length)
        return Answer(status: status, head: head, body: body)
    }

    private func headEnd() throws(ConsoleBenchmarkError) -> Int {
        while true {
            if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8))?.lowerBound { return end }
            try read()
        }
    }

    private func read() throws(ConsoleBenchmarkError) {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { throw .socket("closed while reading: \(errno)") }
        buffer += chunk.prefix(count)
    }
}
