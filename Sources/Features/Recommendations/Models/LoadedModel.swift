import Catalogue
import Clients
import Database
import Recommender
import Vocabulary

/// A version that is ready to answer.
public struct LoadedModel: Sendable {
    public let version: Int
    public private(set) var model: Model
    /// Up to where the feed of histories is counted.
    public private(set) var position: Int
    private let counts: CountsVersion

    init(version: Int, model: Model, position: Int, counts: CountsVersion) {
        (self.version, self.model, self.position, self.counts) = (version, model, position, counts)
    }

    /// Of what it has counted.
    var countsVersion: Int { counts.at(position) }

    /// As an artefact is read: counts of the training, and no neighbours, since artefacts hold no rows of single clients. Here it hears of everything
    /// since, and gets its neighbours from what the database knows now: whoever was erased votes no more.
    mutating func catchUpFromTraining(in transaction: Transaction) throws(DatabaseError) {
        let news = try HistoryFeed().news(after: position, passingForgotten: true, in: transaction)
        if case .changes(let changes) = news { try absorb(changes, in: transaction) }
        position = try HistoryFeed().position(in: transaction)
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

    /// Counts what has changed since. False when it has to be loaded anew.
    mutating func catchUp(in transaction: Transaction) throws(DatabaseError) -> Bool {
        guard case .changes(let changes) = try HistoryFeed().news(after: position, in: transaction) else { return false }
        guard !changes.isEmpty else { return true }
        try absorb(changes, in: transaction)
        position = try HistoryFeed().position(in: transaction)
        return true
    }

    /// Histories as they are now, and as they were before the changes: those undone, the latest first.
    private mutating func absorb(_ changes: [HistoryChange], in transaction: Transaction) throws(DatabaseError) {
        var byClient: [ClientID: [HistoryChange]] = [:]
        for change in changes { byClient[change.client, default: []].append(change) }
        for (id, changes) in byClient.sorted(by: { $0.key < $1.key }) {
            guard let audience = try audience(of: id, changes, in: transaction) else { continue }
            let after = try HistoryStore().history(of: id, in: transaction)
            var before = Dictionary(after.map { (Cell($0), $0) }, uniquingKeysWith: { first, _ in first })
            for change in changes.reversed() {
                if let fact = change.before ?? change.after { before[Cell(fact)] = change.before }
            }
            model.absorb(id, audience: audience, before: before.values.map(Observation.init), after: after.map(Observation.init))
        }
    }

    /// Of a client who is gone, its services tell: what it did has to be counted off as well.
    private func audience(
        of id: ClientID, _ changes: [HistoryChange], in transaction: Transaction
    ) throws(DatabaseError) -> Audience? {
        if let client = try ClientStore().client(id, in: transaction) { return client.audience }
        guard let service = changes.lazy.compactMap({ ($0.before ?? $0.after)?.service }).first else { return nil }
        return try CatalogueStore().service(service, in: transaction)?.audience
    }

    private struct Cell: Hashable {
        let service: ServiceID
        let source: Interaction.Source
        let sourceID: [UInt8]

        init(_ fact: Interaction) { (service, source, sourceID) = (fact.service, fact.source, fact.sourceID) }
    }
}
