import Catalogue
import Clients
import Database
import Group
import Offers
import Sealing
import Testing
import Vocabulary

@testable import DemoWorld

@Suite struct PeopleTests {
    @Test func theSixPeopleAreWhoTheirStoriesSay() async throws {
        let world = try DemoWorld(seed: 7, now: DemoWorldTests.now)
        #expect(world.people.map(\.key) == ["anna", "mikhail", "elena", "oliver", "sergey", "daria"])
        #expect(world.people.count { $0.language == .english } == 1)
        let database = try await DemoWorldTests.shown.value
        for person in world.people {
            #expect(!person.name.contains(" ") && !person.nameEnglish.contains(" "))
            #expect(!person.story.isEmpty && !person.storyEnglish.isEmpty)
            guard let id = person.client else { continue }
            try await database.read { transaction in
                let client = try ClientStore().client(id, in: transaction)
                #expect(client?.company == person.company)
                let cards = try CardStore().cards(of: id, in: transaction)
                #expect(cards.map(\.stage) == [.pending])
                let history = try HistoryStore().history(of: id, in: transaction)
                #expect(history.last?.service == cards.first?.service && history.allSatisfy { $0.at <= DemoWorldTests.now })
            }
        }
        #expect(world.people.first { $0.key == "oliver" }?.entry == .companyCode)
    }

    @Test func aSharedPhoneFindsItsCard() async throws {
        let world = try DemoWorld(seed: 7, now: DemoWorldTests.now)
        let database = try await DemoWorldTests.shown.value
        var phones = 0
        for person in world.people {
            guard case .sharedPhone(let client, let number) = person.entry else { continue }
            phones += 1
            let found = try await database.read {
                try ClientStore().clients(withPhoneHash: DemoWorldTests.keyring.phoneHash(number).hash, in: $0).map(\.id)
            }
            #expect(found == [client])
        }
        #expect(phones == 2)
    }

    /// Names, stories and numbers stay outside the database.
    @Test func nothingPersonalIsStored() async throws {
        let world = try DemoWorld(seed: 7, now: DemoWorldTests.now)
        let dump = try await DemoWorldTests.dump(DemoWorldTests.shown.value).joined(separator: "\n")
        for person in world.people {
            #expect(!dump.contains(person.name) && !dump.contains(person.nameEnglish) && !dump.contains(person.story))
            if case .sharedPhone(_, let number) = person.entry { #expect(!dump.contains(number.dropFirst(2))) }
        }
    }

    @Test func offersAreSaidInBothLanguagesAndLackNothingTheLawDemands() async throws {
        let reference = try ReferenceData(now: DemoWorldTests.now)
        let commerce = try Commerce(seed: 7, reference: reference, now: DemoWorldTests.now)
        #expect(commerce.creatives.count >= 12 && Set(commerce.creatives.map(\.terms.erid)).count == commerce.creatives.count)
        #expect(Set([14, 37, 51, 53, 58, 60, 64, 5, 7, 39]).isSubset(of: Set(commerce.creatives.map(\.service.rawValue))))
        for creative in commerce.creatives {
            let service = try #require(reference.service(creative.service))
            let company = try #require(reference.companies.first { $0.id == service.company })
            #expect(Marking.gaps(company: company, service: service, terms: creative.terms, eridRequired: true).isEmpty)
            #expect((creative.terms.ageMark?.years ?? 0) >= (service.minimumAge ?? 0) - 2, "\(service.nameEnglish)")
            for language in Language.allCases {
                let text = try #require(creative.texts[language])
                #expect(text.body.hasSuffix("?") && text.body.count <= 160, "\(service.nameEnglish)")
            }
        }
    }
}
