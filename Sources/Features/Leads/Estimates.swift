import Foundation
import Vocabulary

/// A figure from few cases, drawn towards a group's: with the number of cases it rests on and a 90 % interval.
public struct Estimate: Hashable, Sendable, Codable {
    public let value: Double
    public let low: Double
    public let high: Double
    public let cases: Int
}

/// What a service's leads brought so far, imported ones and ours.
public struct SalesRecord: Hashable, Sendable, Codable {
    public var leads: Int
    public var won: Int
    public var revenue: Money

    public init(leads: Int, won: Int, revenue: Money) {
        (self.leads, self.won, self.revenue) = (leads, won, revenue)
    }

    public static let none = SalesRecord(leads: 0, won: 0, revenue: .zero)

    public static func + (left: Self, right: Self) -> Self {
        let sum = left.revenue.kopecks.addingReportingOverflow(right.revenue.kopecks)
        return SalesRecord(
            leads: left.leads + right.leads, won: left.won + right.won,
            revenue: Money(kopecks: sum.overflow ? Int64.max : sum.partialValue))
    }
}

/// What a group of services (rivals, or the whole catalogue) is like: where its members are drawn to.
public struct SalesPrior: Hashable, Sendable {
    /// Share of leads that pay.
    let conversion: Double
    /// Kopecks per paying client.
    let revenue: Double

    /// Cases that the group's figure is worth.
    static let strength = 20.0

    /// - Parameter wider: what the group itself is drawn to.
    public init(_ group: SalesRecord, wider: SalesPrior) {
        conversion = (Double(group.won) + Self.strength * wider.conversion) / (Double(group.leads) + Self.strength)
        revenue = group.won > 0 ? Double(group.revenue.kopecks) / Double(group.won) : wider.revenue
    }

    /// Before any sale is known: one lead in ten pays, and nothing is known of amounts.
    public static let ignorance = SalesPrior(conversion: 0.1, revenue: 0)

    private init(conversion: Double, revenue: Double) {
        (self.conversion, self.revenue) = (conversion, revenue)
    }
}

extension SalesRecord {
    /// P(pays | lead): the mean of the Beta posterior; the prior is the group's conversion, worth 20 leads. Interval: normal approximation.
    func conversion(_ prior: SalesPrior) -> Estimate {
        let paid = Double(won) + SalesPrior.strength * prior.conversion
        let all = Double(max(leads, won)) + SalesPrior.strength
        let mean = paid / all
        let spread = 1.645 * (mean * (1 - mean) / (all + 1)).squareRoot()
        return Estimate(value: mean, low: max(0, mean - spread), high: min(1, mean + spread), cases: leads)
    }

    /// ARPPU in kopecks: the mean of the Gamma posterior of amounts that scatter as widely as their mean (exponential); the prior is the
    /// price now asked for, else the group's ARPPU, worth 20 payments.
    func revenuePerPayer(_ prior: SalesPrior, price: Money?) -> Estimate {
        let expected = price.map { Double($0.kopecks) } ?? prior.revenue
        let payments = Double(won) + SalesPrior.strength
        let mean = (Double(revenue.kopecks) + SalesPrior.strength * expected) / payments
        let spread = 1.645 * mean / payments.squareRoot()
        return Estimate(value: mean, low: max(0, mean - spread), high: mean + spread, cases: won)
    }
}
