/// A table that someone sent: an .xlsx workbook or a CSV file, held in memory and never written anywhere.
///
///     let file = try Spreadsheet(bytes, named: "clients.xlsx")
///     let rows = try file.rows()
///     while let row = try rows.next() { … row.number, row[0].text … }
public struct Spreadsheet: Sendable {
    public enum Kind: Sendable, Hashable { case workbook, csv }
    public enum Sheet: Sendable, Hashable { case firstVisible, named(String) }

    public let kind: Kind
    /// The sheets of a workbook in the order of their tabs, hidden ones too; none for CSV.
    public var sheets: [SheetInfo] { parts?.sheets ?? [] }

    private let bytes: [UInt8]
    private let limits: SpreadsheetLimits
    private let parts: WorkbookParts?

    /// Recognises the file by its content; the name only tells whether text may be CSV (.csv, .tsv, .txt or no extension).
    public init(_ bytes: [UInt8], named name: String, limits: SpreadsheetLimits = .standard) throws(SpreadsheetError) {
        guard bytes.count <= limits.fileBytes else { throw .fileTooLarge(bytes: bytes.count, most: limits.fileBytes) }
        (self.bytes, self.limits) = (bytes, limits)
        switch try FileKind.recognise(bytes, named: name) {
        case .csv: (kind, parts) = (.csv, nil)
        case .workbook: (kind, parts) = (.workbook, try WorkbookParts(in: ZipArchive(bytes, limits: limits)))
        }
    }

    /// Begins to read a sheet; CSV has but one, whatever is asked for. Each call reads anew from the start.
    public func rows(of sheet: Sheet = .firstVisible) throws(SpreadsheetError) -> SheetRows {
        guard let parts else { return SheetRows(.csv(try CSVReader(bytes, limits: limits))) }
        let chosen: SheetInfo
        switch sheet {
        case .firstVisible:
            guard let first = parts.sheets.first(where: \.isVisible) else { throw .noVisibleSheet }
            chosen = first
        case .named(let name):
            guard let named = parts.sheets.first(where: { $0.name == name }) else { throw .noSheet(named: name) }
            chosen = named
        }
        return SheetRows(.workbook(try WorkbookReader(bytes, parts: parts, sheet: chosen, limits: limits)))
    }
}

/// The rows of one sheet, pulled one by one; at any time only a few are in memory. For one reader on one task.
public final class SheetRows {
    enum Source { case workbook(WorkbookReader), csv(CSVReader) }
    let source: Source
    init(_ source: Source) { self.source = source }

    /// The next row that has something in it; nil at the end. After an error there is nothing more to read.
    public func next() throws(SpreadsheetError) -> SheetRow? {
        switch source {
        case .workbook(let reader): try reader.next()
        case .csv(let reader): try reader.next()
        }
    }

    /// How much of the sheet is read, 0…1. What a workbook declares about its size is believed here, and only here.
    public var progress: Double {
        switch source {
        case .workbook(let reader): reader.progress
        case .csv(let reader): reader.progress
        }
    }
}

/// It holds C parsers and moves with one task.
@available(*, unavailable)
extension SheetRows: Sendable {}
