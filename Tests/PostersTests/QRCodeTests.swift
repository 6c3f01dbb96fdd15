import Posters
import Testing

@Suite struct QRCodeTests {
    private static let link = "https://t.me/cactubase_bot?start=c_7Q2mXk-expobank_4vR9zT"

    @Test(arguments: [
        link, "HELLO", "7701", "Парк-отель «Хвоя», 5 баллов", "https://t.me/b?start=" + String(repeating: "aZ0_-", count: 13),
        String(repeating: "Скажите, кто у вас отвечает за баллы? ", count: 8),
    ])
    func thePNGSaysWhatWasEncoded(text: String) throws {
        #expect(try ZBar.decode(QRCode(text).png()) == text)
    }

    /// The path is drawn again here, bar by bar, and must show the modules and nothing else.
    @Test(arguments: [QRCode.Correction.low, .medium, .quartile, .high])
    func theSVGDrawsTheModules(correction: QRCode.Correction) throws {
        let code = try QRCode(Self.link, correction: correction)
        let svg = code.svg(quietZone: 4, millimetres: 40)
        #expect(svg.contains("width=\"40mm\" height=\"40mm\" viewBox=\"0 0 \(code.size + 8) \(code.size + 8)\""))
        #expect(svg.contains("translate(4 4)"))
        var drawn = [Bool](repeating: false, count: code.size * code.size)
        let bars = svg.matches(of: /M([0-9]+) ([0-9]+)h([0-9]+)v1h-([0-9]+)z/)
        for bar in bars {
            let (column, row, length) = (try #require(Int(bar.1)), try #require(Int(bar.2)), try #require(Int(bar.3)))
            #expect(bar.3 == bar.4)
            for at in column..<column + length { drawn[row * code.size + at] = true }
        }
        #expect(drawn == code.modules)
        #expect(svg.contains("d=\"" + bars.map { String($0.0) }.joined() + "\""))
    }

    @Test func theMatrixIsACode() throws {
        let code = try QRCode(Self.link)
        #expect((code.size - 17) % 4 == 0)
        #expect(code.modules.count == code.size * code.size)
        // Finder patterns in three corners and the dark module beside the lower left one (ISO/IEC 18004, 6.3.3 and 7.9.1).
        for (row, column) in [(0, 0), (0, code.size - 7), (code.size - 7, 0)] {
            for at in 0..<7 {
                #expect(code[row: row, column: column + at] && code[row: row + 6, column: column + at])
                #expect(code[row: row + 3, column: column + at] == (at != 1 && at != 5))
            }
        }
        #expect(code[row: code.size - 8, column: 8])
        #expect(!code[row: -1, column: 0] && !code[row: 0, column: code.size])
    }

    @Test func moreCorrectionTakesMoreRoom() throws {
        let sizes = try [QRCode.Correction.low, .medium, .quartile, .high].map { try QRCode(Self.link, correction: $0).size }
        #expect(sizes == sizes.sorted() && sizes[0] < sizes[3])
    }

    @Test func thePNGHasItsQuietZoneAndScale() throws {
        let code = try QRCode("HELLO")
        let png = try code.png(scale: 3, quietZone: 4)
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        let side = (code.size + 8) * 3
        #expect(Array(png[16..<24]) == [0, 0, UInt8(side >> 8), UInt8(side & 255), 0, 0, UInt8(side >> 8), UInt8(side & 255)])
    }

    @Test func whatCannotBeEncodedIsRefused() {
        #expect(throws: PosterError.noText) { try QRCode("") }
        #expect(throws: PosterError.noText) { try QRCode("a\0b") }
        #expect(throws: PosterError.textTooLong(bytes: 3000)) { try QRCode(String(repeating: "x", count: 3000)) }
    }
}
