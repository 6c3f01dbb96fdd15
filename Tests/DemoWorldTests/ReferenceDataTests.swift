import Catalogue
import Database
import Group
import Testing
import Vocabulary

@testable import DemoWorld

@Suite struct ReferenceDataTests {
    let reference: ReferenceData

    init() throws { reference = try ReferenceData(now: DemoWorldTests.now) }

    @Test func itHasTheSizesOfThePartnerGroup() {
        #expect(reference.companies.count == 10)
        #expect(reference.services.map(\.id.rawValue) == Array(1...101))
        #expect(reference.services.count { $0.audience == .individual } == 52)
        #expect(reference.services.count { $0.audience == .legal } == 49)
        #expect(reference.links.count { $0.kind == .related } == 821)
        #expect(reference.links.count { $0.kind == .never } == 73)
        let audience = Dictionary(uniqueKeysWithValues: reference.services.map { ($0.id, $0.audience) })
        #expect(reference.links.count { $0.kind == .related && audience[$0.from] != audience[$0.to] } == 119)
        #expect(!reference.links.contains { $0.from == $0.to })
    }

    @Test func rivalsAreThoseOfTheDomain() {
        let groups = Dictionary(grouping: reference.services.filter { $0.rivalGroup != nil }) { $0.rivalGroup ?? "" }
        #expect(
            groups.mapValues { $0.map(\.company.rawValue) } == [
                "kasko-individual": [1, 2, 3], "osago-individual": [1, 2], "car-buyback-individual": [4, 6], "new-car-individual": [4, 6],
                "fleet-rental-legal": [6, 7], "kasko-legal": [2, 7, 10], "osago-legal": [2, 7],
            ])
        for (name, group) in groups { #expect(Set(group.map(\.audience)).count == 1, "\(name)") }
    }

    @Test func everythingIsSaidInBothLanguages() {
        let needs = Set(reference.needs.map(\.name))
        for service in reference.services {
            #expect(service.needs.count == 2 && needs.isSuperset(of: service.needs), "\(service.id.rawValue)")
            #expect(!service.nameEnglish.contains { "а"..."я" ~= $0 || "А"..."Я" ~= $0 }, "\(service.nameEnglish)")
            #expect(!service.name.hasPrefix("-") && service.name == service.name.trimmingPrefix(" "))
        }
        #expect(reference.needs.count == 20 && reference.needs.allSatisfy { !$0.nameEnglish.isEmpty })
        #expect(reference.services.filter(\.isCredit).allSatisfy { $0.audience == .legal || ($0.minimumAge ?? 0) >= 18 })
    }

    /// 10 digits whose last one is the check digit, of a region that does not exist.
    @Test func taxNumbersAreInvented() {
        for inn in reference.companies.map(\.inn) + ["0077202610"] {
            let digits = inn.compactMap(\.wholeNumberValue)
            #expect(digits.count == 10 && inn.hasPrefix("00"))
            let sum = zip([2, 4, 10, 3, 5, 9, 4, 6, 8], digits).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(sum % 11 % 10 == digits.last, "\(inn)")
        }
    }

    @Test(arguments: [
        ("Новый автомобиль", Audience.individual, 4, ProductMatch.one(ServiceID(53))),
        ("новый автомобиль", .individual, 6, .one(ServiceID(71))),
        ("Новый автомобиль", .individual, 5, .several([ServiceID(53), ServiceID(71)])), ("КАСКО", .individual, 2, .one(ServiceID(37))),
        ("- миниКАСКО", .individual, 3, .one(ServiceID(51))), ("е-Осаго", .individual, 1, .one(ServiceID(15))),
        ("автокредит", .individual, 4, .one(ServiceID(1))), ("яхт-клуб", .individual, 5, .one(ServiceID(60))),
        ("- ТО и ремонты", .legal, 7, .one(ServiceID(85))), ("отель", .legal, 5, .one(ServiceID(68))),
        ("Космический туризм", .individual, 5, .none),
        ("- система oline Банк-Клиент", .legal, 1, .one(ServiceID(28))), ("автокредиты C2C", .individual, 1, .one(ServiceID(2))),
    ])
    func productsAreFoundByWhatCardsSay(_ product: String, _ audience: Audience, _ company: Int, _ expected: ProductMatch) async throws {
        let database = try await DemoWorldTests.shown.value
        let match = try await database.read {
            try CatalogueStore().match(product: product, audience: audience, company: CompanyID(company), in: $0)
        }
        #expect(match == expected)
    }

    /// Every service is found on its own company's card by its names, so that a card never says what nobody understands.
    @Test func everyServiceIsFoundByItsOwnName() async throws {
        let database = try await DemoWorldTests.shown.value
        try await database.read { transaction in
            for service in reference.services {
                for name in [service.name, service.nameEnglish] {
                    let match = try CatalogueStore().match(
                        product: name, audience: service.audience, company: service.company, in: transaction)
                    #expect(match == .one(service.id), "\(name)")
                }
            }
        }
    }
}
