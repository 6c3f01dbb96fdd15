import Foundation
import FoundationXML
import Posters
import Testing

@Suite struct PosterTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("qr").path
    private let words = Poster.Words(
        company: "Парк-отель «Хвоя»", headline: "Баллы за каждый визит",
        benefit: "Копите баллы у десяти партнёров и платите ими за услуги.",
        link: "https://t.me/cactubase_bot?start=c_7Q2mXk_4vR9zT")

    @Test(arguments: ["ru", "en"]) func theTemplatesMakeWellFormedPosters(language: String) throws {
        let poster = try Poster(templateAt: Self.folder + "/poster.\(language).svg")
        let svg = try poster.svg(words)
        #expect(try texts(svg).contains("Парк-отель «Хвоя»"))
        #expect(try texts(svg).contains("t.me/cactubase_bot?start=c_7Q2mXk_4vR9zT"))
        #expect(!svg.contains("{{"))
        let path = try #require(svg.firstMatch(of: /scale\(([0-9.]+)\)" fill="#000" shape-rendering="crispEdges" d="([^"]+)"/))
        let code = try QRCode(words.link, correction: .quartile)
        #expect(abs(try #require(Double(path.1)) * Double(code.size) - 56) < 0.001)
        #expect(code.svg().contains(path.2))
    }

    @Test func anyNameKeepsThePictureWellFormed() throws {
        var odd = words
        odd.company = "<script>alert(\"1\")</script> & 'Ко' ]]> \u{1}{{qr}}"
        let svg = try Poster(templateAt: Self.folder + "/poster.ru.svg").svg(odd)
        #expect(try texts(svg).joined(separator: " ").contains("<script>alert(\"1\")</script> & 'Ко' ]]> \u{FFFD}{{qr}}"))
        #expect(!svg.contains("<script"))
        #expect(try Poster(templateAt: Self.folder + "/poster.ru.svg").page(odd).contains("<title>&lt;script&gt;"))
    }

    @Test func longNamesShrinkThenWrapThenEnd() throws {
        func lines(_ company: String) throws -> (lines: [String], size: Double) {
            var long = words
            long.company = company
            let svg = try Poster(
                template: "<svg>{{company x=0 y=0 width=100 height=30 size=10 least=5 lines=2}}{{qr x=0 y=0 side=9}}</svg>"
            ).svg(
                long)
            let size = try #require(svg.firstMatch(of: /font-size="([0-9.]+)"/)).1
            return (try texts(svg), try #require(Double(size)))
        }
        let short = try lines("Хвоя")
        #expect(short.lines == ["Хвоя"] && short.size == 10)
        let two = try lines("Акционерное общество Лизинг")
        #expect(two.lines.count == 2 && two.size == 10)
        let smaller = try lines("Акционерное общество «Лизинговая компания Северо-Запада»")
        #expect(smaller.lines.count == 2 && smaller.size < 10 && smaller.size >= 5)
        let cut = try lines(String(repeating: "Общество с ограниченной ответственностью ", count: 9))
        #expect(cut.lines.count == 2 && cut.size == 5 && cut.lines[1].hasSuffix("…"))
        let unbroken = try lines(String(repeating: "щ", count: 40))
        #expect(unbroken.lines.joined() == String(repeating: "щ", count: 40) || unbroken.lines[1].hasSuffix("…"))
        // A preposition stays with its word, and the two lines are of like length.
        #expect(try lines("Ремонт автомобилей в Перми и Омске").lines == ["Ремонт автомобилей", "в\u{A0}Перми и\u{A0}Омске"])
        // A dash does not begin a line.
        #expect(
            try lines("Предложения для вашего бизнеса — без звонков").lines == ["Предложения для вашего", "бизнеса\u{A0}— без звонков"])
        // The height counts as well.
        let low = try Poster(template: "{{company x=0 y=0 width=60 height=13 size=10 least=5 lines=2}}{{qr x=0 y=0 side=9}}").svg(words)
        #expect(low.components(separatedBy: "<tspan").count == 2 && !low.contains("font-size=\"10.0\""))
    }

    @Test func brokenTemplatesAreRefused() {
        func failure(_ template: String) -> PosterError? {
            do {
                _ = try Poster(template: template).svg(words)
                return nil
            } catch { return error }
        }
        #expect(failure("<svg/>") == .templateWithoutCode)
        #expect(failure("{{qr x=1 y=1 side=5}}") == nil)
        #expect(failure("{{phone x=1}}") == .unknownPlaceholder("phone"))
        #expect(failure("{{qr x=1 y=1") == .brokenPlaceholder("{{qr x=1 y=1"))
        #expect(failure("{{qr x=1 y=1}}") == .brokenPlaceholder("qr x=1 y=1"))
        #expect(failure("{{qr x=1 y=1 side=-5}}") == .brokenPlaceholder("qr x=1 y=1 side=-5"))
        #expect(failure("{{company x=a}}") == .brokenPlaceholder("company x=a"))
        #expect(failure("{{}}") == .brokenPlaceholder(""))
        #expect(throws: PosterError.templateUnreadable(path: "/nowhere.svg")) { try Poster(templateAt: "/nowhere.svg") }
    }

    /// The texts of a picture, as an XML parser reads them: one per tspan.
    private func texts(_ svg: String) throws -> [String] {
        final class Reader: NSObject, XMLParserDelegate {
            var texts: [String] = []
            var inSpan = false
            func parser(
                _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
                attributes: [String: String]
            ) {
                inSpan = name == "tspan"
                if inSpan { texts.append("") }
            }
            func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { inSpan = false }
            func parser(_ parser: XMLParser, foundCharacters string: String) { if inSpan { texts[texts.count - 1] += string } }
        }
        let reader = Reader()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = reader
        try #require(parser.parse())
        return reader.texts
    }
}
