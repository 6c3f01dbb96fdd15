import Database
import Vocabulary

extension LeadStore {
    /// How many leads stand at each stage; stages without any are left out.
    public func census(in transaction: Transaction) throws(DatabaseError) -> [LeadStage: Int] {
        var counts: [LeadStage: Int] = [:]
        // Plain counts of an index take half the time of grouping it.
        let each = LeadStage.allCases.map { "SELECT '\($0.rawValue)' AS stage, count(*) AS n FROM lead WHERE stage = '\($0.rawValue)'" }
        for row in try transaction.rows(each.joined(separator: " UNION ALL ")) {
            let count: Int = try row["n"]
            if count > 0 { counts[try row["stage"]] = count }
        }
        return counts
    }

    /// When the oldest lead came that is not over.
    public func oldestOpen(in transaction: Transaction) throws(DatabaseError) -> Instant? {
        let open = LeadStage.allCases.filter(\.isOpen).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try transaction.row("SELECT min(created_at) AS oldest FROM lead WHERE stage IN (\(open))")?["oldest"]
    }
}
