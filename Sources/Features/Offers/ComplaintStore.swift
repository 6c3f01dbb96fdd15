import Database
import Vocabulary

/// That a person complained, and when: no word of what about.
public struct ComplaintStore: Sendable {
    public init() {}

    public func open(_ customer: CustomerID, ids: IDSource, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("INSERT INTO complaint (id, customer_id, at) VALUES ($1, $2, $3)", [ids.bytes(16), customer, now])
    }

    /// Closes all that are open.
    public func close(of customer: CustomerID, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("UPDATE complaint SET closed_at = $2 WHERE customer_id = $1 AND closed_at IS NULL", [customer, now])
    }

    /// Whether one is open, and when the last one was made.
    public func standing(
        of customer: CustomerID, in transaction: Transaction
    ) throws(DatabaseError) -> (isOpen: Bool, last: Instant?) {
        let row = try transaction.row(
            "SELECT max(at) AS last, count(*) - count(closed_at) AS unsolved FROM complaint WHERE customer_id = $1", [customer])
        guard let row else { return (false, nil) }
        let unsolved: Int = try row["unsolved"]
        return (unsolved > 0, try row["last"])
    }
}
