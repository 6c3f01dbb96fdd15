import Vocabulary

/// How a model is trained.
public struct TrainingOptions: Sendable {
    /// Divides clients into folds and draws samples; the same seed and data give the same bytes.
    public let seed: UInt64
    /// Outcomes below which an audience gets no P(accept) of its own.
    public let minimumOutcomes: Int
    /// Clients of an audience that are kept as neighbours of others.
    public let mostNeighbours: Int
    /// The parts of the hybrid that are used; the others say nothing, for ablation. A weight of each service's own is part of ``ModelPart/acceptance``
    /// and of ``ModelPart/portrait``, and where nothing is offered of ``ModelPart/popularity``.
    public let parts: Set<ModelPart>

    public init(
        seed: UInt64 = 1, minimumOutcomes: Int = 50, mostNeighbours: Int = Neighbours.most, parts: Set<ModelPart> = Set(ModelPart.allCases)
    ) {
        self.seed = seed
        self.minimumOutcomes = minimumOutcomes
        self.mostNeighbours = mostNeighbours
        self.parts = parts
    }

    /// Signals of parts that are not used.
    var unused: Set<Signal> { Set(Signal.allCases.filter { !parts.contains($0.part) }) }
}

/// Where a training run stands; handed to the caller, who may throw to cancel.
public enum TrainingStep: Hashable, Sendable {
    case counting(Audience)
    case describing(Audience)
    case fitting(Audience)
    /// Scores of clients that the weights were not fitted on.
    case checking(Audience, fold: Int, of: Int)
}

/// Sizes and figures of a training run, for people.
public struct TrainingReport: Hashable, Sendable, Codable {
    public struct AudienceFigures: Hashable, Sendable, Codable {
        public let audience: Audience
        public let outcomes: Int
        public let accepted: Int
        /// P(accept) was fitted; else services are ranked by what comes next.
        public let isFitted: Bool
        /// Mean log loss of the outcomes, each scored by weights and counts that its client had no part in; and that of naming the plain rate to
        /// everybody. Weighted by inverse propensity.
        public let logLoss: Double?
        public let baseLogLoss: Double?
        /// Expected calibration error of the same, 15 bins of equal weight.
        public let calibrationError: Double?
        /// Without outcomes: share of held-out last things among the first ten, and the same by popularity alone.
        public let hitRate: Double?
        public let popularityHitRate: Double?

        init(
            audience: Audience, outcomes: Int, accepted: Int, isFitted: Bool, logLoss: Double? = nil, baseLogLoss: Double? = nil,
            calibrationError: Double? = nil, hitRate: Double? = nil, popularityHitRate: Double? = nil
        ) {
            (self.audience, self.outcomes, self.accepted, self.isFitted) = (audience, outcomes, accepted, isFitted)
            (self.logLoss, self.baseLogLoss, self.calibrationError) = (logLoss, baseLogLoss, calibrationError)
            (self.hitRate, self.popularityHitRate) = (hitRate, popularityHitRate)
        }
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
