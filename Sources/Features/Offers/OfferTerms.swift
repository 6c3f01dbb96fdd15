import Database
import Vocabulary

/// The age mark that the law puts on information (436-FZ).
public enum AgeMark: String, Sendable, CaseIterable, Storable {
    case zero = "0+"
    case six = "6+"
    case twelve = "12+"
    case sixteen = "16+"
    case eighteen = "18+"

    public var years: Int {
        switch self {
        case .zero: 0
        case .six: 6
        case .twelve: 12
        case .sixteen: 16
        case .eighteen: 18
        }
    }
}

/// What a service costs for now, and the facts that its ad must carry.
public struct OfferTerms: Hashable, Sendable {
    /// "From"; nil: on request.
    public let price: Money?
    /// Full cost of a credit in thousandths of a per cent a year, from and to.
    public let fullCost: ClosedRange<Int>?
    /// Token of the advertising register for this creative.
    public let erid: String?
    /// Nil: nobody has decided.
    public let ageMark: AgeMark?
    /// The moment itself is no longer covered.
    public let validUntil: Instant?

    /// - Throws: ``OfferError/terms(_:)``.
    public init(
        price: Money?, fullCost: ClosedRange<Int>? = nil, erid: String?, ageMark: AgeMark?, validUntil: Instant? = nil
    ) throws(OfferError) {
        if let price, price < .zero { throw .terms(.negativePrice) }
        if let fullCost, fullCost.lowerBound < 0 || fullCost.upperBound > 1_000_000 { throw .terms(.badFullCost) }
        if let erid {
            guard (1...60).contains(erid.utf8.count), erid.utf8.allSatisfy(Self.isLetterOrDigit) else { throw .terms(.badErid) }
        }
        self.price = price
        self.fullCost = fullCost
        self.erid = erid
        self.ageMark = ageMark
        self.validUntil = validUntil
    }

    init(_ row: Row) throws(DatabaseError) {
        price = try row["price"]
        let (from, to): (Int?, Int?) = (try row["full_cost_from"], try row["full_cost_to"])
        if let from, let to, from <= to { fullCost = from...to } else { fullCost = nil }
        erid = try row["erid"]
        ageMark = try row["age_mark"]
        validUntil = try row["valid_until"]
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

/// Terms of offers by service and version.
public struct OfferTermsStore: Sendable {
    public init() {}

    /// Adds a version.
    /// - Returns: its number.
    @discardableResult
    public func save(
        _ terms: OfferTerms, for service: ServiceID, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Int {
        let version = (try latest(of: service, in: transaction)?.version ?? 0) + 1
        try transaction.execute(
            """
            INSERT INTO offer_terms
                (service_id, version, price, full_cost_from, full_cost_to, erid, age_mark, valid_until, changed_by, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                service, version, terms.price, terms.fullCost?.lowerBound, terms.fullCost?.upperBound, terms.erid, terms.ageMark,
                terms.validUntil, actor, now,
            ])
        return version
    }

    public func latest(
        of service: ServiceID, in transaction: Transaction
    ) throws(DatabaseError) -> (version: Int, terms: OfferTerms)? {
        let row = try transaction.row("SELECT * FROM offer_terms WHERE service_id = $1 ORDER BY version DESC LIMIT 1", [service])
        guard let row else { return nil }
        return (try row["version"], try OfferTerms(row))
    }

    public func terms(of service: ServiceID, version: Int, in transaction: Transaction) throws(DatabaseError) -> OfferTerms? {
        let row = try transaction.row("SELECT * FROM offer_terms WHERE service_id = $1 AND version = $2", [service, version])
        guard let row else { return nil }
        return try OfferTerms(row)
    }
}
