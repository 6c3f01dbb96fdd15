import Database
import Vocabulary

/// One client of one company: the unit of the model. Who it is, only the company knows.
public struct ClientRecord: Hashable, Sendable {
    public let id: ClientID
    public let company: CompanyID
    /// The company's own id of the client, or a company-scoped HMAC: a pseudonym, shown only within that company and to founders.
    public let reference: String
    public let audience: Audience
    public let portrait: Portrait
    /// Grows when the portrait changes.
    public let portraitVersion: Int
    /// Grows when an interaction is added.
    public let historyVersion: Int
    /// A person without a card answered the bot's questions; no company sent this.
    public let isOwnAnswer: Bool
    public let createdAt: Instant
    /// When its sender took it back and what was known was wiped; the row stays for leads that ended.
    public private(set) var forgottenAt: Instant?

    public init(
        id: ClientID, company: CompanyID, reference: String, audience: Audience, portrait: Portrait, portraitVersion: Int = 1,
        historyVersion: Int = 0, isOwnAnswer: Bool = false, createdAt: Instant
    ) {
        (self.id, self.company, self.reference, self.audience, self.portrait) = (id, company, reference, audience, portrait)
        (self.portraitVersion, self.historyVersion) = (portraitVersion, historyVersion)
        (self.isOwnAnswer, self.createdAt) = (isOwnAnswer, createdAt)
    }
}

extension ClientRecord {
    static let columns =
        ([
            "id", "company_id", "reference", "audience", "portrait_version", "history_version", "is_own_answer", "created_at",
            "forgotten_at",
        ]
        + Portrait.Field.allCases.map(\.rawValue)).joined(separator: ", ")

    init(_ row: Row) throws(DatabaseError) {
        var portrait = Portrait()
        for field in Portrait.Field.allCases { portrait[field] = try row[field.rawValue] }
        self.init(
            id: try row["id"], company: try row["company_id"], reference: try row["reference"], audience: try row["audience"],
            portrait: portrait, portraitVersion: try row["portrait_version"], historyVersion: try row["history_version"],
            isOwnAnswer: try row["is_own_answer"], createdAt: try row["created_at"])
        forgottenAt = try row["forgotten_at"]
    }
}
