import Database
import Foundation
import Vocabulary

/// Points moved to (positive) or from (negative) an account.
public struct Posting: Hashable, Sendable {
    public let account: LedgerAccount
    public let amount: Points

    public init(_ account: LedgerAccount, _ amount: Points) {
        self.account = account
        self.amount = amount
    }
}

/// What kind of entry it is, as files and queries name it.
public enum EntryKind: String, Storable, Codable, CaseIterable {
    case earned
    case spent
    case reversed
    /// Points set aside; nothing moved yet.
    case held
    /// Held points spent.
    case captured
    /// Held points set free, on demand or because their time ran out.
    case released
    case expired
}

/// Why points moved: enough to answer "why 37 points" years later, and no fact about a person.
public enum EntryReason: Hashable, Sendable, Codable {
    case earned(by: Earning)
    case spent(with: CompanyID, service: ServiceID?)
    case reversed(original: EntryID)
    case held(with: CompanyID, service: ServiceID?, until: Instant)
    case captured(with: CompanyID, service: ServiceID?)
    case released
    case expired

    public var kind: EntryKind {
        switch self {
        case .earned: .earned
        case .spent: .spent
        case .reversed: .reversed
        case .held: .held
        case .captured: .captured
        case .released: .released
        case .expired: .expired
        }
    }

    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Numbers and ids only: they always encode.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    init(json: String) throws(DatabaseError) {
        guard let reason = try? JSONDecoder().decode(EntryReason.self, from: Data(json.utf8)) else { throw .unexpected(column: "reason") }
        self = reason
    }
}

/// A movement of points that balances: it cannot be built otherwise.
public struct LedgerEntry: Hashable, Sendable {
    /// Far above any purchase and far below overflow, even summed a million times.
    static let largest: Int64 = 1_000_000_000_000

    /// Names the request, for ever: the same key with the same request moves points once.
    public let key: String
    public let reason: EntryReason
    public let postings: [Posting]
    /// SHA-256 of the request. The moment is no part of it: a retry comes later.
    public let requestHash: [UInt8]

    /// - Parameters:
    ///   - request: what makes two requests the same, when the postings depend on more than the request (on a rule that may change meanwhile);
    ///     by default the reason and the postings.
    /// - Throws: ``LedgerError/malformed(_:)``.
    public init(key: String, reason: EntryReason, request: [UInt8]? = nil, _ postings: [Posting]) throws(LedgerError) {
        guard !key.isEmpty else { throw .malformed(.emptyKey) }
        switch reason {
        case .earned, .spent: break
        case .reversed, .held, .captured, .released, .expired: throw .malformed(.reservedReason)
        }
        guard postings.allSatisfy({ $0.amount.count != 0 && $0.amount.count.magnitude <= Self.largest.magnitude }), postings.count <= 100
        else {
            throw .malformed(.amountOutOfRange)
        }
        guard Set(postings.map(\.account)).count == postings.count else { throw .malformed(.accountTwice) }
        guard !postings.isEmpty, postings.reduce(0, { $0 + $1.amount.count }) == 0 else { throw .malformed(.unbalanced) }
        self.key = key
        self.reason = reason
        self.postings = postings
        requestHash = request ?? Self.hash(reason: reason, postings: postings)
    }

    private static func hash(reason: EntryReason, postings: [Posting]) -> [UInt8] {
        var digest = Digest()
        digest.add(reason.json)
        for posting in postings {
            digest.add(posting.account.id)
            digest.add(posting.amount.count)
        }
        return digest.bytes()
    }
}

/// The answer to a request, frozen: a repeat gets the same.
public struct Recorded: Hashable, Sendable, Codable {
    public let entry: EntryID
    public let sequence: Int64
    public let at: Instant
    /// Of each account that the entry touched, right after it, in the order of the postings.
    public let balances: [Balance]
}
