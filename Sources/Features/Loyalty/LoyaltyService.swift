import Database
import Vocabulary

/// Turns what customers do into points.
public struct LoyaltyService: Sendable {
    private let ledger = LedgerStore()
    private let rules = EarningStore()

    public init() {}

    /// What a paid purchase brought.
    public enum Purchase: Hashable, Sendable {
        case posted(Earning, Recorded)
        case nothing(Nothing)
    }

    /// Why a purchase brought nothing. It is not kept: asked again when a customer is linked or a rule exists, the purchase may bring points.
    public enum Nothing: String, Hashable, Sendable, CaseIterable {
        case noRule
        case noCustomerLinked
        case belowOnePoint
    }

    /// Grants the points that a paid purchase earns, once per lead (key `won/<lead>`), from the company to the customer.
    ///
    /// A repeat answers what was posted, even when the rule has changed since.
    /// - Parameter at: when it was paid: the rule of that moment counts.
    /// - Throws: ``LedgerError/conflict(key:)`` when points were posted for this lead with another amount, service or customer.
    public func purchasePaid(
        lead: LeadID, customer: CustomerID?, company: CompanyID, service: ServiceID, amount: Money, at: Instant, ids: IDSource,
        in transaction: Transaction
    ) throws(LedgerError) -> Purchase {
        let key = "won/\(lead)"
        var request = Digest()
        request.add(lead)
        request.add(customer)
        request.add(Int64(company.rawValue))
        request.add(Int64(service.rawValue))
        request.add(amount.kopecks)
        if let answer = try ledger.answered(key, requestHash: request.bytes(), in: transaction) {
            guard case .earned(let earning) = try ledger.reason(of: answer.entry, in: transaction) else { throw .conflict(key: key) }
            return .posted(earning, answer)
        }
        guard let customer else { return .nothing(.noCustomerLinked) }
        let rule = try LedgerError.storing { () throws(DatabaseError) in
            try rules.rule(for: service, of: company, at: at, in: transaction)
        }
        guard let rule else { return .nothing(.noRule) }
        let earning = rule.earning(on: amount, for: service)
        guard earning.points > .zero else { return .nothing(.belowOnePoint) }
        let entry = try LedgerEntry(
            key: key, reason: .earned(by: earning), request: request.bytes(),
            [Posting(.company(company), Points(-earning.points.count)), Posting(.customer(customer), earning.points)])
        return .posted(earning, try ledger.record(entry, ids: ids, at: at, in: transaction))
    }
}
