import Foundation
import Posters
import Testing

/// The SVGs as a browser rasterises and prints them: the code is read from the pixels, the poster is one sheet of A5.
@Suite(.serialized, .enabled(if: ZBar.browser != nil)) struct BrowserTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("qr").path
    private let link = "https://t.me/cactubase_bot?start=c_7Q2mXk-expobank_4vR9zT"

    private func poster(_ language: String, _ link: String) throws -> (svg: String, page: String) {
        let words = Poster.Words(
            company: "Общество с ограниченной ответственностью «Лизинговая компания Северо-Западного региона № 2»",
            headline: "Предложения для вашего бизнеса — без лишних звонков и рассылок",
            benefit: String(repeating: "Одно подходящее предложение вместо десяти случайных. ", count: 4), link: link)
        let poster = try Poster(templateAt: Self.folder + "/poster.\(language).svg")
        return (try poster.svg(words), try poster.page(words))
    }

    /// All on one sheet, for a browser is slow to start: a plain code, a highly corrected one with a spot over its middle, both posters.
    @Test func whatABrowserShowsIsRead() throws {
        let plain = try QRCode(link + "1").svg()
        let strong = try QRCode(link + "2", correction: .high)
        let middle = (strong.size + 8) / 2 - 4
        let spot = "<rect x=\"\(middle)\" y=\"\(middle)\" width=\"8\" height=\"8\" fill=\"#000\"/></svg>"
        let dirty = strong.svg().replacing("</svg>", with: spot)
        let pictures = [plain, dirty, try poster("ru", link + "3").svg, try poster("en", link + "4").svg]
        let sheet = "<!doctype html><meta charset=utf-8>" + pictures.map { $0.replacing(/<\?xml.*?\?>/, with: "") }.joined()
        let seen = try ZBar.decode(page: sheet, width: 1500, height: 900)
        #expect(seen.split(separator: "\n").sorted() == (1...4).map { "\(link)\($0)"[...] })
    }

    @Test func thePosterIsPrintedOnOneSheetOfA5() throws {
        let pdf = try ZBar.printed(page: poster("ru", link).page)
        #expect(pdf.matches(of: /\/Type ?\/Page\b(?!s)/).count == 1)
        let box = try #require(pdf.firstMatch(of: /\/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]/))
        // 148 × 210 mm in points.
        #expect(abs((Double(box.1) ?? 0) - 419.5) < 1.5 && abs((Double(box.2) ?? 0) - 595.3) < 1.5)
    }
}
