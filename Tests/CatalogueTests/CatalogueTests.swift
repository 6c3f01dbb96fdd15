import Catalogue
import Database
import Group
import Testing
import Vocabulary

@Suite struct CatalogueTests {
    static let bank = CompanyID(1), insurer = CompanyID(2), hotel = CompanyID(3)

    func fresh() async throws -> Database {
        let database = try Database.open(.memory)
        try await database.migrate(GroupSchema.migrations + GroupSchema.crmLinks + CatalogueSchema.migrations, at: Instant(seconds: 0))
        try await database.write { transaction in
            for (id, kind) in [(Self.bank, CompanyKind.bank), (Self.insurer, .insurer), (Self.hotel, .hotel)] {
                try CompanyStore().save(
                    Company(
                        id: id, code: kind.rawValue, name: kind.rawValue, nameEnglish: kind.rawValue, legalName: "", inn: "", kind: kind,
                        sendsOffersAutomatically: false, channelConfirmation: nil), in: transaction)
            }
            for service in [Self.bankKasko, Self.insurerKasko, Self.deposit] { try CatalogueStore().save(service, in: transaction) }
        }
        return database
    }

    static let bankKasko = Service(
        id: ServiceID(1), company: bank, name: "Страхование КАСКО", nameEnglish: "KASKO", audience: .individual,
        needs: ["Безопасность", "Транспорт"],
        rivalGroup: "kasko", minimumAge: 18, isCredit: false, isActive: true)
    static let insurerKasko = Service(
        id: ServiceID(2), company: insurer, name: "Страхование КАСКО", nameEnglish: "KASKO", audience: .individual, needs: ["Спокойствие"],
        rivalGroup: "kasko", minimumAge: nil, isCredit: false, isActive: false)
    static let deposit = Service(
        id: ServiceID(3), company: bank, name: "Депозиты", nameEnglish: "Business deposits", audience: .legal,
        needs: ["Сбережения", "Учёт"],
        rivalGroup: nil, minimumAge: nil, isCredit: false, isActive: true)

    @Test func aServiceComesBackAsItWasSaved() async throws {
        let database = try await fresh()
        try await database.write { transaction in
            let store = CatalogueStore()
            #expect(try store.all(in: transaction) == [Self.bankKasko, Self.insurerKasko, Self.deposit])
            #expect(try store.services(of: Self.bank, in: transaction).map(\.id.rawValue) == [1, 3])
            var renamed = Self.deposit
            renamed.name = "Вклады для бизнеса"
            try store.save(renamed, in: transaction)
            #expect(try store.service(renamed.id, in: transaction) == renamed)
            #expect(try store.service(ServiceID(99), in: transaction) == nil)
            #expect(try store.match(product: "депозиты", audience: .legal, company: Self.bank, in: transaction) == .one(renamed.id))
        }
    }

    @Test func aServiceHasOneNeedOrTwo() async throws {
        let database = try await fresh()
        try await database.write { transaction in
            var service = Self.deposit
            service.needs = []
            #expect(throws: CatalogueError.needs(ServiceID(3), count: 0)) { try CatalogueStore().save(service, in: transaction) }
        }
    }

    @Test func aNeedHasItsEnglishName() async throws {
        let database = try await fresh()
        try await database.write { transaction in
            let store = CatalogueStore()
            try store.save(Need(name: "Транспорт", nameEnglish: "Transport"), in: transaction)
            try store.save(Need(name: "Транспорт", nameEnglish: "Getting around"), in: transaction)
            #expect(try store.needs(in: transaction).mapValues { $0.name(in: .english) } == ["Транспорт": "Getting around"])
        }
    }

    @Test func aProductMeansTheSendersServiceFirst() async throws {
        let database = try await fresh()
        try await database.write { transaction in
            let store = CatalogueStore()
            func match(_ product: String, _ audience: Audience, _ company: CompanyID) throws -> ProductMatch {
                try store.match(product: product, audience: audience, company: company, in: transaction)
            }
            #expect(try match("- страхование  каско", .individual, Self.bank) == .one(ServiceID(1)))
            #expect(try match("KASKO", .individual, Self.insurer) == .one(ServiceID(2)))
            #expect(try match("Страхование «КАСКО»", .individual, Self.hotel) == .several([ServiceID(1), ServiceID(2)]))
            #expect(try match("Страхование КАСКО", .legal, Self.bank) == .none)
            #expect(try match("депозиты", .legal, Self.hotel) == .one(ServiceID(3)))
            #expect(try match("каско", .individual, Self.bank) == .none)
            #expect(try match("", .individual, Self.bank) == .none)
            for _ in 1...2 { try store.addAlias("КАСКО", for: ServiceID(1), in: transaction) }
            #expect(try match("каско", .individual, Self.bank) == .one(ServiceID(1)))
            #expect(throws: CatalogueError.emptyAlias) { try store.addAlias(" - ", for: ServiceID(1), in: transaction) }
        }
    }

    @Test func linksAreDrawnChangedAndTakenOut() async throws {
        let database = try await fresh()
        try await database.write { transaction in
            let store = CatalogueStore()
            let link = ServiceLink(from: ServiceID(3), to: ServiceID(1), kind: .related)
            let rivals = ServiceLink(from: ServiceID(1), to: ServiceID(2), kind: .never)
            for link in [link, rivals, rivals] { try store.setLink(link, in: transaction) }
            #expect(try store.links(in: transaction) == [rivals, link])
            try store.setLink(ServiceLink(from: ServiceID(1), to: ServiceID(2), kind: .related), in: transaction)
            #expect(try store.links(in: transaction).map(\.kind) == [.related, .related])
            try store.removeLink(from: ServiceID(1), to: ServiceID(2), in: transaction)
            #expect(try store.links(in: transaction) == [link])
            #expect(throws: CatalogueError.linkToItself(ServiceID(1))) {
                try store.setLink(ServiceLink(from: ServiceID(1), to: ServiceID(1), kind: .related), in: transaction)
            }
        }
    }
}
