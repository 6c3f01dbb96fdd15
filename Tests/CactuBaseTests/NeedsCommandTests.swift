import Clients
import Database
import Foundation
import Testing
import Vocabulary

@testable import cactubase

@Suite struct NeedsCommandTests {
    private func answer<Wanted: Decodable>(_ desk: Desk, _ type: Wanted.Type, _ arguments: String...) async throws -> Wanted {
        let said = await desk.run(arguments + ["--json", "--language", "en"])
        guard said.status == .done else { throw CommandFailure.failed("\(said.status): \(said.err)") }
        return try JSONDecoder().decode(type, from: Data(said.out.utf8))
    }

    /// A client of the demo group with a history, as people name it.
    private func someClient(_ desk: Desk) async throws -> String {
        let live = try await desk.live()
        let reference = try await live.database.read { transaction -> String? in
            try transaction.row(
                "SELECT reference FROM client WHERE company_id = 4 AND id IN (SELECT client_id FROM interaction WHERE value > 0) ORDER BY id"
            )?[
                "reference"]
        }
        try await live.database.close()
        return try #require(reference) + "@expocar"
    }

    @Test func needsOfServicesAreListedAndChanged() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let all = try await answer(desk, [ServiceNeedsAnswer].self, "needs")
        #expect(all.count == 101 && all.first?.needs == ["Getting around", "Money"])
        let full = await desk.run("needs", "add", "Real estate", "--service", "1")
        #expect(full.status == .failed && full.err.contains("remove one first"))
        let removed = try await answer(desk, [NeedVersionAnswer].self, "needs", "remove", "деньги", "--service", "1", "--by", "anna")
        #expect(
            removed.first?.changes == [
                NeedVersionAnswer.Change(service: 1, before: ["Getting around", "Money"], after: ["Getting around"])
            ])
        _ = try await answer(desk, [NeedVersionAnswer].self, "needs", "add", "Real estate", "--service", "1", "--first")
        #expect(
            try await answer(desk, [ServiceNeedsAnswer].self, "needs", "--service", "1").first?.needs == ["Real estate", "Getting around"])
        for _ in 1...2 { #expect(await desk.run("needs", "undo").err.contains("cactubase train")) }
        #expect(try await answer(desk, [ServiceNeedsAnswer].self, "needs", "--service", "1").first?.needs == ["Getting around", "Money"])
        #expect(try await answer(desk, [NeedVersionAnswer].self, "needs", "history").map(\.act) == ["undo", "undo", "add", "remove"])
    }

    @Test func needsOfAClientAreThoseOfItsServicesAndWhatPeopleSaid() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let client = try await someClient(desk)
        let before = try await answer(desk, [ClientNeedAnswer].self, "needs", "--client", client)
        let derived = try #require(before.first)
        #expect(derived.isHeld && derived.mark == nil && !derived.services.isEmpty)
        let removed = await desk.run("needs", "remove", derived.need, "--client", client, "--by", "anna", "--reason", "sold the car")
        #expect(removed.status == .done && !removed.out.contains(client))
        let after = try await answer(desk, [ClientNeedAnswer].self, "needs", "--client", client)
        #expect(after.first { $0.need == derived.need }?.isHeld == false)
        #expect(after.first { $0.need == derived.need }?.by == "anna")
        let repeated = try await answer(desk, [NeedVersionAnswer].self, "needs", "remove", derived.need, "--client", client)
        #expect(repeated.isEmpty)
        _ = await desk.run("needs", "undo")
        #expect(try await answer(desk, [ClientNeedAnswer].self, "needs", "--client", client) == before)
    }

    @Test(arguments: [
        ["add", "Money"], ["add", "Money", "--service", "1", "--client", "1@expocar"], ["add", "Love", "--service", "1"],
        ["add", "Money", "--client", "nobody"], ["add", "Money", "--service", "999"], ["add", "Money", "--client", "1@expocar", "--first"],
        ["undo", "--version", "5"], ["list", "--service", "x"],
    ])
    func wrongUseSaysWhatToDo(_ arguments: [String]) async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let said = await desk.run(["needs"] + arguments)
        #expect(said.status == .wrongUse && !said.err.isEmpty && said.out.isEmpty, "\(said)")
    }

    @Test func aClientThatIsNotThereIsAFailureAndIsNotRepeated() async throws {
        let desk = try Desk()
        try await desk.makeDemo()
        let said = await desk.run("needs", "--client", "79001234567@expocar")
        #expect(said.status == .failed && !said.err.contains("7900"))
    }
}
