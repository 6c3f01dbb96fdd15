import Database
import Foundation
import Vocabulary

/// The whole ledger as `cactubase ledger --json` writes it. Written as a stream by ``LedgerStore/export(in:_:)``; this type reads it back.
public struct LedgerExport: Hashable, Sendable, Codable {
    public struct Account: Hashable, Sendable, Codable {
        public let id: String
        /// customer or company.
        public let kind: String
        /// The random subject id of a customer in hex, or the company's number.
        public let owner: String
        public let posted: Int64
        public let held: Int64
    }

    public struct Posting: Hashable, Sendable, Codable {
        public let account: String
        public let amount: Int64
        /// By how much the account's held points change.
        public let held: Int64
    }

    public struct Entry: Hashable, Sendable, Codable {
        public let sequence: Int64
        public let id: String
        public let key: String
        public let kind: String
        /// Milliseconds since 1970.
        public let at: Int64
        public let reverses: String?
        public let postings: [Posting]
        /// The link of the chain, hex.
        public let hash: String
    }

    public let accounts: [Account]
    public let entries: [Entry]
    public let verified: Bool
    /// What is wrong, when it is not verified.
    public let fault: String?
}

extension LedgerStore {
    /// Writes the ledger as one JSON object (the shape of ``LedgerExport``), a line per account and entry, in pieces as they are read.
    /// - Returns: the verdict that stands at its end. A ledger that is not sound is exported as far as it can be read.
    @discardableResult
    public func export(in transaction: Transaction, _ emit: (String) -> Void) throws(DatabaseError) -> LedgerVerdict {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func json(_ value: some Encodable) -> String { (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null" }

        let verdict = try verify(in: transaction)
        emit("{\"accounts\":[")
        var separator = "\n"
        do {
            let sql = "SELECT id, kind, owner, posted, held FROM account ORDER BY kind, owner"
            try transaction.scan(sql, unreadable: { _ in .unreadableTable("account") }) { row in
                let id: AccountID = try row["id"]
                let kind: LedgerAccount.Kind = try row["kind"]
                guard let owner = LedgerAccount(kind: kind, owner: try row["owner"]) else { throw LedgerFault.account(id) }
                let account = LedgerExport.Account(
                    id: id.hex, kind: kind.rawValue, owner: owner.ownerText, posted: try row["posted"], held: try row["held"])
                emit(separator + json(account))
                separator = ",\n"
            }
        } catch let error as DatabaseError { throw error } catch {}
        emit("\n],\"entries\":[")
        separator = "\n"
        do {
            try JournalRow.each(in: transaction) { entry, lines in
                let postings = lines.map { LedgerExport.Posting(account: $0.account.hex, amount: $0.amount, held: $0.held) }
                let exported = LedgerExport.Entry(
                    sequence: entry.sequence, id: entry.id.hex, key: entry.key, kind: entry.kind, at: entry.at.milliseconds,
                    reverses: entry.reverses?.hex, postings: postings, hash: entry.hash.map { byte in hex(byte) }.joined())
                emit(separator + json(exported))
                separator = ",\n"
            }
        } catch let error as DatabaseError { throw error } catch {}
        emit("\n],\"verified\":\(verdict.isSound),\"fault\":\(verdict.fault.map { json($0.description) } ?? "null")}\n")
        return verdict
    }

    private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
