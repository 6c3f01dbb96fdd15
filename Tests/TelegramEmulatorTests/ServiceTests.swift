import Foundation
import HTTPTransport
import Logging
import ServiceLifecycle
import Synchronization
import Testing
import Vocabulary

@testable import TelegramEmulator

/// The emulator as it really runs: a service on a port, asked by libcurl.
@Suite struct ServiceTests {
    private let clock = WallClock { Instant(seconds: 1_800_000_000) }

    /// Runs the emulator, hands over its address, and stops it as SIGTERM would.
    private func running(store: String?, _ body: @Sendable (String, HTTPClient) async throws -> Void) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let emulator = EmulatedTelegram(
            configuration: .init(token: "7:secret", storePath: store, limits: nil), clock: clock, ids: .system, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: emulator)], logger: logger))
        let client = HTTPClient()
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let result: Result<Void, any Error>
            do { result = .success(try await body(try await emulator.address, client)) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try result.get()
        }
        await client.shutdown()
    }

    private func post(_ client: HTTPClient, _ url: String, _ body: JSON) async throws -> JSON {
        let response = try await client.send(
            HTTPRequest(.post, url, headers: [.init("Content-Type", "application/json")], body: .bytes(body.bytes)))
        return try #require(JSON(parsing: response.body))
    }

    @Test func itStopsWithAPollWaitingAndComesBackWithItsChats() async throws {
        let path = NSTemporaryDirectory() + "emulator-\(UUID().uuidString).db"
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let asked = Asked()
        try await running(store: path) { base, client in
            let id = try #require(try await post(client, "\(base)/simulate/customers", ["first_name": "Anna"])["result"]?["id"]?.int)
            _ = try await post(client, "\(base)/simulate/customers/\(id)/start", ["payload": "c_1"])
            // A page waits for the chat when the emulator is told to stop.
            _ = Task { try await client.send(HTTPRequest(.get, "\(base)/simulate/chats/\(id)?after=1000&wait=50")) }
            asked.toStop.withLock { $0 = ContinuousClock.now }
        }
        // The page would wait 50 s by itself.
        #expect(try ContinuousClock.now - #require(asked.toStop.withLock { $0 }) < .seconds(40))
        try await running(store: path) { base, client in
            let updates = try await post(client, "\(base)/bot7:secret/getUpdates", [:])["result"]?.array
            #expect(updates?.first?["message"]?["text"] == "/start c_1")
        }
    }
}

/// When the emulator was told to stop.
private final class Asked: Sendable {
    let toStop = Mutex<ContinuousClock.Instant?>(nil)
}
