import Database
import Group
import Loyalty
import Recommendations
import Vocabulary

/// A proposal of one service to one client, handed to a company.
public struct LeadRecord: Hashable, Sendable {
    public let id: LeadID
    public let number: LeadNumber
    public let card: CardID
    public let client: ClientID
    /// Who sent the card.
    public let source: CompanyID
    /// Who has the lead: the service's company, or the sender's while the client has yet to consent.
    public let company: CompanyID
    public let service: ServiceID
    public let modelVersion: Int
    /// P(accept | offered now), when the lead was made.
    public let probability: Double
    /// See ``RatingScale``.
    public let rating: Int
    /// Probability, in (0, 1], with which this service was going to be chosen.
    public let propensity: Double
    /// Chosen by chance, so that outcomes of unlikely offers are learnt too.
    public let isExploration: Bool
    /// P(accept) × P(pays | lead) × (ARPPU − points).
    public let expectedValue: Money
    public let reasons: [Reason]
    public let stage: LeadStage
    public let mayMessage: MayMessage
    public let createdAt: Instant
    public let stageAt: Instant
}

/// Something that happened to a lead. Appended, never changed.
public struct LeadEvent: Hashable, Sendable {
    public let lead: LeadID
    public let seq: Int
    public let at: Instant
    public let kind: LeadEventKind
    /// `pipeline`, `customer`, or a staff account.
    public let actor: String
    /// What a won lead paid.
    public let amount: Money?
    /// A choice of a list or a rule's name; never typed text.
    public let detail: String
}

/// Why leads were not made or moved.
public enum LeadsError: Error, Sendable, Equatable {
    case unknownLead(LeadID)
    /// This cannot happen to a lead at that stage. Nothing was changed.
    case invalid(LeadEventKind, at: LeadStage)
    /// The lead was won before with another amount.
    case otherAmount(Money)
    /// The lead was lost before, for another reason.
    case otherReason(LostReason)
    /// The request for contacts was answered before, and otherwise.
    case otherAnswer(ContactAnswer)
    /// Who asks may see the lead and may not do that to it.
    case notAllowed
    /// Neither an attestation nor the client's consent lets that company know of the client.
    case noPermission
    /// A colleague works on it.
    case taken(by: AccountID)
    /// A won amount has to be positive.
    case amountOutOfRange
    /// All three numbers that the id could have are taken.
    case noNumberLeft(LeadID)
    case unreadable(column: String)
    case recommendations(RecommendationsError)
    case loyalty(LedgerError)
    case setting(SettingError)
    case threshold(ThresholdRefusal)
    case database(DatabaseError)

    /// Runs database work of a method that throws this error.
    @discardableResult
    static func storing<Value>(_ work: () throws(DatabaseError) -> Value) throws(LeadsError) -> Value {
        do throws(DatabaseError) { return try work() } catch { throw .database(error) }
    }
}
