import Spreadsheets
import Testing

@Suite struct WorkbookReadingTests {
    @Test func everyKindOfCellIsRead() throws {
        let strings = """
            <si><t>простая</t></si><si><r><t>из </t></r><r><rPr><b/></rPr><t xml:space="preserve">двух частей</t></r></si>\
            <si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><t/></si><si><t>a_x000D_b_x005F_x0041_</t></si>
            """
        let row = """
            <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c><c r="D3" t="s"><v>3</v></c>\
            <c r="E3" t="s"><v>4</v></c><c r="F3"><f>1+1</f><v>2</v></c><c r="G3" t="str"><f>"a"&amp;"b"</f><v>a&amp;b</v></c>\
            <c r="H3" t="inlineStr"><is><r><t>на </t></r><r><t>месте</t></r></is></c><c r="I3" t="b"><v>1</v></c>\
            <c r="J3" t="e"><v>#DIV/0!</v></c><c r="L3" t="n"><v>-0.5</v></c><c r="M3" s="7"/><c r="N3"><f>A1</f></c></row>
            """
        let rows = try read(Book(row, strings: strings).bytes)
        #expect(
            rows == [
                SheetRow(
                    number: 3,
                    cells: [
                        .text("простая"), .text("из двух частей"), .text("東京"), .empty, .text("a\rb_x0041_"), .number(2), .text("a&b"),
                        .text("на месте"), .bool(true), .error("#DIV/0!"), .empty, .number(-0.5),
                    ])
            ])
    }

    @Test func rowsKeepTheirNumbersAndColumnsTheirPlaces() throws {
        let rows = try read(
            Book(
                "<row r=\"2\"><c r=\"B2\"><v>1</v></c></row><row r=\"7\"><c r=\"A7\" s=\"1\"/></row><row r=\"9\"><c r=\"AA9\"><v>2</v></c></row>"
            ).bytes)
        #expect(rows.map(\.number) == [2, 9])
        #expect(rows[0].cells == [.empty, .number(1)])
        #expect(rows[1][26] == .number(2))
        #expect(rows[1][27] == .empty)
        #expect(SheetRow.letters(ofColumn: 26) == "AA" && SheetRow.letters(ofColumn: 50) == "AY" && SheetRow.letters(ofColumn: 701) == "ZZ")
    }

    /// The attributes r are optional: then cells follow one another.
    @Test func cellsWithoutReferencesFollowOneAnother() throws {
        let rows = try read(Book("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>").bytes)
        #expect(rows == [SheetRow(number: 1, cells: [.number(1), .number(2)]), SheetRow(number: 2, cells: [.number(3)])])
    }

    @Test func prefixedElementsAreRead() throws {
        var book = Book()
        book.sheets[0].xml = "<x:worksheet><x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"
        #expect(try read(book.bytes) == [SheetRow(number: 1, cells: [.number(5)])])
    }

    @Test(arguments: [
        ("14", "31393", "1985-12-12"), ("22", "45000.5", "2023-03-15 12:00:00"), ("14", "1", "1900-01-01"), ("14", "59", "1900-02-28"),
        ("14", "61", "1900-03-01"), ("14", "2958465", "9999-12-31"), ("46", "1.25", "1900-01-01 06:00:00"), ("164", "45351", "2024-02-29"),
        ("22", "45291.999999", "2024-01-01"), ("165", "45351", "2024-02-29"),
    ])
    func datesAreKnownByTheirFormat(format: String, serial: String, text: String) throws {
        let rows = try read(dated(format, serial))
        #expect(rows.first?[0].text == text)
        #expect(rows.first?[0].date != nil)
    }

    @Test(arguments: [
        ("0", "31393"), ("2", "31393"), ("166", "31393"), ("167", "31393"), ("168", "31393"), ("14", "-1"), ("14", "3000000"),
    ])
    func otherNumbersStayNumbers(format: String, serial: String) throws {
        #expect(try read(dated(format, serial)).first?[0].text == serial)
    }

    @Test func theYearsCanBeginIn1904() throws {
        let rows = try read(dated("14", "0", properties: "<workbookPr date1904=\"1\"/>"))
        #expect(rows.first?[0].text == "1904-01-01")
        #expect(try read(dated("14", "29931", properties: "<workbookPr date1904=\"1\"/>")).first?[0].text == "1985-12-12")
    }

    @Test func hiddenSheetsArePassedOver() throws {
        var book = Book()
        book.sheets = ["hidden", "veryHidden", "visible"].enumerated().map { ("S\($0)", $1, Book.sheet("<row><c><v>\($0)</v></c></row>")) }
        let file = try Spreadsheet(book.bytes, named: "")
        #expect(file.sheets.map(\.isVisible) == [false, false, true])
        #expect(try file.all().first?[0] == .number(2))
        #expect(try file.all(of: .named("S0")).first?[0] == .number(0))
        #expect(throws: SpreadsheetError.noSheet(named: "S9")) { try file.rows(of: .named("S9")) }
        book.sheets.removeLast()
        #expect(throws: SpreadsheetError.noVisibleSheet) { try Spreadsheet(book.bytes, named: "").rows() }
    }

    @Test func streamedEntriesAreRead() throws {
        var book = Book("<row><c><v>7</v></c></row>")
        book.streamed = true
        #expect(try read(book.bytes).first?[0] == .number(7))
    }

    private func dated(_ format: String, _ serial: String, properties: String = "") -> [UInt8] {
        let custom = [
            (164, "dd.mm.yyyy"), (165, "[$-F800]dddd\\,\\ mmmm"), (166, "#,##0.00\\ &quot;дней&quot;;[Red]d"), (167, "0.00E+00"),
            (168, "[Red]General"),
        ]
        let formats = custom.map { "<numFmt numFmtId=\"\($0)\" formatCode=\"\($1)\"/>" }.joined()
        let styles =
            "<numFmts>\(formats)</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf/><xf numFmtId=\"\(format)\"/></cellXfs>"
        return Book("<row><c s=\"1\"><v>\(serial)</v></c></row>", styles: styles, properties: properties).bytes
    }
}
