import Foundation

/// Counts by item over the clients of one audience; what a new outcome changes at once.
struct Tallies: Sendable, Equatable {
    /// Clients who took the item (came for it, took it or accepted an offer of it).
    var takers: [Int32]
    /// Outcomes of offers, and the accepted ones among them.
    var offered: [Int32]
    var accepted: [Int32]
    var offeredInAll: Int
    var acceptedInAll: Int
    /// Clients who took anything or were offered anything.
    var clients: Int
    /// Takings since the latest tenth of the time that training saw began, by item and in all.
    var recent: [Int32]
    var recentInAll: Int
    /// Where that tenth begins, in milliseconds.
    var recentSince: Int64

    init(items: Int) {
        takers = [Int32](repeating: 0, count: items)
        (offered, accepted, recent) = (takers, takers, takers)
        (offeredInAll, acceptedInAll, clients, recentInAll, recentSince) = (0, 0, 0, 0, Int64.max)
    }

    init(_ events: EventTable, sequences: Sequences, items: Int, where counts: (_ client: Int, _ place: Int) -> Bool) {
        self.init(items: items)
        if let oldest = events.times.min(), let newest = events.times.max(), newest > oldest {
            recentSince = newest - (newest - oldest) / 10
        }
        for client in 0..<(events.starts.count - 1) {
            var isClient = false
            for place in events.starts[client]..<events.starts[client + 1] where counts(client, place) {
                isClient = true
                add(events.event(place), 1)
            }
            if isClient { clients += 1 }
        }
        for item in sequences.items { takers[Int(item)] += 1 }
    }

    /// Adds an event to all but takers and clients, or takes it off.
    mutating func add(_ event: Event, _ sign: Int32) {
        let item = Int(event.item)
        if event.isPositive, event.time >= recentSince {
            recent[item] += sign
            recentInAll += Int(sign)
        }
        guard event.isOffer else { return }
        offered[item] += sign
        offeredInAll += Int(sign)
        guard event.isPositive else { return }
        accepted[item] += sign
        acceptedInAll += Int(sign)
    }

    /// Posterior mean of the acceptance rate under a Beta prior: the audience's own rate, worth 20 offers (itself shrunk by a tenth in ten).
    func acceptance(_ item: Int) -> Double {
        let mean = (Double(acceptedInAll) + 1) / (Double(offeredInAll) + 10)
        return (Double(accepted[item]) + 20 * mean) / (Double(offered[item]) + 20)
    }

    /// Share of the audience that took the item, with one half added on both sides.
    func popularity(_ item: Int) -> Double { (Double(takers[item]) + 0.5) / (Double(clients) + 1) }

    /// Share of the latest takings, shrunk towards the share among all takings by 20.
    func recentPopularity(_ item: Int) -> Double {
        let all = (Double(takers[item]) + 0.5) / (Double(clients) + 1)
        return (Double(recent[item]) + 20 * all) / (Double(recentInAll) + 20)
    }
}
