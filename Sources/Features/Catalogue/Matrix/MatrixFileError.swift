import Spreadsheets

/// Why a file is not taken for a matrix. Nothing of it is applied then. Places are as the person sees them; no content of a cell is carried.
public enum MatrixFileError: Error, Hashable, Sendable {
    case unreadable(SpreadsheetError)
    /// Every wrong cell that was found, the first ``MatrixFile/mostProblems`` of them.
    case wrong([MatrixProblem])
}

/// What is wrong with one cell of a matrix: where, and what should stand there.
public struct MatrixProblem: Hashable, Sendable {
    public enum Expected: Hashable, Sendable {
        /// The name of a service.
        case service
        /// ФЛ or ЮЛ.
        case audience
        case company
        /// Empty, 1 or Х.
        case mark
        /// Nothing: no service stands over this column or before this row.
        case nothing
        /// Another service: this one stands in an earlier row or column as well.
        case otherService
    }

    public let row: Int
    /// Its letters.
    public let column: String
    public let expected: Expected

    public init(row: Int, column: Int, expected: Expected) {
        (self.row, self.column, self.expected) = (row, SheetRow.letters(ofColumn: column), expected)
    }
}
