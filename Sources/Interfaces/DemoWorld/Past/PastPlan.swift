import Catalogue
import Clients
import Foundation
import Group
import Leads
import Recommendations
import Recommender
import Vocabulary

/// Thinks up the leads of the last five weeks: clients came again, the best of what they might take became a lead, people worked on it. Chosen as
/// the pipeline chooses, but by the hidden truth, so each lead's probability, rating and propensity mean what they say.
struct PastPlan {
    let seed: UInt64
    let reference: ReferenceData
    let market: Market
    let lives: [Life]
    let attestations: [CompanyID: Attestation]
    /// Companies with people at a desk. They come first in these weeks; of others only what is over is told.
    let staffed: Set<CompanyID>
    let now: Instant

    private static let threshold = 80
    private static let exploration = 0.05
    /// Days before now in which a client may have come again, and how likely each time.
    private static let visits: [(days: ClosedRange<Int>, chance: Double)] = [(20...34, 0.95), (8...18, 0.9), (0...7, 0.8)]
    /// Chats of people who have no phone in the demo's Telegram.
    private static let firstChat: Int64 = 5_800_000_000

    func leads() -> [PastLead] {
        let scale = RatingScale(
            ascending: lives.flatMap { life in market.candidates(for: life.person).map { probability($0, life.person) } }.sorted())
        return lives.enumerated().flatMap { index, life in
            // Whose card came today has its turn in the pipeline.
            life.card.stage == .pending ? [] : leads(of: life, number: index, scale)
        }
    }

    private func leads(of life: Life, number: Int, _ scale: RatingScale) -> [PastLead] {
        var dice = Dice(seed: seed, for: "past of \(life.client.reference)")
        var person = life.person
        var leads: [PastLead] = []
        let isInBot = life.client.audience == .individual && attestations[life.client.company]?.mayMessage == true && dice.chance(0.7)
        let holder =
            isInBot
            ? PastLead.Holder(
                chat: Self.firstChat + Int64(number), language: dice.chance(0.85) ? .russian : .english,
                since: now - .days(Int64(dice.whole(36...39)))) : nil
        for visit in Self.visits where dice.chance(visit.chance) {
            let day = now - .days(Int64(dice.whole(visit.days))) - .minutes(Int64(dice.whole(20...1300)))
            let created = PastWays.working(day, &dice)
            guard created < now - .minutes(15), leads.allSatisfy({ $0.end < created }),
                let choice = choose(for: life, person, scale, &dice)
            else { continue }
            let lead = lead(of: life, person, choice, holder, created, &dice)
            guard staffed.contains(choice.service.company) || lead.end < now else { continue }
            person.declined.insert(choice.service.id)
            leads.append(lead)
        }
        return leads
    }

    private struct Choice {
        let service: Service
        let probability: Double
        let rating: Int
        let propensity: Double
        let isExploration: Bool
    }

    /// A company first, then mostly the best of its services if its rating is high enough, sometimes any.
    private func choose(for life: Life, _ person: Person, _ scale: RatingScale, _ dice: inout Dice) -> Choice? {
        let permissions = Permissions(sender: life.client.company, attestation: attestations[life.client.company], consent: nil)
        let candidates = Dictionary(grouping: market.candidates(for: person), by: \.company)
            .filter { permissions.permission(for: $0.key) == .allowed }
            .mapValues { services in services.filter { !market.excludes($0.id, anyOf: person.owned.union(person.declined)) } }
            .filter { !$0.value.isEmpty }
        let companies = candidates.keys.sorted()
        let weights = companies.map { staffed.contains($0) ? ($0 == reference.companies.first?.id ? 9.0 : 5.0) : 1.0 }
        guard let place = dice.pick(weights), let own = candidates[companies[place]] else { return nil }
        let ranked = own.map { (service: $0, probability: probability($0, person)) }
            .sorted { ($1.probability, $0.service.id) < ($0.probability, $1.service.id) }
        let best = ranked.first.flatMap { scale.rating(of: $0.probability) >= Self.threshold ? 0 : nil }
        let explores = dice.chance(Self.exploration)
        guard let index = explores ? dice.whole(0...ranked.count - 1) : best else { return nil }
        let within = Self.exploration / Double(ranked.count) + (index == best ? 1 - Self.exploration : 0)
        return Choice(
            service: ranked[index].service, probability: ranked[index].probability, rating: scale.rating(of: ranked[index].probability),
            propensity: weights[place] / weights.reduce(0, +) * within, isExploration: index != best)
    }

    private func lead(
        of life: Life, _ person: Person, _ choice: Choice, _ holder: PastLead.Holder?, _ created: Instant, _ dice: inout Dice
    ) -> PastLead {
        let (service, company) = (choice.service, choice.service.company)
        let card = Card(
            id: dice.id(), client: life.client.id, service: life.card.service, outcome: .unknown,
            attestation: attestations[life.client.company]?.id, stage: .waiting, receivedAt: created - .minutes(Int64(dice.whole(1...9))))
        let facts = reference.economics[service.id]
        let worth = choice.probability * (facts?.conversion ?? 0) * (facts?.revenue ?? 0)
        let ways = PastWays(
            created: created, acceptance: choice.probability, conversion: facts?.conversion ?? 0, revenue: facts?.revenue ?? 0,
            isStaffed: staffed.contains(company), now: now)
        let may: MayMessage = holder != nil ? .yes : attestations[life.client.company]?.mayMessage == true ? .noChat : .notAttested
        let draft = LeadDraft(
            id: dice.id(), card: card.id, client: life.client.id, source: life.client.company, company: company, service: service.id,
            probability: choice.probability, rating: choice.rating, propensity: choice.propensity, isExploration: choice.isExploration,
            expectedValue: Money(roubles: Int64(worth)) ?? .zero, reasons: reasons(for: service, person), mayMessage: may,
            createdAt: created)
        let bot = holder == nil ? [] : ways.bot(&dice)
        return PastLead(
            draft: draft, card: card, holder: holder, bot: bot, desk: ways.desk(from: bot.first?.at ?? created, &dice),
            worker: dice.share())
    }

    private func probability(_ service: Service, _ person: Person) -> Double { 1 / (1 + exp(-market.logOdds(of: service, for: person))) }

    /// What speaks for it: what the client has leads to it, or serves the same needs.
    private func reasons(for service: Service, _ person: Person) -> [Reason] {
        let owned = reference.services.filter { person.owned.contains($0.id) }
        let linked = owned.filter { market.leads($0.id, to: service.id) }.prefix(2).map { Reason.linked(from: $0.id) }
        let shared = service.needs.filter { need in owned.contains { $0.needs.contains(need) } }
        return linked + (shared.isEmpty ? [] : [.needs(shared)])
    }
}
