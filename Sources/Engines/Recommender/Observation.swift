import Vocabulary

/// One cell of the client × service matrix with its time, as in the interactions file.
public struct Observation: Hashable, Sendable {
    public enum Source: String, Hashable, Sendable, Codable {
        /// Came for it, or took it: evidence, never a label.
        case history
        /// The outcome of an offer: the only thing that P(accept | offered now) is fitted on.
        case offer
    }

    public let client: ClientID
    public let service: ServiceID
    public let source: Source
    /// Took or accepted, as against left or declined.
    public let isPositive: Bool
    /// Probability with which the service was offered, in (0, 1]; nil: unknown.
    public let propensity: Double?
    public let at: Instant

    public init(client: ClientID, service: ServiceID, source: Source, isPositive: Bool, propensity: Double? = nil, at: Instant) {
        self.client = client
        self.service = service
        self.source = source
        self.isPositive = isPositive
        self.propensity = propensity
        self.at = at
    }
}

/// A service as the model sees it.
public struct Item: Hashable, Sendable {
    public let id: ServiceID
    public let audience: Audience
    public let needs: [String]

    public init(id: ServiceID, audience: Audience, needs: [String]) {
        self.id = id
        self.audience = audience
        self.needs = needs
    }
}

/// A hand-made link: whoever took `from` may want `to`.
public struct ItemLink: Hashable, Sendable {
    public let from: ServiceID
    public let to: ServiceID

    public init(from: ServiceID, to: ServiceID) {
        self.from = from
        self.to = to
    }
}

/// All that a model is trained on. The order of the rows means nothing.
public struct TrainingData: Sendable {
    public let items: [Item]
    public let links: [ItemLink]
    public let observations: [Observation]

    public init(items: [Item], links: [ItemLink], observations: [Observation]) {
        self.items = items
        self.links = links
        self.observations = observations
    }
}
