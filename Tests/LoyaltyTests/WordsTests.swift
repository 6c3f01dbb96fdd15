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
            both(World.rule(3, World.hotel, basisPoints: basisPoints, cap: cap).earning(on: Money(kopecks: kopecks), for: World.room).words)
        }
        #expect(
            why(371_250, 100) == [
                "37 баллов: это 1 % от 3 712,50 ₽. Неполный балл не считается. Правило 3, версия 1.",
                "37 points: that is 1% of ₽3,712.50, rounded down to a whole point. Rule 3, version 1.",
            ])
        #expect(why(371_250, 150)[0].contains("это 1,5 % от") && why(371_250, 150)[1].contains("that is 1.5% of"))
        #expect(why(371_250, 105)[0].contains("это 1,05 % от") && why(371_250, 105)[1].contains("that is 1.05% of"))
        #expect(why(10_000, 100)[0].hasPrefix("1 балл:") && why(10_000, 100)[1].hasPrefix("1 point:"))
        #expect(
            why(10_000_000, 500, cap: 2)[0].hasPrefix(
                "2 балла: 5 % от 100 000 ₽ дали бы 5 000 баллов, но за одну покупку начисляется не больше 2 балла."))
    }

    @Test func theHistoryTellsWhatMoved() async throws {
        let database = try await VerificationTests.busy()
        let lines = try await database.read { try LedgerStore().history(of: World.anna, in: $0) }
        #expect(lines.map(\.points) == [Points(40), Points(-100), Points(1_000)])
        #expect(lines.map { $0.subject?.company } == [World.hotel, World.hotel, World.hotel])
        #expect(lines.map { $0.subject?.service } == [nil, nil, World.room])
        #expect(
            lines.flatMap { both($0.words(names)) } == [
                "+40 баллов · баллы вернулись после возврата: Хвоя", "+40 points · points back after a refund: Хвоя",
                "−100 баллов · оплата в Хвоя", "−100 points · spent at Хвоя",
                "+1 000 баллов · Хвоя: Номер", "+1,000 points · Хвоя: Номер",
            ])
        #expect(both(lines[0].why(names))[1].contains("are back in your account"))
        #expect(both(lines[1].why(names))[1].contains("with points"))
        #expect(both(lines[2].why(names))[1].contains("5%"))
        let page = try await database.read { try LedgerStore().history(of: World.anna, before: lines[0].sequence, limit: 1, in: $0) }
        #expect(page.map(\.entry) == [lines[1].entry])
        #expect(try await database.read { try LedgerStore().history(of: World.boris, in: $0) }.isEmpty)
    }

    @Test func everyReasonForNothingHasWords() {
        for nothing in LoyaltyService.Nothing.allCases { #expect(Set(both(nothing.words)).count == 2) }
    }
}
