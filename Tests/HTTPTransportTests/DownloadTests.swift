import Foundation
import HTTPTransport
import Testing

@Suite struct DownloadTests {
    /// A fresh folder, removed afterwards.
    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "http-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    private func names(_ folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder) }

    @Test(arguments: [0, 1, 500_000]) func aDownloadIsSavedWhole(_ size: Int) async throws {
        let text = String(repeating: "x", count: size)
        try await inFolder { folder in
            try await withServer(answering(text)) { server, client in
                let response = try await client.download(HTTPRequest(.get, server.url), to: folder + "/file", limit: size)
                #expect(response.status == 200)
                #expect(response.body.isEmpty)
                #expect(FileManager.default.contents(atPath: folder + "/file") == Data(text.utf8))
                #expect(try FileManager.default.attributesOfItem(atPath: folder + "/file")[.posixPermissions] as? Int == 0o600)
                #expect(try names(folder) == ["file"])
            }
        }
    }

    @Test func aRefusalMakesNoFile() async throws {
        try await inFolder { folder in
            try await withServer(answering("gone", status: "404 Not Found")) { server, client in
                let response = try await client.download(HTTPRequest(.get, server.url), to: folder + "/file", limit: 100)
                #expect(response.status == 404)
                #expect(response.body == Array("gone".utf8))
                #expect(try names(folder).isEmpty)
            }
        }
    }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + String(repeating: "x", count: 50_000)

    @Test func aDownloadThatBreaksLeavesNothingAndTouchesNothing() async throws {
        try await inFolder { folder in
            _ = FileManager.default.createFile(atPath: folder + "/file", contents: Data("older".utf8))
            try await withServer({ connection in
                _ = connection.request()
                connection.send(Self.head)
            }) { server, client in
                await #expect(throws: HTTPError.interrupted(host: "127.0.0.1")) {
                    try await client.download(HTTPRequest(.get, server.url), to: folder + "/file", limit: 1_000_000)
                }
                await #expect(throws: HTTPError.tooLarge(host: "127.0.0.1", limit: 20_000)) {
                    try await client.download(HTTPRequest(.get, server.url), to: folder + "/file", limit: 20_000)
                }
                let left = try names(folder)
                #expect(left == ["file"])
                #expect(FileManager.default.contents(atPath: folder + "/file") == Data("older".utf8))
            }
        }
    }

    @Test func cancellingAndStoppingRemoveTheFile() async throws {
        try await inFolder { folder in
            let (arrivals, arrived) = AsyncStream<Void>.makeStream()
            try await withServer({ connection in
                _ = connection.request()
                connection.send(Self.head)
                arrived.yield()
                connection.waitForHangUp()
            }) { server, client in
                let request = HTTPRequest(.get, server.url)
                func begin() -> Task<HTTPError?, Never> {
                    Task {
                        do throws(HTTPError) {
                            _ = try await client.download(request, to: folder + "/file", limit: 1_000_000)
                            return nil
                        } catch { return error }
                    }
                }
                var arrival = arrivals.makeAsyncIterator()
                let first = begin()
                await arrival.next()
                // Wait until it has begun to write: only then is there something to remove.
                while try names(folder).isEmpty { await Task.yield() }
                first.cancel()
                #expect(await first.value == .cancelled)
                #expect(try names(folder).isEmpty)
                let second = begin()
                await arrival.next()
                while try names(folder).isEmpty { await Task.yield() }
                await client.shutdown()
                #expect(await second.value == .shutDown)
                #expect(try names(folder).isEmpty)
            }
        }
    }

    @Test func aFolderThatIsNotThereIsAFileError() async throws {
        try await inFolder { folder in
            try await withServer(answering("ok")) { server, client in
                await #expect(throws: HTTPError.file(errno: ENOENT)) {
                    try await client.download(HTTPRequest(.get, server.url), to: folder + "/none/file", limit: 100)
                }
                // The transfer was ended by us in the middle: the client still serves.
                let later = try await client.send(HTTPRequest(.get, server.url))
                #expect(later.status == 200)
            }
        }
    }
}
