import Database
import Sealing
import Vocabulary

/// A room that holds something of a person: what to destroy, and what to tell the person that is held.
public protocol HoldsPersonalData: Sendable {
    /// Destroys what leads back to the person.
    /// - Returns: how many rows went, by a name for the act.
    func erase(_ customer: CustomerID, in transaction: Transaction) throws -> [String: Int]
}

/// Erasure: every room lets go, then the mapping row and the data key are destroyed. What stays carries a random subject id that leads to nobody.
public struct Erasure: Sendable {
    private let rooms: [any HoldsPersonalData]

    public init(_ rooms: [any HoldsPersonalData]) { self.rooms = rooms }

    public func erase(_ customer: Customer, at now: Instant, in transaction: Transaction) throws {
        var act: [String: Int] = [:]
        for room in rooms { act.merge(try room.erase(customer.id, in: transaction)) { $0 + $1 } }
        try ConsentStore().withdraw(.processing, by: customer.id, at: now, in: transaction)
        act["customer"] = try transaction.execute("DELETE FROM customer WHERE id = $1", [customer.id])
        let lines = act.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        try transaction.execute(
            "INSERT INTO erasure (customer_id, at, act) VALUES ($1, $2, $3) ON CONFLICT (customer_id) DO NOTHING",
            [customer.id, now, lines])
    }

    /// A person who refused, or never decided, leaves only a keyed hash and the refusal.
    public func forgetRefuser(_ customer: Customer, keyring: Keyring, at now: Instant, in transaction: Transaction) throws {
        try erase(customer, at: now, in: transaction)
        try transaction.execute("DELETE FROM consent_receipt WHERE customer_id = $1", [customer.id])
        try transaction.execute("DELETE FROM erasure WHERE customer_id = $1", [customer.id])
        try transaction.execute(
            "INSERT INTO refusal (chat_hash, at) VALUES ($1, $2) ON CONFLICT (chat_hash) DO UPDATE SET at = excluded.at",
            [keyring.refusalHash(chat: customer.chat), now])
    }

    /// The person changed their mind and came back.
    public func forgiveRefusal(chat: Int64, keyring: Keyring, in transaction: Transaction) throws {
        try transaction.execute("DELETE FROM refusal WHERE chat_hash = $1", [keyring.refusalHash(chat: chat)])
    }
}
