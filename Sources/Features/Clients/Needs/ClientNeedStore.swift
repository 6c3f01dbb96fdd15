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

/// What a person said of a client's need, and who it was.
public struct MarkedNeed: Hashable, Sendable {
    public let need: String
    public let mark: NeedMark
    public let by: String
    public let at: Instant
    /// Of the needs.
    public let version: Int
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
        let marks = Dictionary(try self.marks(of: client, in: transaction).map { ($0.need, $0) }, uniquingKeysWith: { first, _ in first })
        return Set(serving.keys).union(marks.keys).sorted().map { need in
            let mark = marks[need]
            return ClientNeed(need: need, services: serving[need] ?? [], mark: mark?.mark, markedBy: mark?.by, markedAt: mark?.at)
        }
    }

    /// What people said of the client's needs, by need.
    public func marks(of client: ClientID, in transaction: Transaction) throws(DatabaseError) -> [MarkedNeed] {
        try transaction.rows("\(Self.marked) WHERE client_id = $2 ORDER BY need", [VersionedSubject.needs, client]).map(MarkedNeed.init)
    }

    /// Streams what people said of all clients' needs, in the order of clients and needs.
    public func eachMark(
        in transaction: Transaction, _ body: (_ client: ClientID, _ marked: MarkedNeed) -> Void
    ) throws(DatabaseError) {
        try transaction.eachDecoded(
            "\(Self.marked) ORDER BY client_id, need", [VersionedSubject.needs],
            { row throws(DatabaseError) -> (ClientID, MarkedNeed) in (try row["client_id"], try MarkedNeed(row)) }
        ) { body($0.0, $0.1) }
    }

    private static let marked = """
        SELECT client_need.client_id, client_need.need, client_need.mark, client_need.version, catalogue_version.actor, catalogue_version.at
        FROM client_need JOIN catalogue_version ON catalogue_version.subject = $1 AND catalogue_version.version = client_need.version
        """

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

extension MarkedNeed {
    fileprivate init(_ row: Row) throws(DatabaseError) {
        self.init(
            need: try row["need"], mark: try row["mark"], by: try row["actor"], at: try row["at"], version: try row["version"])
    }
}
