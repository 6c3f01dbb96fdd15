import Catalogue
import Clients
import Database
import Sealing
import Spreadsheets
import Synchronization
import Testing
import Vocabulary

@Suite struct CardImportTests {
    @Test func aFileGivesClientsCardsAndHistory() async throws {
        let world = try await World()
        let file = CardFile(
            [:], [.reference: "B-2", .outcome: "отказ"], [.reference: "C-3", .outcome: ""], [.reference: "D-4", .income: "-1"])
        let report = try await world.importing(file.bytes)
        #expect(
            report.lines.map(\.result) == [
                .new, .new, .new, .refused([RowProblem(row: 5, column: .income, rule: .negative)]),
            ])
        #expect(report.lines.map(\.row) == [2, 3, 4, 5])
        let clients = try await world.clients()
        #expect(Set(clients.keys) == ["A-17", "B-2", "C-3"])
        #expect(clients["A-17"]?.portrait.income == 240)
        let card = try #require(try await world.cards(of: "A-17").first)
        #expect(
            (card.service, card.outcome, card.stage, card.attestation, card.receivedAt) == (
                World.newCar, .success, .pending, nil, World.now
            ))
        let history = try await world.history(of: "A-17")
        #expect(history.map(\.service) == [World.newCar])
        #expect((history.first?.source, history.first?.value, history.first?.sourceID) == (.history, 1, card.id.bytes))
        // A refusal says nothing in the matrix; an unknown end still says what the client came for.
        #expect(try await world.history(of: "B-2").isEmpty)
        #expect(try await world.history(of: "C-3").count == 1)
    }

    @Test func theSameFileAgainChangesNothing() async throws {
        let world = try await World()
        let file = CardFile([:], [.reference: "B-2"], [:])
        let first = try await world.importing(file.bytes)
        #expect(first.lines.map(\.result) == [.new, .new, .unchanged])
        let before = try await world.clients()
        let second = try await world.importing(file.bytes, at: World.now + .days(1))
        #expect(second.totals.unchanged == 3)
        #expect(try await world.clients() == before)
        #expect(try await world.cards(of: "A-17").count == 1)
        #expect(try await world.history(of: "A-17").count == 1)
    }

    /// Two people under one id, or one deal that went well and did not: taking the later row would change the client without a word.
    @Test func aRepeatedIDThatSaysSomethingElseIsRefused() async throws {
        let world = try await World()
        let file = CardFile(
            [:], [.birthDate: "14.03.1960"], [.patronymic: "Ивановна"], [.outcome: "отказ"],
            [.birthDate: "", .patronymic: "", .outcome: ""])
        for results in [[CardReport.Line.Result.new, .unchanged], [.unchanged, .unchanged]] {
            let report = try await world.importing(file.bytes)
            #expect(
                report.problems == [
                    RowProblem(row: 3, column: .birthDate, rule: .contradicts(row: 2)),
                    RowProblem(row: 4, column: .patronymic, rule: .contradicts(row: 2)),
                    RowProblem(row: 5, column: .outcome, rule: .contradicts(row: 2)),
                ])
            #expect(report.lines.filter { [2, 6].contains($0.row) }.map(\.result) == results)
        }
        #expect(try await world.cards(of: "A-17").map(\.outcome) == [.success])
    }

    @Test func aLaterFileUpdatesTheClientAndAnotherDealIsAnotherCard() async throws {
        let world = try await World()
        _ = try await world.importing(CardFile([:]).bytes)
        let report = try await world.importing(
            CardFile([.income: "300000", .dependents: ""], [.carPrice: "3100000"]).bytes, at: World.now + .days(1))
        #expect(report.lines.map(\.result) == [.updated, .new])
        let client = try #require(try await world.clients()["A-17"])
        #expect((client.portrait.income, client.portrait.dependents, client.portrait.carPrice) == (240, 2, 3_100))
        #expect(try await world.cards(of: "A-17").count == 2)
        #expect(try await world.history(of: "A-17").count == 2)
    }

    @Test func anOutcomeThatComesLaterReplacesTheUnknownOne() async throws {
        let world = try await World()
        _ = try await world.importing(CardFile([.outcome: ""]).bytes)
        #expect(try await world.importing(CardFile([.outcome: "отказ"]).bytes).totals.updated == 1)
        #expect(try await world.cards(of: "A-17").map(\.outcome) == [.refusal])
        #expect(try await world.history(of: "A-17").isEmpty)
        #expect(try await world.importing(CardFile([.outcome: "успех"]).bytes).totals.updated == 1)
        #expect(try await world.history(of: "A-17").map(\.value) == [1])
        // An empty cell takes nothing back.
        #expect(try await world.importing(CardFile([.outcome: ""]).bytes).totals.unchanged == 1)
        #expect(try await world.cards(of: "A-17").map(\.outcome) == [.success])
    }

    @Test func anAttestationMayFollowAndIsNotLost() async throws {
        let world = try await World()
        let attestation = Attestation(
            id: world.ids.id(), company: World.dealer, document: "Согласие 7", date: "2026-03-01", recipients: .all, mayMessage: false,
            actor: "admin", at: World.now)
        let again = Attestation(
            id: world.ids.id(), company: World.dealer, document: "Согласие 7", date: "2026-03-01", recipients: .all, mayMessage: false,
            actor: "head", at: World.now + .days(1))
        try await world.database.write { transaction throws in
            #expect(try AttestationStore().attest(attestation, in: transaction) == attestation.id)
            #expect(try AttestationStore().attest(again, in: transaction) == attestation.id)
        }
        _ = try await world.importing(CardFile([:]).bytes)
        let heard = Mutex<[ClientID]>([])
        struct Listener: HearsOfAttestations {
            let hear: @Sendable (ClientID) -> Void
            func attested(_ client: ClientID, at now: Instant, in transaction: Transaction) throws(DatabaseError) { hear(client) }
        }
        let listeners = [Listener { client in heard.withLock { $0.append(client) } }]
        let known = try await world.clients()["A-17"]?.id
        #expect(
            try await world.importing(CardFile([:]).bytes, attestation: attestation.id, listeners: listeners).totals.updated == 1)
        #expect(heard.withLock { $0 } == [known])
        #expect(
            try await world.importing(CardFile([:]).bytes, attestation: attestation.id, listeners: listeners).totals.unchanged == 1)
        #expect(heard.withLock { $0.count } == 1, "the same word again is no news")
        #expect(try await world.importing(CardFile([:]).bytes).totals.unchanged == 1)
        #expect(try await world.cards(of: "A-17").map(\.attestation) == [attestation.id])
    }

    @Test func anUnknownProductWaitsForAPersonAndIsTakenOnceItHasAName() async throws {
        let world = try await World()
        let file = CardFile(
            [.product: "Золотой  Слон"], [.reference: "B-1", .product: "золотой слон"], [.reference: "C-1", .product: "золотой слон"])
        for day in [Int64(0), 1] {
            let report = try await world.importing(file.bytes, at: World.now + .days(day))
            #expect(report.lines.map(\.result) == Array(repeating: .waits(services: 0), count: 3))
        }
        #expect(try await world.clients().isEmpty)
        let waiting = try await world.database.read { try UnmatchedProductStore().all(in: $0) }
        #expect(waiting.map(\.product) == ["золотой слон"])
        #expect(waiting.map(\.rows) == [3])  // two imports, three batches: counted once
        try await world.database.write { try CatalogueStore().addAlias("Золотой слон", for: World.newCar, in: $0) }
        #expect(try await world.importing(file.bytes).totals.new == 3)
        #expect(try await world.database.read { try UnmatchedProductStore().all(in: $0) }.isEmpty)
    }

    @Test func aProductOfSeveralOtherCompaniesIsLeftToAPerson() async throws {
        let world = try await World()
        let file = CardFile([.product: "Продажа новых автомобилей"])
        // The sender's own service wins; a bank sells no cars, so it stays open whose service is meant.
        #expect(try await world.importing(file.bytes, of: World.leasing).totals.new == 1)
        #expect(try await world.importing(file.bytes, of: World.bank).lines.map(\.result) == [.waits(services: 2)])
    }

    @Test func legalEntitiesHaveAFormOfTheirOwn() async throws {
        let world = try await World()
        var file = CardFile()
        file.columns = [.reference, .product, .outcome] + CardColumn.allCases.filter(CardFile.legal.contains)
        let firm: [CardColumn: String] = [
            .reference: "firm-1", .product: "операционная аренда", .businessType: "21", .legalForm: "6", .authorizedCapital: "500",
            .revenue: "1200,4", .netProfit: "-15",
        ]
        file.rows = [firm, firm.merging([.reference: "", .businessType: "22"]) { $1 }]
        let report = try await world.importing(file.bytes, of: World.leasing)
        let client = try #require(try await world.clients(of: World.leasing)["firm-1"])
        #expect(client.audience == .legal)
        #expect(client.portrait == Portrait([.businessType: 21, .legalForm: 6, .authorizedCapital: 500, .revenue: 1_200, .netProfit: -15]))
        #expect(
            report.problems == [
                RowProblem(row: 3, column: .businessType, rule: .outside(from: 1, to: 21)),
                RowProblem(row: 3, column: .reference, rule: .missing),
            ])
        // A person under the firm's id is somebody else's mistake, and not ours to guess.
        let person = try await world.importing(CardFile([.reference: "firm-1"]).bytes, of: World.leasing)
        #expect(person.problems == [RowProblem(row: 2, column: .reference, rule: .otherAudience)])
    }

    @Test func aPhoneFindsItsClient() async throws {
        let world = try await World()
        _ = try await world.importing(CardFile([:]).bytes)
        let number = try #require(PhoneNumber(international: "79001234567"))
        let hash = world.keyring.phoneHash(number.e164).hash
        let found = try await world.database.read { try ClientStore().unlinkedClients(withPhoneHash: hash, in: $0) }
        #expect(found.map(\.reference) == ["A-17"])
    }

    // MARK: Forms

    @Test(arguments: Audience.allCases) func theFormIsTakenWithItsExampleSkipped(_ audience: Audience) async throws {
        let world = try await World()
        let company = audience == .legal ? World.leasing : World.dealer
        let form = try CardTemplate.workbook(for: audience, at: World.now)
        #expect(try await world.importing(form, named: "form.xlsx", of: company).lines.map(\.result) == [.example])
        #expect(try await world.clients(of: company).isEmpty)
        // Filled in: the example's row with an id of its own keeps every rule.
        var table = CardTemplate.table(for: audience)
        table.rows.append([.text("K-1")] + table.rows[0].dropFirst())
        for (name, bytes) in [("form.xlsx", try SheetTable.xlsx([table], created: World.now)), ("form.csv", table.csv())] {
            let report = try await world.importing(bytes, named: name, of: company)
            #expect(report.problems.isEmpty)
            #expect(report.totals.examples == 1)
        }
        let client = try #require(try await world.clients(of: company)["K-1"])
        let known = audience == .legal ? 5 : 12
        #expect(Portrait.Field.allCases.count { client.portrait[$0] != nil } == known)
        #expect(try await world.cards(of: "K-1", at: company).count == 1)
    }
}
