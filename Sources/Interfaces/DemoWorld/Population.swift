import Catalogue
import Clients
import Foundation
import Group
import Vocabulary

/// The clients of the ten companies, besides the demo's customers.
struct Population {
    let seed: UInt64
    let reference: ReferenceData
    let market: Market
    let attestations: [CompanyID: AttestationID]
    let now: Instant

    /// How many clients each company sent, by its id.
    static let sizes = [1: 102, 2: 58, 3: 40, 4: 62, 5: 58, 6: 26, 7: 26, 8: 4, 9: 20, 10: 6]
    /// Every such client's card came today.
    static let freshEvery = 7

    func lives() -> [Life] {
        let lives = Lives(market: market, now: now)
        return reference.companies.flatMap { company in
            (0..<(Self.sizes[company.id.rawValue] ?? 0)).compactMap { life(of: $0, at: company, lives) }
        }
    }

    private func life(of number: Int, at company: Company, _ lives: Lives) -> Life? {
        var dice = Dice(seed: seed, for: "client \(company.code) \(number)")
        let sold = reference.services.filter { $0.company == company.id }
        let audience: Audience = dice.chance(Self.shareOfFirms(company.kind)) ? .legal : .individual
        let ownAudience = sold.contains { $0.audience == audience } ? audience : audience == .legal ? .individual : .legal
        let portrait = ownAudience == .legal ? Portraits.legal(&dice) : Portraits.individual(of: company.kind, &dice)
        let client = ClientRecord(
            id: dice.id(), company: company.id, reference: "\(company.code)-\(20_000 + 7 * number + dice.whole(0...6))",
            audience: ownAudience,
            portrait: portrait, createdAt: now - .days(Int64(dice.whole(40...720))) - .minutes(Int64(dice.whole(0...600))))
        let person = Person(audience: ownAudience, portrait: portrait, affinity: [:])
        let choices = market.candidates(for: person).filter { $0.company == company.id }
        guard let index = dice.pick(choices.map { exp(market.logOdds(of: $0, for: person)) }) else { return nil }
        return lives.live(
            as: client, cameFor: choices[index], attestation: attestations[company.id], isFresh: number % Self.freshEvery == 0, dice: &dice)
    }

    private static func shareOfFirms(_ kind: CompanyKind) -> Double {
        switch kind {
        case .bank: 0.32
        case .insurer: 0.35
        case .hotel: 0.15
        case .leasing: 0.72
        case .broker, .dealer: 0
        }
    }
}
