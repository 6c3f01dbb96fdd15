import Catalogue
import Clients
import Foundation
import Group
import Leads
import Offers
import Vocabulary

/// Figures, texts and rules that the companies agreed on.
struct Commerce: Sendable {
    /// What the bot says about a service, and the facts of its ad.
    struct Creative: Sendable {
        let service: ServiceID
        let texts: [Language: OfferText]
        let terms: OfferTerms
    }

    /// A share of what is paid comes back as points.
    struct PointsRule: Sendable {
        let company: Int
        let service: Int?
        let basisPoints: Int64
        let cap: Int64
    }

    /// What leads of each service brought so far.
    let sales: [(service: ServiceID, record: SalesRecord)]
    let creatives: [Creative]
    let attestations: [Attestation]

    init(seed: UInt64, reference: ReferenceData, now: Instant) throws(DemoWorldError) {
        sales = reference.services.compactMap { service in
            reference.economics[service.id].map { (service.id, Self.sales(of: service.id, $0, seed)) }
        }
        creatives = try Self.creatives()
        attestations = reference.companies.compactMap { Self.attestation(of: $0, seed, now) }
    }

    static let pointsRules = [
        PointsRule(company: 1, service: nil, basisPoints: 50, cap: 2000),
        PointsRule(company: 2, service: nil, basisPoints: 500, cap: 3000),
        PointsRule(company: 3, service: nil, basisPoints: 300, cap: 1500),
        PointsRule(company: 4, service: nil, basisPoints: 100, cap: 30_000),
        PointsRule(company: 4, service: 56, basisPoints: 1000, cap: 2000),
        PointsRule(company: 5, service: nil, basisPoints: 700, cap: 5000),
        PointsRule(company: 6, service: nil, basisPoints: 50, cap: 20_000),
        PointsRule(company: 7, service: nil, basisPoints: 100, cap: 10_000),
        PointsRule(company: 9, service: nil, basisPoints: 20, cap: 20_000),
    ]

    private static func sales(of service: ServiceID, _ facts: Economics, _ seed: UInt64) -> SalesRecord {
        var dice = Dice(seed: seed, for: "sales \(service.rawValue)")
        let leads = dice.amount(median: 1300 * facts.appeal, sigma: 0.5, in: 14...900)
        let won = dice.successes(of: leads, facts.conversion)
        let roubles = (0..<won).reduce(Int64(0)) { sum, _ in
            sum + Int64(dice.amount(median: facts.revenue, sigma: 0.25, in: 100...100_000_000))
        }
        return SalesRecord(leads: leads, won: won, revenue: Money(roubles: roubles) ?? .zero)
    }

    private static func creatives() throws(DemoWorldError) -> [Creative] {
        try DemoFile("offers").lines.mapped { line throws(DemoWorldError) in
            let service = try line.int("service")
            let price = line["price"].isEmpty ? nil : Money(roubles: Int64(try line.int("price")))
            let mark: AgeMark = try line.value("age_mark")
            // An invented token: real ones come from an advertising data operator.
            let erid = "DEMO\(String(2_176_782_336 + UInt64(service) &* 48_271_009, radix: 36))"
            do throws(OfferError) {
                return Creative(
                    service: ServiceID(service),
                    texts: [
                        .russian: try OfferText(title: line["title"], body: line["body"]),
                        .english: try OfferText(title: line["title_en"], body: line["body_en"]),
                    ], terms: try OfferTerms(price: price, erid: erid, ageMark: mark))
            } catch { throw .offer(error) }
        }
    }

    /// Most companies attest that their clients agreed. Two attest nothing, so that their leads ask for consent first; one may share with an
    /// insurer only; one may not message.
    private static func attestation(of company: Company, _ seed: UInt64, _ now: Instant) -> Attestation? {
        guard !["leasing3", "leasing5"].contains(company.code) else { return nil }
        var dice = Dice(seed: seed, for: "attestation \(company.code)")
        return Attestation(
            id: dice.id(), company: company.id, document: "Согласие клиента, форма \(dice.whole(2...9)) (демо)", date: "2026-01-15",
            recipients: company.code == "leasing4" ? .only([company.id, CompanyID(2)]) : .all, mayMessage: company.code != "autoexpress",
            actor: DemoWorld.actor, at: now)
    }
}
