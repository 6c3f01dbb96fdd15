import Spreadsheets

/// Why a whole file cannot be imported. Carries our own titles, letters and numbers of rows, never what stood in a cell.
public enum CardFileError: Error, Hashable, Sendable {
    case unreadable(SpreadsheetError)
    /// None of the first rows holds a title that we know.
    case noHeader(searched: Int)
    /// - Parameters:
    ///   - found: known titles that are there.
    ///   - unknown: letters of the columns with other titles.
    case missingColumns([String], found: [String], unknown: [String])
    case repeatedColumns([String])
    /// A header with nothing under it.
    case noRows
}

/// What is wrong with one cell, in a form that can be logged: where, and against which rule; never the value.
public struct RowProblem: Hashable, Sendable, Codable {
    public enum Rule: Hashable, Sendable, Codable {
        case missing
        /// Neither an id, nor a passport, nor a phone with a date of birth.
        case noIdentity
        /// An id has letters, digits and `-_./:`, at most 64 and a digit among them; it is not a phone, an address or something else of the row.
        case notAnID
        case notADate
        case inTheFuture
        case tooYoung(years: Int)
        case tooOld(years: Int)
        case notAPhone
        case notANumber
        case negative
        case tooLarge(most: Int)
        case outside(from: Int, to: Int)
        /// None of the words that we know for this column.
        case unknownWord(known: [String])
        /// Looks like something personal where a product's name should stand.
        case notAProduct
        /// The company has a client of the other audience under this id.
        case otherAudience
        /// An earlier row of the same file says something else about the same client or deal.
        case contradicts(row: Int)
    }

    /// As the person sees it in the program: from 1.
    public let row: Int
    public let column: CardColumn
    public let rule: Rule

    public init(row: Int, column: CardColumn, rule: Rule) {
        (self.row, self.column, self.rule) = (row, column, rule)
    }
}
