import Localization
import Spreadsheets
import Vocabulary

// What an import says to people. Arguments are numbers of rows, our own titles and words, letters of columns: never a value from a cell.

extension RowProblem {
    public var message: Message {
        ClientsMessages.importProblem(row: Int64(row), column: column.rawValue, rule: rule.message)
    }
}

extension RowProblem.Rule {
    /// With the words of that language where it names some that may be written.
    public func message(in language: Language) -> Message {
        guard case .unknownWord(let known) = self, language == .english else { return message }
        return ClientsMessages.ruleUnknownWord(known: known.map { WordList.english[$0] ?? $0 }.joined(separator: ", "))
    }

    public var message: Message {
        switch self {
        case .missing: ClientsMessages.ruleMissing
        case .noIdentity: ClientsMessages.ruleNoIdentity
        case .notAnID: ClientsMessages.ruleNotAnId
        case .notADate: ClientsMessages.ruleNotADate
        case .inTheFuture: ClientsMessages.ruleInTheFuture
        case .tooYoung(let years): ClientsMessages.ruleTooYoung(years: Int64(years))
        case .tooOld(let years): ClientsMessages.ruleTooOld(years: Int64(years))
        case .notAPhone: ClientsMessages.ruleNotAPhone
        case .notANumber: ClientsMessages.ruleNotANumber
        case .negative: ClientsMessages.ruleNegative
        case .tooLarge(let most): ClientsMessages.ruleTooLarge(most: Int64(most))
        case .outside(let from, let to): ClientsMessages.ruleOutside(from: Int64(from), to: Int64(to))
        case .unknownWord(let known): ClientsMessages.ruleUnknownWord(known: known.joined(separator: ", "))
        case .notAProduct: ClientsMessages.ruleNotAProduct
        case .otherAudience: ClientsMessages.ruleOtherAudience
        case .contradicts(let row): ClientsMessages.ruleContradicts(row: Int64(row))
        }
    }
}

extension CardReport {
    public var summary: Message {
        let totals = totals
        return ClientsMessages.importTotals(
            rows: Int64(totals.rows), added: Int64(totals.new), updated: Int64(totals.updated), unchanged: Int64(totals.unchanged),
            waiting: Int64(totals.waiting), refused: Int64(totals.refused))
    }

    /// Which columns were dropped, not needed, or not known; nothing for what is empty.
    public var columnNotes: [Message] {
        var notes: [Message] = []
        if !dropped.isEmpty { notes.append(ClientsMessages.importDropped(columns: dropped.joined(separator: ", "))) }
        if !unused.isEmpty { notes.append(ClientsMessages.importUnused(columns: unused.joined(separator: ", "))) }
        if !unknown.isEmpty { notes.append(ClientsMessages.importUnknown(letters: unknown.joined(separator: ", "))) }
        return notes
    }
}

extension CardReport.Line {
    /// One message a fact; a refused row has one for each of its problems.
    public var messages: [Message] {
        let row = Int64(row)
        return switch result {
        case .new: [ClientsMessages.importNew(row: row)]
        case .updated: [ClientsMessages.importUpdated(row: row)]
        case .unchanged: [ClientsMessages.importUnchanged(row: row)]
        case .example: [ClientsMessages.importExample(row: row)]
        case .waits(let services) where services > 1: [ClientsMessages.importWaitsSeveral(row: row, count: Int64(services))]
        case .waits: [ClientsMessages.importWaitsNone(row: row)]
        case .refused(let problems): problems.map(\.message)
        }
    }
}

extension CardFileError {
    public var message: Message {
        switch self {
        case .unreadable(let error): error.importMessage
        case .noHeader(let searched): ClientsMessages.fileNoHeader(searched: Int64(searched))
        case .missingColumns(let missing, let found, let unknown):
            ClientsMessages.fileMissing(
                missing: missing.joined(separator: ", "), found: found.joined(separator: ", "),
                unknown: unknown.isEmpty
                    ? ClientsMessages.fileMissingNoUnknown
                    : ClientsMessages.fileMissingUnknown(letters: unknown.joined(separator: ", ")))
        case .repeatedColumns(let columns): ClientsMessages.fileRepeated(columns: columns.joined(separator: ", "))
        case .noRows: ClientsMessages.fileNoRows
        }
    }
}

extension SpreadsheetError {
    fileprivate var importMessage: Message {
        switch self {
        case .emptyFile: ClientsMessages.fileEmpty
        case .fileTooLarge, .tooManyRows, .tooManyColumns: ClientsMessages.fileTooLarge
        case .notASpreadsheet, .notAWorkbook: ClientsMessages.fileNotATable
        case .oldExcel: ClientsMessages.fileOldExcel
        case .encrypted: ClientsMessages.fileEncrypted
        case .noVisibleSheet, .noSheet: ClientsMessages.fileNoSheet
        case .broken(_, let row?): ClientsMessages.fileDamagedAt(row: Int64(row))
        case .broken(_, nil), .sheetName, .cannotWrite: ClientsMessages.fileDamaged
        case .documentType, .tooManyEntries, .inflatesTooMuch, .suspiciousRatio, .tooManySharedStrings, .sharedStringsTooLong:
            ClientsMessages.fileRefused
        case .cellTooLong(let row, let column, _):
            ClientsMessages.fileCellTooLong(row: Int64(row), letter: SheetRow.letters(ofColumn: column - 1))
        case .notText(let row): ClientsMessages.fileEncoding(row: Int64(row))
        case .unclosedQuote(let row): ClientsMessages.fileQuote(row: Int64(row))
        }
    }
}
