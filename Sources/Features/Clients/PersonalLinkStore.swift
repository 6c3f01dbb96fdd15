import Database
import Sealing
import Vocabulary

/// Personal links (`p_…`) that a company hands to one client: a one-time token, of which only a keyed hash is stored.
public struct PersonalLinkStore: Sendable {
    private let keyring: Keyring

    public init(keyring: Keyring) { self.keyring = keyring }

    /// Makes a link for the client. Earlier ones stay good: a printed letter may still be on its way.
    /// - Returns: the token, 16 bytes, for `StartPayload.personal`. It cannot be read back.
    public func issue(
        client: ClientID, expires: Instant, ids: IDSource, in transaction: Transaction
    ) throws(DatabaseError) -> [UInt8] {
        let token = ids.bytes(16)
        try transaction.execute(
            "INSERT INTO personal_link (hash, client_id, expires_at) VALUES ($1, $2, $3)", [keyring.tokenHash(token), client, expires])
        return token
    }

    /// The client's links that may still be used, the one that ends last first.
    public static func open(of client: ClientID, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> [Instant] {
        var ends: [Instant] = []
        for row in try transaction.rows(
            "SELECT expires_at FROM personal_link WHERE client_id = $1 AND used_at IS NULL AND expires_at > $2 ORDER BY expires_at DESC",
            [client, now])
        { ends.append(try row["expires_at"]) }
        return ends
    }

    /// Ends the client's links that nobody used: one was lost, or reached somebody else.
    /// - Returns: how many there were.
    @discardableResult
    public static func revoke(of client: ClientID, at now: Instant, in transaction: Transaction) throws(DatabaseError) -> Int {
        try transaction.execute(
            "UPDATE personal_link SET expires_at = $2 WHERE client_id = $1 AND used_at IS NULL AND expires_at > $2", [client, now])
    }

    public enum Redeemed: Hashable, Sendable {
        /// The client is the person's now, or was before: pressing one's own link twice does no harm.
        case linked(ClientID)
        case expired
        /// Somebody used it, or the client came to another person in another way.
        case used
        case unknown
    }

    /// Uses the token up and links its client to the person.
    public func redeem(
        _ token: [UInt8], by customer: CustomerID, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Redeemed {
        let hash = keyring.tokenHash(token)
        let row = try transaction.row("SELECT client_id, expires_at, used_at FROM personal_link WHERE hash = $1", [hash])
        guard let row else { return .unknown }
        let client: ClientID = try row["client_id"]
        let clients = ClientStore()
        let holder = try clients.customer(of: client, in: transaction)
        let usedAt: Instant? = try row["used_at"]
        guard usedAt == nil else { return holder == customer ? .linked(client) : .used }
        let expiresAt: Instant = try row["expires_at"]
        guard now < expiresAt else { return .expired }
        guard holder == nil || holder == customer else { return .used }
        // Of two who press at once one gets it.
        let won = try transaction.execute("UPDATE personal_link SET used_at = $2 WHERE hash = $1 AND used_at IS NULL", [hash, now])
        guard won > 0 else { return .used }
        return try clients.link(customer: customer, client: client, how: .personal, at: now, in: transaction) == .taken
            ? .used : .linked(client)
    }
}
