import Foundation
import Testing

@testable import cactubase

@Suite struct StaffCommandTests {
    @Test func theFirstAccountOfALiveSystemIsMadeByCommand() async throws {
        let desk = try Desk()
        let empty = await desk.run("staff")
        #expect(empty.status == .done && empty.out.contains("There is no account yet"))
        let made = await desk.run("staff", "invite", "anna", "--name", "Анна", "--level", "founder", "--grant", "administrator")
        #expect(made.status == .done)
        #expect(made.out.firstMatch(of: /http:\/\/127\.0\.0\.1:5000\/invitation\/[0-9a-f]{64}/) != nil)
        let list = await desk.run("staff", "list", "--json")
        let accounts = try JSONDecoder().decode([AccountAnswer].self, from: Data(list.out.utf8))
        #expect(
            accounts == [
                AccountAnswer(
                    login: "anna", name: "Анна", level: "founder", company: nil, unit: nil, grants: ["administrator"], state: "invited")
            ])
    }

    @Test func theLinkStandsUnderThePublicAddress() async throws {
        let desk = try Desk(["CACTUBASE_CONSOLE_URL": "https://console.example.ru/"])
        let made = await desk.run("staff", "invite", "anna", "--name", "Анна", "--level", "founder")
        #expect(made.out.contains("\nhttps://console.example.ru/invitation/"))
    }

    @Test func theLastFounderIsNotClosedAndOthersAre() async throws {
        let desk = try Desk()
        _ = await desk.run("staff", "invite", "anna", "--name", "Анна", "--level", "founder")
        let refused = await desk.run("staff", "close", "anna")
        #expect(refused.status == .failed && refused.err.contains("last founder"))
        _ = await desk.run("staff", "invite", "boris", "--name", "Борис", "--level", "founder")
        #expect(await desk.run("staff", "close", "anna").status == .done)
        let list = await desk.run("staff", "list").out
        #expect(list.contains("anna    founder of group; closed") && !list.contains("Анна"))
        let gone = await desk.run("staff", "invite", "anna")
        #expect(gone.status == .failed && gone.err.contains("no such open account"))
    }

    @Test(arguments: [
        ["invite"], ["invite", "anna", "--level", "founder"], ["invite", "anna", "--name", "A", "--level", "boss"],
        ["invite", "anna", "--name", "A", "--level", "sales", "--company", "x", "--unit", "1"], ["unit", "Розница"],
        ["invite", "anna", "--name", "A", "--level", "founder", "--grant", "king"],
    ]) func wrongUseIsToldApart(arguments: [String]) async throws {
        let said = try await Desk().run(["staff"] + arguments)
        #expect(said.status == .wrongUse)
    }

    @Test(arguments: [
        (["invite", "Anna", "--name", "A", "--level", "founder"], "a login has"),
        (["invite", "anna", "--name", "A", "--level", "sales"], "does not work there"),
        (["invite", "anna", "--name", "A", "--level", "sales", "--unit", "9"], "there is no unit 9"),
    ]) func whatCannotBeIsSaidPlainly(arguments: [String], words: String) async throws {
        let said = try await Desk().run(["staff"] + arguments)
        #expect(said.status == .failed && said.err.contains(words))
    }
}
