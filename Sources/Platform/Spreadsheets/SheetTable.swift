/// A sheet to be written: a header and rows under it.
public struct SheetTable: Sendable, Hashable {
    /// At most 31 UTF-16 units, none of `[]:*?/\`, no apostrophe at the ends, unique in its workbook whatever the case.
    public var name: String
    public var columns: [Column]
    public var rows: [[Value]]
    public var head: Head

    public init(name: String, columns: [Column], rows: [[Value]] = [], head: Head = .titles) {
        (self.name, self.columns, self.rows, self.head) = (name, columns, rows, head)
    }

    /// What stays in sight when a person scrolls a workbook.
    public struct Head: Sendable, Hashable {
        /// Counted with the titles.
        public var rows: Int
        public var columns: Int
        /// Whether the titles carry a filter.
        public var isFiltered: Bool

        public init(rows: Int, columns: Int, isFiltered: Bool) { (self.rows, self.columns, self.isFiltered) = (rows, columns, isFiltered) }

        public static let titles = Head(rows: 1, columns: 0, isFiltered: true)
    }

    public struct Column: Sendable, Hashable {
        public var title: String
        /// In characters of the default font; nil fits title and content, within reason.
        public var width: Double?
        public init(_ title: String, width: Double? = nil) { (self.title, self.width) = (title, width) }
    }

    /// What goes into a cell. Text is always text: whatever it begins with, no program takes it for a formula.
    public enum Value: Sendable, Hashable {
        case empty
        case text(String)
        case integer(Int)
        case number(Double)
        /// Kopecks, shown as roubles with two decimals.
        case money(kopecks: Int)
        /// A share: 0.153 is shown as 15.3 %.
        case percent(Double)
        case date(SheetDate)
        case bool(Bool)
    }
}

extension SheetTable.Value {
    /// About how wide it stands in a cell, in characters.
    var width: Int {
        switch self {
        case .empty: 0
        case .text(let text): text.split(whereSeparator: \.isNewline).map(\.count).max() ?? 0
        case .integer(let number): String(number).count
        case .number(let number): Cell.plain(number).count
        case .money(let kopecks): String(kopecks).count + 5
        case .percent: 7
        case .date(let date): date.text.count
        case .bool: 6
        }
    }
}
