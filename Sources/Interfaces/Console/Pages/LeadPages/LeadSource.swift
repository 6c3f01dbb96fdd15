import Accounts
import Database
import Leads
import Spreadsheets
import Vocabulary

/// The leads of a long file.
///
/// Which leads: those that the list held at the moment of asking, in its order, each once, however they move while the file is written; only their ids
/// are kept until then. What a row says: the lead as it stood when its portion was read, so two rows may be some seconds apart. A lead that has left the
/// person's sight meanwhile is left out.
struct LeadSource: ExportSource {
    static let portion = 1000

    private let ids: [LeadID]
    private let sheet: LeadSheet
    private var place = 0

    init(_ ids: [LeadID], _ sheet: LeadSheet) { (self.ids, self.sheet) = (ids, sheet) }

    var progress: (read: Int, total: Int) { (place, ids.count) }

    mutating func next(for account: Account, in transaction: Transaction) throws -> [[SheetTable.Value]]? {
        guard place < ids.count else { return nil }
        let end = min(place + Self.portion, ids.count)
        let rows = try LeadExport().rows(of: Array(ids[place..<end]), for: account, in: transaction)
        place = end
        return rows.map(sheet.cells)
    }
}
