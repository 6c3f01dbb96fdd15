import HTTPTransport
import Synchronization
import Testing

/// What is sent and what comes back when nothing goes wrong.
@Suite struct ExchangeTests {
    /// Answers with what it received, in a form that tests can read.
    private static let echo: @Sendable (Connection) -> Void = { connection in
        while let request = connection.request() {
            connection.answer("\(request.line)\n\(request.headers)\n\n" + String(decoding: request.body, as: UTF8.self))
        }
    }

    private func echoed(_ request: (String) -> HTTPRequest) async throws -> String {
        var text = ""
        try await withServer(Self.echo) { server, client in
            text = String(decoding: try await client.send(request(server.url)).body, as: UTF8.self)
        }
        return text
    }

    @Test func statusHeadersAndBodyComeBack() async throws {
        try await withServer(answering("no such thing", status: "404 Not Found", headers: "X-Mood:  calm \r\nX-Empty:\r\n")) {
            server, client in
            let response = try await client.send(HTTPRequest(.get, server.url))
            #expect(response.status == 404)
            #expect(!response.isSuccess)
            #expect(response.header("x-mood") == "calm")
            #expect(response.header("X-EMPTY")?.isEmpty == true)
            #expect(response.header("X-None") == nil)
            #expect(response.body == Array("no such thing".utf8))
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .post, .put, .patch, .delete]) func theMethodIsSent(_ method: HTTPRequest.Method) async throws
    {
        let text = try await echoed { HTTPRequest(method, $0 + "/a/b?c=d") }
        #expect(text.hasPrefix("\(method.rawValue) /a/b?c=d HTTP/1.1\n"))
    }

    @Test func headHasNoBody() async throws {
        try await withServer({ connection in
            while connection.request() != nil { connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n") }
        }) { server, client in
            let response = try await client.send(HTTPRequest(.head, server.url))
            #expect(response.status == 200)
            #expect(response.body.isEmpty)
        }
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .patch, .delete]) func aBodyIsSentWithTheMethodThatWasNamed(
        _ method: HTTPRequest.Method
    ) async throws {
        let text = try await echoed {
            HTTPRequest(method, $0, headers: [.init("Content-Type", "text/plain")], body: .bytes(Array("привет".utf8)))
        }
        #expect(text.hasPrefix("\(method.rawValue) / HTTP/1.1\n"))
        #expect(text.contains("Content-Type: text/plain\r\nContent-Length: 12"))
        #expect(text.hasSuffix("\n\nпривет"))
    }

    @Test func nothingIsClaimedThatNobodySaid() async throws {
        let text = try await echoed {
            HTTPRequest(.post, $0, headers: [.init("X-Empty", "")], body: .bytes([UInt8](repeating: 65, count: 2 << 20)))
        }
        let head = text.prefix { $0 != "\n" } + text.dropFirst(17).prefix(300)
        #expect(!head.contains("Content-Type"))
        #expect(!head.contains("Expect"))
        #expect(!head.contains("User-Agent"))
        #expect(head.contains("X-Empty:"))
        #expect(text.utf8.count > 2 << 20)
    }

    @Test func anEmptyPostSaysSo() async throws {
        #expect(try await echoed { HTTPRequest(.post, $0) }.contains("Content-Length: 0"))
    }

    @Test func aFormArrivesByteForByte() async throws {
        let picture = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let received = Mutex<Connection.Request?>(nil)
        try await withServer({ connection in
            while let request = connection.request() {
                received.withLock { $0 = request }
                connection.answer("ok")
            }
        }) { server, client in
            let parts = [
                HTTPRequest.Part(name: "chat_id", content: Array("42".utf8)), HTTPRequest.Part(name: "empty", content: []),
                HTTPRequest.Part(name: "photo", content: picture, filename: "cactus \"one\".png", contentType: "image/png"),
            ]
            _ = try await client.send(HTTPRequest(.post, server.url, body: .multipart(parts)))
        }
        let request = try #require(received.withLock { $0 })
        let type = try #require(
            request.headers.split(separator: "\r\n").first { $0.hasPrefix("Content-Type: multipart/form-data; boundary=") })
        let boundary = try #require(type.split(separator: "=").last)
        var expected: [UInt8] = []
        for (head, content) in [
            ("Content-Disposition: form-data; name=\"chat_id\"", Array("42".utf8)), ("Content-Disposition: form-data; name=\"empty\"", []),
            ("Content-Disposition: form-data; name=\"photo\"; filename=\"cactus %22one%22.png\"\r\nContent-Type: image/png", picture),
        ] {
            expected += Array("--\(boundary)\r\n\(head)\r\n\r\n".utf8) + content + Array("\r\n".utf8)
        }
        #expect(request.body == expected + Array("--\(boundary)--\r\n".utf8))
    }

    @Test func callsInARowShareOneConnection() async throws {
        try await withServer(answering("ok")) { server, client in
            for _ in 1...20 { _ = try await client.send(HTTPRequest(.get, server.url)) }
            #expect(server.accepted == 1)
        }
    }

    @Test func aKeptConnectionThatWasClosedIsReplaced() async throws {
        try await withServer({ connection in
            if connection.request() != nil { connection.answer("ok") }
        }) { server, client in
            for _ in 1...5 { _ = try await client.send(HTTPRequest(.get, server.url)) }
            #expect(server.accepted == 5)
        }
    }

    @Test func twoHundredCallsAtOnceEachGetTheirOwnAnswer() async throws {
        try await withServer(Self.echo) { server, client in
            let url = server.url
            let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for number in 0..<200 {
                    group.addTask {
                        (number, String(decoding: try await client.send(HTTPRequest(.get, "\(url)/\(number)")).body, as: UTF8.self))
                    }
                }
                return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
            }
            #expect(answers.count == 200)
            for (number, text) in answers { #expect(text.hasPrefix("GET /\(number) HTTP/1.1\n")) }
        }
    }

    @Test func connectionsToOneHostCanBeLimited() async throws {
        try await withServer(Self.echo, configuration: .init(connectionsPerHost: 3)) { server, client in
            let url = server.url
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 { group.addTask { _ = try await client.send(HTTPRequest(.get, url)) } }
                try await group.waitForAll()
            }
            #expect(server.accepted <= 3)
        }
    }

    // MARK: Redirects

    /// `/0` leads to `/1`, that to `/2`, and so on up to `/last`.
    private static func redirecting(last: Int) -> @Sendable (Connection) -> Void {
        { connection in
            while let request = connection.request() {
                let hop = Int(request.line.split(separator: " ")[1].dropFirst()) ?? 0
                if hop == last {
                    connection.answer("arrived", headers: "X-Hop: last\r\n")
                } else {
                    connection.answer("moved", status: "302 Found", headers: "Location: /\(hop + 1)\r\nX-Hop: \(hop)\r\n")
                }
            }
        }
    }

    @Test func aRedirectIsAnAnswerUnlessItIsToBeFollowed() async throws {
        try await withServer(Self.redirecting(last: 2)) { server, client in
            let stopped = try await client.send(HTTPRequest(.get, server.url + "/0"))
            #expect(stopped.status == 302)
            #expect(stopped.header("location") == "/1")
            let followed = try await client.send(HTTPRequest(.get, server.url + "/0", followsRedirects: true))
            #expect(followed.status == 200)
            #expect(followed.body == Array("arrived".utf8))
            #expect(followed.headers.filter { $0.name == "X-Hop" }.map(\.value) == ["last"])
        }
    }

    @Test func redirectsEndSomewhere() async throws {
        try await withServer(Self.redirecting(last: -1)) { server, client in
            await #expect(throws: HTTPError.tooManyRedirects(host: "127.0.0.1")) {
                try await client.send(HTTPRequest(.get, server.url + "/0", followsRedirects: true))
            }
        }
    }

    @Test func aRedirectCannotLeaveHTTP() async throws {
        try await withServer(answering("", status: "302 Found", headers: "Location: file:///etc/hostname\r\n")) { server, client in
            await #expect(throws: HTTPError.unreadable(host: "127.0.0.1")) {
                try await client.send(HTTPRequest(.get, server.url, followsRedirects: true))
            }
        }
    }
}
