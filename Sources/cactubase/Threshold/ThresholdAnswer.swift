import Catalogue
import Database
import Group
import Leads
import Vocabulary

/// A threshold as a person named it.
struct MeantThreshold: Sendable {
    /// Nil: the scope follows the wider one.
    let rating: Int?
    /// Given instead of a rating.
    let probability: Double?
}

/// What the desk shows, as scripts read it.
struct ThresholdAnswer: Codable, Sendable, Equatable {
    struct Scope: Codable, Sendable, Equatable {
        /// group, company, service
        let kind: String
        let id: Int?
        let name: String?
        let nameEnglish: String?
    }

    struct Share: Codable, Sendable, Equatable {
        let scope: Scope
        let rating: Int
        let isOwn: Bool
        let figures: ThresholdFigures
        let moreOffers: Int
        let moreClients: Int
    }

    /// ready, or why there is nothing to show.
    let state: OfferSupply.State
    let scope: Scope
    /// What holds now; nil own: it follows the wider threshold.
    let rating: Int
    let own: Int?
    /// Candidate offers of the last 30 days.
    let candidates: Int
    /// So few that ratings are drawn towards 50.
    let isShrunk: Bool
    let notComputed: Int
    let outdated: Int
    let cap: Int
    let capDays: Int
    let recentDays: Int
    /// The current threshold first, then the one previewed; without a preview, the current one among its neighbours.
    let options: [ThresholdOption]
    /// What the preview was asked for.
    let preview: Int?
    let probability: Double?
    let inherits: Bool
    let shares: [Share]
    /// Of `set` and `undo`.
    var applied: Bool?

    init(_ desk: ThresholdDesk, _ meant: MeantThreshold?, by breakdown: ThresholdBreakdown?) {
        let supply = desk.supply
        (state, scope, rating, own) = (supply.state, Scope(desk.scope, supply), desk.rating, supply.thresholds.own(desk.scope))
        (candidates, isShrunk) = (supply.scale.candidates, supply.scale.isShrunk)
        (notComputed, outdated) = (supply.notComputed, supply.outdated)
        (cap, capDays, recentDays) = (supply.cap, supply.capDays, supply.recentDays)
        inherits = meant.map { $0.rating == nil } ?? false
        probability = meant?.probability
        if let meant {
            let option = desk.option(meant.rating, leastProbability: meant.probability)
            preview = option.rating
            options = option.isCurrent ? [option] : [desk.option(supply.thresholds.own(desk.scope)), option]
        } else {
            preview = nil
            options = supply.state == .ready ? desk.nearby() : []
        }
        shares =
            breakdown.map { desk.shares(meant.map(\.rating) ?? supply.thresholds.own(desk.scope), by: $0) }?.map { Share($0, supply) } ?? []
    }
}

extension ThresholdAnswer.Scope {
    init(_ scope: ThresholdScope, _ supply: OfferSupply) {
        switch scope {
        case .group: self.init(kind: "group", id: nil, name: nil, nameEnglish: nil)
        case .company(let id):
            let company = supply.companies.first { $0.id == id }
            self.init(kind: "company", id: id.rawValue, name: company?.name, nameEnglish: company?.nameEnglish)
        case .service(let id):
            let service = supply.services.first { $0.id == id }
            self.init(kind: "service", id: id.rawValue, name: service?.name, nameEnglish: service?.nameEnglish)
        }
    }

    func words(_ language: Language) -> String {
        let name = language == .russian ? name : nameEnglish
        return switch kind {
        case "company": name ?? "company \(id ?? 0)"
        case "service": "\(id ?? 0) \(name ?? "")"
        default: "the whole group"
        }
    }
}

extension ThresholdAnswer.Share {
    init(_ share: ThresholdShare, _ supply: OfferSupply) {
        self.init(
            scope: ThresholdAnswer.Scope(share.scope, supply), rating: share.rating, isOwn: share.isOwn, figures: share.figures,
            moreOffers: share.moreOffers, moreClients: share.moreClients)
    }
}

/// Names of companies and services, for the history.
struct ThresholdNames {
    private let companies: [CompanyID: String]
    private let services: [ServiceID: String]

    init(_ language: Language, in transaction: Transaction) throws {
        companies = Dictionary(
            try CompanyStore().all(in: transaction).map { ($0.id, $0.name(in: language)) }, uniquingKeysWith: { first, _ in first })
        services = Dictionary(
            try CatalogueStore().all(in: transaction).map { ($0.id, $0.name(in: language)) }, uniquingKeysWith: { first, _ in first })
    }

    func name(_ scope: ThresholdScope) -> String {
        switch scope {
        case .group: "the whole group"
        case .company(let id): companies[id] ?? scope.name
        case .service(let id): "\(id.rawValue) \(services[id] ?? "")"
        }
    }
}

/// A version of a threshold, as scripts read it.
struct ThresholdChangeAnswer: Codable, Sendable, Equatable {
    let seq: Int
    /// group, company 3, service 17
    let scope: String
    let name: String
    /// Nil: follows the wider threshold.
    let from: Int?
    let to: Int?
    let undoes: Int?
    let by: String
    /// Milliseconds since 1970.
    let at: Int64
    let why: String

    init(_ change: ThresholdChange, _ names: ThresholdNames) {
        (seq, scope, name) = (change.seq, change.scope.name, names.name(change.scope))
        (from, to, undoes) = (change.from, change.to, change.undoes)
        (by, at, why) = (change.actor, change.at.milliseconds, change.why)
    }

    var line: String {
        let (from, to) = (from.map(String.init) ?? "inherited", to.map(String.init) ?? "inherited")
        let facts = [undoes.map { " (takes #\($0) back)" }, why.isEmpty ? nil : ": \(why)"].compactMap { $0 }.joined()
        return "#\(seq)  \(StderrLog.time(at))  \(name): \(from) -> \(to), by \(by)\(facts)"
    }
}
