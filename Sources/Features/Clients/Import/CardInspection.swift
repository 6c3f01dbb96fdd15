import Catalogue
import Database
import Spreadsheets
import Vocabulary

/// What would become of a file: how its columns are understood, its first rows as they would be stored, and the products that it names. Nothing is
/// written. The titles are the file's own, so it is for the eyes of whoever sent it, in memory only.
public struct CardInspection: Sendable {
    public struct Column: Hashable, Sendable {
        /// From 0.
        public let place: Int
        public let title: String
        public let meaning: ColumnMeaning

        public var letters: String { SheetRow.letters(ofColumn: place) }
    }

    public let kind: Spreadsheet.Kind
    /// Those that people see; none in a CSV file.
    public let sheets: [String]
    /// The one that was looked at.
    public let sheet: String?
    public let header: CardHeader
    public let columns: [Column]
    /// The first rows, checked.
    public let rows: [CheckedRow]
    /// How many rows were looked at; in a long file not all are.
    public let seen: Int
    public let isWhole: Bool
    /// Of those that were looked at.
    public let refused: Int
    /// What clients came for: how the file first spells it, and the number of rows, the most frequent first.
    public let products: [(product: ProductKey, written: String, rows: Int)]

    /// Rows beyond are not looked at before the import.
    public static let most = 5000
    public static let shown = 5
}

extension CardImport {
    /// Looks at a file without taking it in. A header that lacks something is no error here: a person may say which column is which.
    public func inspect(
        _ bytes: [UInt8], named name: String, _ layout: CardLayout, limits: SpreadsheetLimits = .standard
    ) throws(CardFileError) -> CardInspection {
        let file = try Self.file(bytes, named: name, limits)
        var best: (rows: SheetRows, header: CardHeader, titles: SheetRow, sheet: Spreadsheet.Sheet)?
        for sheet in Self.sheets(of: file, layout) {
            let rows = try Self.rows(of: sheet, in: file)
            guard let (header, titles) = try CardHeader.look(in: rows, layout) else { continue }
            if best == nil || header.problem == nil { best = (rows, header, titles, sheet) }
            if header.problem == nil { break }
        }
        guard let best else { throw .noHeader(searched: CardHeader.searched) }
        let check = try check(best.header)
        var (memory, first, seen, refused): (RowMemory, [CheckedRow], Int, Int) = (RowMemory(), [], 0, 0)
        var products: [ProductKey: (written: String, rows: Int)] = [:]
        var isWhole = false
        if best.header.problem == nil {
            while seen < CardInspection.most {
                guard let row = try best.rows.nextForImport() else {
                    isWhole = true
                    break
                }
                let checked = memory.compare(check.check(row))
                seen += 1
                switch checked {
                case .card(let card):
                    let written = RowReader(row, header: best.header).text(.product)
                    products[ProductKey(product: card.product, audience: card.audience), default: (written, 0)].rows += 1
                case .refused: refused += 1
                case .example: break
                }
                if first.count < CardInspection.shown { first.append(checked) }
            }
            if seen == 0 { throw .noRows }
        }
        let sheet: String? = if case .named(let name) = best.sheet { name } else { nil }
        return CardInspection(
            kind: file.kind, sheets: file.sheets.filter(\.isVisible).map(\.name), sheet: sheet, header: best.header,
            columns: best.header.meanings.sorted { $0.key < $1.key }.map {
                .init(place: $0.key, title: best.titles[$0.key].text, meaning: $0.value)
            },
            rows: first, seen: seen, isWhole: isWhole, refused: refused,
            products: products.map { ($0.key, $0.value.written, $0.value.rows) }
                .sorted { ($1.rows, $0.product.product) < ($0.rows, $1.product.product) })
    }
}
