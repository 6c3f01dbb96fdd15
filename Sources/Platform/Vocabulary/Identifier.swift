/// A random 128-bit id that knows what it names. Stored as a 16-byte BLOB; written for people and files as 32 hex digits.
///
/// Ids come from an ``IDSource`` that is passed in, so tests are deterministic.
public struct Identifier<Named>: Hashable, Sendable, Comparable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Nil unless there are exactly 16 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        let (high, low) = bytes.reduce(into: (UInt64(0), UInt64(0))) { halves, byte in
            halves = (halves.0 << 8 | halves.1 >> 56, halves.1 << 8 | UInt64(byte))
        }
        self.init(high: high, low: low)
    }

    /// Nil unless the text is 32 hex digits.
    public init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 32, let text = String(validating: digits, as: UTF8.self) else { return nil }
        guard let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16) else { return nil }
        guard !text.contains("+"), !text.contains("-") else { return nil }
        self.init(high: high, low: low)
    }

    public var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * UInt64($0))) } }
    }

    public var hex: String {
        [high, low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// The same 128 bits under another subject: an offer and its lead event may share a value.
    public func of<Other>(_ other: Other.Type) -> Identifier<Other> { Identifier<Other>(high: high, low: low) }

    public static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = Identifier(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "an id is 32 hex digits")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}

extension Identifier: CustomStringConvertible {
    public var description: String { hex }
}

/// What ids name. The rooms have types of the same names, so these stand in a space of their own.
/// Companies and services are few and hand-kept: they have small integers.
public enum Subject {
    public enum Customer {}
    public enum Client {}
    public enum Card {}
    public enum Lead {}
    public enum Offer {}
    public enum Receipt {}
    public enum Attestation {}
    public enum Account {}
    public enum Entry {}
}

/// A person in the bot: the random subject id that append-only records carry.
public typealias CustomerID = Identifier<Subject.Customer>
/// A client card: one client of one company (`id @ company`).
public typealias ClientID = Identifier<Subject.Client>
public typealias CardID = Identifier<Subject.Card>
public typealias LeadID = Identifier<Subject.Lead>
public typealias OfferID = Identifier<Subject.Offer>
public typealias ReceiptID = Identifier<Subject.Receipt>
public typealias AttestationID = Identifier<Subject.Attestation>
public typealias AccountID = Identifier<Subject.Account>
public typealias EntryID = Identifier<Subject.Entry>

/// A partner company of the group.
public struct CompanyID: RawRepresentable, Hashable, Sendable, Codable, Comparable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public init(_ rawValue: Int) { self.rawValue = rawValue }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A service of one company for one audience; the recommender's item.
public struct ServiceID: RawRepresentable, Hashable, Sendable, Codable, Comparable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public init(_ rawValue: Int) { self.rawValue = rawValue }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A department or a unit of a company.
public struct UnitID: RawRepresentable, Hashable, Sendable, Codable, Comparable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public init(_ rawValue: Int) { self.rawValue = rawValue }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
