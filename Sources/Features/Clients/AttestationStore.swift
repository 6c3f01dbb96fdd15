import Database
import Vocabulary

/// The sender's word that its clients agreed to what it asks of us: by which document, for whom, and whether they may be messaged.
public struct Attestation: Hashable, Sendable {
    public enum Recipients: Hashable, Sendable {
        case all
        case only(Set<CompanyID>)

        public func includes(_ company: CompanyID) -> Bool {
            switch self {
            case .all: true
            case .only(let named): named.contains(company)
            }
        }
    }

    public let id: AttestationID
    public let company: CompanyID
    /// Name of the sender's document, never of a person.
    public let document: String
    /// The document's day, YYYY-MM-DD.
    public let date: String
    public let recipients: Recipients
    public let mayMessage: Bool
    /// The account that attested.
    public let actor: String
    public let at: Instant

    public init(
        id: AttestationID, company: CompanyID, document: String, date: String, recipients: Recipients, mayMessage: Bool, actor: String,
        at: Instant
    ) {
        (self.id, self.company, self.document, self.date) = (id, company, document, date)
        (self.recipients, self.mayMessage, self.actor, self.at) = (recipients, mayMessage, actor, at)
    }
}

extension Attestation.Recipients: Storable {
    /// `all`, or the companies' ids with commas between them, lowest first.
    public var stored: Value {
        switch self {
        case .all: .text("all")
        case .only(let companies): .text(companies.sorted().map { String($0.rawValue) }.joined(separator: ","))
        }
    }

    public init?(stored: Value) {
        guard case .text(let text) = stored else { return nil }
        if text == "all" {
            self = .all
        } else {
            let ids = text.split(separator: ",").map { Int($0) }
            guard ids.allSatisfy({ $0 != nil }) else { return nil }
            self = .only(Set(ids.compactMap { $0 }.map { CompanyID($0) }))
        }
    }
}

/// Attestations are never changed: a new one is saved and the cards point to it.
public struct AttestationStore: Sendable {
    public init() {}

    public func save(_ attestation: Attestation, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO attestation (id, company_id, document, document_date, recipients, may_message, actor, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                attestation.id, attestation.company, attestation.document, attestation.date, attestation.recipients,
                attestation.mayMessage, attestation.actor, attestation.at,
            ])
    }

    public func attestation(_ id: AttestationID, in transaction: Transaction) throws(DatabaseError) -> Attestation? {
        guard let row = try transaction.row("SELECT * FROM attestation WHERE id = $1", [id]) else { return nil }
        return Attestation(
            id: try row["id"], company: try row["company_id"], document: try row["document"], date: try row["document_date"],
            recipients: try row["recipients"], mayMessage: try row["may_message"], actor: try row["actor"], at: try row["at"])
    }

    /// Saves the attestation unless the company's word says the same already: importing a file twice attests once.
    /// - Returns: the id that cards point to.
    public func attest(_ attestation: Attestation, in transaction: Transaction) throws(DatabaseError) -> AttestationID {
        let row = try transaction.row(
            """
            SELECT id FROM attestation
            WHERE company_id = $1 AND document = $2 AND document_date = $3 AND recipients = $4 AND may_message = $5 ORDER BY at, id LIMIT 1
            """,
            [attestation.company, attestation.document, attestation.date, attestation.recipients, attestation.mayMessage])
        if let row { return try row["id"] }
        try save(attestation, in: transaction)
        return attestation.id
    }
}
