import Database
import Vocabulary

/// Why the ledger did not do what it was asked. After any of these but ``database(_:)`` nothing of the request is left behind, so the caller may go on in its transaction.
public enum LedgerError: Error, Sendable, Equatable {
    /// Postings that do not sum to zero, an empty key, a zero or absurdly large amount, or an account twice in one entry.
    case malformed(Malformed)
    /// The key was used before for another request.
    case conflict(key: String)
    /// The account may not go below zero.
    case insufficient(available: Points)
    case unknownEntry(EntryID)
    /// A reversal, or an entry that moved nothing, cannot be reversed; one between more than two accounts only as a whole.
    case notReversible(EntryID)
    /// Reversals together may not exceed the original.
    case reversedTooMuch(left: Points)
    /// The hold is captured, released or expired, or less of it is left than was asked for.
    case holdClosed(left: Points)
    case database(DatabaseError)

    public enum Malformed: String, Sendable {
        case unbalanced
        case emptyKey
        case amountOutOfRange
        case accountTwice
        /// Holds and reversals are made by the ledger, not recorded from outside.
        case reservedReason
        /// Basis points outside 0…10000, a negative cap, or a rule that ends before it begins.
        case rule
    }

    /// Runs database work of a method that throws this error.
    static func storing<Value>(_ work: () throws(DatabaseError) -> Value) throws(LedgerError) -> Value {
        do throws(DatabaseError) { return try work() } catch { throw .database(error) }
    }
}
