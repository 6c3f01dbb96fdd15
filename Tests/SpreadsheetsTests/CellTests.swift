import Spreadsheets
import Testing

@Suite struct CellTests {
    @Test(arguments: [
        (7701, "7701"), (89_260_982_345, "89260982345"), (-3, "-3"), (0, "0"), (-0.0, "0"), (0.1 + 0.2, "0.3"), (1.5, "1.5"),
        (-0.000_012, "-0.000012"),
        (1e15, "1000000000000000"), (1.25e20, "125000000000000000000"), (123_456.789, "123456.789"),
        (999_999_999_999_999.9, "1000000000000000"),
        (1e-7, "0.0000001"),
    ])
    func numbersReadAsAPersonWritesThem(number: Double, text: String) {
        #expect(Cell.number(number).text == text)
    }

    @Test(arguments: [
        ("1 200,50", 1200.5), ("1\u{A0}200\u{202F}000", 1_200_000), ("-7.5", -7.5), ("\u{2212}3", -3), ("1.2.3", nil), ("12 шт", nil),
        ("1e5", nil), ("nan", nil),
        ("", nil),
    ])
    func textsCanBeNumbers(text: String, number: Double?) {
        #expect(Cell.text(text).number == number)
    }

    @Test(arguments: [
        ("31.12.1985", "1985-12-31"), ("1.2.2024", "2024-02-01"), ("29/02/2024", "2024-02-29"), ("1985-12-31", "1985-12-31"),
        ("31.12.1985 9:30", "1985-12-31 09:30:00"), ("1985-12-31T09:30:15", "1985-12-31 09:30:15"), ("29.02.2023", nil),
        ("31.04.2024", nil), ("31.12.85", nil),
        ("00.01.2024", nil), ("1.1.2024 24:00", nil), ("вчера", nil), ("1-2-3", nil), ("+1.01.2024", nil), ("01.01.2024 x", nil), ("", nil),
    ])
    func textsCanBeDates(text: String, iso: String?) {
        #expect(Cell.text(text).date?.text == iso)
    }

    @Test func datesAreOrdered() throws {
        let early = try #require(SheetDate("31.12.1999 23:59")), late = try #require(SheetDate("01.01.2000"))
        #expect(early < late && !(late < early))
    }
}
