import Catalogue
import Database
import Vocabulary

/// What a person said of a client's need.
public enum NeedMark: String, Hashable, Sendable, Codable, Storable {
    case added, removed
}

/// A need of a client, and why it is thought to be one.
public struct ClientNeed: Hashable, Sendable {
    public let need: String
    /// The client's services that serve it, by id.
    public let services: [ServiceID]
    /// Nil: nobody said anything; the need follows from the services alone.
    public let mark: NeedMark?
    public let markedBy: String?
    public let markedAt: Instant?

    /// Whether the client has it: what a person took away is kept, so that it does not come back with the next purchase.
    public var isHeld: Bool { mark != .removed }
}

/// Needs of clients: what follows from the services they have or accepted, and what a person added to it or took away.
public struct ClientNeedStore: Sendable {
    public init() {}

    /// The client's needs by name, those taken away too.
    public func needs(of client: ClientID, in transaction: Transaction) throws(DatabaseError) -> [ClientNeed] {
        var serving: [String: [ServiceID]] = [:]
        let services = Dictionary(
            try CatalogueStore().all(in: transaction).map { ($0.id, $0.needs) }, uniquingKeysWith: { first, _ in first })
        let rows = try transaction.rows(
            "SELECT DISTINCT service_id FROM interaction WHERE client_id = $1 AND value > 0 ORDER BY service_id", [client])
        for row in rows {
            let service: ServiceID = try row["service_id"]
            for need in services[service] ?? [] { serving[need, default: []].append(service) }
        }
        var marks: [String: (mark: NeedMark, by: String, at: Instant)] = [:]
        let marked = try transaction.rows(
            """
            SELECT client_need.need, client_need.mark, catalogue_version.actor, catalogue_version.at FROM client_need
            JOIN catalogue_version ON catalogue_version.subject = $2 AND catalogue_version.version = client_need.version
            WHERE client_need.client_id = $1
            """, [client, VersionedSubject.needs])
        for row in marked { marks[try row["need"]] = (try row["mark"], try row["actor"], try row["at"]) }
        return Set(serving.keys).union(marks.keys).sorted().map { need in
            let mark = marks[need]
            return ClientNeed(need: need, services: serving[need] ?? [], mark: mark?.mark, markedBy: mark?.by, markedAt: mark?.at)
        }
    }

    /// Streams what people said of all clients' needs, in the order of clients.
    public func eachMark(
        in transaction: Transaction, _ body: (_ client: ClientID, _ need: String, _ mark: NeedMark) -> Void
    ) throws(DatabaseError) {
        try transaction.eachDecoded(
            "SELECT client_id, need, mark FROM client_need ORDER BY client_id, need", [],
            { row throws(DatabaseError) -> (ClientID, String, NeedMark) in (try row["client_id"], try row["need"], try row["mark"]) }
        ) { body($0.0, $0.1, $0.2) }
    }

    /// Wipes what people said of the client's needs, from the versions too.
    func forget(_ client: ClientID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM client_need WHERE client_id = $1", [client])
        try transaction.execute("DELETE FROM client_need_change WHERE client_id = $1", [client])
    }

    func mark(of need: String, client: ClientID, in transaction: Transaction) throws(DatabaseError) -> NeedMark? {
        try transaction.row("SELECT mark FROM client_need WHERE client_id = $1 AND need = $2", [client, need])?["mark"]
    }

    func set(
        _ mark: NeedMark?, of need: String, client: ClientID, version: Int, in transaction: Transaction
    ) throws(DatabaseError) {
        guard let mark else {
            try transaction.execute("DELETE FROM client_need WHERE client_id = $1 AND need = $2", [client, need])
            return
        }
        try transaction.execute(
            """
            INSERT INTO client_need (client_id, need, mark, version) VALUES ($1, $2, $3, $4)
            ON CONFLICT (client_id, need) DO UPDATE SET mark = excluded.mark, version = excluded.version
            """, [client, need, mark, version])
    }
}
