import Loyalty
import Vocabulary

/// What is known of one offer when its worth is reckoned.
public struct Rival: Sendable {
    public let service: ServiceID
    public let company: CompanyID
    /// P(accept | offered now).
    public let probability: Double
    public let sales: SalesRecord
    /// The price now asked for; nil: on request.
    public let price: Money?
    /// The rule by which a purchase earns points, which the company pays for; nil: none.
    public let points: EarningRule?
    /// When it last won against its rivals; nil: never.
    public let lastWon: Instant?

    public init(
        service: ServiceID, company: CompanyID, probability: Double, sales: SalesRecord, price: Money?, points: EarningRule?,
        lastWon: Instant?
    ) {
        (self.service, self.company, self.probability, self.sales) = (service, company, probability, sales)
        (self.price, self.points, self.lastWon) = (price, points, lastWon)
    }
}

/// The worth of an offer in roubles: P(accept) × P(pays | lead) × (ARPPU − points granted for it).
public struct Worth: Hashable, Sendable, Codable {
    public let service: ServiceID
    public let company: CompanyID
    public let probability: Double
    public let conversion: Estimate
    /// Kopecks per paying client.
    public let revenue: Estimate
    /// Kopecks of points that an average payment grants (1 point = 1 rouble).
    public let points: Money
    public let expected: Money

    public init(_ rival: Rival, prior: SalesPrior) {
        conversion = rival.sales.conversion(prior)
        revenue = rival.sales.revenuePerPayer(prior, price: rival.price)
        let payment = Money(kopecks: Int64(min(revenue.value.rounded(), 9e17)))
        let granted = rival.points?.earning(on: payment, for: rival.service).points.count ?? 0
        points = Money(kopecks: min(granted, Int64.max / 100) * 100)
        let net = revenue.value - Double(points.kopecks)
        expected = Self.expected(rival.probability, conversion: conversion.value, net: net)
        (service, company, probability) = (rival.service, rival.company, rival.probability)
    }

    /// What the same offer would be worth to a client who accepts it with another probability.
    func expected(at probability: Double) -> Money {
        Self.expected(probability, conversion: conversion.value, net: revenue.value - Double(points.kopecks))
    }

    private static func expected(_ probability: Double, conversion: Double, net: Double) -> Money {
        Money(kopecks: Int64((probability * conversion * net).rounded().clamped(9e17)))
    }
}

/// Who of several companies proposes the same service to this client. Deterministic: the same facts, the same winner.
///
/// Only those that passed the hard filters come here. The greatest expected value wins; equal values: the greater P(accept), then who has
/// not won for longest, then the smaller id.
public struct Arbitration: Hashable, Sendable, Codable {
    public enum Verdict: String, Hashable, Sendable, Codable {
        case won
        case lessValue = "less_value"
        /// Equal value, less likely to be accepted.
        case lessLikely = "less_likely"
        /// Equal in both; the winner's turn.
        case notItsTurn = "not_its_turn"
    }

    /// One rival's figures and why it won or lost: what a loser may see, without any personal data.
    public struct Candidate: Hashable, Sendable, Codable {
        public let worth: Worth
        public let verdict: Verdict
    }

    public let group: String
    /// The winner first.
    public let candidates: [Candidate]
    /// Rivals that a hard filter took out.
    public let filtered: [Filtered]

    public var winner: ServiceID? { candidates.first?.worth.service }

    public init(group: String, rivals: [Rival], prior: SalesPrior, filtered: [Filtered]) {
        let ranked = rivals.map { (rival: $0, worth: Worth($0, prior: prior)) }.sorted { Self.isBefore($0, $1) }
        self.group = group
        self.filtered = filtered
        candidates = ranked.enumerated().map { place, entry in
            guard place > 0, let winner = ranked.first?.worth else { return Candidate(worth: entry.worth, verdict: .won) }
            let verdict: Verdict =
                entry.worth.expected < winner.expected
                ? .lessValue : entry.worth.probability < winner.probability ? .lessLikely : .notItsTurn
            return Candidate(worth: entry.worth, verdict: verdict)
        }
    }

    private static func isBefore(_ left: (rival: Rival, worth: Worth), _ right: (rival: Rival, worth: Worth)) -> Bool {
        if left.worth.expected != right.worth.expected { return left.worth.expected > right.worth.expected }
        if left.rival.probability != right.rival.probability { return left.rival.probability > right.rival.probability }
        let (leftWon, rightWon) = (left.rival.lastWon?.milliseconds ?? .min, right.rival.lastWon?.milliseconds ?? .min)
        if leftWon != rightWon { return leftWon < rightWon }
        return left.rival.service < right.rival.service
    }
}

/// Why a candidate never came to be weighed.
public enum Filter: String, Hashable, Sendable, Codable, CaseIterable {
    case audience, inactive, owned, declined, interested, age
    case never
    case notLinked = "not_linked"
    case noSharedNeed = "no_shared_need"
    case needsRemoved = "needs_removed"
    case unknownToModel = "unknown_to_model"
    /// The sender's attestation, or the client's consent, does not name its company.
    case recipient
    /// The card has, or had, a lead for it; or the client has an open one.
    case already
}

/// A service that a hard filter took out.
public struct Filtered: Hashable, Sendable, Codable {
    public let service: ServiceID
    public let by: Filter

    public init(service: ServiceID, by: Filter) {
        self.service = service
        self.by = by
    }
}

extension Double {
    fileprivate func clamped(_ most: Double) -> Double { Swift.min(Swift.max(self, -most), most) }
}
