import Database
import Localization
import Vocabulary

extension OfferStart: Storable {}

/// Where an offer stands.
public enum OfferState: String, Hashable, Sendable, CaseIterable, Storable {
    /// Made, its message waits to go out.
    case queued
    case sent
    /// The message could not be delivered: the person blocked the bot or is gone.
    case undeliverable
    case interested
    /// "Not now": the person may still say yes or no.
    case later
    case declined
    /// No answer within the days of `offer.silent_days`; a late answer still counts.
    case silent
    /// Taken back before an answer: a consent ended, or the person was erased.
    case withdrawn

    /// Whether an answer still changes something. A press on a message that we do not know to be delivered proves that it was.
    public var takesAnswer: Bool {
        switch self {
        case .queued, .sent, .undeliverable, .later, .silent: true
        case .interested, .declined, .withdrawn: false
        }
    }
}

/// Why an offer is not wanted: a choice, never typed text.
public enum DeclineReason: String, Hashable, Sendable, CaseIterable, Storable {
    case notNeeded
    case tooExpensive
    case haveElsewhere
    case notThisCompany
    case tooManyOffers
    case other

    /// On the button, and for staff.
    public var words: Message {
        switch self {
        case .notNeeded: OffersMessages.declineNotNeeded
        case .tooExpensive: OffersMessages.declineTooExpensive
        case .haveElsewhere: OffersMessages.declineHaveElsewhere
        case .notThisCompany: OffersMessages.declineNotThisCompany
        case .tooManyOffers: OffersMessages.declineTooManyOffers
        case .other: OffersMessages.declineOther
        }
    }
}

/// What a person says to an offer.
public enum OfferAnswer: Hashable, Sendable {
    case interested
    case later
    case declined(DeclineReason)

    public var state: OfferState {
        switch self {
        case .interested: .interested
        case .later: .later
        case .declined: .declined
        }
    }

    var reason: DeclineReason? {
        if case .declined(let reason) = self { reason } else { nil }
    }
}

/// An offer that was made to a person in the bot.
public struct OfferRecord: Hashable, Sendable {
    public let id: OfferID
    public let lead: LeadID
    public let customer: CustomerID
    public let client: ClientID
    public let service: ServiceID
    public let company: CompanyID
    public let startedBy: OfferStart
    public let textVersion: Int
    public let termsVersion: Int
    public let state: OfferState
    public let declineReason: DeclineReason?
    public let createdAt: Instant
    public let sentAt: Instant?
    public let answeredAt: Instant?

    init(_ row: Row) throws(DatabaseError) {
        id = try row["id"]
        lead = try row["lead_id"]
        customer = try row["customer_id"]
        client = try row["client_id"]
        service = try row["service_id"]
        company = try row["company_id"]
        startedBy = try row["started_by"]
        textVersion = try row["text_version"]
        termsVersion = try row["terms_version"]
        state = try row["state"]
        declineReason = try row["decline_reason"]
        createdAt = try row["created_at"]
        sentAt = try row["sent_at"]
        answeredAt = try row["answered_at"]
    }
}
