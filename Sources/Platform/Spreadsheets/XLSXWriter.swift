import CXlsxWriter
import Glibc
import Vocabulary

extension SheetTable {
    /// The tables as the sheets of one .xlsx workbook: header bold, frozen and with a filter. Made in memory: libxlsxwriter writes only to a path, so it is
    /// given an anonymous memory file. `created` is what the workbook says about its birth.
    public static func xlsx(_ tables: [SheetTable], created: Instant) throws(SpreadsheetError) -> [UInt8] {
        try checkNames(tables)
        let file = cactus_memory_file("workbook")
        guard file >= 0 else { throw .cannotWrite(reason: "no memory file") }
        defer { close(file) }
        try XLSXWriter(path: "/proc/self/fd/\(file)", created: created).write(tables)
        let size = lseek(file, 0, SEEK_END)
        guard size > 0 else { throw .cannotWrite(reason: "nothing was written") }
        var read = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            while read < Int(size) {
                let piece = pread(file, buffer.baseAddress.map { $0 + read }, Int(size) - read, read)
                guard piece > 0 else { break }
                read += piece
            }
            count = read
        }
        guard read == Int(size) else { throw .cannotWrite(reason: "the memory file was cut short") }
        return bytes
    }

    /// Excel's rules, so that the library has nothing to refuse half-way.
    static func checkNames(_ tables: [SheetTable]) throws(SpreadsheetError) {
        guard !tables.isEmpty else { throw .cannotWrite(reason: "no sheet") }
        var seen: Set<String> = []
        for (index, table) in tables.enumerated() {
            func refuse(_ problem: SpreadsheetError.SheetNameProblem) -> SpreadsheetError { .sheetName(sheet: index + 1, problem: problem) }
            guard !table.name.isEmpty else { throw refuse(.empty) }
            guard table.name.utf16.count <= 31 else { throw refuse(.tooLong(most: 31)) }
            let isForbidden = { (scalar: UnicodeScalar) in "[]:*?/\\".unicodeScalars.contains(scalar) || scalar.value < 0x20 }
            guard !table.name.unicodeScalars.contains(where: isForbidden), !table.name.hasPrefix("'"), !table.name.hasSuffix("'") else {
                throw refuse(.forbiddenCharacter)
            }
            guard seen.insert(table.name.lowercased()).inserted else { throw refuse(.repeated) }
            guard table.rows.count < 1_048_576 else { throw .tooManyRows(most: 1_048_575) }
            for (row, cells) in ([[]] + table.rows).enumerated() where max(cells.count, table.columns.count) > 16_384 {
                throw .tooManyColumns(row: row + 1, most: 16_384)
            }
        }
    }
}

/// One workbook being written through libxlsxwriter.
struct XLSXWriter: ~Copyable {
    private let book: UnsafeMutablePointer<lxw_workbook>
    private let header, plain, money, percent, date, moment: UnsafeMutablePointer<lxw_format>?

    init(path: String, created: Instant) throws(SpreadsheetError) {
        // The library packs each part through an unlinked scratch file: memory again where that is large enough, else its own choice.
        var shared = statvfs()
        let roomy = statvfs("/dev/shm", &shared) == 0 && UInt64(shared.f_bavail) * UInt64(shared.f_frsize) > 512 << 20
        try self.init(path: path, scratch: roomy ? "/dev/shm" : nil, isStreamed: false, created: created)
    }

    /// - Parameter isStreamed: rows come in order and go to a scratch file at once, so that memory holds none of them.
    init(path: String, scratch: String?, isStreamed: Bool, created: Instant) throws(SpreadsheetError) {
        let opened = Self.open(path, scratch: scratch, isStreamed: isStreamed)
        guard let opened else { throw .cannotWrite(reason: "no workbook") }
        book = opened
        var properties = lxw_doc_properties()
        properties.created = time_t(created.milliseconds / 1000)
        workbook_set_properties(opened, &properties)
        func format(_ code: String?) -> UnsafeMutablePointer<lxw_format>? {
            let format = workbook_add_format(opened)
            if let code { format_set_num_format(format, code) }
            return format
        }
        header = format(nil)
        format_set_bold(header)
        format_set_text_wrap(header)
        format_set_align(header, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        // "@" is the text format: a cell that a person edits later stays text as well.
        plain = format("@")
        money = format("#,##0.00\\ \"₽\"")
        percent = format("0.0%")
        date = format("dd.mm.yyyy")
        moment = format("dd.mm.yyyy hh:mm:ss")
    }

    private static func open(_ path: String, scratch: String?, isStreamed: Bool) -> UnsafeMutablePointer<lxw_workbook>? {
        var options = lxw_workbook_options()
        options.constant_memory = isStreamed ? 1 : 0
        guard let scratch else { return workbook_new_opt(path, &options) }
        var folder = Array(scratch.utf8CString)
        return folder.withUnsafeMutableBufferPointer { folder in
            options.tmpdir = folder.baseAddress  // copied by the library
            return workbook_new_opt(path, &options)
        }
    }

    consuming func write(_ tables: [SheetTable]) throws(SpreadsheetError) {
        var failure: SpreadsheetError?
        do {
            for (index, table) in tables.enumerated() { try write(table, at: index) }
        } catch { failure = error }
        // Closing also frees it, so it happens in any case.
        do { try close() } catch { throw failure ?? error }
        if let failure { throw failure }
    }

    /// Writes the file and frees the workbook; whatever happened before, this has to be called.
    consuming func close() throws(SpreadsheetError) {
        let closed = workbook_close(book)
        guard closed == LXW_NO_ERROR else { throw .cannotWrite(reason: String(cString: lxw_strerror(closed))) }
    }

    private borrowing func write(_ table: SheetTable, at index: Int) throws(SpreadsheetError) {
        let sheet = try begin(table, at: index)
        for (row, cells) in table.rows.enumerated() {
            try write(cells, to: sheet, row: row + 1, as: row + 1 < table.head.rows ? header : nil)
        }
        finish(sheet, table, rows: table.rows.count)
    }

    /// A sheet with its titles; the table's first rows tell how wide columns are.
    borrowing func begin(_ table: SheetTable, at index: Int) throws(SpreadsheetError) -> UnsafeMutablePointer<lxw_worksheet> {
        guard let sheet = workbook_add_worksheet(book, table.name) else { throw .sheetName(sheet: index + 1, problem: .forbiddenCharacter) }
        for (column, title) in table.columns.enumerated() {
            let longest = table.rows.prefix(200).map { $0.indices.contains(column) ? $0[column].width : 0 }.max() ?? 0
            let width = title.width ?? Double(min(48, max(8, longest + 2, min(title.title.count + 3, 24))))
            worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width, nil)
            try write(.text(title.title), to: sheet, row: 0, column: column, as: header)
        }
        return sheet
    }

    borrowing func write(
        _ cells: [SheetTable.Value], to sheet: UnsafeMutablePointer<lxw_worksheet>, row: Int,
        as format: UnsafeMutablePointer<lxw_format>? = nil
    ) throws(SpreadsheetError) {
        for (column, value) in cells.enumerated() { try write(value, to: sheet, row: row, column: column, as: format) }
    }

    /// What stays in sight, and the filter.
    borrowing func finish(_ sheet: UnsafeMutablePointer<lxw_worksheet>, _ table: SheetTable, rows: Int) {
        guard !table.columns.isEmpty else { return }
        worksheet_freeze_panes(sheet, lxw_row_t(table.head.rows), lxw_col_t(table.head.columns))
        guard table.head.isFiltered else { return }
        worksheet_autofilter(sheet, 0, 0, lxw_row_t(rows), lxw_col_t(table.columns.count - 1))
    }

    private borrowing func write(
        _ value: SheetTable.Value, to sheet: UnsafeMutablePointer<lxw_worksheet>, row: Int, column: Int,
        as format: UnsafeMutablePointer<lxw_format>?
    ) throws(SpreadsheetError) {
        let (r, c) = (lxw_row_t(row), lxw_col_t(column))
        let result =
            switch value {
            case .empty: LXW_NO_ERROR
            case .text(let text): worksheet_write_string(sheet, r, c, XMLText.escaped(text), format ?? plain)
            case .integer(let number): worksheet_write_number(sheet, r, c, Double(number), format)
            case .number(let number): number.isFinite ? worksheet_write_number(sheet, r, c, number, format) : LXW_NO_ERROR
            case .money(let kopecks): worksheet_write_number(sheet, r, c, Double(kopecks) / 100, money)
            case .percent(let share): share.isFinite ? worksheet_write_number(sheet, r, c, share, percent) : LXW_NO_ERROR
            case .bool(let truth): worksheet_write_boolean(sheet, r, c, truth ? 1 : 0, format)
            case .date(let day): write(day, to: sheet, r, c)
            }
        if result == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED { throw .cellTooLong(row: row + 1, column: column + 1, most: 32_767) }
        guard result == LXW_NO_ERROR else { throw .cannotWrite(reason: String(cString: lxw_strerror(result))) }
    }

    private borrowing func write(_ day: SheetDate, to sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: lxw_row_t, _ column: lxw_col_t)
        -> lxw_error
    {
        // Excel has no dates before 1900: there they are written as text.
        guard day.year >= 1900 else { return worksheet_write_string(sheet, row, column, day.text, plain) }
        var parts = lxw_datetime(
            year: Int32(day.year), month: Int32(day.month), day: Int32(day.day), hour: Int32(day.hour), min: Int32(day.minute),
            sec: Double(day.second))
        return worksheet_write_datetime(sheet, row, column, &parts, (day.hour, day.minute, day.second) == (0, 0, 0) ? date : moment)
    }
}

/// Text as a cell of a workbook can hold it.
enum XMLText {
    /// XML has no place for NUL and the noncharacters U+FFFE and U+FFFF: they become U+FFFD. A text that looks like one of Excel's escapes (`_x0041_`)
    /// has its underscore escaped; the library escapes the control characters themselves.
    static func escaped(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(scalar == "\0" || scalar == "\u{FFFE}" || scalar == "\u{FFFF}" ? "\u{FFFD}" : scalar)
        }
        let bytes = Array(String(scalars).utf8)
        var safe: [UInt8] = []
        safe.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if CellText.escape(in: bytes, at: index) == nil { safe.append(byte) } else { safe.append(contentsOf: "_x005F_".utf8) }
        }
        return String(decoding: safe, as: UTF8.self)
    }
}
