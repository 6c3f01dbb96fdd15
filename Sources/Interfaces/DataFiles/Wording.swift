extension DataFileError: CustomStringConvertible {
    /// Where it is, what was expected, what to do; a line a row.
    public var description: String {
        switch self {
        case .file(let file, let line, let problem): "\(file.name)\(line.map { ", line \($0)" } ?? ""): \(problem.words)"
        case .output(let file, let problem): "\(file.name): \(problem.words)"
        case .rows(let file, let problems, let isAll):
            problems.map { "\(file.name), \($0.words)" }.joined(separator: "\n")
                + (isAll ? "" : "\n\(file.name): there may be more; reading stopped here")
        }
    }
}

extension DataFileError.RowProblem {
    var words: String { "line \(line)\(column.map { ", column \($0)" } ?? ""): \(rule.words)" }
}

extension DataFileError.Rule {
    var words: String {
        switch self {
        case .fields(let expected, let found): "\(found) fields, where the header has \(expected)"
        case .notUTF8: "not valid UTF-8; save the file as CSV in UTF-8"
        case .zeroByte: "holds a NUL byte, which no text has"
        case .textBehindQuote: "text behind a closing quote; double the quotes that belong to the text"
        case .needed: "must not be empty"
        case .tooLong(let most): "longer than \(most) bytes"
        case .value: "expected 1, -1 or 0"
        case .seconds: "expected seconds since 1970 (a number; milliseconds are too large)"
        case .propensity: "expected a probability above 0 and at most 1, or nothing when it is unknown"
        case .oneOf(let words): "expected \(words.joined(separator: " or "))"
        case .number(let lowest, let highest): "expected a number from \(Self.plain(lowest)) to \(Self.plain(highest)), or nothing"
        case .wholeNumber(let lowest, let highest): "expected a code, a whole number from \(lowest) to \(highest), or nothing"
        case .repeated(let line): "the same id stands in line \(line)"
        }
    }

    private static func plain(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }
}

extension DataFileError.FileProblem {
    var words: String {
        switch self {
        case .missing: "there is no such file"
        case .folder: "a folder, where a file is needed"
        case .notAllowed: "it may not be read by this account"
        case .unreadable(let reason): "cannot be read (\(reason))"
        case .empty: "the file is empty; expected a header row with the names of the columns"
        case .noRows: "there is nothing below the header"
        case .utf16: "this is UTF-16; save the file as CSV in UTF-8"
        case .missingColumns(let names, let separator):
            "the header has no column \(names.joined(separator: ", "))"
                + (separator.map { "; a \($0.rawValue) seems to part the fields, expected commas" } ?? "")
        case .repeatedColumn(let name): "the header names column \(name) twice"
        case .tooManyColumns(let most): "more than \(most) columns"
        case .unclosedQuote: "a quote is opened here and never closed"
        case .rowTooLong(let most): "a row longer than \(most >> 10) KB; is a quote left open?"
        case .tooManyNames: "more different ids than fit"
        }
    }
}

extension DataFileError.OutputProblem {
    var words: String {
        switch self {
        case .isInput: "is one of the files that are read; name another file for the result"
        case .folder: "a folder, where a file is needed"
        case .cannotWrite(let reason): "cannot be written (\(reason))"
        }
    }
}
