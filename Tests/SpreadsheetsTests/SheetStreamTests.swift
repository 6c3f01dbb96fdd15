import Foundation
import Spreadsheets
import Testing
import Vocabulary

@Suite struct SheetStreamTests {
    private let table = SheetTable(name: "Лиды", columns: [.init("Номер"), .init("Что")])

    private func rows(_ numbers: Range<Int>) -> [[SheetTable.Value]] { numbers.map { [.integer($0), .text("=1+\($0)")] } }

    private func bytes(_ file: ScratchFile) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let piece = try file.read(at: bytes.count, most: 1000)
            if piece.isEmpty { return bytes }
            bytes += piece
        }
    }

    private func cells(_ book: Spreadsheet, _ sheet: Spreadsheet.Sheet) throws -> [[String]] {
        let rows = try book.rows(of: sheet)
        var cells: [[String]] = []
        while let row = try rows.next() { cells.append((0..<2).map { row[$0].text }) }
        return cells
    }

    @Test func portionsBecomeOneSheetOfText() throws {
        let stream = try SheetStream(table, created: Instant(seconds: 1_790_000_000))
        for start in stride(from: 0, to: 3000, by: 1000) { try stream.add(rows(start..<start + 1000)) }
        let file = try stream.finish()
        let content = try bytes(file)
        #expect(content.count == file.size)
        let read = try cells(try Spreadsheet(content, named: "a.xlsx"), .firstVisible)
        #expect(read.count == 3001 && read[0] == ["Номер", "Что"] && read[3000] == ["2999", "=1+2999"])
    }

    @Test func whatOneSheetCannotHoldGoesOnInTheNext() throws {
        let stream = try SheetStream(table, created: Instant(seconds: 1_790_000_000), rowsPerSheet: 4)
        try stream.add(rows(0..<3))
        try stream.add(rows(3..<9))
        let book = try Spreadsheet(try bytes(try stream.finish()), named: "a.xlsx")
        #expect(book.sheets.map(\.name) == ["Лиды", "Лиды 2", "Лиды 3"])
        #expect(try cells(book, .named("Лиды")).count == 5 && cells(book, .named("Лиды 3")) == [["Номер", "Что"], ["8", "=1+8"]])
    }

    @Test func nothingIsAlsoASheetAndNoNameIsLeftBehind() throws {
        let before = Self.left()
        let file = try SheetStream(table, created: Instant(seconds: 1_790_000_000)).finish()
        #expect(try cells(try Spreadsheet(try bytes(file), named: "a.xlsx"), .firstVisible) == [["Номер", "Что"]])
        // One that is given up in the middle.
        try SheetStream(table, created: Instant(seconds: 1_790_000_000)).add(rows(0..<10))
        #expect(Self.left() == before)
    }

    private static func left() -> Int {
        let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.count { $0.hasPrefix("cactubase-") && $0.count == 16 }
    }
}
