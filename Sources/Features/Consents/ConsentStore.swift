import Crypto
import Database
import Foundation
import Sealing
import Vocabulary

/// Receipts are appended; only the time of a withdrawal is ever added to one.
public struct ConsentStore: Sendable {
    public init() {}

    /// Keeps a yes or a no. A later one of the same kind (and partner) counts instead.
    public func record(
        _ kind: ConsentKind, company: CompanyID? = nil, given: Bool, by customer: CustomerID, text: ConsentText, message: Int64?,
        at now: Instant,
        ids: IDSource, in transaction: Transaction
    ) throws(DatabaseError) {
        let hash = Array(SHA256.hash(data: Data(text.text.utf8)))
        try transaction.execute(
            "INSERT INTO consent_text (hash, kind, language, version, text) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hash) DO NOTHING",
            [hash, text.kind, text.language, text.version, text.text])
        try transaction.execute(
            """
            UPDATE consent_receipt SET withdrawn_at = $4
            WHERE customer_id = $1 AND kind = $2 AND company_id IS NOT DISTINCT FROM $3 AND given = 1 AND withdrawn_at IS NULL AND $5 = 0
            """, [customer, kind, company, now, given])
        try transaction.execute(
            "INSERT INTO consent_receipt (id, customer_id, kind, company_id, given, text_hash, message_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [ids.id(Subject.Receipt.self), customer, kind, company, given, hash, message, now])
    }

    /// Takes a consent back: for one partner, for ads, or (processing) in whole.
    public func withdraw(
        _ kind: ConsentKind, company: CompanyID? = nil, by customer: CustomerID, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) {
        if kind == .processing {
            try transaction.execute(
                "UPDATE consent_receipt SET withdrawn_at = $2 WHERE customer_id = $1 AND given = 1 AND withdrawn_at IS NULL",
                [customer, now])
        } else {
            try transaction.execute(
                """
                UPDATE consent_receipt SET withdrawn_at = $4
                WHERE customer_id = $1 AND kind = $2 AND company_id IS NOT DISTINCT FROM $3 AND given = 1 AND withdrawn_at IS NULL
                """, [customer, kind, company, now])
        }
    }

    public func standing(of customer: CustomerID, in transaction: Transaction) throws(DatabaseError) -> ConsentStanding {
        var standing = ConsentStanding()
        let rows = try transaction.rows(
            "SELECT kind, company_id FROM consent_receipt WHERE customer_id = $1 AND given = 1 AND withdrawn_at IS NULL", [customer])
        for row in rows {
            switch try row.get("kind", as: ConsentKind.self) {
            case .processing: standing.processing = true
            case .advertising: standing.advertising = true
            case .transfer: if let company = try row.get("company_id", as: CompanyID?.self) { standing.transfers.insert(company) }
            }
        }
        return standing
    }

    /// Whether the person has been asked, whatever they answered.
    public func wasAsked(_ kind: ConsentKind, _ customer: CustomerID, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.row("SELECT 1 AS asked FROM consent_receipt WHERE customer_id = $1 AND kind = $2", [customer, kind]) != nil
    }

    /// All receipts with their texts, oldest first, for the person to read again.
    public func receipts(of customer: CustomerID, in transaction: Transaction) throws(DatabaseError) -> [ConsentReceipt] {
        let rows = try transaction.rows(
            """
            SELECT r.id, r.kind, r.company_id, r.given, r.at, r.withdrawn_at, t.language, t.version, t.text
            FROM consent_receipt r JOIN consent_text t ON t.hash = r.text_hash WHERE r.customer_id = $1 ORDER BY r.at, r.id
            """, [customer])
        return try rows.map { row throws(DatabaseError) in
            let kind: ConsentKind = try row["kind"]
            let text = ConsentText(kind: kind, language: try row["language"], version: try row["version"], text: try row["text"])
            return ConsentReceipt(
                id: try row["id"], kind: kind, company: try row["company_id"], isGiven: try row["given"], at: try row["at"],
                withdrawnAt: try row["withdrawn_at"], text: text)
        }
    }

    /// Whether this chat refused before. All that is known of it is a keyed hash.
    public func hasRefused(chat: Int64, keyring: Keyring, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.row("SELECT 1 AS refused FROM refusal WHERE chat_hash = $1", [keyring.refusalHash(chat: chat)]) != nil
    }
}
