import Spreadsheets
import Testing
import Vocabulary

@Suite struct WritingTests {
    private let born = Instant(seconds: 1_750_000_000)

    private func table(_ rows: [[SheetTable.Value]], columns: Int? = nil) -> SheetTable {
        SheetTable(name: "Лиды", columns: (0..<(columns ?? rows.map(\.count).max() ?? 1)).map { .init("Столбец \($0 + 1)") }, rows: rows)
    }

    private func part(_ name: String, of bytes: [UInt8]) throws -> String {
        try #require(try Unzip.text(name, in: bytes))
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let day = try #require(SheetDate("29.02.2024")), moment = try #require(SheetDate("2025-01-31 23:59:58"))
        let values: [SheetTable.Value] = [
            .text("Пермь, «А» & <Б>"), .integer(89_260_982_345), .number(-0.125), .money(kopecks: 123_456_789), .percent(0.153), .date(day),
            .date(moment),
            .bool(true), .empty, .text(""), .text("конец"),
        ]
        let bytes = try SheetTable.xlsx([table([values]), SheetTable(name: "Второй", columns: [.init("x", width: 30)])], created: born)
        let file = try Spreadsheet(bytes, named: "out.xlsx")
        #expect(file.sheets.map(\.name) == ["Лиды", "Второй"])
        let rows = try file.all()
        #expect(rows[0][0] == .text("Столбец 1"))
        #expect(
            rows[1].cells == [
                .text("Пермь, «А» & <Б>"), .number(89_260_982_345), .number(-0.125), .number(1_234_567.89), .number(0.153), .date(day),
                .date(moment),
                .bool(true), .empty, .empty, .text("конец"),
            ])
    }

    @Test func theHeaderIsBoldFrozenAndFiltered() throws {
        let bytes = try SheetTable.xlsx([table([[.integer(1), .integer(2)]])], created: born)
        let sheet = try part("xl/worksheets/sheet1.xml", of: bytes)
        #expect(sheet.contains("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"))
        #expect(sheet.contains("<autoFilter ref=\"A1:B2\"/>"))
        #expect(sheet.contains("<col min=\"1\" max=\"1\" width="))
        #expect(try part("xl/styles.xml", of: bytes).contains("<b/>"))
        #expect(try part("docProps/core.xml", of: bytes).contains("2025-06-15T15:06:40Z"))
    }

    @Test func theSameTableGivesTheSameBytes() throws {
        let one = try SheetTable.xlsx([table([[.text("а"), .integer(2)]])], created: born)
        #expect(try SheetTable.xlsx([table([[.text("а"), .integer(2)]])], created: born) == one)
    }

    @Test(arguments: [
        "=1+1", "+7 900", "-2", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")", "{=1}", "http://example.org", "_x0041_", " пробел ",
        "a\u{1}b", "ж\nж",
    ])
    func textIsNeverAFormula(text: String) throws {
        let bytes = try SheetTable.xlsx([table([[.text(text)]])], created: born)
        let sheet = try part("xl/worksheets/sheet1.xml", of: bytes)
        #expect(!sheet.contains("<f>") && !sheet.contains("hyperlink"))
        #expect(sheet.contains("<c r=\"A2\" s=\"2\" t=\"s\">"))
        #expect(try read(bytes).last?[0] == .text(text))
    }

    @Test(arguments: ["=1+1", "+7 900", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
    func inCSVAnApostropheDefusesIt(text: String) throws {
        let rows = try read(table([[.text(text), .integer(-5)]]).csv(), named: "out.csv")
        #expect(rows[1].cells == [.text("'" + text), .text("-5")])
    }

    @Test func csvIsWrittenForPeopleAndForPrograms() throws {
        let day = try #require(SheetDate("29.02.2024"))
        let table = SheetTable(
            name: "x", columns: [.init("имя"), .init("b")],
            rows: [
                [.text("a;\"b\"\nc"), .number(1.5)], [.money(kopecks: -5), .percent(0.15349)], [.money(kopecks: 123_456), .date(day)],
                [.text("x,y\0"), .empty, .bool(false)],
            ])
        #expect(
            String(decoding: table.csv(), as: UTF8.self)
                == "\u{FEFF}имя;b\r\n\"a;\"\"b\"\"\nc\";1,5\r\n-0,05;15,3%\r\n1234,56;2024-02-29\r\nx,y;;FALSE\r\n")
        #expect(
            String(decoding: table.csv(.programs), as: UTF8.self)
                == "имя,b\r\na;\"b\"\nc,1.5\r\n-0.05,0.15349\r\n1234.56,2024-02-29\r\n\"x,y\",,FALSE\r\n".replacing(
                    "a;\"b\"\nc", with: "\"a;\"\"b\"\"\nc\""))
    }

    @Test func whatExcelRefusesIsRefusedFirst() {
        func problem(_ names: String...) -> SpreadsheetError? {
            do {
                _ = try SheetTable.xlsx(names.map { SheetTable(name: $0, columns: [.init("a")]) }, created: born)
                return nil
            } catch { return error }
        }
        #expect(problem("") == .sheetName(sheet: 1, problem: .empty))
        #expect(problem("a", String(repeating: "ж", count: 32)) == .sheetName(sheet: 2, problem: .tooLong(most: 31)))
        #expect(problem("a/b") == .sheetName(sheet: 1, problem: .forbiddenCharacter))
        #expect(problem("'a") == .sheetName(sheet: 1, problem: .forbiddenCharacter))
        #expect(problem("Лиды", "лиды") == .sheetName(sheet: 2, problem: .repeated))
        #expect(problem(String(repeating: "ж", count: 31)) == nil)
        #expect(throws: SpreadsheetError.cellTooLong(row: 2, column: 1, most: 32_767)) {
            try SheetTable.xlsx([table([[.text(String(repeating: "ж", count: 32_768))]])], created: born)
        }
    }

    /// Random tables come back as they went, through both formats. A failure prints the seed to run again with.
    @Test(arguments: [1, 2, 3, 7, 20_261_123] as [UInt64]) func randomTablesComeBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<12 {
            let width = Int.random(in: 1...8, using: &random)
            let rows = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                (0..<width).map { _ in Self.value(&random) } + [.text("конец")]
            }
            let table = table(rows)
            let book = try read(SheetTable.xlsx([table], created: born)).dropFirst()
            let text = try read(table.csv(.programs), named: "x.csv").dropFirst()
            #expect(book.count == rows.count && text.count == rows.count, "seed \(seed)")
            for (row, (inBook, inText)) in zip(rows, zip(book, text)) {
                #expect(inBook.cells == row.map(Self.inWorkbook), "seed \(seed)")
                #expect(inText.cells == row.map(Self.inCSV), "seed \(seed)")
            }
        }
    }

    private static func value(_ random: inout SeededGenerator) -> SheetTable.Value {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .empty
        case 1: return .integer(Int.random(in: -1_000_000_000_000...1_000_000_000_000, using: &random))
        case 2: return .number(Double.random(in: -1e6...1e6, using: &random).rounded() / 64)
        case 3: return .money(kopecks: Int.random(in: -1_000_000...1_000_000_000, using: &random))
        case 4: return .bool(Bool.random(using: &random))
        case 5:
            let day = SheetDate(
                year: Int.random(in: 1901...2100, using: &random), month: Int.random(in: 1...12, using: &random),
                day: Int.random(in: 1...28, using: &random),
                hour: Int.random(in: 0...23, using: &random), minute: Int.random(in: 0...59, using: &random),
                second: Int.random(in: 0...59, using: &random))
            return day.map { .date($0) } ?? .empty
        default:
            let alphabet = Array("абвЖЁ xyz019;,\t\n\r\"'=+-@<>&_x0041_№«»😀é\u{1}\u{301}".unicodeScalars)
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...24, using: &random) { text.append(alphabet.randomElement(using: &random) ?? "a") }
            return .text(String(text))
        }
    }

    private static func inWorkbook(_ value: SheetTable.Value) -> Cell {
        switch value {
        case .empty: .empty
        case .text(let text): text.isEmpty ? .empty : .text(text)
        case .integer(let number): .number(Double(number))
        case .number(let number), .percent(let number): .number(number)
        case .money(let kopecks): .number(Double(kopecks) / 100)
        case .date(let date): .date(date)
        case .bool(let truth): .bool(truth)
        }
    }

    private static func inCSV(_ value: SheetTable.Value) -> Cell {
        if case .money(let kopecks) = value {
            let digits = String(repeating: "0", count: max(0, 3 - String(kopecks.magnitude).count)) + String(kopecks.magnitude)
            return .text((kopecks < 0 ? "-" : "") + digits.dropLast(2) + "." + digits.suffix(2))
        }
        guard case .text(let text) = value else { return inWorkbook(value).isEmpty ? .empty : .text(inWorkbook(value).text) }
        let clean = text.unicodeScalars.filter { $0 != "\u{1}" }
        let dangerous = clean.first.map("=+-@\t\r\n".unicodeScalars.contains) ?? false
        return clean.isEmpty ? .empty : .text((dangerous ? "'" : "") + String(String.UnicodeScalarView(clean)))
    }
}
