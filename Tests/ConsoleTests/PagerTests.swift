import Foundation
import Localization
import Testing
import Vocabulary

@testable import Console

@Suite struct PagerTests {
    private static func pager() throws -> Pager {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let texts = try Localization.Catalogue(folder: package.appendingPathComponent("locales").path) { gap in Issue.record("\(gap)") }
        return Pager(say: Speaker(texts: texts, language: .english))
    }

    @Test func aPageThatAListDoesNotHaveIsItsNearestOne() {
        let all = Array(1...7)
        for (asked, page, items) in [(-5, 1, [1, 2, 3]), (1, 1, [1, 2, 3]), (2, 2, [4, 5, 6]), (3, 3, [7]), (100_000, 3, [7])] {
            let paged = Paged(all, page: asked, size: 3)
            #expect(paged.page == page && paged.items == items && paged.pages == 3 && paged.count == 7)
        }
        let none = Paged([Int](), page: 4, size: 3)
        #expect(none.page == 1 && none.pages == 1 && none.items.isEmpty)
        #expect(Paged([1, 2, 3], page: 1, size: 3).pages == 1)
    }

    @Test func onlyPagesThatThereAreCanBePressed() throws {
        let pager = try Self.pager()
        func links(_ page: Int, of pages: Int) -> [String] {
            pager.numbered(page, of: pages) { "/x?a&page=\($0)" }.text.matches(of: /href="([^"]+)"/).map { String($0.1) }
        }
        #expect(pager.numbered(1, of: 1) { "\($0)" } == .empty)
        #expect(links(1, of: 3) == ["/x?a&amp;page=2"])
        #expect(links(2, of: 3) == ["/x?a&amp;page=1", "/x?a&amp;page=3"])
        #expect(links(3, of: 3) == ["/x?a&amp;page=2"])
    }

    @Test func aListThatIsReadOnHasNothingBelowItWhenItIsWhole() throws {
        let pager = try Self.pager()
        let (first, more) = (ConsoleMessages.clientFirst, ConsoleMessages.clientMore)
        #expect(pager.onward(start: nil, first, next: nil, more) == .empty)
        let middle = pager.onward(start: "/x", first, next: "/x?after=5", more).text
        #expect(middle.contains("href=\"/x\"") && middle.contains("href=\"/x?after=5\"") && middle.hasPrefix("<nav class=\"pages\""))
    }
}
