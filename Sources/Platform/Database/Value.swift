import Vocabulary

/// What a cell of the portable schema can hold.
public enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// A Swift type that is stored in one column.
public protocol Storable: Sendable {
    var stored: Value { get }
    /// Nil when the value is of another kind or out of range.
    init?(stored: Value)
}

extension Value: Storable {
    public var stored: Value { self }
    public init?(stored: Value) { self = stored }
}

extension Int64: Storable {
    public var stored: Value { .integer(self) }
    public init?(stored: Value) {
        guard case .integer(let number) = stored else { return nil }
        self = number
    }
}

extension Int: Storable {
    public var stored: Value { .integer(Int64(self)) }
    public init?(stored: Value) {
        guard case .integer(let number) = stored else { return nil }
        self.init(exactly: number)
    }
}

extension Double: Storable {
    public var stored: Value { .real(self) }
    public init?(stored: Value) {
        switch stored {
        case .real(let number): self = number
        case .integer(let number): self = Double(number)
        default: return nil
        }
    }
}

extension String: Storable {
    public var stored: Value { .text(self) }
    public init?(stored: Value) {
        guard case .text(let text) = stored else { return nil }
        self = text
    }
}

extension [UInt8]: Storable {
    public var stored: Value { .blob(self) }
    public init?(stored: Value) {
        guard case .blob(let bytes) = stored else { return nil }
        self = bytes
    }
}

/// Stored as 0 or 1.
extension Bool: Storable {
    public var stored: Value { .integer(self ? 1 : 0) }
    public init?(stored: Value) {
        guard case .integer(let number) = stored, number == 0 || number == 1 else { return nil }
        self = number == 1
    }
}

extension Optional: Storable where Wrapped: Storable {
    public var stored: Value { self?.stored ?? .null }
    public init?(stored: Value) {
        if stored == .null {
            self = Wrapped?.none
        } else {
            guard let wrapped = Wrapped(stored: stored) else { return nil }
            self = Wrapped?.some(wrapped)
        }
    }
}

extension Identifier: Storable {
    public var stored: Value { .blob(bytes) }
    public init?(stored: Value) {
        guard case .blob(let bytes) = stored else { return nil }
        self.init(bytes: bytes)
    }
}

extension Instant: Storable {
    public var stored: Value { .integer(milliseconds) }
    public init?(stored: Value) {
        guard case .integer(let number) = stored else { return nil }
        self.init(milliseconds: number)
    }
}

extension Points: Storable {
    public var stored: Value { .integer(count) }
    public init?(stored: Value) {
        guard case .integer(let number) = stored else { return nil }
        self.init(number)
    }
}

extension Money: Storable {
    public var stored: Value { .integer(kopecks) }
    public init?(stored: Value) {
        guard case .integer(let number) = stored else { return nil }
        self.init(kopecks: number)
    }
}

/// An enum or id with a raw value is stored as that value: `extension Stage: Storable {}` is all it takes.
extension RawRepresentable where Self: Sendable, RawValue: Storable {
    public var stored: Value { rawValue.stored }
    public init?(stored: Value) {
        guard let raw = RawValue(stored: stored) else { return nil }
        self.init(rawValue: raw)
    }
}

extension CompanyID: Storable {}
extension ServiceID: Storable {}
extension UnitID: Storable {}
extension Audience: Storable {}
extension Language: Storable {}
