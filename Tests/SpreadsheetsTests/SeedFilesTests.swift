import Spreadsheets
import Testing

@Suite(.enabled(if: Seed.isThere)) struct SeedFilesTests {
    @Test func theCardOfACompanyIsRead() throws {
        let file = try Spreadsheet(Seed.bytes("example_table_for_downloading.xlsx"), named: "example_table_for_downloading.xlsx")
        #expect(file.kind == .workbook)
        #expect(file.sheets.map(\.name) == ["Лист1", "Лист2"])
        let rows = try file.all()
        #expect(rows.map(\.number) == [1, 2])
        #expect(rows[0].cells.count == 51)
        #expect(rows[1].cells.count == 51)
        let byTitle = Dictionary(uniqueKeysWithValues: zip(rows[0].cells.map(\.text), rows[1].cells))
        #expect(byTitle["Мобильный телефон клиента"]?.text == "89260982345")
        #expect(byTitle["Серия паспорта"]?.text == "7701")
        #expect(byTitle["Дата рождения клиента"] == SheetDate(year: 1985, month: 12, day: 12).map(Cell.date))
        #expect(byTitle["Продукт"] == .text("Новый автомобиль"))
        #expect(byTitle["Сумма кредита"] == .number(1_500_000))
        #expect(byTitle["Марка приобретаемого авто"] == .text("CHERY "))
    }

    @Test func theMatrixIsReadFromStreamedEntries() throws {
        let file = try Spreadsheet(Seed.bytes("cross_service_matrix.xlsx"), named: "cross_service_matrix.xlsx")
        #expect(file.sheets.first?.name == "Матрица кросс-услуг")
        #expect(file.sheets.count(where: \.isVisible) == 4)
        let rows = try file.all()
        // 101 services in rows 5…105 and columns E…DA; the domain's facts speak of 821 ones off the diagonal.
        var ones = 0
        for row in rows where (5...105).contains(row.number) {
            for column in 4..<105 where column - 4 != row.number - 5 && row[column] == .number(1) { ones += 1 }
        }
        #expect(ones == 821)
    }

    @Test func theServicesAreReadAsCSV() throws {
        let rows = try Spreadsheet(Seed.bytes("services.csv"), named: "services.csv").all()
        #expect(rows.count == 102)
        #expect(rows.allSatisfy { !$0[0].isEmpty && !$0[1].isEmpty })
    }
}
