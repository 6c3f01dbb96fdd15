import Vocabulary

/// One cell of the client × service matrix with its time, as in the interactions file.
public struct Observation: Hashable, Sendable {
    public enum Source: String, Hashable, Sendable, Codable {
        /// Came for it, or took it: evidence, never a label of P(accept).
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
