import Database
import Group
import Recommender
import Vocabulary

/// Why there is no recommendation.
public enum RecommendationsError: Error, Sendable, Equatable {
    /// Nothing was trained yet.
    case noModel
    case unknownClient(ClientID)
    case unknownVersion(Int)
    /// The stored artefact is damaged or of another format: train anew.
    case unusableModel(version: Int, ArtefactError?)
    /// A stored reason or report is not what this program writes.
    case unreadable(column: String)
    case setting(SettingError)
    case database(DatabaseError)

    /// No model can answer, so whoever asked waits until there is one.
    public var isWithoutModel: Bool {
        switch self {
        case .noModel, .unusableModel: true
        default: false
        }
    }

    /// Runs database work of a method that throws this error.
    @discardableResult
    static func storing<Value>(_ work: () throws(DatabaseError) -> Value) throws(RecommendationsError) -> Value {
        do throws(DatabaseError) { return try work() } catch { throw .database(error) }
    }
}
