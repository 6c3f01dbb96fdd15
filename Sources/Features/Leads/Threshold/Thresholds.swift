import Catalogue
import Vocabulary

/// For which offers a threshold holds.
public enum ThresholdScope: Hashable, Sendable {
    case group
    /// Offers of the services that the company sells.
    case company(CompanyID)
    case service(ServiceID)

    public func covers(_ service: Service) -> Bool {
        switch self {
        case .group: true
        case .company(let company): service.company == company
        case .service(let id): service.id == id
        }
    }
}

/// The ratings from which on offers become leads. The most specific one wins: the service's, then its company's, then the group's.
public struct Thresholds: Hashable, Sendable {
    public internal(set) var group: Int
    public internal(set) var companies: [CompanyID: Int]
    public internal(set) var services: [ServiceID: Int]

    public init(group: Int, companies: [CompanyID: Int] = [:], services: [ServiceID: Int] = [:]) {
        (self.group, self.companies, self.services) = (group, companies, services)
    }

    /// What holds for offers of this service.
    public func rating(for service: Service) -> Int { services[service.id] ?? companies[service.company] ?? group }

    /// What holds for the scope.
    /// - Parameter company: the seller, for a service's scope.
    public func rating(in scope: ThresholdScope, soldBy company: CompanyID? = nil) -> Int {
        switch scope {
        case .group: group
        case .company(let id): companies[id] ?? group
        case .service(let id): services[id] ?? company.flatMap { companies[$0] } ?? group
        }
    }

    /// The scope's own threshold; nil when it follows the wider one.
    public func own(_ scope: ThresholdScope) -> Int? {
        switch scope {
        case .group: group
        case .company(let id): companies[id]
        case .service(let id): services[id]
        }
    }

    /// - Parameter rating: nil: the scope follows the wider one again; the group has none wider, so it stays as it is.
    public func with(_ rating: Int?, for scope: ThresholdScope) -> Thresholds {
        var changed = self
        switch scope {
        case .group: if let rating { changed.group = rating }
        case .company(let id): changed.companies[id] = rating
        case .service(let id): changed.services[id] = rating
        }
        return changed
    }
}
