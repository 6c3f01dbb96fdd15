import Database
import Recommendations
import Vocabulary

/// What a lead is made of, for whoever brings leads that the pipeline did not make: a past that was kept elsewhere, a database of a given size.
public struct LeadDraft: Hashable, Sendable {
    public let id: LeadID
    public let card: CardID
    public let client: ClientID
    /// Who sent the card, and who has the lead.
    public let source: CompanyID
    public let company: CompanyID
    public let service: ServiceID
    public let probability: Double
    public let rating: Int
    public let propensity: Double
    public let isExploration: Bool
    public let expectedValue: Money
    public let reasons: [Reason]
    public let mayMessage: MayMessage
    public let createdAt: Instant

    public init(
        id: LeadID, card: CardID, client: ClientID, source: CompanyID, company: CompanyID, service: ServiceID, probability: Double,
        rating: Int, propensity: Double, isExploration: Bool, expectedValue: Money, reasons: [Reason], mayMessage: MayMessage,
        createdAt: Instant
    ) {
        (self.id, self.card, self.client, self.source, self.company) = (id, card, client, source, company)
        (self.service, self.probability, self.rating, self.propensity) = (service, probability, rating, propensity)
        (self.isExploration, self.expectedValue, self.reasons) = (isExploration, expectedValue, reasons)
        (self.mayMessage, self.createdAt) = (mayMessage, createdAt)
    }
}

extension LeadStore {
    /// Writes the lead, waiting with its company, and its first event. Nil when the card has a lead for that service.
    public func add(_ draft: LeadDraft, by actor: String, in transaction: Transaction) throws(LeadsError) -> LeadRecord? {
        let lead = LeadRecord(
            id: draft.id, number: try freeNumber(for: draft.id, in: transaction), card: draft.card, client: draft.client,
            source: draft.source, company: draft.company, service: draft.service, modelVersion: 0, probability: draft.probability,
            rating: draft.rating, propensity: draft.propensity, isExploration: draft.isExploration, expectedValue: draft.expectedValue,
            reasons: draft.reasons, stage: .waiting, mayMessage: draft.mayMessage, createdAt: draft.createdAt, stageAt: draft.createdAt)
        let detail = draft.isExploration ? "exploration" : "best"
        return try create(lead, by: actor, detail: detail, in: transaction) ? lead : nil
    }
}
