import Catalogue
import Clients
import Consents
import Database
import Group
import Localization
import Loyalty
import Offers
import Sealing
import Synchronization
import Vocabulary

/// A hotel and a bank, a client of the hotel, and a person in the bot who holds the card and agreed to everything.
struct World: Sendable {
    static let bank = CompanyID(1)
    static let hotel = CompanyID(2)
    static let loan = ServiceID(10)
    static let room = ServiceID(20)
    /// Noon in Moscow.
    static let now = Instant(seconds: 1_795_424_400)

    let database: Database
    let ids: IDSource
    let client: ClientRecord
    let customer: CustomerID
    let keyring: Keyring

    init() async throws {
        let database = try Database.open(.memory)
        let generator = Seeded(seed: 11)
        let ids = IDSource { generator.pair() }
        let keyring = Keyring(root: try RootSecret(base64: String(repeating: "AAAA", count: 12)))
        try await database.migrate(
            GroupSchema.migrations + GroupSchema.crmLinks + CatalogueSchema.migrations + ConsentsSchema.migrations
                + ClientsSchema.migrations
                + LoyaltySchema.migrations + OffersSchema.migrations + ClientsSchema.feed + ClientsSchema.forgotten, at: Self.now)
        (self.database, self.ids, self.keyring) = (database, ids, keyring)
        var portrait = Portrait()
        portrait.age = 40
        let client = ClientRecord(
            id: ids.id(), company: Self.hotel, reference: "guest 1", audience: .individual, portrait: portrait, createdAt: Self.now)
        self.client = client
        customer = try await database.write { transaction in
            try CompanyStore().save(Self.company(Self.bank, .bank), in: transaction)
            try CompanyStore().save(Self.company(Self.hotel, .hotel), in: transaction)
            for service in [Self.service(Self.loan, of: Self.bank, isCredit: true), Self.service(Self.room, of: Self.hotel)] {
                try CatalogueStore().save(service, in: transaction)
                try OfferTextStore().save(
                    [
                        .russian: try OfferText(title: "Люкс", body: "С видом на лес."),
                        .english: try OfferText(title: "A suite", body: "With a view of the forest."),
                    ], for: service.id, by: "test", at: Self.now, in: transaction)
                try OfferTermsStore().save(Self.terms(), for: service.id, by: "test", at: Self.now, in: transaction)
            }
            _ = try ClientStore().upsert(client, in: transaction)
            let customer = try CustomerStore().create(
                chat: 5, language: .russian, enteredBy: Self.hotel, at: Self.now, ids: ids, keyring: keyring, in: transaction
            ).id
            try ClientStore().link(customer: customer, client: client.id, how: .personal, at: Self.now, in: transaction)
            for (kind, company) in [(ConsentKind.processing, nil), (.advertising, nil), (.transfer, Self.bank)]
                as [(ConsentKind, CompanyID?)]
            {
                try ConsentStore().record(
                    kind, company: company, given: true, by: customer, text: ConsentText(kind: kind, language: .russian, text: "Согласие"),
                    message: nil, at: Self.now, ids: ids, in: transaction)
            }
            return customer
        }
    }

    static func company(_ id: CompanyID, _ kind: CompanyKind) -> Company {
        Company(
            id: id, code: kind.rawValue, name: "Компания", nameEnglish: "Company", legalName: "ООО «Хвоя»", inn: "7700000000", kind: kind,
            sendsOffersAutomatically: true, channelConfirmation: nil)
    }

    static func service(_ id: ServiceID, of company: CompanyID, isCredit: Bool = false) -> Service {
        Service(
            id: id, company: company, name: "Услуга", nameEnglish: "Service", audience: .individual, needs: ["Отдых", "Дом"],
            rivalGroup: nil,
            minimumAge: nil, isCredit: isCredit, isActive: true)
    }

    static func terms(
        price: Money? = nil, fullCost: ClosedRange<Int>? = nil, erid: String? = "2VtzqtKSPZH", ageMark: AgeMark? = .eighteen,
        validUntil: Instant? = nil
    ) throws -> OfferTerms {
        try OfferTerms(price: price, fullCost: fullCost, erid: erid, ageMark: ageMark, validUntil: validUntil)
    }

    func attestation(mayMessage: Bool = true, _ recipients: Attestation.Recipients = .all) -> Attestation {
        Attestation(
            id: ids.id(), company: Self.hotel, document: "Договор 7", date: "2026-01-15", recipients: recipients, mayMessage: mayMessage,
            actor: "test", at: Self.now)
    }

    func request(
        _ service: ServiceID = Self.room, lead: LeadID = LeadID(high: 8, low: 1), _ start: OfferStart = .pipeline,
        attestation: Attestation? = nil
    ) -> OfferRequest {
        OfferRequest(lead: lead, client: client, service: service, attestation: attestation, start: start)
    }

    private final class Seeded: Sendable {
        private let generator: Mutex<SeededGenerator>
        init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }
        func pair() -> (UInt64, UInt64) { generator.withLock { ($0.next(), $0.next()) } }
    }
}

/// The product's words in both languages, Russian first; no-break spaces are the catalogue's business.
struct Words {
    let catalogue: Localization.Catalogue
    init() throws { catalogue = try Localization.Catalogue(folder: "locales") { _ in } }

    func both(_ message: Message) -> [String] {
        Language.allCases.map { catalogue.text(message, in: $0).replacing("\u{A0}", with: " ") }
    }
}
