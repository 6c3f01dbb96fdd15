import Database
import Vocabulary

/// Clients whom their sender took back, but of whom leads ended that nobody deletes: the row stays for these and knows nothing any more.
extension ClientStore {
    /// Whether no card speaks of the client any more, and no chat: only leads may keep its row.
    public func isUnspokenFor(_ client: ClientID, in transaction: Transaction) throws(DatabaseError) -> Bool {
        let row = try transaction.row(
            """
            SELECT 1 AS unspoken FROM client WHERE id = $1 AND is_own_answer = 0 AND forgotten_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM card WHERE card.client_id = client.id AND substr(card.content, 1, 6) <> '\(CardStore.retired)')
                AND NOT EXISTS (SELECT 1 FROM client_link WHERE client_link.client_id = client.id)
            """, [client])
        return row != nil
    }

    /// Wipes the portrait, the phone, links that were handed out, and what people said of its needs; lists do not show the client any more. How its
    /// leads ended stays known: that is the word of those who had them.
    public func forget(_ client: ClientID, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try setPortrait(Portrait(), of: client, in: transaction)
        try forgetBelongings(client, in: transaction)
        try transaction.execute("UPDATE client SET forgotten_at = $2 WHERE id = $1", [client, now])
    }

    /// Sent again, the client is as new: with the new portrait alone, and the latest of the list.
    func remember(_ client: ClientID, _ sent: ClientRecord, in transaction: Transaction) throws(DatabaseError) {
        try setPortrait(sent.portrait, of: client, in: transaction)
        try transaction.execute("UPDATE client SET forgotten_at = NULL, created_at = $2 WHERE id = $1", [client, sent.createdAt])
    }

    /// What this room holds of a client beside the row itself.
    func forgetBelongings(_ client: ClientID, in transaction: Transaction) throws(DatabaseError) {
        try ClientNeedStore().forget(client, in: transaction)
        for table in ["client_phone", "personal_link"] {
            try transaction.execute("DELETE FROM \(table) WHERE client_id = $1", [client])
        }
    }
}

extension ClientsSchema {
    public static let forgotten = [
        Migration(
            "7 clients forgotten",
            [
                // A moment, about nobody: when the sender took the client back and its facts, phone and links were wiped. NULL: it is known.
                "ALTER TABLE client ADD COLUMN forgotten_at INTEGER"
            ])
    ]

    public static let forgottenOfSends = [
        Migration(
            "8 clients forgotten by sends",
            [
                // A count, about nobody; goes with the send.
                "ALTER TABLE client_send_take_back ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0"
            ])
    ]
}
