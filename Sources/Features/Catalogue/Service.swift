import Database
import Vocabulary

/// A service of one company for one audience: what is recommended, offered and sold.
public struct Service: Hashable, Sendable {
    public let id: ServiceID
    public var company: CompanyID
    public var name: String
    public var nameEnglish: String
    public var audience: Audience
    /// The two needs that it serves, the stronger first.
    public var needs: [String]
    /// Services of one group are the same service of several companies: one of them is chosen before anything is offered.
    public var rivalGroup: String?
    /// Years; nobody younger, and nobody whose age is unknown, is offered it. Nil: for everyone.
    public var minimumAge: Int?
    /// Its ads carry the full-cost and risk wording of credit.
    public var isCredit: Bool
    /// Only active services are proposed.
    public var isActive: Bool

    public init(
        id: ServiceID, company: CompanyID, name: String, nameEnglish: String, audience: Audience, needs: [String], rivalGroup: String?,
        minimumAge: Int?, isCredit: Bool, isActive: Bool
    ) {
        self.id = id
        self.company = company
        self.name = name
        self.nameEnglish = nameEnglish
        self.audience = audience
        self.needs = needs
        self.rivalGroup = rivalGroup
        self.minimumAge = minimumAge
        self.isCredit = isCredit
        self.isActive = isActive
    }

    public func name(in language: Language) -> String {
        switch language {
        case .russian: name
        case .english: nameEnglish
        }
    }
}

/// What people want a service for: «Транспорт», "Getting around". Named by its Russian name everywhere.
public struct Need: Hashable, Sendable {
    public let name: String
    public let nameEnglish: String

    public init(name: String, nameEnglish: String) {
        self.name = name
        self.nameEnglish = nameEnglish
    }

    public func name(in language: Language) -> String {
        switch language {
        case .russian: name
        case .english: nameEnglish
        }
    }
}

/// An edge of the cross-service matrix, drawn by people.
public struct ServiceLink: Hashable, Sendable {
    public enum Kind: String, Sendable, Codable, CaseIterable, Storable {
        /// Whoever took `from` may want `to`.
        case related
        /// To whoever took `from`, `to` is not proposed: it is the same thing, sold by a rival or to the other audience.
        case never
    }

    public let from: ServiceID
    public let to: ServiceID
    public let kind: Kind

    public init(from: ServiceID, to: ServiceID, kind: Kind) {
        self.from = from
        self.to = to
        self.kind = kind
    }
}

/// Which service a product's name on a card means.
public enum ProductMatch: Hashable, Sendable {
    case one(ServiceID)
    /// More than one company sells it, and the sender is none of them: a person decides. In order of id.
    case several([ServiceID])
    case none
}
