import Group

/// What a column of a file is taken for.
public enum ColumnMeaning: Hashable, Sendable {
    case column(CardColumn)
    /// Somebody's data: never read.
    case personal
    /// About nobody, and not needed.
    case unused
    /// A title that we do not know: not read either.
    case unknown

    init(title: Folded) {
        if let column = CardColumn.byTitle[title] {
            self = .column(column)
        } else if CardColumn.personalByTitle[title] != nil {
            self = .personal
        } else {
            self = CardColumn.unusedByTitle[title] == nil ? .unknown : .unused
        }
    }
}

/// How a file is to be read, as far as a person who saw it decided.
public struct CardLayout: Hashable, Sendable {
    /// Nil: the first visible one with a header that is known.
    public var sheet: String?
    /// The row with the titles; nil: found.
    public var headerRow: Int?
    /// By places from 0; they count for the chosen row alone.
    public var choices: [Int: ColumnMeaning]

    public init(sheet: String? = nil, headerRow: Int? = nil, choices: [Int: ColumnMeaning] = [:]) {
        (self.sheet, self.headerRow, self.choices) = (sheet, headerRow, choices)
    }
}
