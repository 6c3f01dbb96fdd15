import Foundation
import Vocabulary

/// The numbers that speak for or against offering an item to a client now. The raw values are part of the artefact's format.
enum Feature: Int, CaseIterable {
    /// Log-odds of the item's shrunk acceptance rate.
    case acceptance
    /// Log-lift from what the client has, summed with recency weights 0.8^rank.
    case lift
    /// The greatest weighted log-lift of one thing that the client has; 0 when none is positive.
    case strongestLift
    /// Hand-made links from what the client has, summed with recency weights.
    case links
    /// Needs shared with what the client has, each half a point, summed with recency weights.
    case needs
    /// log(1 + declined things that share a need).
    case declinedNeeds
    /// log(1 + declined offers): fatigue.
    case declines
    /// log(1 + accepted offers).
    case accepts
    /// Log of the share of the audience that took the item.
    case popularity
}

/// Computes features; the same code serves training and requests, so that both see the same.
struct FeatureMaker: Sendable {
    let counts: Counts
    let needs: [Set<Int>]
    let links: [Set<Int>]
    static let recency = 0.8

    func features(of item: Int, for client: Evidence) -> [Double] {
        var lift = 0.0
        var strongest = 0.0
        var linked = 0.0
        var shared = 0.0
        var weight = 1.0
        for owned in client.taken where owned != item {
            let gain = weight * log(counts.lift(owned, item))
            lift += gain
            strongest = max(strongest, gain)
            if links[owned].contains(item) { linked += weight }
            shared += weight * Double(needs[owned].intersection(needs[item]).count) / 2
            weight *= Self.recency
        }
        let alike = client.declined.count { $0 != item && !needs[$0].isDisjoint(with: needs[item]) }
        let rate = counts.acceptance(item)
        return [
            log(rate / (1 - rate)), lift, strongest, linked, shared, log(1 + Double(alike)), log(1 + Double(client.declines)),
            log(1 + Double(client.accepts)), log(counts.popularity(item)),
        ]
    }

    /// The reasons behind an item's features, each with its share of the score; what speaks against it is left out.
    func reasons(
        for item: Int, client: Evidence, features: [Double], weighed: (Feature, Double) -> Double, ids: [ServiceID], names: [String]
    )
        -> [Contribution]
    {
        var found: [Contribution] = []
        func add(_ reason: Reason, _ amount: Double) {
            if amount > 0, amount.isFinite { found.append(Contribution(reason: reason, amount: amount)) }
        }
        var weight = 1.0
        var shared: Set<Int> = []
        for owned in client.taken where owned != item {
            let lift = counts.lift(owned, item)
            let gain = weight * log(lift)
            if gain > 0 {
                let strongest = gain == features[Feature.strongestLift.rawValue] ? weighed(.strongestLift, gain) : 0
                add(.together(from: ids[owned], lift: lift), weighed(.lift, gain) + strongest)
            }
            if links[owned].contains(item) { add(.linked(from: ids[owned]), weighed(.links, weight)) }
            shared.formUnion(needs[owned].intersection(needs[item]))
            weight *= Self.recency
        }
        if !shared.isEmpty { add(.needs(shared.map { names[$0] }.sorted()), weighed(.needs, features[Feature.needs.rawValue])) }
        add(
            .acceptance(rate: counts.acceptance(item), offers: counts.offered(item)),
            weighed(.acceptance, features[Feature.acceptance.rawValue]))
        add(
            .popular(share: counts.popularity(item), clients: counts.clients(of: item)),
            weighed(.popularity, features[Feature.popularity.rawValue]))
        if client.accepts > 0 { add(.accepts(client.accepts), weighed(.accepts, features[Feature.accepts.rawValue])) }
        return found.enumerated().sorted { ($1.element.amount, $0.offset) < ($0.element.amount, $1.offset) }.map(\.element)
    }
}
