import Database
import Vocabulary

extension OfferStore {
    /// Offers that wait to be sent, and since when the oldest does.
    public func queued(in transaction: Transaction) throws(DatabaseError) -> (count: Int, oldest: Instant?) {
        let row = try transaction.row(
            "SELECT count(*) AS n, min(created_at) AS oldest FROM offer WHERE state = 'queued' AND sent_at IS NULL")
        return (try row?["n"] ?? 0, try row?["oldest"] ?? nil)
    }
}

extension OffersSchema {
    public static let queue = [
        Migration(
            "2 queue of offers",
            ["CREATE INDEX offer_queued ON offer (created_at) WHERE state = 'queued'"])
    ]

    /// A client who is removed must not make the database read every offer for one that names it.
    public static let clients = [Migration("3 offers of clients", ["CREATE INDEX offer_by_client ON offer (client_id)"])]
}
