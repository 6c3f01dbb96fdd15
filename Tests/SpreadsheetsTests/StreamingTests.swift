import Testing
import Vocabulary

@testable import Spreadsheets

@Suite struct StreamingTests {
    /// The size that the product promises, through both formats: every row in its order, progress that only grows, and never more than a piece of it in memory.
    @Test func twentyThousandRowsOfFiftyOneColumnsAreStreamed() throws {
        let columns = (1...51).map { SheetTable.Column("Столбец \($0)", width: 12) }
        let rows = (0..<20_000).map { row in
            (0..<51).map { column -> SheetTable.Value in
                column % 3 == 0 ? .text("значение \(column * row % 977)") : .integer(row * 51 + column)
            }
        }
        let table = SheetTable(name: "Клиенты", columns: columns, rows: rows)
        for (bytes, name) in [(try SheetTable.xlsx([table], created: Instant(seconds: 1)), "big.xlsx"), (table.csv(), "big.csv")] {
            let reader = try Spreadsheet(bytes, named: name).rows()
            var last = 0
            var progress = 0.0
            var sum = 0
            while let row = try reader.next() {
                #expect(row.number == last + 1)
                #expect(reader.progress >= progress)
                (last, progress) = (row.number, reader.progress)
                if row.number > 1 { sum += Int(row[50].text) ?? 0 }
                guard row.cells.count == 51 else {
                    Issue.record("row \(row.number) has \(row.cells.count) cells")
                    break
                }
            }
            #expect(last == 20_001)
            #expect(sum == (0..<20_000).reduce(0) { $0 + $1 * 51 + 50 })
            #expect(reader.progress == 1)
            if case .workbook(let workbook) = reader.source { #expect(workbook.largestBacklog < 100) }
        }
    }
}
