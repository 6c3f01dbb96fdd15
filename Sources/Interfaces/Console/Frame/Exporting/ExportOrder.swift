import Accounts
import Database
import Localization
import Spreadsheets
import Vocabulary

enum ExportSubject {}
typealias ExportID = Identifier<ExportSubject>

/// Where the rows of a long file come from, a portion at a time.
protocol ExportSource: Sendable {
    /// The next rows, read in one transaction; nil at the end.
    /// - Parameter account: who gets them, as that person stands now.
    mutating func next(for account: Account, in transaction: Transaction) throws -> [[SheetTable.Value]]?
    /// How many were read of how many there were in the beginning.
    var progress: (read: Int, total: Int) { get }
}

/// A long file that somebody asked for.
struct ExportOrder: Sendable {
    let id: ExportID
    /// Who asked, with the rights of then.
    let account: Account
    /// The file's name, with its ending.
    let name: String
    /// Where it was asked for, and what that page is called.
    let back: String
    let title: Message
    let section: Layout.Section
    /// Titles; without rows.
    let table: SheetTable
    /// What the audit log says of it; nil: nothing.
    var act: (action: String, subject: String)?
}

extension Account {
    /// Whether the person may still see what the other account, the same of earlier, might.
    func hasRights(of other: Account) -> Bool { isOpen && level == other.level && place == other.place && grants == other.grants }
}
