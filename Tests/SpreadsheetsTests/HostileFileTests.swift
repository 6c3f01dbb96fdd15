import Spreadsheets
import Testing

@Suite struct HostileFileTests {
    private let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 504)

    private func compound(stream: String) -> [UInt8] {
        compound + stream.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + [UInt8](repeating: 0, count: 128)
    }

    @Test func theKindIsKnownByTheContent() throws {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]
        #expect(failure([]) == .emptyFile)
        #expect(failure(png) == .notASpreadsheet(looksLike: .picture))
        #expect(failure(png, named: "p.csv") == .notASpreadsheet(looksLike: .picture))
        #expect(failure("%PDF-1.7", named: "a.xlsx") == .notASpreadsheet(looksLike: .pdf))
        #expect(failure("\u{FEFF} <HTML><table>", named: "a.xls") == .notASpreadsheet(looksLike: .html))
        #expect(failure("<?xml version=\"1.0\"?>", named: "a.csv") == .notASpreadsheet(looksLike: .xml))
        #expect(failure("a;b", named: "a.xlsx") == .notASpreadsheet(looksLike: .text))
        #expect(failure([1, 2, 0, 3], named: "a.xlsx") == .notASpreadsheet(looksLike: .unknown))
        #expect(failure(compound(stream: "Workbook"), named: "a.xls") == .oldExcel)
        #expect(failure(compound(stream: "Workbook"), named: "a.xlsx") == .oldExcel)
        #expect(failure(compound(stream: "EncryptedPackage"), named: "a.xlsx") == .encrypted)
        #expect(failure(compound(stream: "WordDocument"), named: "a.doc") == .notASpreadsheet(looksLike: .oldOffice))
        #expect(try read(Book("<row><c><v>1</v></c></row>").bytes, named: "misnamed.csv").count == 1)
    }

    @Test func anArchiveWithoutAWorkbookIsRefused() {
        var zip = Zip()
        #expect(failure(zip.bytes) == .notAWorkbook)
        zip.add("readme.txt", "hello")
        #expect(failure(zip.bytes) == .notAWorkbook)
        zip.add("xl/workbook.xml", "<document/>")
        #expect(failure(zip.bytes) == .notAWorkbook)
    }

    @Test func brokenArchivesAreRefusedWhereverTheyAreCut() throws {
        let rows = (1...300).map { "<row r=\"\($0)\"><c><v>\($0)</v></c></row>" }.joined()
        let whole = Book(rows).bytes
        #expect(try read(whole).count == 300)
        for length in stride(from: 4, to: whole.count, by: 97) {
            guard case .broken = failure(Array(whole.prefix(length))) else {
                Issue.record("cut at \(length): \(String(describing: failure(Array(whole.prefix(length)))))")
                continue
            }
        }
    }

    @Test func damageIsFoundByTheChecksum() throws {
        var zip = Book("<row><c><v>12345</v></c></row>").zip
        let index = try #require(zip.entries.firstIndex { $0.name.hasSuffix("sheet1.xml") })
        zip.entries[index].crc ^= 1
        #expect(
            failure(zip.bytes) == .broken(part: "xl/worksheets/sheet1.xml", row: nil)
                || failure(zip.bytes) == .broken(part: "xl/worksheets/sheet1.xml", row: 1))
    }

    /// The rows before the damage come out; then the error says where it was.
    @Test func brokenXMLNamesItsRow() throws {
        let rows = try Spreadsheet(Book("<row r=\"4\"><c><v>1</v></c></row><row r=\"6\"><c><v>1</w></c></row>").bytes, named: "").rows()
        #expect(try rows.next()?.number == 4)
        #expect(throws: SpreadsheetError.broken(part: "xl/worksheets/sheet1.xml", row: 6)) { try rows.next() }
        #expect(try rows.next() == nil)
    }

    @Test(arguments: [
        "<row r=\"5\"/><row r=\"5\"/>", "<row r=\"1048577\"/>", "<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>",
        "<row r=\"1\"><c t=\"s\"><v>0</v></c></row>",
        "<row r=\"1\"><c t=\"s\"><v>-1</v></c></row>", "<row r=\"1\"><c t=\"zz\"/></row>", "<row r=\"1\"><c r=\"XFE1\"/></row>",
        "<row r=\"1\"><c r=\"7\"/></row>",
        "<row r=\"1\"><c><v>0x10z</v></c></row>", "<row r=\"1\"><c><v>inf</v></c></row>", "<c r=\"A1\"><v>1</v></c>",
    ])
    func nonsenseInASheetIsRefused(rows: String) throws {
        guard case .broken = failure(Book(rows).bytes) else {
            Issue.record("\(rows) was read")
            return
        }
    }

    @Test func entitiesAreNeverExpanded() {
        var book = Book()
        let entities = (1...9).map { "<!ENTITY a\($0) \"\(String(repeating: "&a\($0 - 1);", count: 10))\">" }.joined()
        book.sheets[0].xml =
            "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a0 \"lol\">\(entities)]><worksheet><sheetData><row><c><v>&a9;</v></c></row></sheetData></worksheet>"
        #expect(failure(book.bytes) == .documentType(part: "xl/worksheets/sheet1.xml"))
        var outside = Book("", strings: "<si><t>x</t></si>").zip
        outside.entries.removeLast()
        outside.add("xl/sharedStrings.xml", "<!DOCTYPE sst SYSTEM \"file:///etc/passwd\"><sst/>")
        #expect(failure(outside.bytes) == .documentType(part: "xl/sharedStrings.xml"))
    }

    @Test func aBombIsStopped() throws {
        let size = 258 * 8_000 + 1
        func bomb(declared: Int?) -> [UInt8] {
            var zip = Book().zip
            zip.entries.removeAll { $0.name.hasSuffix("sheet1.xml") }
            zip.addRun(
                "xl/worksheets/sheet1.xml", head: "<worksheet><sheetData>", byte: 32, count: size, tail: "</sheetData></worksheet>",
                declared: declared)
            return zip.bytes
        }
        let part = "xl/worksheets/sheet1.xml"
        #expect(bomb(declared: nil).count < size / 100)
        var limits = SpreadsheetLimits()
        limits.ratioFrom = 1 << 20
        #expect(failure(bomb(declared: nil), limits: limits) == .suspiciousRatio(part: part, most: 100))
        // One that lies about its size goes off only while it is read.
        let lie = failure(bomb(declared: 1000), limits: limits)
        #expect(lie == .suspiciousRatio(part: part, most: 100) || lie == .broken(part: part, row: nil))
        limits.ratioFrom = .max
        #expect(failure(bomb(declared: nil), limits: limits) == nil)
        limits.inflatedBytes = 1 << 20
        #expect(failure(bomb(declared: nil), limits: limits) == .inflatesTooMuch(part: part, most: 1 << 20))
    }

    /// Small parts each, too much together.
    @Test func partsAreCountedTogether() throws {
        var limits = SpreadsheetLimits()
        let book = Book("<row><c t=\"s\"><v>0</v></c></row>", strings: "<si><t>\(String(repeating: "x", count: 3000))</t></si>")
        #expect(failure(book.bytes, limits: limits) == nil)
        limits.inflatedBytes = 3100
        #expect(failure(book.bytes, limits: limits) == .inflatesTooMuch(part: "xl/worksheets/sheet1.xml", most: 3100))
    }

    @Test func otherLimitsHold() {
        var limits = SpreadsheetLimits()
        (limits.entries, limits.rows, limits.columns, limits.cellCharacters) = (10, 2, 3, 5)
        (limits.sharedStringBytes, limits.sharedStrings) = (80, 10)
        func row(_ number: Int, _ cell: String) -> String { "<row r=\"\(number)\">\(cell)</row>" }
        let one = "<c><v>1</v></c>"
        #expect(failure(Book(row(1, one) + row(2, one) + row(3, one)).bytes, limits: limits) == .tooManyRows(most: 2))
        #expect(failure(Book(row(1, "<c r=\"C1\"><v>1</v></c><c r=\"D1\"/>")).bytes, limits: limits) == nil)
        #expect(failure(Book(row(2, "<c r=\"D2\"><v>1</v></c>")).bytes, limits: limits) == .tooManyColumns(row: 2, most: 3))
        let long = "<c r=\"B2\" t=\"inlineStr\"><is><t>абвгде</t></is></c>"
        #expect(failure(Book(row(2, long)).bytes, limits: limits) == .cellTooLong(row: 2, column: 2, most: 5))
        #expect(
            failure(Book(row(2, "<c t=\"str\"><v>\(String(repeating: "x", count: 21))</v></c>")).bytes, limits: limits)
                == .cellTooLong(row: 2, column: 1, most: 5))
        let tooLongShared = Book(row(2, "<c t=\"s\"><v>0</v></c>"), strings: "<si><t>123456</t></si>")
        #expect(failure(tooLongShared.bytes, limits: limits) == .cellTooLong(row: 2, column: 1, most: 5))
        #expect(
            failure(Book("", strings: String(repeating: "<si><t>x</t></si>", count: 11)).bytes, limits: limits)
                == .tooManySharedStrings(most: 10))
        #expect(
            failure(Book("", strings: "<si><t>\(String(repeating: "x", count: 81))</t></si>").bytes, limits: limits)
                == .sharedStringsTooLong(bytes: 80))
        var many = Book().zip
        for index in 0..<10 { many.add("extra\(index)", "") }
        #expect(failure(many.bytes, limits: limits) == .tooManyEntries(most: 10))
    }

    /// expat keeps every open element and every unfinished tag in memory.
    @Test func depthAndLengthOfTagsAreBounded() {
        #expect(
            failure(Book(String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100)).bytes)
                == .broken(part: "xl/worksheets/sheet1.xml", row: nil))
        let long = Book("<row r=\"1\"><c r=\"A1\" x=\"\(String(repeating: "x", count: 3 << 20))\"/></row>")
        #expect(failure(long.bytes) == .broken(part: "xl/worksheets/sheet1.xml", row: 1))
    }

    @Test func anEncryptedEntryIsNamedAsSuch() throws {
        var zip = Book("<row><c><v>1</v></c></row>").zip
        for index in zip.entries.indices { zip.entries[index].flags = 1 }
        #expect(failure(zip.bytes) == .encrypted)
    }
}
