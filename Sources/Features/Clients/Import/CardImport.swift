import Database
import Sealing
import Spreadsheets
import Vocabulary

/// A room with things that rest on the senders' word, called in the same transaction as the word changes.
public protocol HearsOfAttestations: Sendable {
    /// The sender attested otherwise for a card of this client than before.
    func attested(_ client: ClientID, at now: Instant, in transaction: Transaction) throws(DatabaseError)
}

/// Takes in a company's file of clients: reads and validates batch by batch in memory, then stores what is left of the rows.
///
///     let intake = CardImport(company: company, keyring: keyring, now: now)
///     let reader = try intake.open(bytes, named: "clients.xlsx")
///     var report = CardReport(reader.header)
///     while let batch = try reader.next() {
///         report.add(batch, try await database.write { try intake.store(batch.cards, ids: ids, in: $0) })
///     }
///
/// A row is taken whole or not at all. Importing the same file again changes nothing, so an import that was cut short is simply repeated.
public struct CardImport: Sendable {
    public let company: CompanyID
    /// What the cards stand on; nil: nothing was attested.
    public let attestation: AttestationID?
    public let now: Instant
    private let keyring: Keyring
    let listeners: [any HearsOfAttestations]

    /// - Parameter listeners: hear of clients about whom the sender's word changed. Whoever only checks has none.
    public init(
        company: CompanyID, attestation: AttestationID? = nil, keyring: Keyring, now: Instant, listeners: [any HearsOfAttestations] = []
    ) {
        (self.company, self.attestation, self.keyring, self.now, self.listeners) = (company, attestation, keyring, now, listeners)
    }

    /// Finds the header: on the sheet that is named, else on the first visible sheet that has one.
    public func open(
        _ bytes: [UInt8], named name: String, sheet: String? = nil, limits: SpreadsheetLimits = .standard
    ) throws(CardFileError) -> CardReader {
        try open(bytes, named: name, CardLayout(sheet: sheet), limits: limits)
    }

    /// Reads the file as a person who saw it decided.
    public func open(
        _ bytes: [UInt8], named name: String, _ layout: CardLayout, limits: SpreadsheetLimits = .standard
    ) throws(CardFileError) -> CardReader {
        let file = try Self.file(bytes, named: name, limits)
        // A sheet without any known title is none of ours; the first one that has some says what is missing.
        var failure = CardFileError.noHeader(searched: CardHeader.searched)
        for sheet in Self.sheets(of: file, layout) {
            do throws(CardFileError) {
                let rows = try Self.rows(of: sheet, in: file)
                let header = try CardHeader.find(in: rows, layout)
                return CardReader(rows, check: try check(header))
            } catch {
                if case .noHeader = failure { failure = error }
            }
        }
        throw failure
    }

    static func file(_ bytes: [UInt8], named name: String, _ limits: SpreadsheetLimits) throws(CardFileError) -> Spreadsheet {
        do { return try Spreadsheet(bytes, named: name, limits: limits) } catch { throw .unreadable(error) }
    }

    /// The one that was chosen, else all that people see.
    static func sheets(of file: Spreadsheet, _ layout: CardLayout) -> [Spreadsheet.Sheet] {
        let visible = file.sheets.filter(\.isVisible).map { Spreadsheet.Sheet.named($0.name) }
        return layout.sheet.map { [.named($0)] } ?? (visible.isEmpty ? [.firstVisible] : visible)
    }

    static func rows(of sheet: Spreadsheet.Sheet, in file: Spreadsheet) throws(CardFileError) -> SheetRows {
        do throws(SpreadsheetError) { return try file.rows(of: sheet) } catch { throw .unreadable(error) }
    }

    func check(_ header: CardHeader) throws(CardFileError) -> CardCheck {
        guard let today = SheetDate.moscowDay(of: now) else { throw .noHeader(searched: CardHeader.searched) }
        return CardCheck(header: header, company: company, keyring: keyring, today: today)
    }
}

/// Reads a file's rows and validates them. For one task.
public final class CardReader {
    private let rows: SheetRows
    private let check: CardCheck
    private var hasRead = false
    private var memory = RowMemory()

    init(_ rows: SheetRows, check: CardCheck) { (self.rows, self.check) = (rows, check) }

    public var header: CardHeader { check.header }

    /// How much of the file is read, 0…1.
    public var progress: Double { rows.progress }

    /// The next rows, validated; nil at the end.
    /// - Throws: ``CardFileError/noRows`` when there is nothing under the header, ``CardFileError/unreadable(_:)`` where the file is damaged.
    public func next(_ most: Int = 500) throws(CardFileError) -> CardBatch? {
        var checked: [CheckedRow] = []
        while checked.count < most, let row = try rows.nextForImport() { checked.append(memory.compare(check.check(row))) }
        guard checked.isEmpty else {
            hasRead = true
            return CardBatch(rows: checked)
        }
        guard hasRead else { throw .noRows }
        return nil
    }
}

@available(*, unavailable)
extension CardReader: Sendable {}

/// Some rows of a file, validated, in the file's order.
public struct CardBatch: Hashable, Sendable {
    public let rows: [CheckedRow]

    public init(rows: [CheckedRow]) { self.rows = rows }

    public var cards: [ValidatedCard] {
        rows.compactMap { row in
            if case .card(let card) = row { card } else { nil }
        }
    }
}
