import Vocabulary

/// What moves people in a made-up world, and how strongly: each strength is about the spread that a cause has in log-odds; 0: it is not there.
///
/// Nothing here knows how the recommender works: portraits speak by steps, humps and pairs of facts instead of straight lines, kinds of people and
/// stages of life are hidden, and what somebody did wears off with the months.
public struct WorldStructure: Sendable, Hashable {
    /// The clients and services of one audience.
    struct Extent: Sendable, Hashable {
        let audience: Audience
        let clients: Int
        let services: Int
    }

    public let name: String
    let extents: [Extent]
    let months = 36
    /// Offers to a client in all these months on average; 0: nothing is ever offered, and the truth is what comes next.
    var offers = 6.0
    /// Things that a client takes unasked, on average, beside the first (or the first two, where nothing is offered).
    var takings = 1.5
    /// Mean log-odds of accepting.
    var level = -1.8
    /// Of the services' own log-odds, and of how often they are taken unasked (as a logarithm).
    var appeal = 0.8
    var fame = 0.8
    /// Correlation of the two.
    var fameFollowsAppeal = 0.6
    var portrait = 0.0
    /// Hidden kinds of people (latent classes), and tastes by degrees (latent factors).
    var kinds = 0.0
    var factors = 0.0
    /// Stages of life, which change without notice; a change is felt most in the months after it.
    var stages = 0.0
    /// What was taken lately calls for its successors.
    var order = 0.0
    /// A service that is linked to something owned.
    var links = 0.0
    /// Whose service it is: to all, and half as much to each kind.
    var companies = 0.0
    var season = 0.0
    /// Change from the first month to the last.
    var trend = 0.0
    /// Refusals tire: that of half a year ago counts half, one of the same company more.
    var fatigue = 0.0
    var policy = LoggingPolicy.Habits()

    var hasOffers: Bool { offers > 0 }

    init(_ name: String, _ extents: [Extent], _ change: (inout WorldStructure) -> Void) {
        (self.name, self.extents) = (name, extents)
        change(&self)
    }
}

extension WorldStructure.Extent {
    static func individuals(_ clients: Int, services: Int) -> Self { .init(audience: .individual, clients: clients, services: services) }
    static func firms(_ clients: Int, services: Int) -> Self { .init(audience: .legal, clients: clients, services: services) }
}
