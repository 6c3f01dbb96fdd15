import Catalogue
import Clients
import Foundation
import Vocabulary

/// A client with all that happened to it.
struct Life: Sendable {
    let client: ClientRecord
    let card: Card
    let interactions: [Interaction]
    /// As they are now, with what they have and what they refused.
    let person: Person
}

/// Lets clients live for up to two years: they come for something, take more, are offered things and answer.
struct Lives {
    let market: Market
    let now: Instant

    /// - Parameter isFresh: the card came today and waits for the pipeline; otherwise it was dealt with long ago.
    func live(
        as client: ClientRecord, cameFor: Service, attestation: AttestationID?, isFresh: Bool, dice: inout Dice
    ) -> Life {
        var person = Person(audience: client.audience, portrait: client.portrait, affinity: Self.affinity(of: client, market, &dice))
        let card = Card(
            id: dice.id(), client: client.id, service: cameFor.id, outcome: .success, attestation: attestation,
            stage: isFresh ? .pending : .nothing,
            receivedAt: isFresh ? now - .minutes(Int64(dice.whole(5...900))) : client.createdAt)
        var interactions: [Interaction] = []
        func take(_ service: ServiceID, at moment: Instant, source: [UInt8]) {
            person.owned.insert(service)
            interactions.append(Interaction(client: client.id, service: service, source: .history, sourceID: source, value: 1, at: moment))
        }
        if !isFresh { take(cameFor.id, at: card.receivedAt, source: card.id.bytes) }
        for event in events(since: client.createdAt, &dice) {
            let candidates = market.candidates(for: person).filter { !isFresh || $0.id != cameFor.id }
            switch event.kind {
            case .wish:
                guard let index = dice.pick(candidates.map { exp(1.4 * market.logOdds(of: $0, for: person)) }) else { continue }
                take(candidates[index].id, at: event.at, source: dice.bytes())
            case .offer:
                let policy = policy(candidates, for: person)
                guard let index = dice.pick(policy) else { continue }
                let service = candidates[index]
                let accepts = dice.chance(1 / (1 + exp(-market.logOdds(of: service, for: person))))
                interactions.append(
                    Interaction(
                        client: client.id, service: service.id, source: .offer, sourceID: dice.bytes(), value: accepts ? 1 : -1,
                        propensity: policy[index], at: event.at))
                if !accepts {
                    person.declined.insert(service.id)
                } else if dice.chance(market.conversion(of: service.id)) {
                    person.owned.insert(service.id)
                } else {
                    // Interested, but it came to nothing: nobody offers it again this year.
                    person.declined.insert(service.id)
                }
            }
        }
        if isFresh { take(cameFor.id, at: card.receivedAt, source: card.id.bytes) }
        return Life(client: client, card: card, interactions: interactions, person: person)
    }

    /// How offers used to be chosen: mostly what sells or is linked to what the client has, a third by chance. Sums to 1.
    private func policy(_ candidates: [Service], for person: Person) -> [Double] {
        let favours = candidates.map { market.conversion(of: $0.id) * (1 + 2 * Double(min(market.links(to: $0, for: person), 2))) }
        let total = favours.reduce(0, +)
        return favours.map { 0.65 * $0 / total + 0.35 / Double(candidates.count) }
    }

    private enum Kind { case wish, offer }

    /// What happens to the client and when, in order. Offers began a year ago.
    private func events(since beginning: Instant, _ dice: inout Dice) -> [(at: Instant, kind: Kind)] {
        func moments(_ count: Int, from start: Instant, _ dice: inout Dice) -> [Instant] {
            let length = Double(max((now - start).milliseconds - Span.days(1).milliseconds, 1))
            return (0..<count).map { _ in start + .milliseconds(Int64(dice.share() * length) + 1) }
        }
        let offersFrom = max(beginning, now - .days(365))
        let share = Double((now - offersFrom).milliseconds) / Double(Span.days(365).milliseconds)
        let offers = Int((share * min(max(dice.normal(19.5, 5), 6), 34)).rounded())
        let wishes = moments(dice.poisson(1.4), from: beginning, &dice).map { (at: $0, kind: Kind.wish) }
        return (wishes + moments(offers, from: offersFrom, &dice).map { (at: $0, kind: Kind.offer) }).sorted { $0.at < $1.at }
    }

    private static func affinity(of client: ClientRecord, _ market: Market, _ dice: inout Dice) -> [String: Double] {
        var affinity: [String: Double] = [:]
        for need in Set((market.services[client.audience] ?? []).flatMap(\.needs)).sorted() { affinity[need] = dice.normal(0, 0.45) }
        return affinity
    }
}
