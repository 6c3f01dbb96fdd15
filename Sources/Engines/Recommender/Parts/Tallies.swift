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
    /// Takings in the latest tenth of the time that training saw, by item.
    var recent: [Int32]
    /// Where that tenth begins, in milliseconds.
    var recentSince: Int64

    init(items: Int) {
        takers = [Int32](repeating: 0, count: items)
        (offered, accepted, recent) = (takers, takers, takers)
        (offeredInAll, acceptedInAll, clients, recentSince) = (0, 0, 0, Int64.max)
    }

    init(_ events: EventTable, sequences: Sequences, items: Int, where counts: (Int) -> Bool) {
        self.init(items: items)
        var oldest = Int64.max
        var newest = Int64.min
        for place in 0..<events.count where counts(place) {
            oldest = min(oldest, events.times[place])
            newest = max(newest, events.times[place])
            guard events.isOffer(place) else { continue }
            let item = Int(events.items[place])
            offered[item] += 1
            offeredInAll += 1
            if events.isPositive(place) {
                accepted[item] += 1
                acceptedInAll += 1
            }
        }
        for item in sequences.items { takers[Int(item)] += 1 }
        for client in 0..<(events.starts.count - 1) where events.starts[client] < events.starts[client + 1] { clients += 1 }
        guard newest > oldest else { return }
        recentSince = newest - (newest - oldest) / 10
        for place in 0..<events.count where counts(place) && events.isPositive(place) && events.times[place] >= recentSince {
            recent[Int(events.items[place])] += 1
        }
    }

    /// Posterior mean of the acceptance rate under a Beta prior: the audience's own rate, worth 20 offers (itself shrunk by a tenth in ten).
    func acceptance(_ item: Int, without own: (offered: Int, accepted: Int) = (0, 0), ofAll: (offered: Int, accepted: Int) = (0, 0)) -> Double {
        let mean = (Double(acceptedInAll - ofAll.accepted) + 1) / (Double(offeredInAll - ofAll.offered) + 10)
        return (Double(Int(accepted[item]) - own.accepted) + 20 * mean) / (Double(Int(offered[item]) - own.offered) + 20)
    }

    /// Share of the audience that took the item, with one half added on both sides.
    func popularity(_ item: Int, without own: Int = 0) -> Double {
        (Double(Int(takers[item]) - own) + 0.5) / (Double(max(0, clients - min(1, own))) + 1)
    }
}
