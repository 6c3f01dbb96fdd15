import Clients
import Consents
import Database
import Testing
import Vocabulary

@Suite struct ClientStoreTests {
    let clients = ClientStore()

    func record(_ world: World, _ portrait: Portrait, audience: Audience = .individual) -> ClientRecord {
        ClientRecord(
            id: world.ids.id(), company: World.dealer, reference: "A-17", audience: audience, portrait: portrait, createdAt: World.now)
    }

    @Test func everyFactOfAPortraitComesBack() async throws {
        let world = try await World()
        let sent = record(world, Portrait(Dictionary(uniqueKeysWithValues: zip(Portrait.Field.allCases, 1...))))
        try await world.database.write { transaction throws in
            #expect(try clients.upsert(sent, in: transaction) == .new(sent.id))
            #expect(try clients.client(sent.id, in: transaction) == sent)
            #expect(try clients.client(company: World.dealer, reference: "A-17", in: transaction) == sent)
            #expect(try clients.client(company: World.bank, reference: "A-17", in: transaction) == nil)
        }
    }

    @Test func aPortraitIsMergedAndItsVersionGrowsOnlyWhenItChanges() async throws {
        let world = try await World()
        let first = Portrait([.age: 40, .income: 100])
        let second = Portrait([.income: 120, .carPrice: 2_500])
        let (one, two) = (record(world, first), record(world, second))
        try await world.database.write { transaction throws in
            _ = try clients.upsert(one, in: transaction)
            #expect(try clients.upsert(two, in: transaction) == .updated(one.id))
            #expect(try clients.upsert(two, in: transaction) == .unchanged(one.id))
            let merged = try #require(try clients.client(one.id, in: transaction))
            #expect(merged.portraitVersion == 2)
            #expect((merged.portrait.age, merged.portrait.income, merged.portrait.carPrice) == (40, 120, 2_500))
            #expect(try clients.upsert(record(world, second, audience: .legal), in: transaction) == .otherAudience)
        }
    }

    @Test func clientsAreStreamedForOneCompanyOrForAll() async throws {
        let world = try await World()
        let ids = try await [world.client("a"), world.client("b"), world.client("a", of: World.bank)]
        try await world.database.read { transaction throws in
            var all: [ClientID] = []
            try clients.each(in: transaction) { all.append($0.id) }
            #expect(all == ids.sorted())
            var bank: [ClientID] = []
            try clients.each(of: World.bank, in: transaction) { bank.append($0.id) }
            #expect(bank == [ids[2]])
        }
    }

    @Test func aCardBelongsToOnePersonAndAPersonMayHoldSeveral() async throws {
        let world = try await World()
        let (car, loan) = (try await world.client("a"), try await world.client("b", of: World.bank))
        let (vera, igor): (CustomerID, CustomerID) = (world.ids.id(), world.ids.id())
        try await world.database.write { transaction throws in
            func link(_ customer: CustomerID, _ client: ClientID) throws -> ClientStore.Linked {
                try clients.link(customer: customer, client: client, how: .phone, at: World.now, in: transaction)
            }
            #expect(try link(vera, car) == .linked)
            #expect(try link(vera, car) == .already)
            #expect(try link(igor, car) == .taken)
            #expect(try link(vera, loan) == .linked)
            #expect(Set(try clients.clients(of: vera, in: transaction).map(\.id)) == [car, loan])
            #expect(try clients.clients(of: igor, in: transaction).isEmpty)
            #expect(try clients.customer(of: car, in: transaction) == vera)
            #expect(try clients.unlink(customer: igor, client: car, in: transaction) == false)
            #expect(try clients.unlink(customer: vera, client: car, in: transaction))
            #expect(try link(igor, car) == .linked)
        }
    }

    @Test func aNumberFindsItsClientsButOffersOnlyThoseNobodyHolds() async throws {
        let world = try await World()
        let (car, loan) = (try await world.client("a"), try await world.client("b", of: World.bank))
        let number: [UInt8] = Array(repeating: 7, count: 32)
        try await world.database.write { transaction throws in
            for client in [car, loan] { try clients.setPhone(number, keyID: 1, of: client, in: transaction) }
            #expect(Set(try clients.clients(withPhoneHash: number, in: transaction).map(\.id)) == [car, loan])
            try clients.link(customer: world.ids.id(), client: car, how: .personal, at: World.now, in: transaction)
            #expect(Set(try clients.clients(withPhoneHash: number, in: transaction).map(\.id)) == [car, loan])
            #expect(try clients.unlinkedClients(withPhoneHash: number, in: transaction).map(\.id) == [loan])
            // A new number replaces the old one: numbers change hands.
            try clients.setPhone(Array(repeating: 8, count: 32), keyID: 1, of: loan, in: transaction)
            #expect(try clients.clients(withPhoneHash: number, in: transaction).map(\.id) == [car])
        }
    }

    @Test func ownAnswersAreOneClientHoweverOftenTheyAreGiven() async throws {
        let world = try await World()
        let customer: CustomerID = world.ids.id()
        try await world.database.write { transaction throws in
            func answer(_ answers: OwnAnswers, to company: CompanyID = World.dealer) throws -> ClientRecord {
                let id = try clients.ownAnswers(
                    answers, of: customer, enteredBy: company, ids: world.ids, at: World.now, in: transaction)
                return try #require(try clients.client(id, in: transaction))
            }
            let first = try answer(OwnAnswers(ageBand: .from21to24))
            #expect(first.isOwnAnswer && first.reference.hasPrefix("bot-"))
            #expect((first.portrait.age, first.portrait.drivingLicense, first.company) == (21, nil, World.dealer))
            let second = try answer(OwnAnswers(hasDrivingLicense: false))
            #expect(second.id == first.id)
            #expect((second.portrait.age, second.portrait.drivingLicense, second.portraitVersion) == (21, 0, 2))
            #expect(try clients.clients(of: customer, in: transaction).map(\.id) == [first.id])
        }
    }

    @Test func erasurePartsTheCardsAndWipesOwnAnswers() async throws {
        let world = try await World()
        let customer: CustomerID = world.ids.id()
        let card = try await world.client("a", of: World.bank, Portrait([.age: 50]))
        try await world.database.write { transaction throws in
            try clients.link(customer: customer, client: card, how: .phone, at: World.now, in: transaction)
            let own = try clients.ownAnswers(
                OwnAnswers(ageBand: .from65), of: customer, enteredBy: World.dealer, ids: world.ids, at: World.now, in: transaction)
            #expect(try clients.erase(customer, in: transaction) == ["client_link": 2, "own_answers": 1])
            #expect(try clients.clients(of: customer, in: transaction).isEmpty)
            #expect(try clients.client(own, in: transaction)?.portrait.isEmpty == true)
            #expect(try clients.client(card, in: transaction)?.portrait.age == 50)
        }
    }

    @Test(arguments: OwnAnswers.AgeBand.allCases) func aBandNeverPromisesMoreThanItsLowestAge(_ band: OwnAnswers.AgeBand) {
        let digits = band.rawValue.filter(\.isNumber).prefix(2)
        #expect(band.lowestAge == (band == .under18 ? 0 : Int(digits)))
    }
}
