import Vocabulary

/// Counts over clients that say how services behave; what a person's own evidence is weighed with.
struct Statistics: Sendable, Equatable {
    /// Clients who took the item (came for it, took it or accepted an offer of it).
    let takers: [Int]
    /// Outcomes of offers, and the accepted ones among them.
    let offered: [Int]
    let accepted: [Int]
    /// Clients with any observation of an item of that audience, in the order of `Audience.allCases`.
    let clients: [Int]
    let pairs: PairCounts

    init(takers: [Int], offered: [Int], accepted: [Int], clients: [Int], pairs: PairCounts) {
        self.takers = takers
        self.offered = offered
        self.accepted = accepted
        self.clients = clients
        self.pairs = pairs
    }

    init(audiences: [Int], histories: some Sequence<[Entry]>) {
        var takers = [Int](repeating: 0, count: audiences.count)
        var offered = takers
        var accepted = takers
        var clients = Audience.allCases.map { _ in 0 }
        var baskets: [[Int]] = []
        for entries in histories {
            for entry in entries where entry.source == .offer {
                offered[entry.item] += 1
                if entry.isPositive { accepted[entry.item] += 1 }
            }
            let taken = Set(entries.lazy.filter(\.isPositive).map(\.item)).sorted()
            for item in taken { takers[item] += 1 }
            for audience in Set(entries.map { audiences[$0.item] }) { clients[audience] += 1 }
            if taken.count > 1 { baskets.append(taken) }
        }
        self.init(
            takers: takers, offered: offered, accepted: accepted, clients: clients,
            pairs: PairCounts(items: audiences.count, baskets: baskets))
    }
}

/// Statistics, less those of some clients where a fold is held out: an outcome is judged by counts that its client had no part in.
struct Counts: Sendable {
    private let all: Statistics
    private let held: Statistics?
    private let audiences: [Int]
    private let overall: [(offered: Int, accepted: Int)]

    init(_ all: Statistics, without held: Statistics? = nil, audiences: [Int]) {
        self.all = all
        self.held = held
        self.audiences = audiences
        var overall = Audience.allCases.map { _ in (offered: 0, accepted: 0) }
        for (item, audience) in audiences.enumerated() {
            overall[audience].offered += all.offered[item] - (held?.offered[item] ?? 0)
            overall[audience].accepted += all.accepted[item] - (held?.accepted[item] ?? 0)
        }
        self.overall = overall
    }

    func takers(_ item: Int) -> Int { all.takers[item] - (held?.takers[item] ?? 0) }
    func offered(_ item: Int) -> Int { all.offered[item] - (held?.offered[item] ?? 0) }
    func clients(of item: Int) -> Int { all.clients[audiences[item]] - (held?.clients[audiences[item]] ?? 0) }

    /// Posterior mean of the acceptance rate under a Beta prior: the audience's own rate, worth 20 offers (itself shrunk by a tenth in ten).
    func acceptance(_ item: Int) -> Double {
        let group = overall[audiences[item]]
        let mean = (Double(group.accepted) + 1) / (Double(group.offered) + 10)
        let accepted = all.accepted[item] - (held?.accepted[item] ?? 0)
        return (Double(accepted) + 20 * mean) / (Double(offered(item)) + 20)
    }

    /// Share of the audience that took the item, with one half added on both sides.
    func popularity(_ item: Int) -> Double { (Double(takers(item)) + 0.5) / (Double(clients(of: item)) + 1) }

    /// How many times more often both are taken together than by chance, shrunk towards 1 by five expected pairs: the posterior mean of the
    /// ratio of a Poisson count to its expectation under a Gamma prior (DuMouchel, "Bayesian data mining in large frequency tables", 1999).
    func lift(_ from: Int, _ to: Int) -> Double {
        let together = Double(all.pairs[from, to] - (held?.pairs[from, to] ?? 0))
        let expected = Double(takers(from)) * Double(takers(to)) / Double(max(1, clients(of: to)))
        return (together + 5) / (expected + 5)
    }
}
