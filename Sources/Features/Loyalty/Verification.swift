import Database
import Vocabulary

/// The first thing in the ledger that is not as it must be.
public enum LedgerFault: Error, Hashable, Sendable {
    /// A row of the journal, after the entry of that number, whose column does not read as it must.
    case unreadable(after: Int64, column: String)
    /// An entry is missing before this one.
    case gap(before: Int64)
    /// The entry or its postings differ from what was recorded, or something before it was taken out.
    case changed(sequence: Int64)
    /// The postings of the entry do not sum to zero.
    case unbalanced(sequence: Int64)
    /// The head does not name the last entry: entries were cut off or added behind the ledger's back.
    case head
    /// Postings that no entry owns.
    case strayPostings
    /// The account's kind, owner or right to be negative is not what its id says, or it has no row.
    case account(AccountID)
    /// The account's posted or held points are not the sum of its postings, or a customer is overdrawn.
    case balance(AccountID)
    /// What the hold's row says is not what its entries say.
    case hold(EntryID)
    /// What was reversed is not what the reversals say, or more than the original.
    case reversal(EntryID)
    /// An entry was earned by a version of a rule that is gone or says something else.
    case rule(id: Int, version: Int)
    /// A table of running sums holds a row that cannot be read.
    case unreadableTable(String)
}

extension LedgerFault: CustomStringConvertible {
    /// For the operator's console and log.
    public var description: String {
        switch self {
        case .unreadable(let sequence, let column): "the entry after number \(sequence) cannot be read: column \(column)"
        case .gap(let sequence): "an entry is missing before entry \(sequence)"
        case .changed(let sequence): "entry \(sequence) or its postings were changed after it was recorded"
        case .unbalanced(let sequence): "the postings of entry \(sequence) do not sum to zero"
        case .head: "the ledger's head does not name the last entry"
        case .strayPostings: "there are postings without an entry"
        case .account(let id): "account \(id) is missing or is not what its id says"
        case .balance(let id): "account \(id): posted or held points are not the sum of its postings"
        case .hold(let id): "hold \(id) does not agree with its entries"
        case .reversal(let id): "the reversals of entry \(id) do not add up"
        case .rule(let id, let version): "rule \(id) version \(version) is missing or was changed after points were earned by it"
        case .unreadableTable(let table): "table \(table) holds a row that cannot be read"
        }
    }
}

/// What ``LedgerStore/verify(in:)`` found.
public struct LedgerVerdict: Hashable, Sendable {
    public let entries: Int64
    public let accounts: Int
    public let fault: LedgerFault?
    public var isSound: Bool { fault == nil }

    public init(entries: Int64, accounts: Int, fault: LedgerFault?) {
        self.entries = entries
        self.accounts = accounts
        self.fault = fault
    }
}

extension LedgerStore {
    /// Recomputes everything from the journal: the chain, each entry's balance, each account's sums, holds, reversals and the rules points were earned by.
    ///
    /// Reads the journal once, in order; memory grows with accounts and holds, not with entries.
    public func verify(in transaction: Transaction) throws(DatabaseError) -> LedgerVerdict {
        var audit = Audit()
        do {
            try audit.readJournal(in: transaction)
            try audit.checkHead(in: transaction)
            try audit.checkAccounts(in: transaction)
            try audit.checkHolds(in: transaction)
            try audit.checkReversals(in: transaction)
            try audit.checkRules(in: transaction)
        } catch let fault as LedgerFault {
            return LedgerVerdict(entries: audit.sequence, accounts: audit.sums.count, fault: fault)
        } catch let error as DatabaseError {
            throw error
        } catch {
            throw .broken("the ledger could not be verified")
        }
        return LedgerVerdict(entries: audit.sequence, accounts: audit.sums.count, fault: nil)
    }
}
