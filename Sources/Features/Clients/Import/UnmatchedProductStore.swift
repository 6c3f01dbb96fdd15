import Database
import Vocabulary

/// A product's name on cards of one audience.
public struct ProductKey: Hashable, Sendable {
    /// Folded, as it is compared.
    public let product: String
    public let audience: Audience

    public init(product: String, audience: Audience) { (self.product, self.audience) = (product, audience) }
}

/// A product's name that means no service, or several: it waits for a person who adds an alias to the catalogue.
public struct UnmatchedProduct: Hashable, Sendable {
    public let company: CompanyID
    /// Folded, as it is compared.
    public let product: String
    public let audience: Audience
    /// Rows of the latest import that said so.
    public let rows: Int
    public let lastAt: Instant
}

public struct UnmatchedProductStore: Sendable {
    public init() {}

    /// The most frequent first.
    public func all(in transaction: Transaction) throws(DatabaseError) -> [UnmatchedProduct] {
        var products: [UnmatchedProduct] = []
        try transaction.eachDecoded(
            "SELECT * FROM unmatched_product ORDER BY rows DESC, company_id, folded, audience", [],
            { row throws(DatabaseError) in
                UnmatchedProduct(
                    company: try row["company_id"], product: try row["folded"], audience: try row["audience"], rows: try row["rows"],
                    lastAt: try row["last_at"])
            }
        ) { products.append($0) }
        return products
    }

    /// Counts rows. Batches of one import have one time and add up; a later import counts anew, so that repeating a file doubles nothing.
    func add(
        _ key: ProductKey, of company: CompanyID, rows: Int, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            """
            INSERT INTO unmatched_product (company_id, folded, audience, rows, last_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (company_id, folded, audience) DO UPDATE
            SET rows = CASE WHEN unmatched_product.last_at = excluded.last_at THEN unmatched_product.rows ELSE 0 END + excluded.rows,
                last_at = excluded.last_at
            """, [company, key.product, key.audience, rows, now])
    }

    /// A person decided, or the catalogue learned the name.
    public func remove(
        _ product: String, _ audience: Audience, of company: CompanyID, in transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            "DELETE FROM unmatched_product WHERE company_id = $1 AND folded = $2 AND audience = $3", [company, product, audience])
    }
}
