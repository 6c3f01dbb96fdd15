import Foundation

/// What each cell of the counts and each item's priors come to as signals, worked out once for many clients. Whoever asks for one client goes
/// without: the same formulas for the few cells that it needs are quicker.
struct CellStrengths: Sendable {
    /// By place in ``ItemCounts/together``.
    let lifts: [Float]
    let cosines: [Float]
    /// By place in ``ItemCounts/after``.
    let follows: [Float]
    let priors: [Priors]

    /// The signals that are the same for every client.
    struct Priors: Sendable {
        let popularity: Float
        let recentPopularity: Float
        let acceptance: Float

        init(_ item: Int, _ tallies: Tallies) {
            popularity = Float(log(tallies.popularity(item)))
            recentPopularity = Float(log(tallies.recentPopularity(item)))
            acceptance = Formula.logOdds(tallies.acceptance(item))
        }
    }

    init(_ counts: ItemCounts, _ tallies: Tallies) {
        let clients = Float(tallies.clients)
        let rows = tallies.takers.count
        let parts = Parallel.map(rows) { range in
            var part: (lifts: [Float], cosines: [Float], follows: [Float]) = ([], [], [])
            for row in range {
                let from = Float(tallies.takers[row])
                for place in counts.together.row(row) {
                    let together = Float(counts.together.values[place])
                    let to = Float(tallies.takers[Int(counts.together.columns[place])])
                    part.lifts.append(Formula.logLift(together: together, from: from, to: to, clients: clients))
                    part.cosines.append(Formula.cosine(together: together, from: from, to: to))
                }
                for place in counts.after.row(row) {
                    part.follows.append(
                        Formula.follows(
                            steps: Float(counts.after.values[place]), from: from,
                            to: Float(tallies.takers[Int(counts.after.columns[place])])))
                }
            }
            return part
        }
        lifts = parts.flatMap(\.lifts)
        cosines = parts.flatMap(\.cosines)
        follows = parts.flatMap(\.follows)
        priors = (0..<rows).map { Priors($0, tallies) }
    }
}
