import Database
import Spreadsheets
import Vocabulary

/// One client typed into a form: checked by the rules of a file's row, since it becomes one in memory.
public enum CardForm {
    /// What a form asks for.
    public static func columns(for audience: Audience) -> [CardColumn] { CardColumn.known(for: audience) }
}

extension CardImport {
    /// Checks what was typed; an empty field is a column that the file does not have.
    public func check(typed: [CardColumn: String], _ audience: Audience) -> CheckedRow {
        let needed: Set<CardColumn> = audience == .legal ? CardColumn.legal.union([.reference, .product]) : [.reference, .product]
        let columns = CardForm.columns(for: audience).filter { needed.contains($0) || !(typed[$0] ?? "").isEmpty }
        let header = CardHeader(SheetRow(number: 1, cells: columns.map { .text($0.rawValue) }))
        let row = SheetRow(number: 2, cells: columns.map { column in typed[column].map { $0.isEmpty ? .empty : .text($0) } ?? .empty })
        do { return try check(header).check(row) } catch { return .refused([]) }
    }

    /// Stores a valid card about a service that was chosen rather than named.
    public func store(
        _ card: ValidatedCard, as service: ServiceID, ids: IDSource, in transaction: Transaction
    ) throws(DatabaseError) -> StoredCard {
        try store(card, for: service, ids: ids, in: transaction)
    }
}
