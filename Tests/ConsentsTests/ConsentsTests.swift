import Consents
import Database
import Group
import Sealing
import Testing
import Vocabulary

@Suite struct ConsentsTests {
    let database: Database
    let keyring: Keyring
    let now = Instant(seconds: 1_790_000_000)
    let text = ConsentText(kind: .processing, language: .russian, text: "Согласие")

    init() async throws {
        database = try Database.open(.memory)
        keyring = Keyring(root: try RootSecret(base64: RootSecret.generate()))
        try await database.migrate(GroupSchema.migrations + GroupSchema.crmLinks + ConsentsSchema.migrations, at: Instant(seconds: 0))
        try await database.write { transaction in
            for id in 1...3 {
                try transaction.execute(
                    """
                    INSERT INTO company (id, code, name, name_en, legal_name, inn, kind, automatic_offers)
                    VALUES ($1, $2, 'n', 'n', 'l', '1', 'hotel', 0)
                    """, [id, "c\(id)"])
            }
        }
    }

    func person(chat: Int64 = 5) async throws -> Customer {
        let (keyring, now) = (keyring, now)
        return try await database.write {
            try CustomerStore().create(
                chat: chat, language: .russian, enteredBy: CompanyID(1), at: now, ids: .system, keyring: keyring, in: $0)
        }
    }

    func record(_ kind: ConsentKind, _ company: CompanyID? = nil, given: Bool = true, by customer: Customer, after: Span = .seconds(0))
        async throws
    {
        let (now, text) = (now + after, text)
        try await database.write {
            try ConsentStore().record(
                kind, company: company, given: given, by: customer.id, text: text, message: 9, at: now, ids: .system, in: $0)
        }
    }

    func standing(_ customer: Customer) async throws -> ConsentStanding {
        try await database.read { try ConsentStore().standing(of: customer.id, in: $0) }
    }

    @Test func nothingStandsBeforeItWasGiven() async throws {
        #expect(try await standing(person()) == ConsentStanding())
    }

    @Test func eachConsentStandsAlone() async throws {
        let anna = try await person()
        try await record(.processing, by: anna)
        try await record(.transfer, CompanyID(2), by: anna)
        try await record(.transfer, CompanyID(3), given: false, by: anna)
        try await record(.advertising, given: false, by: anna)
        #expect(try await standing(anna) == ConsentStanding(processing: true, transfers: [CompanyID(2)], advertising: false))
        try await record(.advertising, by: anna, after: .seconds(1))
        #expect(try await standing(anna).advertising)
        try await record(.advertising, given: false, by: anna, after: .seconds(2))
        #expect(try await standing(anna).advertising == false)
        let receipts = try await database.read { try ConsentStore().receipts(of: anna.id, in: $0) }
        #expect(receipts.count == 6)
        #expect(receipts.allSatisfy { $0.text.text == "Согласие" })
    }

    @Test func aWithdrawalTakesOnePartnerOrAll() async throws {
        let anna = try await person(), boris = try await person(chat: 6)
        for customer in [anna, boris] {
            try await record(.processing, by: customer)
            try await record(.transfer, CompanyID(2), by: customer)
            try await record(.transfer, CompanyID(3), by: customer)
            try await record(.advertising, by: customer)
        }
        let now = now
        try await database.write { try ConsentStore().withdraw(.transfer, company: CompanyID(2), by: anna.id, at: now, in: $0) }
        #expect(try await standing(anna) == ConsentStanding(processing: true, transfers: [CompanyID(3)], advertising: true))
        try await database.write { try ConsentStore().withdraw(.processing, by: anna.id, at: now, in: $0) }
        #expect(try await standing(anna) == ConsentStanding())
        #expect(try await standing(boris).transfers == [CompanyID(2), CompanyID(3)])
    }

    @Test func erasureLeavesNoWayBackToThePerson() async throws {
        let anna = try await person()
        try await record(.processing, by: anna)
        let (now, keyring) = (now, keyring)
        try await database.write { try Erasure([]).erase(anna, at: now, in: $0) }
        #expect(try await database.read { try CustomerStore().customer(chat: 5, in: $0) } == nil)
        #expect(try await standing(anna) == ConsentStanding())
        #expect(try await database.read { try $0.row("SELECT act FROM erasure")?.get("act", as: String.self) } == "customer: 1")
        #expect(try await database.read { try ConsentStore().hasRefused(chat: 5, keyring: keyring, in: $0) } == false)
    }

    @Test func aRefuserLeavesOnlyAKeyedHash() async throws {
        let anna = try await person()
        try await record(.processing, given: false, by: anna)
        let (now, keyring) = (now, keyring)
        try await database.write { try Erasure([]).forgetRefuser(anna, keyring: keyring, at: now, in: $0) }
        for table in ["customer", "consent_receipt", "erasure"] {
            #expect(try await database.read { try $0.row("SELECT count(*) AS n FROM \(table)")?.get("n", as: Int.self) } == 0)
        }
        #expect(try await database.read { try ConsentStore().hasRefused(chat: 5, keyring: keyring, in: $0) })
        try await database.write { try Erasure([]).forgiveRefusal(chat: 5, keyring: keyring, in: $0) }
        #expect(try await database.read { try ConsentStore().hasRefused(chat: 5, keyring: keyring, in: $0) } == false)
    }

    @Test func theUndecidedAreFoundWhenTheirDayIsOver() async throws {
        let anna = try await person(), boris = try await person(chat: 6)
        try await record(.processing, by: boris)
        let now = now
        func undecided(_ limit: Instant) async throws -> [CustomerID] {
            try await database.read { try CustomerStore().undecided(cameBefore: limit, limit: 10, in: $0).map(\.id) }
        }
        #expect(try await undecided(now) == [])
        #expect(try await undecided(now + .seconds(1)) == [anna.id])
    }
}
