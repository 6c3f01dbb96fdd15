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
    /// Known columns that stand in the file more than once.
    public let repeated: [CardColumn]
    /// What each column with a title was taken for, by its place.
    public let meanings: [Int: ColumnMeaning]
    /// Letters of the columns that we do not know. Never their titles: where the header is missing, they are somebody's data.
    public let unknown: [String]

    /// Known columns that are in the file and are read, in the file's order.
    public var columns: [CardColumn] { places.sorted { $0.value < $1.value }.map(\.key) }

    /// Titles of what is dropped as personal: identifiers that a fact is derived from in memory, and what is not even read.
    public var dropped: [String] { columns.filter(CardColumn.identifiers.contains).map(\.rawValue) + personal }

    /// Looks at a row as if it were the header.
    /// - Parameter choices: what a person said of columns, by their places; it counts more than a title.
    init(_ row: SheetRow, choices: [Int: ColumnMeaning] = [:]) {
        var places: [CardColumn: Int] = [:]
        var meanings: [Int: ColumnMeaning] = [:]
        var (personal, unused, unknown, repeated): ([String], [String], [String], [CardColumn]) = ([], [], [], [])
        var (personalPlaces, namePlaces): ([Int], [Int]) = ([], [])
        let width = max(row.cells.count, (choices.keys.max() ?? -1) + 1)
        for index in 0..<width where !row[index].isEmpty || choices[index] != nil {
            let title = Folded(row[index].text)
            let meaning = choices[index] ?? ColumnMeaning(title: title)
            meanings[index] = meaning
            switch meaning {
            case .column(let column):
                if places.updateValue(index, forKey: column) != nil { repeated.append(column) }
                if CardColumn.identifiers.contains(column) { personalPlaces.append(index) }
                if column == .patronymic { namePlaces.append(index) }
            case .personal:
                let known = CardColumn.personalByTitle[title]
                personal.append(known ?? SheetRow.letters(ofColumn: index))
                personalPlaces.append(index)
                if let known, CardColumn.names.contains(known) { namePlaces.append(index) }
            case .unused: unused.append(CardColumn.unusedByTitle[title] ?? SheetRow.letters(ofColumn: index))
            case .unknown: unknown.append(SheetRow.letters(ofColumn: index))
            }
        }
        (self.places, self.personalPlaces, self.namePlaces, self.row) = (places, personalPlaces, namePlaces, row.number)
        (self.personal, self.unused, self.unknown, self.repeated, self.meanings) = (personal, unused, unknown, repeated, meanings)
        audience = CardColumn.legal.isDisjoint(with: places.keys) ? .individual : .legal
    }

    /// What a file cannot do without and this one lacks. A client has to be told apart from others in one of three ways.
    public var missing: [CardColumn] {
        let product: [CardColumn] = places[.product] == nil ? [.product] : []
        let ways: [[CardColumn]] =
            audience == .legal ? [[.reference]] : [[.reference], [.passportSeries, .passportNumber], [.phone, .birthDate]]
        return ways.contains { $0.allSatisfy { places[$0] != nil } } ? product : product + [.reference]
    }

    /// How much of a header it is.
    var known: Int { places.count + personal.count + unused.count }

    /// Titles stand in one of the first rows; above them some put the name of the table.
    static let searched = 10

    /// Finds the header at the start of a sheet: the row that was chosen, else the first that has all that is needed, else the one with the most.
    /// - Returns: nil when no row has a title that we know.
    static func look(in rows: SheetRows, _ layout: CardLayout) throws(CardFileError) -> (header: CardHeader, titles: SheetRow)? {
        var best: (header: CardHeader, titles: SheetRow)?
        for _ in 0..<searched {
            guard let row = try rows.nextForImport() else { break }
            if let chosen = layout.headerRow {
                if row.number == chosen { return (CardHeader(row, choices: layout.choices), row) }
                continue
            }
            let header = CardHeader(row)
            if header.known > 0, header.problem == nil || !header.repeated.isEmpty { return (header, row) }
            if header.known > (best?.header.known ?? 0) { best = (header, row) }
        }
        return best
    }

    /// The header that an import can go on.
    static func find(in rows: SheetRows, _ layout: CardLayout = CardLayout()) throws(CardFileError) -> CardHeader {
        guard let found = try look(in: rows, layout) else { throw .noHeader(searched: searched) }
        if let problem = found.header.problem { throw problem }
        return found.header
    }

    /// Why a file cannot be taken in with this header.
    public var problem: CardFileError? {
        if !repeated.isEmpty { return .repeatedColumns(repeated.map(\.rawValue)) }
        if missing.isEmpty { return nil }
        return .missingColumns(missing.map(\.rawValue), found: columns.map(\.rawValue) + personal + unused, unknown: unknown)
    }
}

extension SheetRows {
    func nextForImport() throws(CardFileError) -> SheetRow? {
        do throws(SpreadsheetError) { return try next() } catch { throw .unreadable(error) }
    }
}
