import Foundation
import HTTPTransport
import Synchronization

/// A TCP server on loopback that does with each connection what its script says: a proper HTTP server could not misbehave on purpose.
/// One thread per connection, blocking calls.
final class ScriptedServer: Sendable {
    private struct State {
        var accepted = 0
        var isStopped = false
        var open: Set<Int32> = []
    }

    struct Unavailable: Error {}

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    var url: String { "http://127.0.0.1:\(port)" }
    var accepted: Int { state.withLock(\.accepted) }

    init(_ script: @escaping @Sendable (Connection) -> Void) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 512) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isListening else { throw Unavailable() }
        port = UInt16(bigEndian: address.sin_port)
        Thread { self.accept(script) }.start()
    }

    /// Hangs up on everybody.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func accept(_ script: @escaping @Sendable (Connection) -> Void) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let isWanted = state.withLock { state in
                guard !state.isStopped else { return false }
                state.accepted += 1
                state.open.insert(descriptor)
                return true
            }
            guard isWanted else {
                close(descriptor)
                break
            }
            let thread = Thread {
                script(Connection(descriptor: descriptor))
                self.state.withLock { state in
                    state.open.remove(descriptor)
                    _ = close(descriptor)
                }
            }
            thread.stackSize = 256 << 10
            thread.start()
        }
        close(listener)
    }
}

/// One accepted connection, used by its own thread only.
final class Connection {
    struct Request {
        let line: String
        let headers: String
        let body: [UInt8]
    }

    private let descriptor: Int32
    private var unread: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next request, or nil when the peer hung up. Its body is as long as Content-Length says.
    func request() -> Request? {
        let blank = Array("\r\n\r\n".utf8)
        while true {
            if let end = unread.firstRange(of: blank) {
                let head = String(decoding: unread[..<end.lowerBound], as: UTF8.self)
                let lines = head.split(separator: "\r\n", maxSplits: 1)
                let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces)) }
                while unread.count < end.upperBound + (length ?? 0) { guard read() else { return nil } }
                let body = Array(unread[end.upperBound..<end.upperBound + (length ?? 0)])
                unread.removeFirst(end.upperBound + body.count)
                return Request(line: String(lines[0]), headers: lines.count > 1 ? String(lines[1]) : "", body: body)
            }
            guard read() else { return nil }
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// A whole answer on a connection that stays open.
    func answer(_ body: String, status: String = "200 OK", headers: String = "") {
        send("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    /// RST instead of FIN once the script returns.
    func resetOnClose() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// Returns when the peer is gone, or the server stopped.
    func waitForHangUp() { while read() {} }

    private func read() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        unread += buffer[..<count]
        return true
    }
}

/// Runs `body` with a server that follows `script` and a client; stops both.
func withServer(
    _ script: @escaping @Sendable (Connection) -> Void, configuration: HTTPClient.Configuration = .init(),
    _ body: (ScriptedServer, HTTPClient) async throws -> Void
) async throws {
    let server = try ScriptedServer(script)
    let client = HTTPClient(configuration)
    let result: Result<Void, any Error>
    do { result = .success(try await body(server, client)) } catch { result = .failure(error) }
    await client.shutdown()
    server.stop()
    try result.get()
}

/// Answers every request of a connection with the same text.
func answering(_ body: String, status: String = "200 OK", headers: String = "") -> @Sendable (Connection) -> Void {
    { connection in while connection.request() != nil { connection.answer(body, status: status, headers: headers) } }
}
