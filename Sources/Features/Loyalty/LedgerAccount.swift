import Database
import Vocabulary

/// Whose points they are. Its id derives from kind and owner, so an account needs no registration: it comes to be with its first posting.
public enum LedgerAccount: Hashable, Sendable {
    /// Points that a person may spend. Never below zero.
    case customer(CustomerID)
    /// What a company grants (its balance falls) and gets back when points are spent with it (its balance rises).
    case company(CompanyID)

    enum Kind: String, Storable, Codable {
        case customer
        case company
    }

    var kind: Kind {
        switch self {
        case .customer: .customer
        case .company: .company
        }
    }

    var owner: [UInt8] {
        switch self {
        case .customer(let id): id.bytes
        case .company(let id): Digest.bytes(Int64(id.rawValue))
        }
    }

    public var mayBeNegative: Bool {
        switch self {
        case .customer: false
        case .company: true
        }
    }

    public var id: AccountID {
        var digest = Digest()
        digest.add("account")
        digest.add(kind.rawValue)
        digest.add(owner)
        return digest.id()
    }

    /// The owner as people and files write it: the subject id in hex, or the company's number.
    var ownerText: String {
        switch self {
        case .customer(let id): id.hex
        case .company(let id): String(id.rawValue)
        }
    }

    /// Nil when the stored owner is not one of this kind.
    init?(kind: Kind, owner: [UInt8]) {
        switch kind {
        case .customer:
            guard let id = CustomerID(bytes: owner) else { return nil }
            self = .customer(id)
        case .company:
            guard owner.count == 8, let id = Int(exactly: owner.reduce(Int64(0)) { $0 << 8 | Int64($1) }) else { return nil }
            self = .company(CompanyID(id))
        }
    }
}

/// What an account holds: available = posted − held.
public struct Balance: Hashable, Sendable, Codable {
    public let posted: Points
    public let held: Points
    public var available: Points { Points(posted.count - held.count) }

    public init(posted: Points, held: Points) {
        self.posted = posted
        self.held = held
    }

    public static let zero = Balance(posted: .zero, held: .zero)
}
