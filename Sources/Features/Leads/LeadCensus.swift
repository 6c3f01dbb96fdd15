import Database

extension LeadStore {
    /// How many leads stand at each stage; stages without any are left out.
    public func census(in transaction: Transaction) throws(DatabaseError) -> [LeadStage: Int] {
        var counts: [LeadStage: Int] = [:]
        for row in try transaction.rows("SELECT stage, count(*) AS n FROM lead GROUP BY stage") { counts[try row["stage"]] = try row["n"] }
        return counts
    }
}
