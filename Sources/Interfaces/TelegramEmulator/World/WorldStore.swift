import Database
import Foundation
import Vocabulary

/// Keeps the world in a database of the emulator's own: one row a record, its value as JSON.
struct WorldStore: Sendable {
    private let database: Database

    private static let schema = [
        Migration(
            "1 records", ["CREATE TABLE record (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT"])
    ]

    static func open(_ address: DatabaseAddress, at now: Instant) async throws -> WorldStore {
        let database = try Database.open(address)
        try await database.migrate(schema, at: now)
        return WorldStore(database: database)
    }

    /// A record to write; no body means that it is gone.
    struct Change: Sendable {
        let kind: String
        let id: String
        let body: String?
    }

    /// Returns once the changes are durable.
    func save(_ changes: [Change]) async throws {
        guard !changes.isEmpty else { return }
        try await database.write { transaction in
            for change in changes {
                if let body = change.body {
                    try transaction.execute(
                        "INSERT INTO record (kind, id, body) VALUES ($1, $2, $3) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
                        [change.kind, change.id, body])
                } else {
                    try transaction.execute("DELETE FROM record WHERE kind = $1 AND id = $2", [change.kind, change.id])
                }
            }
        }
    }

    func load(into world: World) async throws -> World {
        let rows = try await database.read { try $0.rows("SELECT kind, id, body FROM record") }
        var world = world
        for row in rows {
            try world.restore(kind: try row["kind"], body: Data((try row["body"] as String).utf8))
        }
        world.settleOrder()
        return world
    }

    func close() async throws { try await database.close() }
}

extension World {
    /// What was changed since the last call.
    mutating func takeChanges() -> [WorldStore.Change] {
        defer { unsaved.removeAll() }
        return unsaved.map { key in
            switch key {
            case .customer(let id): change("customer", String(id), customers[id])
            case .message(let id): change("message", String(id), messages[id])
            case .update(let id): change("update", String(id), queue.last { $0.id == id })
            case .query(let id): change("query", id, queries[id])
            case .file(let id): change("file", id, files[id])
            case .log(let number): change("log", String(number), log[Int(number) - 1])
            case .profile: change("profile", "", profile)
            case .counters: change("counters", "", counters)
            }
        }
    }

    private func change(_ kind: String, _ id: String, _ value: (some Encodable)?) -> WorldStore.Change {
        let body = value.flatMap { try? JSONEncoder().encode($0) }.map { String(decoding: $0, as: UTF8.self) }
        return WorldStore.Change(kind: kind, id: id, body: body)
    }

    fileprivate mutating func restore(kind: String, body: Data) throws {
        let decoder = JSONDecoder()
        switch kind {
        case "customer":
            let customer = try decoder.decode(Customer.self, from: body)
            customers[customer.id] = customer
        case "message":
            let message = try decoder.decode(Message.self, from: body)
            messages[message.id] = message
            history[message.chat, default: []].append(message.id)
        case "query":
            let query = try decoder.decode(Query.self, from: body)
            queries[query.id] = query
            queriesOfChat[query.chat, default: []].append(query.id)
        case "file":
            let file = try decoder.decode(StoredFile.self, from: body)
            files[file.id] = file
        case "update": queue.append(try decoder.decode(QueuedUpdate.self, from: body))
        case "log": log.append(try decoder.decode(LogEntry.self, from: body))
        case "profile": profile = try decoder.decode(Profile.self, from: body)
        case "counters": counters = try decoder.decode(Counters.self, from: body)
        default: break
        }
    }

    /// Rows come in any order; what is read in order is put in order.
    fileprivate mutating func settleOrder() {
        queue.sort { $0.id < $1.id }
        log.sort { $0.number < $1.number }
        for chat in history.keys { history[chat]?.sort() }
        for chat in queriesOfChat.keys {
            queriesOfChat[chat]?.sort { (queries[$0]?.revision ?? 0, $0) < (queries[$1]?.revision ?? 0, $1) }
        }
        unsaved.removeAll()
    }
}
