/// Why files could not be read or written. Lines are as an editor shows them. No case carries what stood in a field, so an error may be logged.
public enum DataFileError: Error, Sendable, Hashable {
    /// The file as a whole, its header, or what makes the rest of it unreadable.
    case file(DataFile, line: Int? = nil, FileProblem)
    /// Rows that are wrong, the first ``mostRows`` of them; `isAll`: reading came to the end of the file.
    case rows(DataFile, [RowProblem], isAll: Bool)
    case output(DataFile, OutputProblem)

    /// Enough to mend what is wrong everywhere, few enough to read.
    public static let mostRows = 10

    public enum FileProblem: Sendable, Hashable {
        case missing
        case folder
        case notAllowed
        /// The system's word for what it could not do.
        case unreadable(String)
        case empty
        /// A header and nothing below it.
        case noRows
        case utf16
        /// Columns that the file must have and has not.
        case missingColumns([String], separator: Separator?)
        case repeatedColumn(String)
        case tooManyColumns(most: Int)
        /// A quote that is opened and never closed.
        case unclosedQuote
        case rowTooLong(most: Int)
        /// More different ids than can be numbered.
        case tooManyNames

        /// What seems to part the fields instead of a comma.
        public enum Separator: String, Sendable, Hashable { case semicolon, tab }
    }

    public struct RowProblem: Sendable, Hashable {
        public let line: Int
        /// nil: the row as a whole.
        public let column: String?
        public let rule: Rule
    }

    /// What was expected.
    public enum Rule: Sendable, Hashable {
        case fields(expected: Int, found: Int)
        case notUTF8
        case zeroByte
        /// Something stands between a closing quote and the next comma.
        case textBehindQuote
        case needed
        case tooLong(most: Int)
        /// -1, 0 or 1.
        case value
        /// Seconds since 1970.
        case seconds
        /// A number in (0, 1], or nothing.
        case propensity
        case oneOf([String])
        case number(from: Double, to: Double)
        case wholeNumber(from: Int, to: Int)
        /// The same id stands in an earlier row.
        case repeated(line: Int)
    }

    public enum OutputProblem: Sendable, Hashable {
        case isInput
        case folder
        case cannotWrite(String)
    }
}
