import CXlsxWriter
import Glibc
import Vocabulary

/// Writes a workbook whose rows come in portions and are never in memory together. What one sheet cannot hold goes on in a next one of the same titles.
///
///     let stream = try SheetStream(table, created: now)
///     while let rows = next() { try stream.add(rows) }
///     let file = try stream.finish()
///
/// For one task.
public final class SheetStream {
    /// What a sheet holds under its titles.
    public static let rowsPerSheet = 1_048_575

    private let table: SheetTable
    private let file: ScratchFile
    private let rowsPerSheet: Int
    private var writer: XLSXWriter?
    private var sheet: UnsafeMutablePointer<lxw_worksheet>?
    private var sheets = 0
    private var rows = 0

    /// - Parameters:
    ///   - table: name, titles and head; rows that it holds are ignored.
    ///   - rowsPerSheet: fewer than a sheet can hold, for tests.
    public init(_ table: SheetTable, created: Instant, rowsPerSheet: Int = SheetStream.rowsPerSheet) throws(SpreadsheetError) {
        try SheetTable.checkNames([SheetTable(name: table.name, columns: table.columns)])
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        (self.table, self.rowsPerSheet) = (table, min(max(1, rowsPerSheet), Self.rowsPerSheet))
        file = try ScratchFile(in: folder)
        writer = try XLSXWriter(path: file.path, scratch: folder, isStreamed: true, created: created)
    }

    deinit {
        // Given up: closing frees the workbook, and the file goes with its last owner.
        if let writer = writer.take() { try? writer.close() }
    }

    public func add(_ more: [[SheetTable.Value]]) throws(SpreadsheetError) {
        guard var sheet = try current(more) else { return }
        for cells in more {
            if rows == rowsPerSheet {
                end(sheet)
                guard let next = try begin(more) else { return }
                sheet = next
            }
            rows += 1
            try writer?.write(cells, to: sheet, row: rows)
        }
    }

    /// The whole file. Nothing can be added any more.
    public func finish() throws(SpreadsheetError) -> ScratchFile {
        if let sheet = try current([]) { end(sheet) }
        guard let writer = writer.take() else { throw .cannotWrite(reason: "it is finished") }
        try writer.close()
        return file
    }

    private func current(_ first: [[SheetTable.Value]]) throws(SpreadsheetError) -> UnsafeMutablePointer<lxw_worksheet>? {
        if let sheet { return sheet }
        return try begin(first)
    }

    private func begin(_ first: [[SheetTable.Value]]) throws(SpreadsheetError) -> UnsafeMutablePointer<lxw_worksheet>? {
        var part = table
        part.rows = Array(first.prefix(200))
        if sheets > 0 {
            let mark = " \(sheets + 1)"
            part.name = String(decoding: table.name.utf16.prefix(31 - mark.utf16.count), as: UTF16.self) + mark
        }
        sheet = try writer?.begin(part, at: sheets)
        (sheets, rows) = (sheets + 1, 0)
        return sheet
    }

    private func end(_ sheet: UnsafeMutablePointer<lxw_worksheet>) { writer?.finish(sheet, table, rows: rows) }
}

@available(*, unavailable)
extension SheetStream: Sendable {}
