import Glibc

/// What a cell holds. CSV knows only text and empty; empty text is `.empty`.
public enum Cell: Sendable, Hashable {
    case empty
    case text(String)
    case number(Double)
    /// A number that the sheet's style shows as a date or a time.
    case date(SheetDate)
    case bool(Bool)
    /// Excel's own word, such as `#DIV/0!`.
    case error(String)

    /// What a person would type: no ".0" and no exponent in numbers, ISO form in dates, `TRUE`/`FALSE` as Excel stores them.
    public var text: String {
        switch self {
        case .empty: ""
        case .text(let text), .error(let text): text
        case .number(let number): Self.plain(number)
        case .date(let date): date.text
        case .bool(let truth): truth ? "TRUE" : "FALSE"
        }
    }

    public var isEmpty: Bool { self == .empty }

    /// The number itself, or a text that is one: `1 200,50`, `-7.5`, no-break spaces as group separators; a comma is the decimal sign.
    public var number: Double? {
        switch self {
        case .number(let number): number
        case .text(let text): Self.parse(text)
        case .empty, .date, .bool, .error: nil
        }
    }

    /// The date itself, or a text that is one (see `SheetDate.init(_:)`).
    public var date: SheetDate? {
        switch self {
        case .date(let date): date
        case .text(let text): SheetDate(text)
        case .empty, .number, .bool, .error: nil
        }
    }

    /// Decimal notation with at most 15 significant digits, as Excel shows and as survives its arithmetic (0.30000000000000004 is 0.3).
    static func plain(_ number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? "#NUM!" : number < 0 ? "-#NUM!" : "#NUM!" }
        if number.magnitude < 1e15, number == number.rounded(.towardZero) { return String(Int64(number)) }
        var buffer = [CChar](repeating: 0, count: 32)
        _ = withVaList([number.magnitude]) { vsnprintf(&buffer, buffer.count, "%.14e", $0) }
        let written = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let mantissa = written.prefix { $0 != UInt8(ascii: "e") }
        let exponent = Int(String(decoding: written.dropFirst(mantissa.count + 1), as: UTF8.self)) ?? 0
        var digits = mantissa.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        let sign = number < 0 ? "-" : ""
        func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
        func word(_ part: some Sequence<UInt8>) -> String { String(decoding: Array(part), as: UTF8.self) }
        if exponent < 0 { return sign + "0." + zeros(-exponent - 1) + word(digits) }
        if digits.count <= exponent + 1 { return sign + word(digits) + zeros(exponent + 1 - digits.count) }
        return sign + word(digits.prefix(exponent + 1)) + "." + word(digits.dropFirst(exponent + 1))
    }

    private static func parse(_ text: String) -> Double? {
        var plain = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "\u{A0}", "\u{202F}", "\t": continue
            case ",": plain.append(".")
            case "\u{2212}": plain.append("-")
            case "0"..."9", ".", "-", "+": plain.unicodeScalars.append(scalar)
            default: return nil
            }
        }
        return Double(plain)
    }
}

/// One row with something in it. Rows without content are never handed out; numbers keep their places.
public struct SheetRow: Sendable, Hashable {
    /// As the person sees it in the program: from 1.
    public let number: Int
    /// From the first column on, without trailing empty cells; at least one is not empty.
    public let cells: [Cell]

    public init(number: Int, cells: [Cell]) {
        self.number = number
        self.cells = cells
    }

    /// The cell in a column counted from 0; `.empty` beyond the last.
    public subscript(column: Int) -> Cell { cells.indices.contains(column) ? cells[column] : .empty }

    /// The letters above a column counted from 0: A…Z, AA….
    public static func letters(ofColumn column: Int) -> String {
        var rest = column + 1
        var letters = ""
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters
    }
}
