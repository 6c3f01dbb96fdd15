/// Turns the XML of one sheet into rows, in the order they come. Formulas are skipped, their stored results read; merged cells need nothing.
final class SheetScanner: XMLHandler {
    /// Rows that are complete and not yet taken.
    private(set) var ready: [SheetRow] = []
    private let strings: [String]
    private let styles: CellStyles
    private let dates: SheetDate.System
    private let limits: SpreadsheetLimits
    private let part: String

    private enum Kind { case number, shared, text, inline, bool, error, isoDate }
    private var inData = false
    private var row = 0
    private var rows = 0
    private var cells: [Cell] = []
    private var column = -1
    private var kind = Kind.number
    private var style = 0
    private var inValue = false
    private var value: [UInt8] = []
    private var inline = CellText()

    init(part: String, strings: [String], styles: CellStyles, dates: SheetDate.System, limits: SpreadsheetLimits) {
        (self.part, self.strings, self.styles, self.dates, self.limits) = (part, strings, styles, dates, limits)
    }

    /// Hands over the complete rows.
    func take() -> [SheetRow] {
        defer { ready.removeAll() }
        return ready
    }

    /// The row being read, for errors.
    var currentRow: Int? { row > 0 ? row : nil }

    func start(_ name: XMLName, _ attributes: XMLAttributes) throws(SpreadsheetError) {
        switch name {
        case "sheetData": inData = true
        case "row" where inData:
            let next = attributes.number("r") ?? row + 1
            guard next > row, next <= 1_048_576 else { throw broken }
            row = next
            column = -1
            cells.removeAll(keepingCapacity: true)
        case "c" where inData: try startCell(attributes)
        case "v" where inData: inValue = true
        default: if kind == .inline { inline.start(name) }
        }
    }

    func end(_ name: XMLName) throws(SpreadsheetError) {
        switch name {
        case "sheetData": inData = false
        case "v": inValue = false
        case "c" where inData: try endCell()
        case "row" where inData:
            while cells.last == .empty { cells.removeLast() }
            guard !cells.isEmpty else { return }
            rows += 1
            guard rows <= limits.rows else { throw .tooManyRows(most: limits.rows) }
            ready.append(SheetRow(number: row, cells: cells))
        default: if kind == .inline { inline.end(name) }
        }
    }

    func text(_ bytes: UnsafeRawBufferPointer) throws(SpreadsheetError) {
        // Four bytes a scalar at most; more need not even be kept.
        if inValue {
            guard value.count + bytes.count <= limits.cellCharacters * 4 else { throw tooLong }
            value.append(contentsOf: bytes)
        } else if kind == .inline, inline.isListening {
            guard inline.count + bytes.count <= limits.cellCharacters * 4 else { throw tooLong }
            inline.append(bytes)
        }
    }

    private var broken: SpreadsheetError { .broken(part: part, row: currentRow) }
    private var tooLong: SpreadsheetError { .cellTooLong(row: row, column: column + 1, most: limits.cellCharacters) }

    private func startCell(_ attributes: XMLAttributes) throws(SpreadsheetError) {
        guard row > 0 else { throw broken }
        let next = attributes.pointer("r").map(Self.column) ?? column + 1
        guard next > column, next < 16_384 else { throw broken }
        column = next
        style = attributes.number("s") ?? 0
        kind =
            switch attributes["t"] {
            case nil, "n": .number
            case "s": .shared
            case "str": .text
            case "inlineStr": .inline
            case "b": .bool
            case "e": .error
            case "d": .isoDate
            default: throw broken
            }
        value.removeAll(keepingCapacity: true)
        inline.reset()
    }

    private func endCell() throws(SpreadsheetError) {
        let cell = try cell()
        kind = .number
        guard cell != .empty else { return }
        guard column < limits.columns else { throw .tooManyColumns(row: row, most: limits.columns) }
        if case .text(let text) = cell, text.utf8.count > limits.cellCharacters, text.unicodeScalars.count > limits.cellCharacters {
            throw tooLong
        }
        while cells.count < column { cells.append(.empty) }
        cells.append(cell)
    }

    private func cell() throws(SpreadsheetError) -> Cell {
        func words(_ text: String) -> Cell { text.isEmpty ? .empty : .text(text) }
        if kind == .inline { return words(inline.string) }
        guard !value.isEmpty else { return .empty }
        switch kind {
        case .text: return words(CellText.unescape(value))
        case .bool: return .bool(value == [UInt8(ascii: "1")])
        case .shared:
            guard let index = Int(String(decoding: value, as: UTF8.self)), strings.indices.contains(index) else { throw broken }
            return words(strings[index])
        case .number:
            guard let number = Double(String(decoding: value, as: UTF8.self)), number.isFinite else { throw broken }
            if styles.isDate(style: style), let date = SheetDate(serial: number, in: dates) { return .date(date) }
            return .number(number)
        case .error: return .error(String(decoding: value, as: UTF8.self))
        case .isoDate:
            let text = String(decoding: value, as: UTF8.self)
            return SheetDate(String(text.prefix(19))).map(Cell.date) ?? words(text)
        case .inline: return .empty
        }
    }

    /// The column of a reference such as `AY2`, counted from 0; -1 for what is none.
    private static func column(of reference: UnsafePointer<CChar>) -> Int {
        var at = reference
        var column = 0
        while (65...90).contains(at.pointee), column < 16_385 {
            column = column * 26 + Int(at.pointee) - 64
            at += 1
        }
        return column - 1
    }
}
