import Database
import Foundation
import Vocabulary

/// One line of an entry as it is stored: what it changes on an account.
struct JournalLine: Hashable, Sendable {
    let account: AccountID
    /// Whose account it is, so that it can be opened; nil when it is known to exist.
    let owner: LedgerAccount?
    let amount: Int64
    let held: Int64

    init(_ owner: LedgerAccount, amount: Int64, held: Int64) {
        account = owner.id
        self.owner = owner
        self.amount = amount
        self.held = held
    }

    init(existing account: AccountID, amount: Int64, held: Int64) {
        self.account = account
        owner = nil
        self.amount = amount
        self.held = held
    }
}

/// An entry as it goes into the journal.
struct JournalEntry: Sendable {
    let id: EntryID
    let key: String
    let requestHash: [UInt8]
    let reason: EntryReason
    let reverses: EntryID?
    let hold: EntryID?
    let at: Instant
    let lines: [JournalLine]

    /// The link of the chain. Texts and blobs go in as they are stored, so that any changed byte shows.
    func hash(after previous: [UInt8], sequence: Int64, answer: [UInt8], kind: String, reason: String) -> [UInt8] {
        Self.hash(
            after: previous, id: id.bytes, sequence: sequence, key: key, requestHash: requestHash, answer: answer, kind: kind,
            reason: reason,
            reverses: reverses?.bytes ?? [], hold: hold?.bytes ?? [], at: at.milliseconds, lines: lines)
    }

    static func hash(
        after previous: [UInt8], id: [UInt8], sequence: Int64, key: String, requestHash: [UInt8], answer: [UInt8], kind: String,
        reason: String, reverses: [UInt8], hold: [UInt8], at: Int64, lines: [JournalLine]
    ) -> [UInt8] {
        var digest = Digest()
        digest.add(previous)
        digest.add(id)
        digest.add(sequence)
        digest.add(key)
        digest.add(requestHash)
        digest.add(answer)
        digest.add(kind)
        digest.add(reason)
        digest.add(reverses)
        digest.add(hold)
        digest.add(at)
        for line in lines {
            digest.add(line.account.bytes)
            digest.add(line.amount)
            digest.add(line.held)
        }
        return digest.bytes()
    }
}

extension Recorded {
    var stored: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Numbers and an id only: they always encode.
        return (try? encoder.encode(self)).map { [UInt8]($0) } ?? []
    }

    init(stored: [UInt8]) throws(DatabaseError) {
        guard let answer = try? JSONDecoder().decode(Recorded.self, from: Data(stored)) else { throw .unexpected(column: "answer") }
        self = answer
    }
}
