/// Streams one sheet of a workbook: inflates a piece, feeds it to the parser, hands out the rows it completed.
final class WorkbookReader {
    private let part: ZipPart
    private let scanner: XMLScanner
    private let sheet: SheetScanner
    private var ready: ArraySlice<SheetRow> = []
    private var isOver = false
    private var failure: SpreadsheetError?
    /// The most rows that ever waited at once, so that a test can see that memory is bounded.
    private(set) var largestBacklog = 0

    private static let piece = 1 << 15

    init(_ bytes: [UInt8], parts: WorkbookParts, sheet info: SheetInfo, limits: SpreadsheetLimits) throws(SpreadsheetError) {
        let archive = try ZipArchive(bytes, limits: limits)
        let strings = SharedStrings(limits: limits)
        let styles = CellStyles()
        if let part = parts.sharedStrings { try archive.scan(part, strings) }
        if let part = parts.styles { try archive.scan(part, styles) }
        guard let part = try archive.open(info.part) else { throw .broken(part: info.part, row: nil) }
        self.part = part
        sheet = SheetScanner(part: info.part, strings: strings.all, styles: styles, dates: parts.dates, limits: limits)
        scanner = try XMLScanner(part: info.part, handler: sheet)
    }

    func next() throws(SpreadsheetError) -> SheetRow? {
        while ready.isEmpty, !isOver {
            do { try advance() } catch {
                isOver = true
                // The rows before the damage are handed out first.
                ready = sheet.take()[...]
                // What expat or libzip finds knows no row; we do.
                if case .broken(let part, nil) = error { failure = .broken(part: part, row: sheet.currentRow) } else { failure = error }
            }
        }
        if let row = ready.popFirst() { return row }
        if let failure {
            self.failure = nil
            throw failure
        }
        return nil
    }

    var progress: Double { isOver || part.declared == 0 ? 1 : min(1, Double(part.inflated) / Double(part.declared)) }

    private func advance() throws(SpreadsheetError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.piece, alignment: 1)
        defer { buffer.deallocate() }
        let count = try part.read(into: buffer)
        try scanner.feed(UnsafeRawBufferPointer(rebasing: buffer[..<count]), isLast: count == 0)
        ready = sheet.take()[...]
        largestBacklog = max(largestBacklog, ready.count)
        isOver = count == 0
    }
}
