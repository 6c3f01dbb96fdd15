import Vocabulary

/// How a purchase earns points: a share of the amount paid, up to a cap. A change is a new version; points earned under an old one stay.
public struct EarningRule: Hashable, Sendable {
    public let id: Int
    public let version: Int
    public let company: CompanyID
    /// Nil: every service of the company that has no rule of its own.
    public let service: ServiceID?
    /// Share of the amount paid in 1/10000, given as points: 1 point = 1 rouble.
    public let basisPoints: Int64
    /// Points per purchase at most.
    public let cap: Points
    public let validFrom: Instant
    /// Nil: until further notice. The moment itself is no longer covered.
    public let validUntil: Instant?
    /// The account of whoever made this version.
    public let changedBy: String

    public init(
        id: Int, version: Int = 1, company: CompanyID, service: ServiceID? = nil, basisPoints: Int64, cap: Points, validFrom: Instant,
        validUntil: Instant? = nil, changedBy: String
    ) {
        self.id = id
        self.version = version
        self.company = company
        self.service = service
        self.basisPoints = basisPoints
        self.cap = cap
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.changedBy = changedBy
    }

    /// What an amount paid earns, with everything that explains it. Parts of a point are dropped; nothing is earned on a negative amount.
    public func earning(on paid: Money, for service: ServiceID) -> Earning {
        let share = Int128(max(paid.kopecks, 0)) * Int128(basisPoints) / (10_000 * 100)
        let uncapped = Points(Int64(clamping: share))
        return Earning(
            rule: id, version: version, company: company, service: service, paid: paid, basisPoints: basisPoints, cap: cap,
            uncapped: uncapped, points: min(uncapped, cap))
    }

    func covers(_ moment: Instant) -> Bool { validFrom <= moment && validUntil.map { moment < $0 } != false }
}

/// "Why 37 points": the rule, its version and the inputs, as they were.
public struct Earning: Hashable, Sendable, Codable {
    public let rule: Int
    public let version: Int
    public let company: CompanyID
    public let service: ServiceID
    public let paid: Money
    public let basisPoints: Int64
    public let cap: Points
    /// Before the cap.
    public let uncapped: Points
    public let points: Points

    public var isCapped: Bool { points < uncapped }
}

extension [EarningRule] {
    /// The rule that a purchase earns by: of each rule the latest version that has begun, if it has not ended; one for the service before one for all; then the smaller id.
    func applicable(to service: ServiceID, at moment: Instant) -> EarningRule? {
        let begun = Dictionary(grouping: filter { $0.validFrom <= moment }, by: \.id)
        let current = begun.values.compactMap { versions in versions.max { $0.version < $1.version } }.filter { $0.covers(moment) }
        let own = current.filter { $0.service == service }
        let general = current.filter { $0.service == nil }
        return (own.isEmpty ? general : own).min { $0.id < $1.id }
    }
}
