import Foundation
import Spreadsheets
import Testing

@Suite struct CSVReadingTests {
    @Test(arguments: [
        "имя;город\nАнна;Пермь", "имя,город\nАнна,Пермь", "имя\tгород\nАнна\tПермь", "\u{FEFF}имя;город\r\nАнна;Пермь\r\n",
        "имя;город\rАнна;Пермь\r",
        "\"имя\";\"город\"\n\"Анна\";Пермь",
    ])
    func theSeparatorAndTheLineEndsAreFound(text: String) throws {
        #expect(try csv(text) == [["имя", "город"], ["Анна", "Пермь"]])
    }

    @Test func windows1251IsFound() throws {
        let text = "имя;город;сумма\nЁлка №5;Пермь;«100»\n"
        let bytes = Array(try #require(text.data(using: .windowsCP1251)))
        #expect(
            try read(bytes, named: "клиенты.csv").map { $0.cells.map(\.text) } == [
                ["имя", "город", "сумма"], ["Ёлка №5", "Пермь", "«100»"],
            ])
    }

    /// Foundation's decoder is the witness for ours.
    @Test func everyByteOfWindows1251IsRight() throws {
        for byte in UInt8(0x80)...0xFF where byte != 0x98 {
            let bytes = [UInt8](repeating: 0xE0, count: 40) + [byte]
            let expected = String(data: Data(bytes), encoding: .windowsCP1251)
            #expect(try read(bytes, named: "a.csv").first?[0].text == expected)
        }
    }

    @Test func quotesHoldAnything() throws {
        #expect(try csv("a;b\n\"x;\"\"y\"\"\r\nz\";2\n\n3;\"\"") == [["a", "b"], ["x;\"y\"\r\nz", "2"], ["3"]])
        #expect(try csv("a\"b;c\n1;2") == [["a\"b", "c"], ["1", "2"]])
    }

    @Test func rowsCountAsTheProgramShowsThem() throws {
        let rows = try read(Array("a;b\n\"две\nстроки\";1\n;;\n\n5;6;7".utf8), named: "x.csv")
        #expect(rows.map(\.number) == [1, 2, 5])
        #expect(rows[2].cells == [.text("5"), .text("6"), .text("7")])
    }

    @Test func filesWithoutContentHaveNoRows() throws {
        #expect(try csv("\u{FEFF}") == [])
        #expect(try csv("\n;;\n\r\n") == [])
        #expect(try csv("последняя без конца строки;") == [["последняя без конца строки"]])
    }

    @Test func aCommaInATitleDoesNotMislead() throws {
        #expect(try csv("Адрес (город, улица, дом);Имя\nПермь;Анна\nОмск;Олег")[1] == ["Пермь", "Анна"])
        #expect(try csv("только один столбец\nдва") == [["только один столбец"], ["два"]])
    }

    @Test func whatIsNoTextIsRefused() {
        #expect(failure("a;b\n1;\0") == .notText(row: 2))
        #expect(failure([0xFF, 0xFE, 0x61, 0x00], named: "utf16.csv") == .notText(row: 1))
        #expect(failure(Array("a;b\nПривет, мир".utf8.dropLast()), named: "cut.csv") == .notText(row: 2))
        let cp866 = Array("Привет, добрый день".unicodeScalars).map {
            (0x410...0x43F).contains($0.value) ? UInt8($0.value - 0x410 + 0x80) : UInt8(32)
        }
        #expect(failure(cp866, named: "dos.csv") == .notText(row: 1))
        #expect(failure("a;\"b\nc;d\ne") == .unclosedQuote(row: 1))
    }

    @Test func limitsHold() {
        var limits = SpreadsheetLimits()
        (limits.rows, limits.columns, limits.cellCharacters, limits.fileBytes) = (2, 3, 5, 60)
        #expect(failure("1\n\n2\n3", limits: limits) == .tooManyRows(most: 2))
        #expect(failure("1;2;3;;;\n1;2;3;4", limits: limits) == .tooManyColumns(row: 2, most: 3))
        #expect(failure("1;абвгде", limits: limits) == .cellTooLong(row: 1, column: 2, most: 5))
        #expect(failure("1;\"" + String(repeating: "x", count: 40) + "\"", limits: limits) == .cellTooLong(row: 1, column: 2, most: 5))
        #expect(failure("абвгд", limits: limits) == nil)
        #expect(failure(String(repeating: "x", count: 61), limits: limits) == .fileTooLarge(bytes: 61, most: 60))
    }
}
