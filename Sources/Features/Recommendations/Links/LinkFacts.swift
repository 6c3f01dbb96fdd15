import Catalogue
import Clients
import Database
import Recommender
import Vocabulary

/// Everything that proposals of links rest on, read in one snapshot.
struct LinkFacts {
    let services: [Service]
    let links: LinkTable
    let refusals: [LinkRefusal]
    let proposals: LinkProposals
    private let byID: [ServiceID: Service]

    /// - Parameter counted: what clients took, when it was counted before.
    init(counted: LinkProposals? = nil, in transaction: Transaction) throws(DatabaseError) {
        services = try CatalogueStore().all(in: transaction)
        byID = Dictionary(services.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        links = try LinkTable(in: transaction)
        refusals = try LinkBook().refusals(in: transaction)
        proposals = if let counted { counted } else { try Self.count(services, in: transaction) }
    }

    static func items(_ services: [Service]) -> [LinkItem] {
        services.map { LinkItem(id: $0.id, audience: $0.audience, needs: Set($0.needs)) }
    }

    /// Reads every client's history.
    static func count(_ services: [Service], in transaction: Transaction) throws(DatabaseError) -> LinkProposals {
        LinkProposals(items: items(services), clients: try clients(in: transaction), smallestCell: LinkDesk.smallestCell)
    }

    /// Whether a link between them may be proposed at all: both are sold, they are not the same thing, and people have not decided.
    func isOpen(_ from: ServiceID, _ to: ServiceID) -> Bool {
        guard let first = byID[from], let second = byID[to], first.isActive, second.isActive else { return false }
        if let group = first.rivalGroup, group == second.rivalGroup { return false }
        return links[from, to] == nil && links[to, from] != .never
    }

    /// What each client took, and what people said of its needs; no more is known here than a number in a list.
    private static func clients(in transaction: Transaction) throws(DatabaseError) -> [LinkClient] {
        var places: [ClientID: Int] = [:]
        var clients: [LinkClient] = []
        var failure: DatabaseError?
        try transaction.each(
            """
            SELECT client_id, service_id, min(at) AS at FROM interaction WHERE value > 0
            GROUP BY client_id, service_id ORDER BY client_id, service_id
            """
        ) { row in
            do throws(DatabaseError) {
                let (client, service): (ClientID, ServiceID) = (try row["client_id"], try row["service_id"])
                let at: Instant = try row["at"]
                if let place = places[client] {
                    clients[place].taken[service] = at
                } else {
                    places[client] = clients.count
                    clients.append(LinkClient(taken: [service: at]))
                }
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        try ClientNeedStore().eachMark(in: transaction) { client, marked in
            guard let place = places[client] else { return }
            switch marked.mark {
            case .added: clients[place].addedNeeds.insert(marked.need)
            case .removed: clients[place].removedNeeds.insert(marked.need)
            }
        }
        return clients
    }
}
