import Group
import Spreadsheets
import Vocabulary

/// Where each column stands in a file, found by its title: the order is the company's.
public struct CardHeader: Hashable, Sendable {
    /// Whom the file is about.
    public let audience: Audience
    /// The row with the titles, as the person sees it.
    public let row: Int
    let places: [CardColumn: Int]
    /// Where personal cells stand: the identifiers and what is never read.
    let personalPlaces: [Int]
    /// Where names of people stand; they are among the personal places.
    let namePlaces: [Int]
    /// Known personal columns that are never read, by our own titles.
    private let personal: [String]
    /// Known columns that are about nobody and serve nothing, by our own titles.
    public let unused: [String]
    /// Letters of the columns that we do not know. Never their titles: where the header is missing, they are somebody's data.
    public let unknown: [String]

    /// Known columns that are in the file and are read, in the file's order.
    public var columns: [CardColumn] { places.sorted { $0.value < $1.value }.map(\.key) }

    /// Titles of what is dropped as personal: identifiers that a fact is derived from in memory, and what is not even read.
    public var dropped: [String] { columns.filter(CardColumn.identifiers.contains).map(\.rawValue) + personal }

    /// Looks at a row as if it were the header.
    init(_ row: SheetRow) throws(CardFileError) {
        var places: [CardColumn: Int] = [:]
        var (personal, unused, unknown, repeated): ([String], [String], [String], [String]) = ([], [], [], [])
        var (personalPlaces, namePlaces): ([Int], [Int]) = ([], [])
        for (index, cell) in row.cells.enumerated() where !cell.isEmpty {
            let title = Folded(cell.text)
            if let column = CardColumn.byTitle[title] {
                if places.updateValue(index, forKey: column) != nil { repeated.append(column.rawValue) }
                if CardColumn.identifiers.contains(column) { personalPlaces.append(index) }
                if column == .patronymic { namePlaces.append(index) }
            } else if let known = CardColumn.personalByTitle[title] {
                personal.append(known)
                personalPlaces.append(index)
                if CardColumn.names.contains(known) { namePlaces.append(index) }
            } else if let known = CardColumn.unusedByTitle[title] {
                unused.append(known)
            } else {
                unknown.append(SheetRow.letters(ofColumn: index))
            }
        }
        guard repeated.isEmpty else { throw .repeatedColumns(repeated) }
        (self.places, self.personalPlaces, self.namePlaces, self.row) = (places, personalPlaces, namePlaces, row.number)
        (self.personal, self.unused, self.unknown) = (personal, unused, unknown)
        audience = CardColumn.legal.isDisjoint(with: places.keys) ? .individual : .legal
    }

    /// What a file cannot do without and this one lacks. A client has to be told apart from others in one of three ways.
    var missing: [CardColumn] {
        let product: [CardColumn] = places[.product] == nil ? [.product] : []
        let ways: [[CardColumn]] =
            audience == .legal ? [[.reference]] : [[.reference], [.passportSeries, .passportNumber], [.phone, .birthDate]]
        return ways.contains { $0.allSatisfy { places[$0] != nil } } ? product : product + [.reference]
    }

    /// How much of a header it is.
    var known: Int { places.count + personal.count + unused.count }

    /// Titles stand in one of the first rows; above them some put the name of the table.
    static let searched = 10

    /// Finds the header at the start of a sheet.
    static func find(in rows: SheetRows) throws(CardFileError) -> CardHeader {
        var best: CardHeader?
        for _ in 0..<searched {
            guard let row = try rows.nextForImport() else { break }
            let header = try CardHeader(row)
            if header.known > 0, header.missing.isEmpty { return header }
            if header.known > (best?.known ?? 0) { best = header }
        }
        guard let best else { throw .noHeader(searched: searched) }
        throw .missingColumns(
            best.missing.map(\.rawValue), found: best.columns.map(\.rawValue) + best.personal + best.unused, unknown: best.unknown)
    }
}

extension SheetRows {
    func nextForImport() throws(CardFileError) -> SheetRow? {
        do throws(SpreadsheetError) { return try next() } catch { throw .unreadable(error) }
    }
}
