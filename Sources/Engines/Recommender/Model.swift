import Foundation
import Vocabulary

/// Whether the probabilities of a model mean something.
public enum ProbabilityKind: Hashable, Sendable, Codable {
    /// P(accept | offered now), fitted on so many outcomes of offers.
    case fitted(outcomes: Int)
    /// Too few outcomes (or all alike): services are ranked, no probability is named.
    case none(outcomes: Int)
}

/// One service's place for one client.
public struct Scored: Hashable, Sendable {
    public let service: ServiceID
    /// P(accept | offered now), strictly increasing in the score within an audience; nil when the model has none.
    public let probability: Double?
    public let score: Double
    /// What speaks for it, the strongest first.
    public let reasons: [Contribution]
}

/// An item-based recommender whose probability is fitted on outcomes of offers.
///
/// Item part: shrunk co-occurrence lift (as in item-based collaborative filtering: Deshpande and Karypis, "Item-based top-N recommendation
/// algorithms", 2004) and the hand-made cross-service matrix, both weighted by recency; priors: acceptance rate and popularity; evidence
/// against: declined offers. They are joined by a logistic regression per audience, pulled towards one for both. Portraits are not scored.
public struct Model: Sendable, Equatable {
    let ids: [ServiceID]
    /// Places in `Audience.allCases`.
    let audiences: [Int]
    let needNames: [String]
    let needs: [Set<Int>]
    let links: [Set<Int>]
    let statistics: Statistics
    /// By place of the audience; nil where there were too few outcomes.
    let fits: [Fit?]
    /// Outcomes of offers by audience, whether fitted or not.
    let outcomes: [Int]
    private let numbers: [ServiceID: Int]
    private let maker: FeatureMaker

    init(
        ids: [ServiceID], audiences: [Int], needNames: [String], needs: [Set<Int>], links: [Set<Int>], statistics: Statistics, fits: [Fit?],
        outcomes: [Int]
    ) {
        self.ids = ids
        self.audiences = audiences
        self.needNames = needNames
        self.needs = needs
        self.links = links
        self.statistics = statistics
        self.fits = fits
        self.outcomes = outcomes
        numbers = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        maker = FeatureMaker(counts: Counts(statistics, audiences: audiences), needs: needs, links: links)
    }

    public static func == (left: Model, right: Model) -> Bool { left.encoded() == right.encoded() }

    public var services: [ServiceID] { ids }

    public func probabilityKind(for audience: Audience) -> ProbabilityKind {
        let place = Self.place(of: audience)
        return fits[place].map { .fitted(outcomes: $0.outcomes) } ?? .none(outcomes: outcomes[place])
    }

    /// Scores services for one client.
    /// - Parameters:
    ///   - history: all observations of the client so far, in any order; those of other clients do not belong here.
    ///   - candidates: services to score; those that the model does not know are left out.
    /// - Returns: the candidates in order: score down, then service.
    public func scored(history: [Observation], candidates: [ServiceID]) -> [Scored] {
        let entries = history.compactMap { row in
            numbers[row.service].map {
                Entry(item: $0, source: row.source, isPositive: row.isPositive, propensity: row.propensity, at: row.at)
            }
        }
        let client = Evidence(entries.sorted(by: Entry.isBefore))
        return candidates.compactMap { numbers[$0] }.map { scored($0, for: client) }
            .sorted { ($1.score, $0.service) < ($0.score, $1.service) }
    }

    private func scored(_ item: Int, for client: Evidence) -> Scored {
        let features = maker.features(of: item, for: client)
        let fit = fits[audiences[item]]
        let score = fit?.score(features) ?? Self.unfitted(features)
        let reasons = maker.reasons(
            for: item, client: client, features: features, weighed: fit?.weighed ?? { Self.unfittedWeight($0) * $1 }, ids: ids,
            names: needNames)
        return Scored(service: ids[item], probability: fit.map { _ in LogisticRegression.sigmoid(score) }, score: score, reasons: reasons)
    }

    /// Without outcomes the parts are added as they stand: log-lift, links and needs above popularity. A ranking, not a chance.
    private static func unfitted(_ features: [Double]) -> Double {
        Feature.allCases.reduce(0) { $0 + unfittedWeight($1) * features[$1.rawValue] }
    }

    private static func unfittedWeight(_ feature: Feature) -> Double {
        switch feature {
        case .lift, .links, .needs: 1
        case .popularity: 0.5
        case .declinedNeeds: -1
        case .acceptance, .strongestLift, .declines, .accepts: 0
        }
    }

    static func place(of audience: Audience) -> Int { Audience.allCases.firstIndex(of: audience) ?? 0 }
}
