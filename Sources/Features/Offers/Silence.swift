import Database
import Localization
import Vocabulary

/// Why a person is not offered something. One of these is kept for every silence.
public enum Silence: String, Hashable, Sendable, CaseIterable, Storable {
    case notLinked
    case botBlocked
    case noProcessingConsent
    case noAdvertisingConsent
    case noTransferConsent
    case senderForbids
    case channelNotConfirmed
    case ageUnknown
    case tooYoung
    case alreadyOwned
    case declinedRecently
    case noText
    case markingIncomplete
    case termsOver
    case openComplaint
    case recentComplaint
    case quietHours
    case capReached

    /// For staff; says what would have to change.
    public var words: Message {
        switch self {
        case .notLinked: OffersMessages.silenceNotLinked
        case .botBlocked: OffersMessages.silenceBotBlocked
        case .noProcessingConsent: OffersMessages.silenceNoProcessingConsent
        case .noAdvertisingConsent: OffersMessages.silenceNoAdvertisingConsent
        case .noTransferConsent: OffersMessages.silenceNoTransferConsent
        case .senderForbids: OffersMessages.silenceSenderForbids
        case .channelNotConfirmed: OffersMessages.silenceChannelNotConfirmed
        case .ageUnknown: OffersMessages.silenceAgeUnknown
        case .tooYoung: OffersMessages.silenceTooYoung
        case .alreadyOwned: OffersMessages.silenceAlreadyOwned
        case .declinedRecently: OffersMessages.silenceDeclinedRecently
        case .noText: OffersMessages.silenceNoText
        case .markingIncomplete: OffersMessages.silenceMarkingIncomplete
        case .termsOver: OffersMessages.silenceTermsOver
        case .openComplaint: OffersMessages.silenceOpenComplaint
        case .recentComplaint: OffersMessages.silenceRecentComplaint
        case .quietHours: OffersMessages.silenceQuietHours
        case .capReached: OffersMessages.silenceCapReached
        }
    }

    /// Only time has to pass: the same lead may be tried again later by itself.
    public var isPassing: Bool {
        switch self {
        case .quietHours, .capReached, .recentComplaint: true
        default: false
        }
    }

    /// The person can open the gate with a consent of their own.
    public var isMissingConsent: Bool {
        switch self {
        case .noProcessingConsent, .noAdvertisingConsent, .noTransferConsent: true
        default: false
        }
    }
}

/// Silences by lead.
public struct SilenceStore: Sendable {
    public init() {}

    /// Keeps a reason once per lead, with its latest moment: the sender looks at the lead again some time after it.
    public func keep(
        _ silence: Silence, about lead: LeadID, ids: IDSource, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) {
        try transaction.execute(
            "INSERT INTO offer_silence (id, lead_id, reason, at) VALUES ($1, $2, $3, $4) ON CONFLICT (lead_id, reason) DO UPDATE SET at = excluded.at",
            [ids.bytes(16), lead, silence, now])
    }

    /// The earliest first.
    public func silences(
        about lead: LeadID, in transaction: Transaction
    ) throws(DatabaseError) -> [(silence: Silence, at: Instant)] {
        var silences: [(silence: Silence, at: Instant)] = []
        for row in try transaction.rows("SELECT reason, at FROM offer_silence WHERE lead_id = $1 ORDER BY at, id", [lead]) {
            silences.append((try row["reason"], try row["at"]))
        }
        return silences
    }
}
