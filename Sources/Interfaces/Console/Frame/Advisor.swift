import Clients
import Database
import Recommendations
import Synchronization
import Vocabulary

/// The model's answers for pages. One question at a time: while the model counts what is new it is out of its cache, and a second page would read it
/// from the database once more.
final class Advisor: Sendable {
    private let recommending: Recommending
    private let turn = Mutex<Void>(())

    init(_ recommending: Recommending) { self.recommending = recommending }

    /// What is stored and still good; nil when that has to be computed, or when no model can answer.
    func known(_ client: ClientID, at now: Instant, in transaction: Transaction) throws -> ClientRecommendations? {
        try answer {
            try recommending.catchUp(in: transaction)
            return try recommending.known(client, now: now, in: transaction)
        }
    }

    /// What is stored and still good, else computed and stored; nil when no model can answer.
    func computed(_ client: ClientID, at now: Instant, in transaction: Transaction) throws -> ClientRecommendations? {
        try answer { try recommending.recommend(client, now: now, in: transaction) }
    }

    private func answer(_ question: () throws -> ClientRecommendations?) throws -> ClientRecommendations? {
        try turn.withLock { _ in
            do { return try question() } catch let error as RecommendationsError where error.isWithoutModel { return nil }
        }
    }
}
