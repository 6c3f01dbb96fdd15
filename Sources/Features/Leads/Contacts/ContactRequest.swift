import Database
import Vocabulary

/// Why somebody asks the company that sent a client for contacts: a choice of a list.
public enum ContactReason: String, Hashable, Sendable, CaseIterable, Storable {
    /// The client has not come to the bot, or may not be messaged there.
    case notInBot = "not_in_bot"
    case noAnswer = "no_answer"
    /// The service needs a talk or a visit.
    case needsTalk = "needs_talk"
    case needsPapers = "needs_papers"
}

/// What the sender's people answer: a choice of a list. Contacts themselves never come through here.
public enum ContactAnswer: String, Hashable, Sendable, CaseIterable, Storable {
    /// They ask the client for consent first, with a personal link to the bot.
    case askingConsent = "asking_consent"
    /// They spoke to the client and handed the contact over, outside of the system.
    case handedOver = "handed_over"
    case clientRefused = "client_refused"
    case noContacts = "no_contacts"
    case mayNot = "may_not"

    public var isRefusal: Bool { [.clientRefused, .noContacts, .mayNot].contains(self) }
}

/// A company that has a lead asks the company that sent its client for contacts.
public struct ContactRequest: Hashable, Sendable {
    public let id: Identifier<ContactRequest>
    public let lead: LeadID
    /// Who sent the client, and is asked.
    public let source: CompanyID
    /// Who asks.
    public let company: CompanyID
    public let reason: ContactReason
    public let askedAt: Instant
    public let answer: ContactAnswer?
    public let answeredAt: Instant?
}

/// Requests for contacts. A lead has at most one that waits for an answer.
struct ContactRequestStore {
    /// Nobody has to answer about a lead that ended meanwhile.
    private static let matters =
        "EXISTS (SELECT 1 FROM lead WHERE lead.id = contact_request.lead_id AND lead.stage NOT IN ('won', 'lost', 'withdrawn'))"

    func request(_ id: Identifier<ContactRequest>, in transaction: Transaction) throws(DatabaseError) -> ContactRequest? {
        try requests("WHERE id = $1", [id], in: transaction).first
    }

    /// The latest of a lead.
    func latest(of lead: LeadID, in transaction: Transaction) throws(DatabaseError) -> ContactRequest? {
        try requests("WHERE lead_id = $1 ORDER BY asked_at DESC, id LIMIT 1", [lead], in: transaction).first
    }

    /// Those that wait for this company, or for any; the oldest first.
    func open(of source: CompanyID?, limit: Int, in transaction: Transaction) throws(DatabaseError) -> [ContactRequest] {
        guard let source else {
            return try requests("WHERE answered_at IS NULL AND \(Self.matters) ORDER BY asked_at, id LIMIT $1", [limit], in: transaction)
        }
        return try requests(
            "WHERE source_company = $1 AND answered_at IS NULL AND \(Self.matters) ORDER BY asked_at, id LIMIT $2", [source, limit],
            in: transaction)
    }

    func openCount(of source: CompanyID?, in transaction: Transaction) throws(DatabaseError) -> Int {
        let row =
            if let source {
                try transaction.row(
                    "SELECT count(*) AS n FROM contact_request WHERE source_company = $1 AND answered_at IS NULL AND \(Self.matters)",
                    [source])
            } else { try transaction.row("SELECT count(*) AS n FROM contact_request WHERE answered_at IS NULL AND \(Self.matters)") }
        return try row?["n"] ?? 0
    }

    /// Answered since a moment, the latest first.
    func answered(
        of source: CompanyID?, since moment: Instant, limit: Int, in transaction: Transaction
    ) throws(DatabaseError) -> [ContactRequest] {
        guard let source else {
            return try requests("WHERE answered_at >= $1 ORDER BY answered_at DESC, id LIMIT $2", [moment, limit], in: transaction)
        }
        return try requests(
            "WHERE source_company = $1 AND answered_at >= $2 ORDER BY answered_at DESC, id LIMIT $3", [source, moment, limit],
            in: transaction)
    }

    /// - Returns: false when one waits already; nothing is written then.
    func add(_ request: ContactRequest, by login: String, in transaction: Transaction) throws(DatabaseError) -> Bool {
        try transaction.execute(
            """
            INSERT INTO contact_request (id, lead_id, source_company, company_id, reason, asked_by, asked_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (lead_id) WHERE answered_at IS NULL DO NOTHING
            """, [request.id, request.lead, request.source, request.company, request.reason, login, request.askedAt]) > 0
    }

    /// - Returns: false when somebody was quicker; nothing is written then.
    func answer(
        _ id: Identifier<ContactRequest>, _ answer: ContactAnswer, by login: String, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        try transaction.execute(
            "UPDATE contact_request SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1 AND answered_at IS NULL",
            [id, answer, login, now]) > 0
    }

    private func requests(
        _ condition: String, _ arguments: [any Storable], in transaction: Transaction
    ) throws(DatabaseError) -> [ContactRequest] {
        try transaction.rows("SELECT * FROM contact_request \(condition)", arguments).map { row throws(DatabaseError) in
            ContactRequest(
                id: try row["id"], lead: try row["lead_id"], source: try row["source_company"], company: try row["company_id"],
                reason: try row["reason"], askedAt: try row["asked_at"], answer: try row["answer"], answeredAt: try row["answered_at"])
        }
    }
}

extension LeadsSchema {
    public static let contacts = [
        Migration(
            "4 requests for contacts",
            [
                """
                CREATE TABLE contact_request (
                    id BLOB PRIMARY KEY,                    -- random
                    lead_id BLOB NOT NULL REFERENCES lead (id),
                    source_company INTEGER NOT NULL REFERENCES company (id),        -- who sent the client, and is asked
                    company_id INTEGER NOT NULL REFERENCES company (id),            -- who asks
                    reason TEXT NOT NULL,                   -- a choice of a list, never typed text
                    asked_by TEXT NOT NULL,                 -- a login of the staff, a pseudonym
                    asked_at INTEGER NOT NULL,
                    answer TEXT,                            -- a choice of a list; NULL: it waits
                    answered_by TEXT,                       -- a login of the staff
                    answered_at INTEGER
                ) STRICT
                """,
                "CREATE UNIQUE INDEX contact_request_open ON contact_request (lead_id) WHERE answered_at IS NULL",
                "CREATE INDEX contact_request_by_source ON contact_request (source_company, answered_at, asked_at)",
                "CREATE INDEX contact_request_by_lead ON contact_request (lead_id, asked_at)",
            ])
    ]
}
