import Foundation

/// The signals of an item that are the same for every client.
struct Priors: Sendable, Equatable {
    let popularity: Float
    let recentPopularity: Float
    let acceptance: Float

    init(_ item: Int, _ tallies: Tallies) {
        popularity = Float(log(tallies.popularity(item)))
        recentPopularity = Float(log(tallies.recentPopularity(item)))
        acceptance = Formula.logOdds(tallies.acceptance(item))
    }

    static func all(_ tallies: Tallies) -> [Priors] { tallies.takers.indices.map { Priors($0, tallies) } }
}
