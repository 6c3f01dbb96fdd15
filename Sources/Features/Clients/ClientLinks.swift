import Database
import Vocabulary

/// How a person in the bot came to be a client's holder.
public enum LinkKind: String, Hashable, Sendable, Codable, Storable {
    /// A personal link or QR that the company handed over.
    case personal
    /// The shared contact's number, after "is this you?".
    case phone
    /// The person answered the bot's questions; there was no card.
    case answers
}

/// Which client cards belong to which person in the bot. A person may hold cards of several companies; a card belongs to one person at most.
extension ClientStore {
    public enum Linked: Hashable, Sendable {
        case linked
        /// This person held it before: a repeat.
        case already
        /// Another person holds it. Nothing was written.
        case taken
    }

    @discardableResult
    public func link(
        customer: CustomerID, client: ClientID, how: LinkKind, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Linked {
        let added = try transaction.execute(
            "INSERT INTO client_link (customer_id, client_id, how, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            [customer, client, how, now])
        if added > 0 { return .linked }
        return try self.customer(of: client, in: transaction) == customer ? .already : .taken
    }

    /// Parts them again. False when they were not linked.
    @discardableResult
    public func unlink(customer: CustomerID, client: ClientID, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute("DELETE FROM client_link WHERE customer_id = $1 AND client_id = $2", [customer, client]) > 0
    }

    /// The person's cards, oldest client first.
    public func clients(of customer: CustomerID, in transaction: Transaction) throws(DatabaseError) -> [ClientRecord] {
        try clients(
            "WHERE id IN (SELECT client_id FROM client_link WHERE customer_id = $1)", [customer], in: transaction)
    }

    public func customer(of client: ClientID, in transaction: Transaction) throws(DatabaseError) -> CustomerID? {
        guard let row = try transaction.row("SELECT customer_id FROM client_link WHERE client_id = $1", [client]) else { return nil }
        return try row["customer_id"]
    }

    /// Since when a person in the bot holds the client, and how that came.
    public func link(of client: ClientID, in transaction: Transaction) throws(DatabaseError) -> (how: LinkKind, since: Instant)? {
        guard let row = try transaction.row("SELECT how, at FROM client_link WHERE client_id = $1", [client]) else { return nil }
        return (try row["how"], try row["at"])
    }

    // MARK: Phones

    /// The number's keyed hash replaces what was known: a client has one number, and numbers change hands. False when it was known.
    @discardableResult
    public func setPhone(
        _ hash: [UInt8], keyID: Int, of client: ClientID, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        try transaction.execute("DELETE FROM client_phone WHERE client_id = $1 AND hash <> $2", [client, hash])
        return try transaction.execute(
            "INSERT INTO client_phone (client_id, hash, key_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [client, hash, keyID]) > 0
    }

    /// Everybody with this number, whoever holds them.
    public func clients(withPhoneHash hash: [UInt8], in transaction: Transaction) throws(DatabaseError) -> [ClientRecord] {
        try clients("WHERE id IN (SELECT client_id FROM client_phone WHERE hash = $1)", [hash], in: transaction)
    }

    /// Whom to ask "is this you?" about: clients with this number whom nobody holds.
    public func unlinkedClients(withPhoneHash hash: [UInt8], in transaction: Transaction) throws(DatabaseError) -> [ClientRecord] {
        try clients(
            "WHERE id IN (SELECT client_id FROM client_phone WHERE hash = $1) AND id NOT IN (SELECT client_id FROM client_link)", [hash],
            in: transaction)
    }

    private func clients(
        _ condition: String, _ arguments: [any Storable], in transaction: Transaction
    ) throws(DatabaseError) -> [ClientRecord] {
        var clients: [ClientRecord] = []
        try transaction.eachDecoded(
            "SELECT \(ClientRecord.columns) FROM client \(condition) ORDER BY created_at, id", arguments, ClientRecord.init
        ) { clients.append($0) }
        return clients
    }
}
