import Localization
import Vocabulary

/// An offer as a person sees it: plain text and values, no fact about the person. The bot escapes the texts and words the rest.
public struct OfferCard: Hashable, Sendable {
    public let lead: LeadID
    public let title: String
    public let body: String
    /// "From"; nil: on request.
    public let price: Money?
    /// What a purchase at that price earns by today's rules; nil when there is no price or no rule.
    public let earns: Points?
    public let validUntil: Instant?
    /// The lines that the law demands, in their order. Never empty.
    public let marking: [Message]
}
