import Clients
import Consents
import Database
import Vocabulary

extension RecommendationStore {
    /// Nothing is known of the client any more.
    public func forget(_ client: ClientID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("DELETE FROM recommendation WHERE client_id = $1", [client])
    }
}

extension RecommendationStore: HoldsPersonalData {
    /// What was computed from a person's own answers goes with them. Comes before ``Clients/ClientStore/erase(_:in:)``, which parts the person from
    /// their clients.
    public func erase(_ customer: CustomerID, in transaction: Transaction) throws -> [String: Int] {
        var rows = 0
        for client in try ClientStore().clients(of: customer, in: transaction) where client.isOwnAnswer {
            rows += try transaction.execute("DELETE FROM recommendation WHERE client_id = $1", [client.id])
        }
        return ["recommendation": rows]
    }
}
