/// Reads CSV (RFC 4180, and what programs make of it): quotes with line breaks inside, CRLF, LF or CR, rows of any length.
/// A row's number counts records, as a spreadsheet program shows them; blank ones count and are skipped.
final class CSVReader {
    private let bytes: [UInt8]
    private let limits: SpreadsheetLimits
    private let encoding: CSVEncoding
    private let separator: UInt8
    private var at: Int
    private var row = 0
    private var rows = 0

    init(_ bytes: [UInt8], limits: SpreadsheetLimits) throws(SpreadsheetError) {
        (self.bytes, self.limits) = (bytes, limits)
        encoding = try CSVEncoding(of: bytes)
        at = encoding == .utf8 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        separator = CSVSeparator.guess(bytes[at...])
    }

    var progress: Double { Double(at) / Double(max(1, bytes.count)) }

    func next() throws(SpreadsheetError) -> SheetRow? {
        while at < bytes.count {
            var cells = try record()
            while cells.last == .empty { cells.removeLast() }
            guard !cells.isEmpty else { continue }
            rows += 1
            guard rows <= limits.rows else { throw stop(.tooManyRows(most: limits.rows)) }
            return SheetRow(number: row, cells: cells)
        }
        return nil
    }

    private func stop(_ error: SpreadsheetError) -> SpreadsheetError {
        at = bytes.count
        return error
    }

    private func record() throws(SpreadsheetError) -> [Cell] {
        row += 1
        var cells: [Cell] = []
        while true {
            let field = try field(column: cells.count)
            if field != .empty, cells.count >= limits.columns { throw stop(.tooManyColumns(row: row, most: limits.columns)) }
            // Empty fields beyond the last column are not worth keeping.
            if cells.count < limits.columns { cells.append(field) }
            guard at < bytes.count else { return cells }
            let end = bytes[at]
            at += 1
            if end == separator { continue }
            if end == CSVSeparator.carriageReturn, at < bytes.count, bytes[at] == CSVSeparator.lineFeed { at += 1 }
            return cells
        }
    }

    /// Reads up to the separator or line break behind the field, which stays unread.
    private func field(column: Int) throws(SpreadsheetError) -> Cell {
        var text: [UInt8] = []
        if at < bytes.count, bytes[at] == CSVSeparator.quote {
            at += 1
            while true {
                guard at < bytes.count else { throw stop(.unclosedQuote(row: row)) }
                let byte = bytes[at]
                at += 1
                if byte == CSVSeparator.quote {
                    guard at < bytes.count, bytes[at] == CSVSeparator.quote else { break }
                    at += 1
                }
                text.append(byte)
                // An unclosed quote would swallow the rest of the file into one cell.
                if text.count > limits.cellCharacters * 4 { throw tooLong(column) }
            }
        }
        let start = at
        while at < bytes.count, !isEnd(bytes[at]) { at += 1 }
        text.append(contentsOf: bytes[start..<at])
        guard let string = encoding.decode(text) else { throw stop(.notText(row: row)) }
        if text.count > limits.cellCharacters, string.unicodeScalars.count > limits.cellCharacters { throw tooLong(column) }
        return string.isEmpty ? .empty : .text(string)
    }

    private func tooLong(_ column: Int) -> SpreadsheetError {
        stop(.cellTooLong(row: row, column: column + 1, most: limits.cellCharacters))
    }

    private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == CSVSeparator.lineFeed || byte == CSVSeparator.carriageReturn }
}

/// Which sign parts the fields.
enum CSVSeparator {
    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    /// Of `;`, tab and `,` the one that stands as often in the first records as in the very first; then the one that is there most often.
    /// So a header "Address (town, street);Name" is still parted by its semicolon.
    static func guess(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        let candidates = [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: ",")]
        let records = sample(bytes, candidates)
        guard let header = records.first else { return candidates[0] }
        var best = (separator: candidates[0], agreeing: 0, count: 0)
        for (index, candidate) in candidates.enumerated() where header[index] > 0 {
            let agreeing = records.count { $0[index] == header[index] }
            if (agreeing, header[index]) > (best.agreeing, best.count) { best = (candidate, agreeing, header[index]) }
        }
        return best.separator
    }

    /// How often each candidate stands outside quotes, in each of the first twenty records that are not blank.
    private static func sample(_ bytes: ArraySlice<UInt8>, _ candidates: [UInt8]) -> [[Int]] {
        var records: [[Int]] = []
        var counts = candidates.map { _ in 0 }
        var quoted = false
        var isBlank = true
        func close() {
            if !isBlank { records.append(counts) }
            counts = candidates.map { _ in 0 }
            isBlank = true
        }
        for byte in bytes.prefix(1 << 18) {
            if byte == quote { quoted.toggle() }
            if !quoted, byte == lineFeed || byte == carriageReturn {
                close()
                if records.count == 20 { return records }
                continue
            }
            isBlank = false
            if !quoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        close()
        return records
    }
}
