import Catalogue
import Database
import Vocabulary

/// What a company's own names of products mean, as its people said when they sent a file. Unlike an alias of the catalogue it holds for that company
/// alone, so nobody changes what other companies' files mean.
public struct CompanyProductStore: Sendable {
    public init() {}

    public func service(
        _ key: ProductKey, of company: CompanyID, in transaction: Transaction
    ) throws(DatabaseError) -> ServiceID? {
        try transaction.row(
            "SELECT service_id FROM company_product WHERE company_id = $1 AND folded = $2 AND audience = $3",
            [company, key.product, key.audience])?["service_id"]
    }

    /// From now on the name means the service; nil: what the catalogue says, or nothing.
    /// - Returns: whether anything changed.
    @discardableResult
    public func set(
        _ key: ProductKey, of company: CompanyID, to service: ServiceID?, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        guard try self.service(key, of: company, in: transaction) != service else { return false }
        guard let service else {
            try transaction.execute(
                "DELETE FROM company_product WHERE company_id = $1 AND folded = $2 AND audience = $3", [company, key.product, key.audience])
            return true
        }
        try transaction.execute(
            """
            INSERT INTO company_product (company_id, folded, audience, service_id, actor, at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (company_id, folded, audience) DO UPDATE
            SET service_id = excluded.service_id, actor = excluded.actor, at = excluded.at
            """, [company, key.product, key.audience, service, actor, now])
        return true
    }

    /// What the name means on the company's cards now, and whether its people said so.
    public func match(
        _ key: ProductKey, of company: CompanyID, in transaction: Transaction
    ) throws(DatabaseError) -> (match: ProductMatch, isChosen: Bool) {
        if let own = try service(key, of: company, in: transaction) { return (.one(own), true) }
        return (
            try CatalogueStore().match(product: key.product, audience: key.audience, company: company, in: transaction), false
        )
    }
}
