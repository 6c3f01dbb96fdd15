import Foundation

@testable import Spreadsheets

/// A workbook in code: the XML of its sheets and whatever else it needs.
struct Book {
    var sheets: [(name: String, state: String, xml: String)] = []
    var strings: String?
    var styles: String?
    var properties = ""
    var streamed = false

    /// One sheet; `rows` is what stands inside sheetData.
    init(_ rows: String = "", strings: String? = nil, styles: String? = nil, properties: String = "") {
        sheets = [("Лист1", "visible", Self.sheet(rows))]
        (self.strings, self.styles, self.properties) = (strings, styles, properties)
    }

    static func sheet(_ rows: String) -> String {
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\(rows)</sheetData></worksheet>"
    }

    var zip: Zip {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        func relation(_ id: String, _ kind: String, _ target: String) -> String {
            "<Relationship Id=\"\(id)\" Type=\"\(office)/\(kind)\" Target=\"\(target)\"/>"
        }
        var zip = Zip()
        zip.add(
            "_rels/.rels", "<Relationships>" + relation("r", "officeDocument", "xl/workbook.xml") + "</Relationships>", streamed: streamed)
        let list = sheets.enumerated().map {
            "<sheet name=\"\($1.name)\" sheetId=\"\($0 + 1)\" state=\"\($1.state)\" r:id=\"rId\($0 + 1)\"/>"
        }
        zip.add(
            "xl/workbook.xml", "<workbook xmlns:r=\"\(office)\">\(properties)<sheets>\(list.joined())</sheets></workbook>",
            streamed: streamed)
        var relations = sheets.indices.map { relation("rId\($0 + 1)", "worksheet", "worksheets/sheet\($0 + 1).xml") }
        if strings != nil { relations.append(relation("s", "sharedStrings", "/xl/sharedStrings.xml")) }
        if styles != nil { relations.append(relation("t", "styles", "styles.xml")) }
        zip.add("xl/_rels/workbook.xml.rels", "<Relationships>" + relations.joined() + "</Relationships>", streamed: streamed)
        for (index, sheet) in sheets.enumerated() { zip.add("xl/worksheets/sheet\(index + 1).xml", sheet.xml, streamed: streamed) }
        if let strings { zip.add("xl/sharedStrings.xml", "<sst>\(strings)</sst>", streamed: streamed) }
        if let styles { zip.add("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>", streamed: streamed) }
        return zip
    }

    var bytes: [UInt8] { zip.bytes }
}

extension Spreadsheet {
    /// Every row, for small sheets.
    func all(of sheet: Sheet = .firstVisible) throws(SpreadsheetError) -> [SheetRow] {
        let rows = try rows(of: sheet)
        var all: [SheetRow] = []
        while let row = try rows.next() { all.append(row) }
        return all
    }
}

func read(_ bytes: [UInt8], named name: String = "table.xlsx", limits: SpreadsheetLimits = .standard) throws(SpreadsheetError) -> [SheetRow]
{
    try Spreadsheet(bytes, named: name, limits: limits).all()
}

func csv(_ text: String) throws(SpreadsheetError) -> [[String]] {
    try read(Array(text.utf8), named: "table.csv").map { $0.cells.map(\.text) }
}

/// The error that reading ends with; nil when it ends well.
func failure(_ bytes: [UInt8], named name: String = "table.xlsx", limits: SpreadsheetLimits = .standard) -> SpreadsheetError? {
    do {
        _ = try read(bytes, named: name, limits: limits)
        return nil
    } catch { return error }
}

func failure(_ text: String, named name: String = "table.csv", limits: SpreadsheetLimits = .standard) -> SpreadsheetError? {
    failure(Array(text.utf8), named: name, limits: limits)
}

/// The reference files that some machines have, where `CACTUBASE_SHARED` says; tests that want them are skipped elsewhere.
enum Seed {
    static let folder = (ProcessInfo.processInfo.environment["CACTUBASE_SHARED"] ?? "") + "/seed"
    static let isThere = FileManager.default.fileExists(atPath: folder + "/example_table_for_downloading.xlsx")
    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))) }
}

/// Looks into what was written.
enum Unzip {
    static func text(_ part: String, in bytes: [UInt8]) throws -> String? {
        guard let file = try ZipArchive(bytes, limits: .standard).open(part) else { return nil }
        var all: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 12, alignment: 1)
        defer { buffer.deallocate() }
        while case let count = try file.read(into: buffer), count > 0 { all.append(contentsOf: buffer[..<count]) }
        return String(decoding: all, as: UTF8.self)
    }
}
