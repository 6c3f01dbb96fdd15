import Accounts
import Clients
import Database
import Testing
import Vocabulary

@testable import Console
@testable import Leads

/// The hotel's clerk, the file's send, and its clients by their ids.
struct SentClients {
    static let file = "ID клиента;Продукт;Исход;Доход\nC-1;Номер;успех;90000\nC-2;Номер;успех;\nC-3;Номер;отказ;"

    let world: World
    let clerk: Account

    init() async throws {
        world = try await World()
        clerk = try await world.person("clerk", .sales, at: .unit(World.desk, of: World.hotel))
    }

    @discardableResult
    func send(_ text: String = file, attested: Bool = true) async throws -> ClientSend {
        let (world, actor) = (world, clerk.login)
        let (id, now): (SendID, Instant) = (world.ids.id(), world.clock.now)
        let send = try await world.database.write { transaction in
            let word = Attestation(
                id: world.ids.id(), company: World.hotel, document: "Форма 14-П", date: "2026-02-01", recipients: .all,
                mayMessage: true, actor: actor, at: now)
            let send = ClientSend(
                id: id, company: World.hotel, actor: actor, kind: .csv, audience: .individual,
                attestation: attested ? try AttestationStore().attest(word, in: transaction) : nil, columns: .init(), startedAt: now)
            try ClientSendStore().create(send, in: transaction)
            return send
        }
        world.site.sends.add(.init(send: send, bytes: Array(text.utf8), name: "a.csv", layout: .init()))
        await world.site.sends.drain()
        world.clock.pass(.minutes(1))
        return try #require(try await world.database.read { try ClientSendStore().send(id, in: $0) })
    }

    func client(_ reference: String) async throws -> ClientRecord? {
        try await world.database.read { try ClientStore().client(company: World.hotel, reference: reference, in: $0) }
    }

    /// The client's card that counts; one that was taken back where there is no other.
    func card(_ reference: String) async throws -> Card? {
        let client = try await client(reference)
        return try await world.database.read { transaction in
            let cards = try client.map { try CardStore().cards(of: $0.id, in: transaction) } ?? []
            return cards.last { $0.stage != .takenBack } ?? cards.last
        }
    }

    /// A lead of the bank about a client of the file.
    func lead(_ reference: String, stage: LeadStage = .waiting) async throws -> LeadRecord {
        let card = try #require(try await card(reference))
        let (id, now): (LeadID, Instant) = (world.ids.id(), world.clock.now)
        return try await world.database.write { transaction in
            let lead = LeadRecord(
                id: id, number: LeadNumber(id), card: card.id, client: card.client, source: World.hotel,
                company: stage == .askConsent ? World.hotel : World.bank, service: World.loan, modelVersion: 1, probability: 0.3,
                rating: 80, propensity: 1, isExploration: false, expectedValue: .zero, reasons: [], stage: stage, mayMessage: .noChat,
                createdAt: now, stageAt: now)
            #expect(try LeadStore().create(lead, by: "pipeline", detail: "", in: transaction))
            try CardStore().move(card.id, to: .waiting, at: now, in: transaction)
            return lead
        }
    }

    func outlook(_ send: ClientSend) async throws -> TakeBackOutlook {
        try await world.database.read { try TakeBackOutlook(send, in: $0) }
    }

    @discardableResult
    func takeBack(_ send: ClientSend) async throws -> SendTakeBack {
        #expect(try await begin(send) == .begun)
        while try await step() {}
        return try #require(try await state(send))
    }

    func begin(_ send: ClientSend, at moment: Instant? = nil) async throws -> TakeBackDesk.Answer {
        let (now, clerk) = (moment ?? world.clock.now, clerk)
        return try await world.database.write { try TakeBackDesk().begin(send, by: clerk, at: now, in: $0) }
    }

    func step() async throws -> Bool {
        let (now, ids) = (world.clock.now, world.ids)
        return try await world.database.write { try TakeBackDesk().step(at: now, ids: ids, in: $0) }
    }

    func state(_ send: ClientSend) async throws -> SendTakeBack? {
        try await world.database.read { try SendTakeBackStore().takeBack(of: send.id, in: $0) }
    }

    func again(_ send: ClientSend) async throws -> ClientSend? {
        try await world.database.read { try ClientSendStore().send(send.id, in: $0) }
    }

    func history(_ reference: String) async throws -> [ServiceID] {
        let client = try await client(reference)
        return try await world.database.read { transaction in
            try client.map { try HistoryStore().history(of: $0.id, in: transaction).map(\.service) } ?? []
        }
    }
}
