import Database
import Foundation
import Hummingbird
import Vocabulary

/// `/health/live`, `/health/ready` and `/metrics`: for whatever watches the process. Nothing in them is about a person.
public struct HealthRoutes: Sendable {
    /// What is asked of the rooms, in one snapshot of the database.
    public struct Probes: Sendable {
        public let conditions: @Sendable (Transaction, Instant) throws -> [Condition]
        public let metrics: @Sendable (Transaction, Instant) throws -> [Metric]

        public init(
            conditions: @escaping @Sendable (Transaction, Instant) throws -> [Condition],
            metrics: @escaping @Sendable (Transaction, Instant) throws -> [Metric]
        ) {
            (self.conditions, self.metrics) = (conditions, metrics)
        }
    }

    private let database: Database
    private let clock: WallClock
    private let probes: Probes

    public init(database: Database, clock: WallClock, probes: Probes) {
        (self.database, self.clock, self.probes) = (database, clock, probes)
    }

    public func add(to router: some RouterMethods) {
        router.get("health/live") { _, _ in plain("ok\n") }
        router.get("health/ready") { _, _ in try await ready() }
        router.get("metrics") { _, _ in await metrics() }
    }

    private func ready() async throws -> Response {
        let now = clock.now
        let probes = probes
        let conditions: [Condition]
        do {
            conditions = [Condition("database", isWell: true)] + (try await database.read { try probes.conditions($0, now) })
        } catch {
            // Which error it was stands in the process's own log; a prober needs to know only that it is.
            conditions = [Condition("database", isWell: false)]
        }
        let readiness = Readiness(conditions)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let body = try encoder.encode(readiness)
        return Response(
            status: readiness.ready ? .ok : .serviceUnavailable, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    private func metrics() async -> Response {
        let now = clock.now
        let probes = probes
        let read = try? await database.read { try probes.metrics($0, now) }
        let up = Metric("cactubase_database_up", "1 when the database answers.", [.init(read == nil ? 0 : 1)])
        return plain(([up] + (read ?? [])).prometheus, type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private func plain(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
