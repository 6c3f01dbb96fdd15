/// Why a file could not be read or written. Places are given as the person sees them: rows and columns from 1, parts by their name inside the file.
/// No case carries anything that stood in a cell, so an error may be logged and shown.
public enum SpreadsheetError: Error, Sendable, Hashable {
    // The file as a whole.
    case emptyFile
    case fileTooLarge(bytes: Int, most: Int)
    /// The content is no table, whatever the name says.
    case notASpreadsheet(looksLike: LooksLike)
    /// The old binary format of Excel 97–2003. It comes later: the person saves the file as .xlsx.
    case oldExcel
    /// A workbook behind a password.
    case encrypted
    /// A zip archive without a workbook in it.
    case notAWorkbook
    case noVisibleSheet
    case noSheet(named: String)

    // Damage and malice.
    /// The archive or the XML in it is damaged or cut short; `row` is where reading stopped, when rows were being read.
    case broken(part: String, row: Int?)
    /// The XML declares a document type: entities are never expanded.
    case documentType(part: String)
    case tooManyEntries(most: Int)
    /// The part is, or says it is, larger than allowed once inflated.
    case inflatesTooMuch(part: String, most: Int)
    /// The part inflates more times than any honest sheet does.
    case suspiciousRatio(part: String, most: Int)
    case tooManySharedStrings(most: Int)
    /// The shared strings together are longer than `bytes`.
    case sharedStringsTooLong(bytes: Int)

    // Cells.
    case tooManyRows(most: Int)
    case tooManyColumns(row: Int, most: Int)
    case cellTooLong(row: Int, column: Int, most: Int)
    /// A CSV file holds something that is not text in UTF-8 or Windows-1251, such as a NUL.
    case notText(row: Int)
    /// A quote was opened in this row and the file ended before it closed.
    case unclosedQuote(row: Int)

    // Writing.
    case sheetName(sheet: Int, problem: SheetNameProblem)
    case cannotWrite(reason: String)

    public enum LooksLike: Sendable, Hashable { case picture, pdf, html, xml, text, oldOffice, unknown }
    public enum SheetNameProblem: Sendable, Hashable { case empty, tooLong(most: Int), forbiddenCharacter, repeated }
}
