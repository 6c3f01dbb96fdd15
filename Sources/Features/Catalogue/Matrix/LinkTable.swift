import Database
import Vocabulary

/// The links by their two services.
public struct LinkTable: Sendable {
    private var kinds: [ServiceID: [ServiceID: ServiceLink.Kind]] = [:]

    public init(in transaction: Transaction) throws(DatabaseError) {
        for link in try CatalogueStore().links(in: transaction) { kinds[link.from, default: [:]][link.to] = link.kind }
    }

    /// Nil: there is no link.
    public subscript(from: ServiceID, to: ServiceID) -> ServiceLink.Kind? { kinds[from]?[to] }
}
