import Database
import Vocabulary

/// The companies of the group: a dozen rows, read whole.
public struct CompanyStore: Sendable {
    public init() {}

    /// Every company, by id.
    public func all(in transaction: Transaction) throws(DatabaseError) -> [Company] {
        var companies: [Company] = []
        for row in try transaction.rows("SELECT * FROM company ORDER BY id") { companies.append(try Company(row)) }
        return companies
    }

    public func company(_ id: CompanyID, in transaction: Transaction) throws(DatabaseError) -> Company? {
        guard let row = try transaction.row("SELECT * FROM company WHERE id = $1", [id]) else { return nil }
        return try Company(row)
    }

    /// The company that a person means by its number, its code, its name or its legal name, in either language and however capitalised.
    public func named(_ text: String, in transaction: Transaction) throws(DatabaseError) -> Company? {
        let companies = try all(in: transaction)
        let wanted = Folded(text)
        guard !wanted.isEmpty else { return nil }
        return companies.first { String($0.id.rawValue) == wanted.text }
            ?? companies.first { company in
                [company.code, company.name, company.nameEnglish, company.legalName].contains { Folded($0) == wanted }
            }
    }

    /// Adds the company or replaces what was known about it. A repeat changes nothing.
    public func save(_ company: Company, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO company (id, code, name, name_en, legal_name, inn, kind, automatic_offers, channel_confirmed_by, channel_confirmed_at,
                crm_link)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, name_en = excluded.name_en, legal_name = excluded.legal_name,
                inn = excluded.inn, kind = excluded.kind, automatic_offers = excluded.automatic_offers,
                channel_confirmed_by = excluded.channel_confirmed_by, channel_confirmed_at = excluded.channel_confirmed_at,
                crm_link = excluded.crm_link
            """,
            [
                company.id, company.code, company.name, company.nameEnglish, company.legalName, company.inn, company.kind,
                company.sendsOffersAutomatically, company.channelConfirmation?.by, company.channelConfirmation?.at,
                company.crmLink?.template,
            ])
    }
}

extension Company {
    fileprivate init(_ row: Row) throws(DatabaseError) {
        let by: String? = try row["channel_confirmed_by"]
        let at: Instant? = try row["channel_confirmed_at"]
        var confirmation: ChannelConfirmation?
        if let by, let at { confirmation = ChannelConfirmation(by: by, at: at) }
        let link: String? = try row["crm_link"]
        self.init(
            id: try row["id"], code: try row["code"], name: try row["name"], nameEnglish: try row["name_en"],
            legalName: try row["legal_name"],
            inn: try row["inn"], kind: try row["kind"], sendsOffersAutomatically: try row["automatic_offers"],
            channelConfirmation: confirmation, crmLink: link.flatMap(CRMLink.init))
    }
}
