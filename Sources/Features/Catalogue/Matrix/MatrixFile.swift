import Foundation
import Spreadsheets
import Vocabulary

/// The cross-service matrix as a sheet, in the layout that the partner group keeps it in:
///
///     row 1                                             Услуга 2   Услуга 2   …
///     row 2                                             name       name       …
///     row 3                                             ФЛ         ЮЛ         …
///     row 4                                             company    company    …
///     row 5   Услуга 1   name   ФЛ or ЮЛ   company       Х          1          …
///
/// A row is what was taken, a column what may be wanted next: 1 is a link, Х (Cyrillic or Latin) is "never", empty is no link.
public struct MatrixFile: Sendable {
    /// A service as the sheet names it.
    public struct Label: Hashable, Sendable {
        public let name: String
        public let audience: Audience
        public let company: String

        public init(name: String, audience: Audience, company: String) {
            (self.name, self.audience, self.company) = (name, audience, company)
        }
    }

    /// A label and where it stands: the number of its row, or its column counted from 0.
    public struct Place: Hashable, Sendable {
        public let label: Label
        public let at: Int
    }

    public struct Mark: Hashable, Sendable {
        /// Index into ``MatrixFile/rows``.
        public let row: Int
        /// Index into ``MatrixFile/columns``.
        public let column: Int
        public let kind: ServiceLink.Kind
    }

    public let rows: [Place]
    public let columns: [Place]
    public let marks: [Mark]

    static let labelRows = 4
    static let labelColumns = 4
    /// More than these are not listed: somebody took another file.
    public static let mostProblems = 20

    /// Reads the first visible sheet, or the CSV file, whole.
    public init(_ bytes: [UInt8], named name: String) throws(MatrixFileError) {
        var sheet: [SheetRow] = []
        do throws(SpreadsheetError) {
            let rows = try Spreadsheet(bytes, named: name).rows()
            while let row = try rows.next() { sheet.append(row) }
        } catch { throw .unreadable(error) }
        var reading = MatrixReading(sheet)
        reading.read()
        guard reading.problems.isEmpty else { throw .wrong(Array(reading.problems.prefix(Self.mostProblems))) }
        (rows, columns, marks) = (reading.rows, reading.columns, reading.marks)
    }
}

/// One reading of a sheet: goes on after a wrong cell, so that a person sees all of them at once.
private struct MatrixReading {
    private let sheet: [SheetRow]
    var rows: [MatrixFile.Place] = []
    var columns: [MatrixFile.Place] = []
    var marks: [MatrixFile.Mark] = []
    var problems: [MatrixProblem] = []

    init(_ sheet: [SheetRow]) { self.sheet = sheet }

    mutating func read() {
        readColumns()
        guard problems.isEmpty else { return }
        for row in sheet where row.number > MatrixFile.labelRows { readRow(row) }
        if rows.isEmpty { expect(.service, MatrixFile.labelRows + 1, 1) }
    }

    private func row(_ number: Int) -> SheetRow { sheet.first { $0.number == number } ?? SheetRow(number: number, cells: []) }

    private mutating func expect(_ expected: MatrixProblem.Expected, _ row: Int, _ column: Int) {
        problems.append(MatrixProblem(row: row, column: column, expected: expected))
    }

    private mutating func readColumns() {
        let (names, audiences, companies) = (row(2), row(3), row(4))
        let last = [names, audiences, companies].map(\.cells.count).max() ?? 0
        guard last > MatrixFile.labelColumns else { return expect(.service, 2, MatrixFile.labelColumns) }
        for column in MatrixFile.labelColumns..<last {
            let label = label((names[column], 2, column), (audiences[column], 3, column), (companies[column], 4, column))
            if let label { columns.append(MatrixFile.Place(label: label, at: column)) }
        }
    }

    private mutating func readRow(_ row: SheetRow) {
        let isLabelled = (1...3).contains { !Self.words(row[$0]).isEmpty }
        guard isLabelled || row.cells.dropFirst(MatrixFile.labelColumns).contains(where: { !Self.words($0).isEmpty }) else { return }
        let label = label((row[1], row.number, 1), (row[2], row.number, 2), (row[3], row.number, 3))
        if let label { rows.append(MatrixFile.Place(label: label, at: row.number)) }
        for column in row.cells.indices.dropFirst(MatrixFile.labelColumns) {
            let place = column - MatrixFile.labelColumns
            guard columns.indices.contains(place) else {
                if !Self.words(row[column]).isEmpty { expect(.nothing, row.number, column) }
                continue
            }
            switch Self.words(row[column]) {
            case "", "0": continue
            case "1": marks.append(MatrixFile.Mark(row: rows.count - 1, column: place, kind: .related))
            case "х", "x": marks.append(MatrixFile.Mark(row: rows.count - 1, column: place, kind: .never))
            default: expect(.mark, row.number, column)
            }
        }
    }

    private typealias Found = (cell: Cell, row: Int, column: Int)

    private mutating func label(_ name: Found, _ audience: Found, _ company: Found) -> MatrixFile.Label? {
        let count = problems.count
        if Self.words(name.cell).isEmpty { expect(.service, name.row, name.column) }
        let meant: Audience? =
            switch Self.words(audience.cell) {
            case "фл": .individual
            case "юл": .legal
            default: nil
            }
        if meant == nil { expect(.audience, audience.row, audience.column) }
        if Self.words(company.cell).isEmpty { expect(.company, company.row, company.column) }
        guard let meant, problems.count == count else { return nil }
        return MatrixFile.Label(name: Self.name(name.cell), audience: meant, company: Self.name(company.cell))
    }

    /// The apostrophe with which our CSV holds back what looks like a formula («- вклады») is no part of a name.
    private static func name(_ cell: Cell) -> String {
        let text = cell.text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.hasPrefix("'"), let next = text.dropFirst().first, "=+-@".contains(next) else { return text }
        return String(text.dropFirst())
    }

    /// What a person sees in the cell, in lower case.
    private static func words(_ cell: Cell) -> String { cell.text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased() }
}
