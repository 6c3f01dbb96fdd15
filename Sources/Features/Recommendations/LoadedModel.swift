import Clients
import Database
import Recommender
import Vocabulary

/// A version that is ready to answer.
public struct LoadedModel: Sendable {
    public let version: Int
    public let model: Model

    /// Gives the model its neighbours from what the database knows now: artefacts hold no rows of single clients, so whoever was erased since the
    /// training votes no more.
    func withNeighbours(in transaction: Transaction) throws(RecommendationsError) -> LoadedModel {
        var model = model
        try RecommendationsError.storing { () throws(DatabaseError) in
            var drawn: [(id: ClientID, audience: Audience)] = []
            try ClientStore().each(in: transaction) { client in
                if model.wantsToRemember(client.id, audience: client.audience) { drawn.append((client.id, client.audience)) }
            }
            // One by one: those drawn are a bounded number, the table of histories is not.
            for (id, audience) in drawn {
                let history = try HistoryStore().history(of: id, in: transaction)
                model.remember(ClientFacts(id: id, audience: audience, history: history.map(Observation.init)))
            }
        }
        return LoadedModel(version: version, model: model)
    }
}
