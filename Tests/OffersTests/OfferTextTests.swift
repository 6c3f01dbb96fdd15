import Database
import Offers
import Testing
import Vocabulary

@Suite struct OfferTextTests {
    @Test(arguments: [
        ("", OfferError.TextProblem.empty), (" \n ", .empty), (String(repeating: "я", count: 101), .tooLong), ("<b>Скидка</b>", .markup),
        ("конец</i>", .markup), ("<!-- -->", .markup), ("5 &lt; 7", .markup), ("&#8381;", .markup), ("&#x20BD;", .markup),
        ("a\u{0}b", .controlCharacter), ("a\u{1B}[31m", .controlCharacter),
    ])
    func aTextThatMustNotGoOutIsRefused(text: String, problem: OfferError.TextProblem) {
        #expect(throws: OfferError.text(problem)) { try OfferText(title: text, body: "Тело") }
        if text.count < 101 { #expect(throws: OfferError.text(problem)) { try OfferText(title: "Название", body: text) } }
    }

    @Test(arguments: ["5 < 7", "Q&A", "«Вместе дешевле»", "A > B & C", "первая\nвторая"]) func plainTextIsTaken(_ text: String) throws {
        #expect(try OfferText(title: text, body: text).body == text)
    }

    @Test func aVersionHoldsItsLanguagesTogether() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            let store = OfferTextStore()
            let only = try OfferText(title: "Только по-русски", body: "Тело")
            #expect(try store.save([.russian: only], for: World.room, by: "test", at: World.now, in: transaction) == 2)
            #expect(try store.latest(of: World.room, in: transaction) == 2)
            #expect(try store.text(of: World.room, version: 2, in: .english, transaction: transaction) == only)
            #expect(try store.text(of: World.room, version: 1, in: .english, transaction: transaction)?.title == "A suite")
            #expect(try store.text(of: World.room, version: 3, in: .english, transaction: transaction) == nil)
            #expect(try store.latest(of: ServiceID(77), in: transaction) == nil)
            #expect(throws: OfferError.text(.noLanguage)) {
                try store.save([:], for: World.room, by: "test", at: World.now, in: transaction)
            }
        }
    }

    @Test func termsAreKeptByVersion() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            let store = OfferTermsStore()
            let terms = try World.terms(price: Money(kopecks: 500), fullCost: 1...2, erid: nil, ageMark: nil, validUntil: World.now)
            #expect(try store.save(terms, for: World.room, by: "test", at: World.now, in: transaction) == 2)
            #expect(try store.latest(of: World.room, in: transaction)?.terms == terms)
            #expect(try store.terms(of: World.room, version: 1, in: transaction) == World.terms())
            #expect(try store.terms(of: World.room, version: 3, in: transaction) == nil)
        }
        #expect(throws: OfferError.terms(.negativePrice)) { try World.terms(price: Money(kopecks: -1)) }
        #expect(throws: OfferError.terms(.badErid)) { try World.terms(erid: "a b") }
        #expect(throws: OfferError.terms(.badErid)) { try World.terms(erid: "") }
        #expect(throws: OfferError.terms(.badFullCost)) { try World.terms(fullCost: 0...1_000_001) }
    }
}
