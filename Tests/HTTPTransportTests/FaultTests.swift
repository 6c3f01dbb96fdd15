import Foundation
import HTTPTransport
import Synchronization
import Testing

/// A server that breaks off, dawdles, lies or overdoes.
@Suite struct FaultTests {
    private static let host = "127.0.0.1"

    private func failure(
        _ script: @escaping @Sendable (Connection) -> Void,
        _ request: (String) -> HTTPRequest = { HTTPRequest(.get, $0 + "/secret?token=secret") }
    ) async throws -> HTTPError? {
        var failure: HTTPError?
        try await withServer(script) { server, client in
            do throws(HTTPError) { _ = try await client.send(request(server.url)) } catch { failure = error }
        }
        if let failure { #expect(!"\(failure) \(String(reflecting: failure))".contains("secret")) }
        return failure
    }

    private static let breaks: [(String, @Sendable (Connection) -> Void)] = [
        (
            "reset after the request",
            { connection in
                _ = connection.request(); connection.resetOnClose()
            }
        ),
        ("hangs up without a word", { connection in _ = connection.request() }),
        (
            "hangs up within the headers",
            { connection in
                _ = connection.request(); connection.send("HTTP/1.1 200 OK\r\nContent-Le")
            }
        ),
        (
            "truncated body",
            { connection in
                _ = connection.request(); connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
            }
        ),
        (
            "truncated chunk",
            { connection in
                _ = connection.request(); connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n123")
            }
        ),
        (
            "no last chunk",
            { connection in
                _ = connection.request(); connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n")
            }
        ),
        (
            "reset within the body",
            { connection in
                _ = connection.request()
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
                connection.resetOnClose()
            }
        ),
    ]

    @Test(arguments: breaks.map(\.0)) func aBrokenConnectionIsAnInterruption(_ name: String) async throws {
        let script = try #require(Self.breaks.first { $0.0 == name }).1
        let failure = try await failure(script)
        #expect(failure == .interrupted(host: Self.host))
        #expect(failure?.retry == .later)
        #expect(failure?.mayHaveArrived == true)
    }

    /// When the reset comes before the client has looked, there was no connection for it; either way it tries again later.
    @Test func aResetAtOnceIsAnInterruptionOrNoConnection() async throws {
        let failure = try await failure { $0.resetOnClose() }
        #expect(failure == .interrupted(host: Self.host) || failure == .connect(host: Self.host))
        #expect(failure?.retry == .later)
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n\r\n", "plain words\n\n"]) func whatIsNotHTTPIsUnreadable(_ greeting: String) async throws {
        let failure = try await failure { connection in
            _ = connection.request()
            connection.send(greeting)
        }
        #expect(failure == .unreadable(host: Self.host))
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1234"])
    func silenceRunsIntoTheTimeout(_ beginning: String) async throws {
        let arrived = Atomic<Bool>(false)
        var failure: HTTPError?
        // On a busy machine the time can be up before the request is out: then nothing was shown yet.
        while !arrived.load(ordering: .acquiring) {
            failure = try await self.failure { connection in
                guard connection.request() != nil else { return }
                arrived.store(true, ordering: .releasing)
                connection.send(beginning)
                connection.waitForHangUp()
            } _: {
                HTTPRequest(.get, $0 + "/secret", totalTimeout: .milliseconds(100))
            }
            guard case .timeout(host: Self.host, _)? = failure else { break }
        }
        #expect(failure == .timeout(host: Self.host, sent: true))
        #expect(failure?.retry == .later)
    }

    @Test func nobodyAtHomeIsAConnectFailure() async throws {
        let server = try ScriptedServer { _ in }
        server.stop()
        let client = HTTPClient()
        // The port was ours a moment ago; the loop ends as soon as the kernel has let go of the listener.
        var failure: HTTPError?
        while failure != .connect(host: Self.host) {
            do throws(HTTPError) { _ = try await client.send(HTTPRequest(.get, server.url)) } catch { failure = error }
        }
        #expect(failure?.mayHaveArrived == false)
        await client.shutdown()
    }

    @Test func anUnknownNameIsAConnectFailure() async {
        let client = HTTPClient()
        // A label of 64 letters cannot be: no name server is asked, and by its beginning no proxy either.
        let name = "127." + String(repeating: "x", count: 64)
        await #expect(throws: HTTPError.connect(host: name)) { try await client.send(HTTPRequest(.get, "http://\(name)/secret")) }
        await client.shutdown()
    }

    @Test func aServerWithoutTLSIsNoTLSServer() async throws {
        let failure = try await failure(
            { connection in connection.send("HTTP/1.1 400 Bad Request\r\n\r\n") },
            { HTTPRequest(.get, $0.replacing("http:", with: "https:")) })
        #expect(failure == .tls(host: Self.host))
        #expect(failure?.mayHaveArrived == false)
    }

    // MARK: Too much

    @Test(arguments: ["Content-Length: 200000\r\n", ""]) func anOversizedBodyIsRefused(_ header: String) async throws {
        let failure = try await failure { connection in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\n\(header)\r\n" + String(repeating: "x", count: 200_000))
        } _: {
            HTTPRequest(.get, $0, responseLimit: 100_000)
        }
        #expect(failure == .tooLarge(host: Self.host, limit: 100_000))
        #expect(failure?.retry == .never)
    }

    @Test func anEndlessBodyIsCutOff() async throws {
        let failure = try await failure { connection in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<10_000 { connection.send("400\r\n" + String(repeating: "x", count: 1024) + "\r\n") }
        } _: {
            HTTPRequest(.get, $0, responseLimit: 4096)
        }
        #expect(failure == .tooLarge(host: Self.host, limit: 4096))
    }

    @Test func exactlyTheLimitIsNotTooMuch() async throws {
        #expect(try await failure(answering(String(repeating: "x", count: 4096))) { HTTPRequest(.get, $0, responseLimit: 4096) } == nil)
    }

    @Test func endlessHeadersAreCutOff() async throws {
        let failure = try await failure { connection in
            _ = connection.request()
            connection.send("HTTP/1.1 200 OK\r\n")
            for number in 0..<2000 { connection.send("X-\(number): " + String(repeating: "x", count: 1000) + "\r\n") }
        }
        #expect(failure == .tooLarge(host: Self.host, limit: 64 << 10))
    }

    @Test func theClientWorksOnAfterEachFault() async throws {
        let served = Atomic<Int>(0)
        try await withServer({ connection in
            while connection.request() != nil {
                if served.add(1, ordering: .relaxed).newValue.isMultiple(of: 2) { return connection.answer("ok") }
                return connection.resetOnClose()
            }
        }) { server, client in
            for _ in 1...10 {
                await #expect(throws: HTTPError.interrupted(host: Self.host)) { try await client.send(HTTPRequest(.get, server.url)) }
                let later = try await client.send(HTTPRequest(.get, server.url))
                #expect(later.status == 200)
            }
        }
    }

    // MARK: Refused before anything is sent

    @Test(arguments: [
        "", "/relative", "127.0.0.1", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://user:secret@127.0.0.1/",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nX: y", "http://127.0.0.1/\n", "http://127.0.0.1/\0", "http://пример.рф/", "http://127.0.0.1:99999/",
        "gopher://127.0.0.1",
    ]) func aDoubtfulURLIsRefused(_ url: String) async throws {
        try await refused(HTTPRequest(.get, url), .url)
    }

    @Test(arguments: [
        ("X", "a\r\nX-Evil: 1"), ("X", "a\n"), ("X", "a\rb"), ("X", "a\0b"), ("X\r\nY", "a"), ("", "a"), ("X Y", "a"), ("X:", "a"),
        ("Имя", "a"),
        ("Content-Length", "3"), ("transfer-encoding", "chunked"), ("Expect", "100-continue"),
    ]) func aHeaderCannotBringAnother(_ name: String, _ value: String) async throws {
        try await refused(HTTPRequest(.get, "http://127.0.0.1/", headers: [.init(name, value)]), .header)
    }

    @Test(arguments: [
        HTTPRequest.Part(name: "a\r\nb", content: []), HTTPRequest.Part(name: "a", content: [], filename: "b\r\n"),
        HTTPRequest.Part(name: "a", content: [], contentType: "text/plain\r\nX: y"),
    ]) func aPartCannotBringAHeader(_ part: HTTPRequest.Part) async throws {
        try await refused(HTTPRequest(.post, "http://127.0.0.1/", body: .multipart([part])), .part)
    }

    @Test func aBodyNeedsAMethodThatHasOne() async throws {
        try await refused(HTTPRequest(.get, "http://127.0.0.1/", body: .bytes([1])), .body)
        try await refused(HTTPRequest(.put, "http://127.0.0.1/", body: .multipart([])), .body)
    }

    private func refused(_ request: HTTPRequest, _ flaw: HTTPError.Flaw) async throws {
        let client = HTTPClient()
        await #expect(throws: HTTPError.malformed(flaw)) { try await client.send(request) }
        await client.shutdown()
    }

    @Test func aRequestShowsNothingButItsHost() {
        let request = HTTPRequest(
            .post, "https://api.example.org/botSECRET/send?x=SECRET", headers: [.init("Authorization", "SECRET")],
            body: .bytes(Array("SECRET".utf8)))
        var dumped = ""
        dump(request, to: &dumped)
        #expect("\(request)" == "POST api.example.org")
        #expect(!(dumped + String(reflecting: request)).contains("SECRET"))
    }
}
