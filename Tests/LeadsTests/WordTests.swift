import Foundation
import Leads
import Localization
import Testing
import Vocabulary

@Suite struct WordTests {
    private static func texts() throws -> Localization.Catalogue {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try Localization.Catalogue(folder: package.appendingPathComponent("locales").path) { gap in Issue.record("\(gap)") }
    }

    @Test(
        arguments: [
            (1_234_49, 1_234_00), (1_234_50, 1_235_00), (99, 100), (49, 0), (0, 0), (-49, 0), (-50, -100), (-1_234_51, -1_235_00),
            (Int64.max, Int64.max / 100 * 100), (Int64.min, Int64.min / 100 * 100),
        ] as [(Int64, Int64)])
    func expectationsAreToldInWholeRoubles(kopecks: Int64, told: Int64) {
        #expect(Money(kopecks: kopecks).inWholeRoubles == Money(kopecks: told))
    }

    /// A page says what to do; a column of a list has room for little.
    @Test(arguments: Language.allCases) func whetherAClientMayBeMessagedIsSaidInShortToo(language: Language) throws {
        let catalogue = try Self.texts()
        let long = MayMessage.allCases.map { catalogue.text($0.words, in: language) }
        let short = MayMessage.allCases.map { catalogue.text($0.shortWords, in: language) }
        #expect(Set(short).count == short.count && Set(long).count == long.count)
        #expect(zip(long, short).allSatisfy { $0.count >= $1.count } && short.allSatisfy { (2...26).contains($0.count) })
    }
}
