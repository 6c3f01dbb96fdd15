import Group
import Vocabulary

/// A row that keeps every rule, without direct identifiers: all that is left of it once validation is done.
public struct ValidatedCard: Hashable, Sendable {
    /// As the person sees it.
    public let row: Int
    public let audience: Audience
    /// The company's own id, or a company-scoped HMAC where it gave none.
    public let reference: String
    public let portrait: Portrait
    /// The product's name, folded.
    public let product: String
    public let outcome: Card.Outcome
    /// The number's keyed hash.
    public let phone: PhoneHash?

    public struct PhoneHash: Hashable, Sendable {
        public let keyID: Int
        public let hash: [UInt8]
    }

    /// Tells one deal of a client from another: the service with the sums it was about. The same deal sent again is the same card,
    /// even when something about the person changed in between.
    func content(_ service: ServiceID) -> String {
        let sums = [portrait.creditSum, portrait.carPrice].map { $0.map(String.init) ?? "" }
        return ([String(service.rawValue)] + sums).joined(separator: ";")
    }
}
