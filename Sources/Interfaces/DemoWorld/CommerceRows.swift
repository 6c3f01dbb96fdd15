import Database
import Leads
import Loyalty
import Offers
import Vocabulary

/// Writes texts, terms, points rules and sales figures.
struct CommerceRows {
    let commerce: Commerce
    let now: Instant

    func write(in transaction: Transaction) throws(DemoWorldError) {
        for (index, rule) in Commerce.pointsRules.enumerated() { try save(rule, id: index + 1, in: transaction) }
        for creative in commerce.creatives { try write(creative, in: transaction) }
        do {
            for (service, record) in commerce.sales { try SalesStore().add(record, to: service, in: transaction) }
        } catch { throw .database(error) }
    }

    private func save(_ rule: Commerce.PointsRule, id: Int, in transaction: Transaction) throws(DemoWorldError) {
        do {
            try EarningStore().save(
                EarningRule(
                    id: id, company: CompanyID(rule.company), service: rule.service.map { ServiceID($0) }, basisPoints: rule.basisPoints,
                    cap: Points(rule.cap), validFrom: now - .days(140), changedBy: DemoWorld.actor), in: transaction)
        } catch { throw .ledger(error) }
    }

    private func write(_ creative: Commerce.Creative, in transaction: Transaction) throws(DemoWorldError) {
        do {
            try OfferTextStore().save(creative.texts, for: creative.service, by: DemoWorld.actor, at: now, in: transaction)
        } catch { throw .offer(error) }
        do {
            try OfferTermsStore().save(creative.terms, for: creative.service, by: DemoWorld.actor, at: now, in: transaction)
        } catch { throw .database(error) }
    }
}
