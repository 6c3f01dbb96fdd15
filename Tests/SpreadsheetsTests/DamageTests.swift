import Spreadsheets
import Testing
import Vocabulary

/// Random damage, with a printed seed: whatever arrives, reading ends in rows or in a `SpreadsheetError`, never in a trap.
@Suite struct DamageTests {
    private static let rows = (1...20).map { row in
        "<row r=\"\(row)\"><c r=\"A\(row)\" t=\"s\"><v>\(row % 3)</v></c><c r=\"C\(row)\" s=\"1\"><v>\(40_000 + row).5</v></c><c t=\"inlineStr\"><is><t>a_x0041_</t></is></c></row>"
    }.joined()
    private static let book = Book(
        rows, strings: "<si><t>а</t></si><si><r><t>б</t></r></si><si><t>в</t></si>",
        styles: "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd.mm.yyyy\"/></numFmts><cellXfs><xf/><xf numFmtId=\"164\"/></cellXfs>",
        properties: "<workbookPr date1904=\"0\"/>")

    @Test(arguments: [1, 2, 3, 20_261_123] as [UInt64]) func damagedArchivesNeverTrap(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let whole = Self.book.bytes
        var refused = 0
        for _ in 0..<250 where failure(Self.damaged(whole, &random)) != nil { refused += 1 }
        #expect(refused > 200, "seed \(seed)")
    }

    /// The archive is sound and its checksums right, so that the damage reaches the parsers.
    @Test(arguments: [1, 2, 3, 20_261_123] as [UInt64]) func damagedPartsNeverTrap(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var refused = 0
        for _ in 0..<250 {
            var zip = Self.book.zip
            let index = Int.random(in: zip.entries.indices, using: &random)
            let bytes = Self.damaged(zip.entries[index].packed, &random)
            (zip.entries[index].packed, zip.entries[index].size, zip.entries[index].crc) = (bytes, bytes.count, Zip.crc(bytes))
            if failure(zip.bytes) != nil { refused += 1 }
        }
        #expect(refused > 100, "seed \(seed)")
    }

    @Test(arguments: [1, 2, 3, 20_261_123] as [UInt64]) func damagedCSVNeverTraps(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let whole = Array("имя;город;\"сумма; руб\"\r\nАнна;Пермь;\"1 \"\"200\"\"\"\n;;\n\"x\ny\";2\n".utf8)
        var refused = 0
        for _ in 0..<500 where failure(Self.damaged(whole, &random), named: "x.csv") != nil { refused += 1 }
        #expect(refused > 100, "seed \(seed)")
    }

    /// Some bytes changed, or a stretch cut out, or one doubled.
    private static func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        let from = Int.random(in: bytes.indices, using: &random)
        let to = min(bytes.count, from + Int.random(in: 1...40, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeSubrange(from..<to)
        case 1: bytes.insert(contentsOf: bytes[from..<to], at: from)
        default:
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
        }
        return bytes
    }
}
