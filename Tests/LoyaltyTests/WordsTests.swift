import Database
import Localization
import Loyalty
import Testing
import Vocabulary

@Suite struct WordsTests {
    let words: Localization.Catalogue
    let names = HistoryNames(company: "Хвоя", service: "Номер")

    init() throws { words = try Localization.Catalogue(folder: "locales") { Issue.record("\($0)") } }

    private func both(_ message: Message) -> [String] {
        // No-break spaces are the catalogue's business.
        Language.allCases.map { words.text(message, in: $0).replacing("\u{A0}", with: " ") }
    }

    @Test func whyThirtySevenPoints() {
        func why(_ kopecks: Int64, _ basisPoints: Int64, cap: Int64 = 1_000) -> [String] {
            let rule = World.rule(3, World.hotel, basisPoints: basisPoints, cap: cap)
            return both(rule.earning(on: Money(kopecks: kopecks), for: World.room).words)
        }
        #expect(
            why(371_250, 100) == [
                "1 % от 3 712,50 ₽, неполный балл не считается (правило 3, версия 1)",
                "1% of ₽3,712.50, rounded down to a whole point (rule 3, version 1)",
            ])
        #expect(why(371_250, 150)[0].hasPrefix("1,5 % от") && why(371_250, 150)[1].hasPrefix("1.5% of"))
        #expect(why(371_250, 105)[0].hasPrefix("1,05 % от") && why(371_250, 105)[1].hasPrefix("1.05% of"))
        #expect(
            why(10_000_000, 500, cap: 2)[0].contains(
                "5 % от 100 000 ₽ дали бы 5 000 баллов, но за покупку начисляется не больше, чем 2 балла"))
    }

    @Test func theHistoryTellsWhatMoved() async throws {
        let database = try await VerificationTests.busy()
        let lines = try await database.read { try LedgerStore().history(of: World.anna, in: $0) }
        #expect(lines.map(\.points) == [Points(40), Points(-100), Points(1_000)])
        #expect(lines.map { $0.subject?.company } == [World.hotel, World.hotel, World.hotel])
        #expect(lines.map { $0.subject?.service } == [nil, nil, World.room])
        #expect(
            lines.flatMap { both($0.words(names)) } == [
                "+40 баллов · возврат потраченных баллов, Хвоя", "+40 points · spent points returned, Хвоя",
                "−100 баллов · оплата баллами, Хвоя", "−100 points · paid with points, Хвоя", "+1 000 баллов · Хвоя: Номер",
                "+1,000 points · Хвоя: Номер",
            ])
        #expect(
            lines.map { both($0.why(names))[1] } == [
                "the purchase was refunded, so the points spent on it are back in the account",
                "part of the price was paid with points: Хвоя",
                "5% of ₽20,000, rounded down to a whole point (rule 1, version 1)",
            ])
        let page = try await database.read { try LedgerStore().history(of: World.anna, before: lines[0].sequence, limit: 1, in: $0) }
        #expect(page.map(\.entry) == [lines[1].entry])
        #expect(try await database.read { try LedgerStore().history(of: World.boris, in: $0) }.isEmpty)
    }

    @Test func everyReasonForNothingHasWords() {
        for nothing in LoyaltyService.Nothing.allCases { #expect(Set(both(nothing.words)).count == 2) }
    }
}
