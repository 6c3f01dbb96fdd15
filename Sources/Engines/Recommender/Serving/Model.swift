import Vocabulary

/// What the probabilities of a model mean.
public enum ProbabilityKind: Hashable, Sendable, Codable {
    /// P(accept | offered now), fitted on so many outcomes of offers.
    case fitted(outcomes: Int)
    /// No outcome of an offer is known: the chance that the service is the client's next.
    case next
    /// Too few outcomes to fit (or all alike): services are ranked, nobody should rely on the numbers.
    case none(outcomes: Int)
}

/// The hybrid recommender: item part, user part, portrait part, priors, matrix and needs, joined by a model with random effects and calibrated for
/// each audience. See ``Signal`` and ``MixedModel`` for the parts and their sources.
public struct Model: Sendable {
    /// By place in `Audience.allCases`.
    var rankers: [Ranker]

    init(rankers: [Ranker]) { self.rankers = rankers }

    public var services: [ServiceID] { rankers.flatMap(\.items.ids).sorted() }

    public func probabilityKind(for audience: Audience) -> ProbabilityKind {
        switch rankers[Self.place(of: audience)].finish {
        case .offer(_, let outcomes): .fitted(outcomes: outcomes)
        case .next: .next
        case .scarce(_, let outcomes): .none(outcomes: outcomes)
        }
    }

    static func place(of audience: Audience) -> Int { Audience.allCases.firstIndex(of: audience) ?? 0 }

    /// Trains on everything that is known.
    /// - Parameter checkpoint: hears every step; what it throws ends the run.
    public static func trained<Failure: Error>(
        on data: TrainingData, options: TrainingOptions = TrainingOptions(), checkpoint: (TrainingStep) throws(Failure) -> Void
    ) throws(Failure) -> (model: Model, report: TrainingReport) {
        var rankers: [Ranker] = []
        var figures: [TrainingReport.AudienceFigures] = []
        for audience in Audience.allCases {
            let answer = try RankerTraining(segment: Segment(data, audience: audience), options: options).run(checkpoint)
            rankers.append(answer.ranker)
            figures.append(answer.figures)
        }
        var withoutPropensity = 0
        for place in 0..<data.events.count where data.events.isOffer(place) && data.events.propensities[place] == 0 {
            withoutPropensity += 1
        }
        let report = TrainingReport(
            services: data.items.count, clients: data.clients.count, observations: data.events.count,
            unknownServices: data.unknownServices, withoutPropensity: withoutPropensity, audiences: figures)
        return (Model(rankers: rankers), report)
    }
}
