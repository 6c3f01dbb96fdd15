/// How a CSV file is written.
public struct CSVDialect: Sendable, Hashable {
    public var separator: UnicodeScalar
    public var byteOrderMark: Bool
    public var decimalComma: Bool

    public init(separator: UnicodeScalar, byteOrderMark: Bool, decimalComma: Bool) {
        (self.separator, self.byteOrderMark, self.decimalComma) = (separator, byteOrderMark, decimalComma)
    }

    /// What a spreadsheet program opens rightly by a double click under Russian settings.
    public static let people = CSVDialect(separator: ";", byteOrderMark: true, decimalComma: true)
    /// What other programs read: commas, dots, no mark.
    public static let programs = CSVDialect(separator: ",", byteOrderMark: false, decimalComma: false)
}

extension SheetTable {
    /// The table as CSV (RFC 4180, UTF-8, CRLF). A text that a program could take for a formula gets an apostrophe before it (OWASP, "CSV Injection").
    public func csv(_ dialect: CSVDialect = .people) -> [UInt8] {
        let start: [UInt8] = dialect.byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
        return start + Self.csv([columns.map { .text($0.title) }] + rows, dialect)
    }

    /// Rows alone, for a file that is written in portions.
    public static func csv(_ rows: [[Value]], _ dialect: CSVDialect = .people) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in rows {
            let fields = row.map { field($0, dialect) }
            bytes.append(contentsOf: fields.joined(separator: String(Character(dialect.separator))).utf8)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        return bytes
    }

    private static func field(_ value: Value, _ dialect: CSVDialect) -> String {
        func decimal(_ text: String) -> String { dialect.decimalComma ? String(text.map { $0 == "." ? "," : $0 }) : text }
        let text =
            switch value {
            case .empty: ""
            case .text(let text): FormulaDefence.defused(text)
            case .integer(let number): String(number)
            case .number(let number): decimal(Cell.plain(number))
            case .money(let kopecks): decimal(roubles(kopecks))
            // People get what the workbook's format shows them, programs get all of it.
            case .percent(let share):
                dialect == .people ? decimal(Cell.plain((share * 1000).rounded() / 10)) + "%" : decimal(Cell.plain(share))
            case .date(let date): date.text
            case .bool(let truth): truth ? "TRUE" : "FALSE"
            }
        let mustQuote = text.unicodeScalars.contains { $0 == dialect.separator || $0 == "\"" || $0 == "\n" || $0 == "\r" }
        guard mustQuote else { return text }
        // By scalars: a quote with a combining mark behind it is another Character, but still a quote in the file.
        var quoted = "\"".unicodeScalars
        for scalar in text.unicodeScalars { quoted.append(contentsOf: scalar == "\"" ? ["\"", "\""] : [scalar]) }
        return String(quoted) + "\""
    }

    private static func roubles(_ kopecks: Int) -> String {
        let (whole, part) = kopecks.magnitude.quotientAndRemainder(dividingBy: 100)
        return (kopecks < 0 ? "-" : "") + "\(whole)." + SheetDate.padded(Int(part))
    }
}

/// Formula injection: a field that begins like a formula is run by the program that opens the file.
enum FormulaDefence {
    private static let openings: Set<UnicodeScalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]

    static func defused(_ text: String) -> String {
        // Control characters have no place in CSV; our own reader refuses them.
        let isControl = { (scalar: UnicodeScalar) in scalar.value < 0x20 && scalar != "\t" && scalar != "\r" && scalar != "\n" }
        let clean = String(String.UnicodeScalarView(text.unicodeScalars.filter { !isControl($0) }))
        return clean.unicodeScalars.first.map(openings.contains) == true ? "'" + clean : clean
    }
}
