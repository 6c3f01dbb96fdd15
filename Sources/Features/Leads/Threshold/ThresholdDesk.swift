import Catalogue
import Group
import Vocabulary

/// A threshold that a person may choose, and what it would mean.
public struct ThresholdOption: Hashable, Sendable, Codable {
    public let rating: Int
    /// The least probability that reaches the rating now; nil: none does.
    public let leastProbability: Double?
    public let isCurrent: Bool
    /// Of the scope's offers.
    public let figures: ThresholdFigures
    /// Compared with the current threshold.
    public let moreOffers: Int
    public let moreClients: Int
    /// The same for offers of others, which the scope's offers may displace or make room for.
    public let moreOffersElsewhere: Int
}

/// A company or a service under a threshold.
public struct ThresholdShare: Hashable, Sendable {
    public let scope: ThresholdScope
    /// What would hold for it, and whether it is its own.
    public let rating: Int
    public let isOwn: Bool
    public let figures: ThresholdFigures
    public let moreOffers: Int
    public let moreClients: Int
}

/// How a breakdown is made.
public enum ThresholdBreakdown: Sendable {
    case companies
    case services
}

/// Where a person sees what a threshold does before it applies.
///
/// Ratings, candidates and choices are the pipeline's own: as long as nothing else changes, the pipeline makes exactly the new offers that are
/// promised here. Wins of rivals with exactly the same worth and probability may fall the other way.
public struct ThresholdDesk: Sendable {
    public let supply: OfferSupply
    public let scope: ThresholdScope
    private let isMeant: [Bool]
    private let current: OfferForecast
    private let currentContacts: [Int]
    private let currentFigures: ThresholdFigures

    public init(_ supply: OfferSupply, scope: ThresholdScope) {
        (self.supply, self.scope) = (supply, scope)
        isMeant = supply.services.map(scope.covers)
        current = supply.forecast(supply.thresholds.own(scope), for: scope)
        currentContacts = supply.contacts(current)
        currentFigures = supply.figures(current, of: isMeant, contacts: currentContacts)
    }

    /// What holds for the scope now.
    public var rating: Int { supply.thresholds.rating(in: scope, soldBy: seller) }

    /// What would hold for it if it followed the wider scope.
    public var inheritedRating: Int { supply.thresholds.with(nil, for: scope).rating(in: scope, soldBy: seller) }

    /// - Parameters:
    ///   - rating: nil: the scope follows the wider one.
    ///   - leastProbability: what the person named instead of a rating.
    public func option(_ rating: Int?, leastProbability: Double? = nil) -> ThresholdOption {
        let meant = rating ?? inheritedRating
        let isCurrent = meant == self.rating
        let forecast = isCurrent ? current : supply.forecast(rating, for: scope)
        let figures =
            isCurrent && leastProbability == nil
            ? currentFigures
            : supply.figures(forecast, of: isMeant, contacts: supply.contacts(forecast), leastProbability: leastProbability)
        let elsewhere = forecast.offers.count - figures.offers - (current.offers.count - currentFigures.offers)
        let boundary = supply.boundaries[meant]
        return ThresholdOption(
            rating: meant, leastProbability: boundary.isFinite ? boundary : nil, isCurrent: isCurrent, figures: figures,
            moreOffers: figures.offers - currentFigures.offers, moreClients: figures.clients - currentFigures.clients,
            moreOffersElsewhere: elsewhere)
    }

    /// The current threshold and its neighbours, the lowest first.
    public func nearby(_ steps: [Int] = [-10, -5, -2, 0, 2, 5, 10]) -> [ThresholdOption] {
        Set(steps.map { min(max(rating + $0, 0), 100) }).sorted().map { option($0) }
    }

    /// The scope's offers by company or by service; those without any offer, now or then, are left out unless they have a threshold of their
    /// own.
    public func shares(_ rating: Int?, by breakdown: ThresholdBreakdown) -> [ThresholdShare] {
        let forecast = supply.forecast(rating, for: scope)
        let contacts = supply.contacts(forecast)
        let parts: [ThresholdScope] =
            switch breakdown {
            case .companies: supply.companies.map { .company($0.id) }
            case .services: supply.services.map { .service($0.id) }
            }
        return parts.compactMap { part in
            let isMeant = zip(supply.services, isMeant).map { $1 && part.covers($0) }
            guard isMeant.contains(true) else { return nil }
            let isOwn = part != .group && forecast.thresholds.own(part) != nil
            let before = supply.figures(current, of: isMeant, contacts: currentContacts)
            let after = supply.figures(forecast, of: isMeant, contacts: contacts)
            guard isOwn || before.offers + after.offers > 0 else { return nil }
            return ThresholdShare(
                scope: part, rating: forecast.thresholds.rating(in: part, soldBy: seller(of: part)), isOwn: isOwn, figures: after,
                moreOffers: after.offers - before.offers, moreClients: after.clients - before.clients)
        }
    }

    private var seller: CompanyID? { seller(of: scope) }

    private func seller(of scope: ThresholdScope) -> CompanyID? {
        guard case .service(let id) = scope else { return nil }
        return supply.services.place(of: id).map { supply.services[$0].company }
    }
}
