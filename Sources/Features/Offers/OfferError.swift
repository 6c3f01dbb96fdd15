import Database
import Group
import Vocabulary

/// Why something about an offer was not done.
public enum OfferError: Error, Sendable, Equatable {
    case unknownOffer(OfferID)
    /// It was taken back before an answer.
    case withdrawn(OfferID)
    /// It may not be shown now.
    case closed(Silence)
    /// A text that must not go to people.
    case text(TextProblem)
    case terms(TermsProblem)
    /// The service has no text, or no terms, of the version that the offer names.
    case noText(ServiceID)
    case noTerms(ServiceID)
    /// The ad lacks what the law demands.
    case marking([MarkingGap])
    case unknownService(ServiceID)
    case settings(SettingError)
    case database(DatabaseError)

    public enum TextProblem: String, Sendable {
        case noLanguage
        case empty
        /// More than a chat shows well; the limits are ``OfferText/longestTitle`` and ``OfferText/longestBody``.
        case tooLong
        /// Texts are plain: the bot makes what is bold.
        case markup
        case controlCharacter
    }

    public enum TermsProblem: String, Sendable {
        case negativePrice
        /// An erid is Latin letters and digits.
        case badErid
        case badFullCost
    }

    /// Runs database work of a method that throws this error.
    static func storing<Value>(_ work: () throws(DatabaseError) -> Value) throws(OfferError) -> Value {
        do throws(DatabaseError) { return try work() } catch { throw .database(error) }
    }
}
