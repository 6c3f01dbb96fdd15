import Foundation
import Vocabulary

/// Why an item scores as it does for one client.
extension Ranker {
    /// What the client has, as reasons speak of it.
    struct Owned {
        let item: Int
        let isAccepted: Bool
        /// By recency.
        let weight: Float
    }

    func owned(_ query: Query) -> [Owned] {
        let accepted = Set(query.evidence.accepted)
        var weight: Float = 1
        return query.evidence.taken.prefix(maker.reach.latest).map { item in
            defer { weight *= Formula.recency }
            return Owned(item: Int(item), isAccepted: accepted.contains(item), weight: weight)
        }
    }

    /// What speaks for a wanted item, each with its share of the score; what speaks against it is left out.
    func reasons(for item: Int, _ query: Query, _ owned: [Owned], scratch: inout RankScratch) -> [Contribution] {
        scratch.describe(item, maker)
        var found: [Contribution] = []
        func add(_ reason: Reason, _ amount: Float) {
            if amount > 1e-3, amount.isFinite { found.append(Contribution(reason: reason, amount: Double(amount))) }
        }
        for owned in owned {
            if items.isLinked(from: owned.item, to: item) {
                add(.linked(from: items.ids[owned.item]), slope(owned.isAccepted ? .linkedAccepted : .linkedHistory))
            }
            let (lift, amount) = together(owned, item, scratch)
            if lift > 0.05 || amount > 0.2 { add(.together(from: items.ids[owned.item], lift: Double(exp(lift))), amount) }
        }
        let shared = items.needs[item].filter { need in
            let met = scratch.signals.needs[Int(need)]
            return met.history + met.accepted > 0
        }
        if !shared.isEmpty {
            add(.needs(shared.map { items.needNames[Int($0)] }.sorted()), moved(.needsHistory, scratch) + moved(.needsAccepted, scratch))
        }
        // A prior speaks for an item by what it has above the mean; an item's own weight belongs to how it is accepted.
        let offers = Int(maker.tallies.offered[item])
        let width = encoder.width + 1
        if offers > 0 { add(.acceptance(rate: maker.tallies.acceptance(item), offers: offers), moved(.acceptance, scratch)) }
        add(
            .popular(share: maker.tallies.popularity(item), clients: maker.tallies.clients),
            moved(.popularity, scratch) + moved(.recentPopularity, scratch))
        add(.portrait, (0..<encoder.width).reduce(Float(0)) { $0 + combined[item * width + 1 + $1] * query.portrait[$1] })
        let vote = scratch.signals.cells[scratch.signals.base(item) + Signal.neighbours.rawValue]
        if vote > 0 { add(.neighbours(share: Double(min(vote, 1))), moved(.neighbours, scratch)) }
        if query.evidence.accepts > 0 { add(.accepts(query.evidence.accepts), moved(.accepts, scratch) + moved(.acceptRate, scratch)) }
        return found.enumerated().sorted { ($1.element.amount, $0.offset) < ($0.element.amount, $1.offset) }.map(\.element)
    }

    /// How far a signal's distance from its mean moves the score.
    private func moved(_ signal: Signal, _ scratch: borrowing RankScratch) -> Float {
        signalWeights[signal.rawValue] * scale.standard(scratch.numbers[signal.rawValue], signal.rawValue)
    }

    /// What one thing that the client has adds by going together with the item, and the log-lift.
    private func together(_ owned: Owned, _ item: Int, _ scratch: borrowing RankScratch) -> (lift: Float, amount: Float) {
        let together = Float(maker.counts.together[owned.item, item])
        let (from, to) = (Float(maker.tallies.takers[owned.item]), Float(maker.tallies.takers[item]))
        let lift = Formula.logLift(together: together, from: from, to: to, clients: Float(maker.tallies.clients))
        var amount = (owned.isAccepted ? acceptedPairs : historyPairs)[owned.item, item]
        guard together > 0 else { return (lift, amount) }
        amount += slope(.lift) * owned.weight * lift
        // A root of a sum is shared out in proportion to the parts of the sum.
        let total = scratch.signals.cells[scratch.signals.base(item) + Signal.cosine.rawValue]
        if total > 0 {
            let cosine = owned.weight * Formula.cosine(together: together, from: from, to: to)
            amount += slope(.cosine) * scratch.numbers[Signal.cosine.rawValue] * cosine / total
        }
        return (lift, amount)
    }

    /// Score for one unit of a signal.
    private func slope(_ signal: Signal) -> Float { signalWeights[signal.rawValue] / scale.spreads[signal.rawValue] }
}
