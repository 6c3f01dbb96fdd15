import Consents
import CustomerDialogs
import Database
import Foundation
import Sealing
import Vocabulary

/// Saved talks: the step sealed with the person's key, and the message that is edited in place.
public struct TalkStore: Sendable, HoldsPersonalData {
    struct Saved {
        var state: TalkState?
        var hasKeyboard: Bool
    }

    private static let place = "talk.state"

    public init() {}

    /// What no longer decodes counts as no talk: the menu opens.
    func load(_ customer: CustomerID, key: DataKey, in transaction: Transaction) throws(DatabaseError) -> Saved {
        guard let row = try transaction.row("SELECT state, has_keyboard FROM talk WHERE customer_id = $1", [customer]) else {
            return Saved(state: nil, hasKeyboard: false)
        }
        let json = try? key.open(row.get("state", as: [UInt8].self), for: Self.place)
        let state = json.flatMap { try? JSONDecoder().decode(TalkState.self, from: Data($0.utf8)) }
        return Saved(state: state, hasKeyboard: try row["has_keyboard"])
    }

    func save(
        _ state: TalkState?, hasKeyboard: Bool, of customer: CustomerID, key: DataKey, at now: Instant, in transaction: Transaction
    ) throws {
        let json = String(decoding: try JSONEncoder().encode(state), as: UTF8.self)
        try transaction.execute(
            """
            INSERT INTO talk (customer_id, state, has_keyboard, updated_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (customer_id) DO UPDATE SET state = excluded.state, has_keyboard = excluded.has_keyboard, updated_at = excluded.updated_at
            """, [customer, key.seal(json, for: Self.place), hasKeyboard, now])
    }

    /// Makes this the one message with the talk's buttons; nil: the buttons stand under the chat.
    /// - Returns: the message that it replaces.
    func setLive(_ message: Int64?, of customer: CustomerID, in transaction: Transaction) throws(DatabaseError) -> Int64? {
        guard let row = try transaction.row("SELECT live_message FROM talk WHERE customer_id = $1", [customer]) else { return nil }
        let old: Int64? = try row["live_message"]
        guard old != message else { return nil }
        try transaction.execute("UPDATE talk SET live_message = $2 WHERE customer_id = $1", [customer, message])
        return old
    }

    public func erase(_ customer: CustomerID, in transaction: Transaction) throws -> [String: Int] {
        ["talk": try transaction.execute("DELETE FROM talk WHERE customer_id = $1", [customer])]
    }
}
