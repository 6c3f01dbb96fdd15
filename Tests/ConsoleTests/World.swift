import Accounts
import Catalogue
import Clients
import Consents
import Database
import Foundation
import Group
import Localization
import Logging
import Offers
import Passwords
import Schema
import Sealing
import Synchronization
import Testing
import Vocabulary

@testable import Console
@testable import Leads

/// A clock that stands where a test puts it.
final class SteppedClock: Sendable {
    private let time: Mutex<Instant>
    init(_ start: Instant) { time = Mutex(start) }
    var now: Instant { time.withLock { $0 } }
    func pass(_ span: Span) { time.withLock { $0 = $0 + span } }
}

/// A bank with two offices, a hotel that sends clients, staff of each level, and leads made by hand.
struct World {
    static let start = Instant(seconds: 1_790_000_000)
    static let (bank, hotel) = (CompanyID(1), CompanyID(2))
    static let (retail, north, south, desk) = (UnitID(1), UnitID(2), UnitID(3), UnitID(4))
    static let (loan, room) = (ServiceID(1), ServiceID(2))
    static let password = "correct horse battery"

    let database: Database
    let ids: IDSource
    let keyring: Keyring
    let site: ConsoleSite
    let clock = SteppedClock(start)

    init(publicAddress: String? = nil, loanName: String = "Кредит", rowsAtOnce: Int = 5000) async throws {
        let random = Mutex(SeededGenerator(seed: 1))
        ids = IDSource { random.withLock { ($0.next(), $0.next()) } }
        keyring = Keyring(root: try RootSecret(base64: String(repeating: "BwcH", count: 10) + "Bwc="))
        database = try Database.open(.memory)
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let texts = try Localization.Catalogue(folder: package.appendingPathComponent("locales").path) { gap in
            Issue.record("\(gap)")
        }
        let clock = clock
        var configuration = ConsoleSite.Configuration(publicAddress: publicAddress, patience: .seconds(60))
        configuration.rowsAtOnce = rowsAtOnce
        site = ConsoleSite(
            database: database, keyring: keyring, texts: texts, passwords: PasswordHashing(cost: .init(kibibytes: 64, passes: 1)),
            clock: WallClock { clock.now }, ids: ids, configuration: configuration, logger: Logger(label: "test"))
        try await database.migrate(Schema.all, at: Self.start)
        try await database.write { transaction in
            for (id, name) in [(Self.bank, "Банк"), (Self.hotel, "Отель")] {
                try CompanyStore().save(
                    Company(
                        id: id, code: "c\(id.rawValue)", name: name, nameEnglish: "Company \(id.rawValue)", legalName: "ООО «Ромашка»",
                        inn: "7700000000",
                        kind: .hotel, sendsOffersAutomatically: true, channelConfirmation: nil), in: transaction)
            }
            for (id, company, name) in [(Self.loan, Self.bank, loanName), (Self.room, Self.hotel, "Номер")] {
                try CatalogueStore().save(
                    Service(
                        id: id, company: company, name: name, nameEnglish: name, audience: .individual, needs: ["Money"], rivalGroup: nil,
                        minimumAge: nil, isCredit: false, isActive: true), in: transaction)
            }
            for (id, company, parent) in [
                (Self.retail, Self.bank, nil), (Self.north, Self.bank, Self.retail), (Self.south, Self.bank, Self.retail),
                (Self.desk, Self.hotel, nil),
            ] as [(UnitID, CompanyID, UnitID?)] {
                try UnitStore().save(
                    Unit(id: id, company: company, parent: parent, name: "Отдел \(id.rawValue)", nameEnglish: "Unit"), in: transaction)
            }
        }
    }

    /// Of the bank; only firms buy it.
    func firmService() async throws {
        try await database.write { transaction in
            let service = Service(
                id: ServiceID(7), company: Self.bank, name: "Лизинг станков", nameEnglish: "Machine lease", audience: .legal,
                needs: ["Money"],
                rivalGroup: nil, minimumAge: nil, isCredit: false, isActive: true)
            try CatalogueStore().save(service, in: transaction)
        }
    }

    // MARK: People

    @discardableResult
    func person(_ login: String, _ level: Level, at place: Place, name: String = "Анна Иванова", grants: Set<Grant> = []) async throws
        -> Account
    {
        _ = try await site.door.accept(
            try await invite(login, level, at: place, name: name, grants: grants), password: Self.password, at: clock.now)
        let account = try await database.read { try AccountStore().account(login: login, in: $0) }
        return try #require(account)
    }

    func invite(_ login: String, _ level: Level, at place: Place, name: String = "Анна Иванова", grants: Set<Grant> = []) async throws
        -> SecretToken
    {
        let (service, now, ids) = (AccountService(keyring: keyring), clock.now, ids)
        return try await database.write {
            try service.issue(
                Account.Draft(login: login, name: name, level: level, place: place, grants: grants), by: .commandLine("test"), at: now,
                ids: ids,
                in: $0
            ).invitation
        }
    }

    @discardableResult
    func sales(_ login: String = "sales", at unit: UnitID = north) async throws -> Account {
        try await person(login, .sales, at: .unit(unit, of: Self.bank))
    }

    // MARK: Leads

    /// A lead of the bank about a client whom the hotel sent, or the bank itself.
    func lead(
        _ reference: String, from source: CompanyID = hotel, to company: CompanyID = bank, stage: LeadStage = .waiting, rating: Int = 85,
        age: Span = .hours(1), mayMessage: MayMessage = .noChat
    ) async throws -> LeadRecord {
        let (client, card, id): (ClientID, CardID, LeadID) = (ids.id(), ids.id(), ids.id())
        let now = clock.now - age
        return try await database.write { transaction throws in
            _ = try ClientStore().upsert(
                ClientRecord(
                    id: client, company: source, reference: reference, audience: .individual, portrait: Portrait(), createdAt: now),
                in: transaction)
            let service = company == Self.bank ? Self.loan : Self.room
            _ = try CardStore().add(
                Card(id: card, client: client, service: service, outcome: .success, attestation: nil, receivedAt: now), content: reference,
                in: transaction)
            let lead = LeadRecord(
                id: id, number: LeadNumber(id), card: card, client: client, source: source, company: company, service: service,
                modelVersion: 1, probability: 0.34, rating: rating, propensity: 1, isExploration: false,
                expectedValue: Money(kopecks: 1_234_549), reasons: [], stage: stage, mayMessage: mayMessage, createdAt: now, stageAt: now)
            #expect(try LeadStore().create(lead, by: "pipeline", detail: "", in: transaction))
            return lead
        }
    }

    /// The lead's client comes to the bot and agrees to everything; the service gets a text and terms.
    @discardableResult
    func inTheBot(_ lead: LeadRecord, chat: Int64 = 5, title: String = "Кредит за день", language: Language = .russian) async throws
        -> CustomerID
    {
        let (now, ids, keyring) = (clock.now, ids, keyring)
        return try await database.write { transaction throws in
            let text = try OfferText(title: title, body: "Без справок.")
            try OfferTextStore().save([.russian: text, .english: text], for: lead.service, by: "test", at: now, in: transaction)
            let terms = try OfferTerms(price: nil, fullCost: nil, erid: "2VtzqtKSPZH", ageMark: .zero, validUntil: nil)
            try OfferTermsStore().save(terms, for: lead.service, by: "test", at: now, in: transaction)
            let customer = try CustomerStore().create(
                chat: chat, language: language, enteredBy: lead.source, at: now, ids: ids, keyring: keyring, in: transaction
            ).id
            _ = try ClientStore().link(customer: customer, client: lead.client, how: .personal, at: now, in: transaction)
            for (kind, company) in [(ConsentKind.processing, nil), (.advertising, nil), (.transfer, lead.company)]
                as [(ConsentKind, CompanyID?)]
            {
                try ConsentStore().record(
                    kind, company: company, given: true, by: customer, text: ConsentText(kind: kind, language: language, text: "Согласие"),
                    message: nil, at: now, ids: ids, in: transaction)
            }
            return customer
        }
    }

    /// The sender's word that everybody may know of the lead's client.
    func attest(_ lead: LeadRecord) async throws {
        let attestation = Attestation(
            id: ids.id(), company: lead.source, document: "Договор 7", date: "2026-01-15", recipients: .all, mayMessage: true,
            actor: "test",
            at: clock.now)
        try await database.write { transaction throws in
            try AttestationStore().save(attestation, in: transaction)
            try transaction.execute("UPDATE card SET attestation_id = $2 WHERE id = $1", [lead.card, attestation.id])
        }
    }

    /// How often something stands in the audit log.
    func audited(_ action: String) async throws -> Int {
        try await database.read { transaction in try AuditStore().recent(1000, in: transaction).filter { $0.action == action }.count }
    }

    func events(_ lead: LeadRecord) async throws -> [LeadEventKind] {
        try await database.read { try LeadStore().events(of: lead.id, in: $0).map(\.kind) }
    }

    func stage(_ lead: LeadRecord) async throws -> LeadStage? {
        try await database.read { try LeadStore().lead(lead.id, in: $0)?.stage }
    }
}
