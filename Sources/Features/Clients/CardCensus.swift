import Database
import Vocabulary

/// How many cards stand at each stage, and since when the oldest of them is here.
public struct CardCensus: Hashable, Sendable {
    public struct Stand: Hashable, Sendable {
        public let count: Int
        public let oldest: Instant?
    }

    public let stands: [Card.Stage: Stand]

    public init(in transaction: Transaction) throws(DatabaseError) {
        var stands: [Card.Stage: Stand] = [:]
        for row in try transaction.rows("SELECT stage, count(*) AS n, min(received_at) AS oldest FROM card GROUP BY stage") {
            stands[try row["stage"]] = Stand(count: try row["n"], oldest: try row["oldest"])
        }
        self.stands = stands
    }

    public subscript(_ stage: Card.Stage) -> Stand { stands[stage] ?? Stand(count: 0, oldest: nil) }
}
