import Foundation

/// The numbers, beside the portrait, that speak for or against an item for a client now. Raw values are part of the artefact's format.
enum Signal: Int, CaseIterable, Sendable {
    // Priors.
    /// Log of the share of the audience that came for the item or took it unasked; of its share among the latest takings.
    case popularity, recentPopularity
    /// Log-odds of the shrunk acceptance rate.
    case acceptance
    // Item part. Recency weights 0.8^rank unless said otherwise.
    /// Log-lift from what the client took, summed; the greatest of them.
    case lift, strongestLift
    /// Square roots of: cosine, summed; how often it came after, summed; the same with 0.5^rank, so that the last thing decides.
    case cosine, after, next
    /// Signed square roots of the linear model's sums: recency-weighted; plain.
    case linear, linearPlain
    /// Square root of the cosine with what was declined, summed: −1 as evidence.
    case refused
    // User part: signed square root of the neighbours' vote.
    case neighbours
    // Matrix and needs.
    /// Hand-made links from what they came for, from what they accepted, and links back from the item to either.
    case linkedHistory, linkedAccepted, linkedBack
    /// Needs shared with what they came for, with what they accepted, log(1 + needs shared with what they declined).
    case needsHistory, needsAccepted, needsDeclined
    /// Things of the same company: came for, accepted, log(1 + declined).
    case companyHistory, companyAccepted, companyDeclined
    // Fatigue: log(1 + declined), log(1 + accepted) and the shrunk share that was accepted.
    case declines, accepts, acceptRate

    static let count = allCases.count

    /// The part of the hybrid that it belongs to.
    var part: ModelPart {
        switch self {
        case .popularity, .recentPopularity: .popularity
        case .acceptance: .acceptance
        case .lift, .strongestLift, .cosine, .after, .next, .linear, .linearPlain, .refused: .items
        case .neighbours: .users
        case .linkedHistory, .linkedAccepted, .linkedBack, .needsHistory, .needsAccepted, .needsDeclined, .companyHistory, .companyAccepted,
            .companyDeclined, .declines, .accepts, .acceptRate:
            .rules
        }
    }
}

/// The parts of the hybrid, for ablation.
public enum ModelPart: String, CaseIterable, Sendable, Codable {
    /// How many took it.
    case popularity
    /// How many accepted it when it was offered.
    case acceptance
    /// Items that go together (co-occurrence, order, linear model, refusals).
    case items
    /// Clients alike.
    case users
    /// The portrait, with each service's own weight in it.
    case portrait
    /// Matrix, needs, companies, fatigue.
    case rules
}

/// How raw counts become signals: one formula for training and requests.
enum Formula {
    static let recency: Float = 0.8
    /// Of what a client has, so many of the latest count where all weigh alike.
    static let longest = 128

    /// How many times more often both are taken than by chance, as a logarithm, shrunk towards 0 by five expected pairs: the posterior mean of the
    /// ratio of a Poisson count to its expectation under a Gamma prior (DuMouchel, "Bayesian data mining in large frequency tables", 1999).
    @inline(__always)
    static func logLift(together: Float, from: Float, to: Float, clients: Float) -> Float {
        log((together + 5) / (from * to / max(1, clients) + 5))
    }

    @inline(__always)
    static func cosine(together: Float, from: Float, to: Float) -> Float { together / max(1, from * to).squareRoot() }

    /// Steps from one item to a later one, relative to how many took the one and the other; five of each are added.
    @inline(__always)
    static func follows(steps: Float, from: Float, to: Float) -> Float {
        steps / Float(ItemCounts.unit) / ((from + 5) * (to + 5)).squareRoot()
    }

    @inline(__always)
    static func signedRoot(_ value: Float) -> Float {
        let root = abs(value).squareRoot()
        return value < 0 ? -root : root
    }

    /// log(1 + count), mostly of none.
    @inline(__always)
    static func logCount(_ count: Float) -> Float { count == 0 ? 0 : log(1 + count) }

    @inline(__always)
    static func logOdds(_ probability: Double) -> Float { Float(log(probability / (1 - probability))) }
}
