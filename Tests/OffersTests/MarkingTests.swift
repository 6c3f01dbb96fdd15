import Catalogue
import Group
import Offers
import Testing
import Vocabulary

@Suite struct MarkingTests {
    let words: Words
    init() throws { words = try Words() }

    private func marking(
        _ terms: OfferTerms, isCredit: Bool = false, eridRequired: Bool = true, legalName: String = "ООО «Хвоя»", inn: String = "7700000000"
    ) throws(OfferError) -> Marking {
        var company = World.company(World.hotel, .hotel)
        company.legalName = legalName
        company.inn = inn
        return try Marking(
            company: company, service: World.service(World.room, of: World.hotel, isCredit: isCredit), terms: terms,
            eridRequired: eridRequired)
    }

    @Test func theLineNamesTheAdvertiserTheTokenAndTheAge() throws {
        #expect(
            try marking(World.terms()).lines.flatMap(words.both) == [
                "Реклама. ООО «Хвоя», ИНН 7700000000, erid: 2VtzqtKSPZH. 18+",
                "Advertisement. ООО «Хвоя», tax ID (INN) 7700000000, erid: 2VtzqtKSPZH. 18+",
            ])
        #expect(
            try marking(World.terms(erid: nil, ageMark: .zero), eridRequired: false).lines.flatMap(words.both) == [
                "Реклама. ООО «Хвоя», ИНН 7700000000. 0+", "Advertisement. ООО «Хвоя», tax ID (INN) 7700000000. 0+",
            ])
    }

    @Test func aCreditCarriesTheRiskAndTheFullCost() throws {
        let plain = try marking(World.terms(), isCredit: true).lines.map { words.both($0)[0] }
        #expect(plain.count == 3 && plain[1].hasPrefix("Оценивайте свои финансовые возможности и риски."))
        #expect(plain[2] == "Полную стоимость кредита и все условия вам назовут до заключения договора.")
        let priced = try marking(World.terms(price: Money(kopecks: 100), fullCost: 12_345...30_007), isCredit: true).lines.map(words.both)
        #expect(
            priced[2] == [
                "Полная стоимость кредита: от 12,345 % до 30,007 % годовых.", "Total cost of the loan: 12.345% to 30.007% a year.",
            ])
        let single = try marking(World.terms(fullCost: 9_000...9_000), isCredit: true).lines.map(words.both)
        #expect(single[2] == ["Полная стоимость кредита: 9,000 % годовых.", "Total cost of the loan: 9.000% a year."])
        #expect(try marking(World.terms(fullCost: 9_000...9_000)).lines.count == 1)
    }

    @Test func anAdThatLacksSomethingIsRefused() throws {
        let (full, priced) = (try World.terms(), try World.terms(price: Money(kopecks: 1)))
        let (untokened, ageless) = (try World.terms(erid: nil), try World.terms(ageMark: nil))
        #expect(throws: OfferError.marking([.erid])) { try marking(untokened) }
        #expect(throws: OfferError.marking([.ageMark])) { try marking(ageless) }
        #expect(throws: OfferError.marking([.legalName])) { try marking(full, legalName: " ") }
        for inn in ["", "123", "77000000000", "770000000x", "７７００００００００"] {
            #expect(throws: OfferError.marking([.inn])) { try marking(full, inn: inn) }
        }
        #expect(throws: OfferError.marking([.fullCost])) { try marking(priced, isCredit: true) }
        let empty = try World.terms(erid: nil, ageMark: nil)
        #expect(throws: OfferError.marking([.legalName, .inn, .erid, .ageMark])) { try marking(empty, legalName: "", inn: "") }
        #expect(try marking(full, inn: "770000000012").inn == "770000000012")
    }

    @Test func everyChoiceHasWordsInBothLanguages() {
        let messages = MarkingGap.allCases.map(\.words) + Silence.allCases.map(\.words) + DeclineReason.allCases.map(\.words)
        #expect(Set(messages).count == messages.count)
        for message in messages {
            let said = words.both(message)
            #expect(Set(said).count == 2 && said.allSatisfy { !$0.contains("⟦") })
        }
    }
}
