import Database
import Vocabulary

/// Clients and their portraits.
public struct ClientStore: Sendable {
    public init() {}

    public func client(_ id: ClientID, in transaction: Transaction) throws(DatabaseError) -> ClientRecord? {
        guard let row = try transaction.row("SELECT \(ClientRecord.columns) FROM client WHERE id = $1", [id]) else { return nil }
        return try ClientRecord(row)
    }

    /// The client whom the company knows by this id.
    public func client(company: CompanyID, reference: String, in transaction: Transaction) throws(DatabaseError) -> ClientRecord? {
        let row = try transaction.row(
            "SELECT \(ClientRecord.columns) FROM client WHERE company_id = $1 AND reference = $2", [company, reference])
        guard let row else { return nil }
        return try ClientRecord(row)
    }

    /// Streams every client, the company's or all companies', in the order of ids.
    public func each(
        of company: CompanyID? = nil, in transaction: Transaction, _ body: (ClientRecord) -> Void
    ) throws(DatabaseError) {
        try transaction.eachDecoded(
            "SELECT \(ClientRecord.columns) FROM client WHERE company_id = coalesce($1, company_id) ORDER BY id", [company],
            ClientRecord.init, body)
    }

    func clients(
        where condition: String, _ arguments: [any Storable], in transaction: Transaction
    ) throws(DatabaseError) -> [ClientRecord] {
        var clients: [ClientRecord] = []
        try transaction.eachDecoded(
            "SELECT \(ClientRecord.columns) FROM client WHERE \(condition)", arguments, ClientRecord.init
        ) { clients.append($0) }
        return clients
    }

    /// What ``upsert(_:in:)`` did.
    public enum Upserted: Hashable, Sendable {
        case new(ClientID)
        /// The portrait now says something else; its version grew.
        case updated(ClientID)
        case unchanged(ClientID)
        /// The company knows a client of the other audience by this id. Nothing was written.
        case otherAudience
    }

    /// Writes the client, or merges the portrait into the one the company knows by the same reference: what is newly unknown stays known.
    public func upsert(_ client: ClientRecord, in transaction: Transaction) throws(DatabaseError) -> Upserted {
        if let known = try self.client(company: client.company, reference: client.reference, in: transaction) {
            guard known.audience == client.audience else { return .otherAudience }
            guard known.forgottenAt == nil else {
                try remember(known.id, client, in: transaction)
                return .new(known.id)
            }
            let portrait = known.portrait.merged(with: client.portrait)
            guard portrait != known.portrait else { return .unchanged(known.id) }
            try setPortrait(portrait, of: known.id, in: transaction)
            return .updated(known.id)
        }
        try insert(client, in: transaction)
        return .new(client.id)
    }

    /// Replaces the portrait and raises its version.
    public func setPortrait(_ portrait: Portrait, of client: ClientID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(Self.update, [client] + Portrait.Field.allCases.map { portrait[$0] as any Storable })
    }

    /// Removes a client whom nothing speaks of any more, with all that this room holds of it.
    public func remove(_ client: ClientID, in transaction: Transaction) throws(DatabaseError) {
        try forgetBelongings(client, in: transaction)
        try transaction.execute("DELETE FROM client WHERE id = $1", [client])
    }

    func insert(_ client: ClientRecord, in transaction: Transaction) throws(DatabaseError) {
        let facts: [any Storable] = [
            client.id, client.company, client.reference, client.audience, client.portraitVersion, client.historyVersion,
            client.isOwnAnswer, client.createdAt, client.forgottenAt,
        ]
        try transaction.execute(Self.insertion, facts + Portrait.Field.allCases.map { client.portrait[$0] as any Storable })
    }

    private static let insertion: String = {
        let places = (1...(9 + Portrait.Field.allCases.count)).map { "$\($0)" }.joined(separator: ", ")
        return "INSERT INTO client (\(ClientRecord.columns)) VALUES (\(places))"
    }()

    private static let update: String = {
        let sets = Portrait.Field.allCases.enumerated().map { "\($1.rawValue) = $\($0 + 2)" }.joined(separator: ", ")
        return "UPDATE client SET \(sets), portrait_version = portrait_version + 1 WHERE id = $1"
    }()
}

extension Transaction {
    /// Streams rows as values; the first row that cannot be read ends it.
    func eachDecoded<Decoded>(
        _ sql: String, _ arguments: [any Storable] = [], _ decode: (Row) throws(DatabaseError) -> Decoded, _ body: (Decoded) -> Void
    ) throws(DatabaseError) {
        var failure: DatabaseError?
        try each(sql, arguments) { row in
            guard failure == nil else { return }
            do throws(DatabaseError) { body(try decode(row)) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
