import Database
import Vocabulary

/// Where a company's QR code hangs or is printed: a number in the code, and a name for people.
public struct Campaign: Hashable, Sendable {
    public let company: CompanyID
    /// From 1 in each company; 0 is its standing code.
    public let number: Int
    public let name: String
    public let madeBy: String
    public let madeAt: Instant
}

/// Campaigns by company. A number that was printed stays, so none is ever taken out.
public struct CampaignStore: Sendable {
    /// Characters of a name.
    public static let longest = 80

    public init() {}

    /// Of all companies, the latest of each first.
    public func all(in transaction: Transaction) throws(DatabaseError) -> [Campaign] {
        try transaction.rows("SELECT * FROM campaign ORDER BY company_id, number DESC").map { row throws(DatabaseError) in
            Campaign(
                company: try row["company_id"], number: try row["number"], name: try row["name"], madeBy: try row["made_by"],
                madeAt: try row["made_at"])
        }
    }

    /// Adds a campaign under the company's next number.
    public func add(
        _ name: String, to company: CompanyID, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Campaign {
        let last: Int =
            try transaction.row("SELECT coalesce(max(number), 0) AS number FROM campaign WHERE company_id = $1", [company])?["number"] ?? 0
        try transaction.execute(
            "INSERT INTO campaign (company_id, number, name, made_by, made_at) VALUES ($1, $2, $3, $4, $5)",
            [company, last + 1, name, actor, now])
        try AuditStore().append(
            actor: actor, action: "campaign.added", subject: "company \(company.rawValue)", detail: "\(last + 1): \(name)", at: now,
            in: transaction)
        return Campaign(company: company, number: last + 1, name: name, madeBy: actor, madeAt: now)
    }

    /// - Returns: false when there is no such campaign.
    public func rename(
        _ number: Int, of company: CompanyID, to name: String, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        let changed = try transaction.execute(
            "UPDATE campaign SET name = $3 WHERE company_id = $1 AND number = $2", [company, number, name])
        guard changed > 0 else { return false }
        try AuditStore().append(
            actor: actor, action: "campaign.renamed", subject: "company \(company.rawValue)", detail: "\(number): \(name)", at: now,
            in: transaction)
        return true
    }
}

extension GroupSchema {
    public static let campaigns = [
        Migration(
            "2 campaigns",
            [
                """
                CREATE TABLE campaign (
                    company_id INTEGER NOT NULL REFERENCES company (id),
                    number INTEGER NOT NULL,                -- stands in the QR code
                    name TEXT NOT NULL,                     -- of a place or an action, not of a person
                    made_by TEXT NOT NULL,                  -- a login
                    made_at INTEGER NOT NULL,
                    PRIMARY KEY (company_id, number)
                ) STRICT
                """
            ])
    ]
}
