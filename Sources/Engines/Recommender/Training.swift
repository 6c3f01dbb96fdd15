import Foundation
import Vocabulary

/// How a model is trained.
public struct TrainingOptions: Sendable {
    /// Divides clients into folds; the same seed and data give the same bytes.
    public let seed: UInt64
    /// Clients' folds: outcomes of one fold are described by the counts of the others.
    public let folds: Int
    /// Outcomes below which an audience gets no probability.
    public let minimumOutcomes: Int
    /// Greatest weight of one outcome relative to the mean (clipped inverse propensity).
    public let largestWeight: Double

    public init(seed: UInt64 = 1, folds: Int = 5, minimumOutcomes: Int = 50, largestWeight: Double = 10) {
        self.seed = seed
        self.folds = max(2, folds)
        self.minimumOutcomes = minimumOutcomes
        self.largestWeight = largestWeight
    }
}

/// Where a training run stands; handed to the caller, who may throw to cancel.
public enum TrainingStep: Hashable, Sendable {
    case counting
    case describing(fold: Int, of: Int)
    case fitting
}

/// Sizes and figures of a training run, for people.
public struct TrainingReport: Hashable, Sendable, Codable {
    public struct AudienceFigures: Hashable, Sendable, Codable {
        public let audience: Audience
        public let outcomes: Int
        public let accepted: Int
        public let isFitted: Bool
        /// Mean log loss of the outcomes, each by features that its client had no part in; and that of naming the plain rate to everybody.
        public let logLoss: Double?
        public let baseLogLoss: Double?
    }

    public let services: Int
    public let clients: Int
    public let observations: Int
    /// Rows left out because their service is not in the catalogue.
    public let unknownServices: Int
    /// Outcomes whose propensity was not known.
    public let withoutPropensity: Int
    public let audiences: [AudienceFigures]
}

extension Model {
    /// Trains on everything that is known. Only outcomes of offers are labels; history is evidence.
    ///
    /// Probabilities: logistic regression, L2, on out-of-fold features (counts of other clients' folds, the client's own history strictly
    /// before the outcome), each outcome weighted by its clipped inverse propensity (Horvitz and Thompson 1952; clipped as in Bottou et al.,
    /// "Counterfactual reasoning and learning systems", JMLR 2013), because logged offers were chosen, not drawn.
    /// - Parameter checkpoint: hears every step; what it throws ends the run.
    public static func trained<Failure: Error>(
        on data: TrainingData, options: TrainingOptions = TrainingOptions(), checkpoint: (TrainingStep) throws(Failure) -> Void
    ) throws(Failure) -> (model: Model, report: TrainingReport) {
        try checkpoint(.counting)
        let catalogue = Numbered(data)
        let histories = Histories(data.observations, numbers: catalogue.numbers)
        let statistics = Statistics(audiences: catalogue.audiences, histories: histories.entries)
        let samples = try OutOfFold(catalogue: catalogue, histories: histories, statistics: statistics, options: options)
            .samples(checkpoint: checkpoint)
        let fits = try fitted(samples, options: options, checkpoint: checkpoint)
        let model = Model(
            ids: catalogue.ids, audiences: catalogue.audiences, needNames: catalogue.needNames, needs: catalogue.needs,
            links: catalogue.links,
            statistics: statistics, fits: fits, outcomes: samples.map(\.count))
        let report = TrainingReport(
            services: catalogue.ids.count, clients: histories.clients.count, observations: histories.entries.reduce(0) { $0 + $1.count },
            unknownServices: histories.unknown,
            withoutPropensity: samples.joined().count { $0.propensity == nil },
            audiences: Audience.allCases.enumerated().map { figures(of: $1, samples[$0], fits[$0]) })
        return (model, report)
    }

    /// One fit for all outcomes, then one per audience that is pulled towards it, so that a small audience leans on the large one.
    private static func fitted<Failure: Error>(
        _ samples: [[Outcome]], options: TrainingOptions, checkpoint: (TrainingStep) throws(Failure) -> Void
    ) throws(Failure) -> [Fit?] {
        let all = Array(samples.joined())
        guard isEnough(all, options) else { return samples.map { _ in nil } }
        let scale = Scale(all)
        let width = Feature.allCases.count + 1
        let step = { () throws(Failure) -> Void in try checkpoint(.fitting) }
        // The intercept's prior is weak; the others' is one standard unit of log-odds per standard deviation.
        let strengths = [0.01] + [Double](repeating: 1, count: width - 1)
        let pooled = try LogisticRegression(centre: [Double](repeating: 0, count: width), strengths: strengths)
            .fit(scale.samples(all, options), checkpoint: step)
        var fits: [Fit?] = []
        for outcomes in samples {
            guard isEnough(outcomes, options) else {
                fits.append(nil)
                continue
            }
            let weights = try LogisticRegression(centre: pooled, strengths: [0.01] + [Double](repeating: 10, count: width - 1))
                .fit(scale.samples(outcomes, options), checkpoint: step)
            fits.append(
                Fit(
                    weights: weights, means: scale.means, spreads: scale.spreads, outcomes: outcomes.count,
                    accepted: outcomes.count(where: \.isAccepted)))
        }
        return fits
    }

    private static func isEnough(_ outcomes: [Outcome], _ options: TrainingOptions) -> Bool {
        let accepted = outcomes.count(where: \.isAccepted)
        return outcomes.count >= options.minimumOutcomes && accepted > 0 && accepted < outcomes.count
    }

    private static func figures(of audience: Audience, _ outcomes: [Outcome], _ fit: Fit?) -> TrainingReport.AudienceFigures {
        let accepted = outcomes.count(where: \.isAccepted)
        let count = Double(max(1, outcomes.count))
        var losses: (model: Double, base: Double)?
        if let fit {
            let base = log(Double(accepted) / Double(outcomes.count - accepted))
            let model = outcomes.reduce(0) {
                $0 + LogisticRegression.softplus($1.isAccepted ? -fit.score($1.features) : fit.score($1.features))
            }
            let plain = outcomes.reduce(0) { $0 + LogisticRegression.softplus($1.isAccepted ? -base : base) }
            losses = (model / count, plain / count)
        }
        return .init(
            audience: audience, outcomes: outcomes.count, accepted: accepted, isFitted: fit != nil, logLoss: losses?.model,
            baseLogLoss: losses?.base)
    }
}

/// The catalogue by number, services in the order of their ids.
struct Numbered: Sendable {
    let ids: [ServiceID]
    let numbers: [ServiceID: Int]
    let audiences: [Int]
    let needNames: [String]
    let needs: [Set<Int>]
    let links: [Set<Int>]

    init(_ data: TrainingData) {
        let items = Dictionary(data.items.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }).values.sorted { $0.id < $1.id }
        let numbers = Dictionary(items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let needNames = Set(items.flatMap(\.needs)).sorted()
        let needNumbers = Dictionary(needNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var links = items.map { _ in Set<Int>() }
        for link in data.links {
            if let from = numbers[link.from], let to = numbers[link.to], from != to { links[from].insert(to) }
        }
        ids = items.map(\.id)
        self.numbers = numbers
        audiences = items.map { Model.place(of: $0.audience) }
        self.needNames = needNames
        needs = items.map { Set($0.needs.compactMap { needNumbers[$0] }) }
        self.links = links
    }
}
