import Catalogue
import Database
import Group
import Loyalty
import Offers
import Recommendations
import Vocabulary

/// What selection needs to know besides the client, read once per run.
struct Market {
    let services: [ServiceID: Service]
    let companies: [CompanyID: Company]
    let scale: RatingScale
    let thresholds: Thresholds
    let offersPerClient: Int
    let explorationShare: Double
    private let sales: [ServiceID: SalesRecord]
    private let prices: [ServiceID: Money]
    private let whole: SalesPrior
    private let groups: [String: SalesPrior]
    private let now: Instant
    private(set) var lastWins: [ServiceID: Instant]

    init(scale: RatingScale, now: Instant, in transaction: Transaction) throws(LeadsError) {
        let all = try LeadsError.storing { () throws(DatabaseError) in try CatalogueStore().all(in: transaction) }
        let companies = try LeadsError.storing { () throws(DatabaseError) in try CompanyStore().all(in: transaction) }
        let sales = try LeadsError.storing { () throws(DatabaseError) in try SalesStore().all(in: transaction) }
        services = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.companies = Dictionary(companies.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.sales = sales
        self.now = now
        self.scale = scale
        prices = try LeadsError.storing { () throws(DatabaseError) in try Self.prices(of: all, now: now, in: transaction) }
        lastWins = try LeadsError.storing { () throws(DatabaseError) in try ArbitrationStore().lastWins(in: transaction) }
        thresholds = try ThresholdStore().current(in: transaction)
        do throws(SettingError) {
            offersPerClient = try SettingStore().value(Settings.offersPerClient, in: transaction)
            explorationShare = try SettingStore().value(Settings.explorationShare, in: transaction)
        } catch { throw .setting(error) }
        let whole = SalesPrior(all.reduce(.none) { $0 + (sales[$1.id] ?? .none) }, wider: .ignorance)
        self.whole = whole
        groups = Dictionary(grouping: all.filter { $0.rivalGroup != nil }, by: { $0.rivalGroup ?? "" })
            .mapValues { members in SalesPrior(members.reduce(.none) { $0 + (sales[$1.id] ?? .none) }, wider: whole) }
    }

    /// Services that are rivals: the same group and the same audience.
    func rivals(of service: Service) -> [Service] {
        guard let group = service.rivalGroup else { return [] }
        return services.values.filter { $0.rivalGroup == group && $0.audience == service.audience }.sorted { $0.id < $1.id }
    }

    func prior(of service: Service) -> SalesPrior { service.rivalGroup.flatMap { groups[$0] } ?? whole }

    func rival(_ service: Service, probability: Double, in transaction: Transaction) throws(LeadsError) -> Rival {
        let points = try LeadsError.storing { () throws(DatabaseError) in
            try EarningStore().rule(for: service.id, of: service.company, at: now, in: transaction)
        }
        return Rival(
            service: service.id, company: service.company, probability: probability, sales: sales[service.id] ?? .none,
            price: prices[service.id], points: points, lastWon: lastWins[service.id])
    }

    mutating func won(_ service: ServiceID) { lastWins[service] = now }

    /// Prices of the latest terms, unless they are over.
    private static func prices(
        of services: [Service], now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> [ServiceID: Money] {
        var prices: [ServiceID: Money] = [:]
        for service in services {
            guard let terms = try OfferTermsStore().latest(of: service.id, in: transaction)?.terms else { continue }
            if terms.validUntil.map({ now < $0 }) != false { prices[service.id] = terms.price }
        }
        return prices
    }
}
