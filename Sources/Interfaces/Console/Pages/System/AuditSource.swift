import Accounts
import Database
import Group
import Localization
import Spreadsheets
import Vocabulary

/// The log as rows of a file, the latest first. What is appended while the file is written is not in it.
struct AuditSource: ExportSource {
    static let portion = 2000

    private var query: AuditQuery
    private let words: AuditWords
    private let total: Int
    private var read = 0

    init(_ query: AuditQuery, _ words: AuditWords, total: Int) { (self.query, self.words, self.total) = (query, words, total) }

    var progress: (read: Int, total: Int) { (read, total) }

    static func table(_ say: Speaker) -> SheetTable {
        let titles = [
            ConsoleMessages.auditNumber, ConsoleMessages.auditWhen, ConsoleMessages.auditWho, ConsoleMessages.auditWhat,
            ConsoleMessages.auditSubject, ConsoleMessages.auditDetail,
        ]
        return SheetTable(name: say(ConsoleMessages.systemAudit), columns: titles.map { SheetTable.Column(say($0)) })
    }

    mutating func next(for account: Account, in transaction: Transaction) throws -> [[SheetTable.Value]]? {
        let entries = try AuditStore().entries(query, limit: Self.portion, in: transaction)
        guard let last = entries.last else { return nil }
        query.belowSeq = last.seq
        read += entries.count
        return entries.map { entry in
            [
                .integer(entry.seq), AuditFilter.cell(entry.at), .text(words.actor(entry.actor)), .text(words.action(entry.action)),
                .text(words.subject(entry.subject)), .text(words.detail(entry)),
            ]
        }
    }
}
