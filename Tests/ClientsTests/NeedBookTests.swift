import Catalogue
import Clients
import Database
import Group
import Testing
import Vocabulary

@Suite struct NeedBookTests {
    private let book = NeedBook()

    private func note(_ second: Int64) -> VersionNote { VersionNote(by: "anna", at: World.now + .seconds(second)) }

    private func took(_ service: ServiceID, _ client: ClientID, _ value: Int = 1, in transaction: Transaction) throws {
        try HistoryStore().record(
            Interaction(
                client: client, service: service, source: .history, sourceID: [UInt8](repeating: UInt8(service.rawValue), count: 16),
                value: value, at: World.now), in: transaction)
    }

    @Test func aClientHasTheNeedsOfWhatItTookAndWhatPeopleSaid() async throws {
        let world = try await World()
        let client = try await world.client("A-1")
        try await world.database.write { transaction in
            func held() throws -> [String] { try ClientNeedStore().needs(of: client, in: transaction).filter(\.isHeld).map(\.need) }
            #expect(try held().isEmpty)
            try took(World.loan, client, in: transaction)
            try took(World.insurance, client, -1, in: transaction)
            let derived = try ClientNeedStore().needs(of: client, in: transaction)
            #expect(derived.map(\.need) == ["Транспорт"] && derived.map(\.services) == [[World.loan]] && derived.map(\.mark) == [nil])
            #expect(try book.add("Транспорт", to: client, note(1), in: transaction) == nil, "it has it already")
            #expect(try book.add("Деньги", to: client, note(1), in: transaction)?.number == 1)
            #expect(try held() == ["Деньги", "Транспорт"])
            // What was taken away does not come back with the next purchase.
            #expect(try book.remove("Транспорт", from: client, note(2), in: transaction)?.number == 2)
            try took(World.newCar, client, in: transaction)
            #expect(try held() == ["Деньги"])
            let away = try ClientNeedStore().needs(of: client, in: transaction).first { $0.need == "Транспорт" }
            #expect(away?.mark == .removed && away?.markedBy == "anna" && away?.markedAt == World.now + .seconds(2))
            #expect(try book.remove("Транспорт", from: client, note(3), in: transaction) == nil)
            #expect(throws: NeedError.isNotHeld) { try book.remove("Учёт", from: client, note(3), in: transaction) }
            #expect(try book.undo(note(4), in: transaction).undone.number == 2)
            #expect(try held() == ["Деньги", "Транспорт"])
            // Taking an added need away leaves nothing behind.
            _ = try book.remove("Деньги", from: client, note(5), in: transaction)
            #expect(try ClientNeedStore().needs(of: client, in: transaction).map(\.need) == ["Транспорт"])
            // Version 1 is no longer what holds.
            #expect(throws: NeedError.version(.changedSince(1))) { try book.undo(version: 1, note(6), in: transaction) }
            for entry in try AuditStore().recent(9, in: transaction) where entry.action.hasPrefix("needs.") {
                #expect(!(entry.subject + entry.detail).contains("A-1") && !(entry.subject + entry.detail).contains(client.hex))
            }
        }
    }

    @Test func aServiceHasOneNeedOrTwoInTheirOrder() async throws {
        let world = try await World()
        try await world.database.write { transaction in
            func loan() throws -> Service { try #require(try CatalogueStore().service(World.loan, in: transaction)) }
            #expect(throws: NeedError.isLast(World.loan)) { try book.remove("Транспорт", from: loan(), note(1), in: transaction) }
            #expect(try book.add("Деньги", to: loan(), first: true, note(1), in: transaction)?.number == 1)
            #expect(try loan().needs == ["Деньги", "Транспорт"])
            #expect(try book.add("Деньги", to: loan(), note(2), in: transaction) == nil)
            #expect(throws: NeedError.isFull(World.loan, needs: ["Деньги", "Транспорт"])) {
                try book.add("Учёт", to: loan(), note(2), in: transaction)
            }
            #expect(throws: NeedError.isNotServed(World.loan)) { try book.remove("Учёт", from: loan(), note(2), in: transaction) }
            #expect(try book.add("Транспорт", to: loan(), first: true, note(3), in: transaction)?.number == 2)
            #expect(try loan().needs == ["Транспорт", "Деньги"])
            _ = try book.undo(note(4), in: transaction)
            _ = try book.undo(note(5), in: transaction)
            #expect(try loan().needs == ["Транспорт"])
            #expect(try book.history(9, in: transaction).map(\.version.act) == [.undo, .undo, .add, .add])
        }
    }

    @Test func erasureWipesWhatWasSaidOfAPersonsOwnAnswers() async throws {
        let world = try await World()
        let customer: CustomerID = world.ids.id()
        try await world.database.write { transaction in
            let client = try ClientStore().ownAnswers(
                OwnAnswers(hasDrivingLicense: true), of: customer, enteredBy: World.bank, ids: world.ids, at: World.now, in: transaction)
            _ = try book.add("Деньги", to: client, note(1), in: transaction)
            _ = try ClientStore().erase(customer, in: transaction)
            #expect(try ClientNeedStore().needs(of: client, in: transaction).isEmpty)
            #expect(try book.changes(of: 1, in: transaction).isEmpty)
        }
    }
}
