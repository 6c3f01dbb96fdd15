import Database
import Foundation
import Testing

@testable import cactubase

extension Desk {
    func findings(_ setting: [String: String] = [:]) async throws -> (status: ProcessStatus, byName: [String: Finding]) {
        let said = await run("doctor", "--offline", "--json", setting: setting)
        let findings = try JSONDecoder().decode([Finding].self, from: Data(said.out.utf8))
        return (said.status, Dictionary(findings.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
    }
}

@Test func aFreshFolderLacksThingsButNothingFails() async throws {
    let desk = try Desk()
    let (status, findings) = try await desk.findings()
    #expect(status == .done)
    #expect(findings["locales"]?.verdict == .ok)
    #expect(findings["posters"]?.verdict == .ok)
    #expect(findings["clock"]?.verdict == .ok)
    #expect(findings["database"]?.verdict == .warn)
    #expect(findings["token"]?.verdict == .warn)
    // It only looks.
    #expect(!desk.exists("cactubase.db") && !desk.exists("cactubase.secret"))
}

/// Whoever reports a fault reads the same version wherever it is told.
@Test func theProgramNamesItself() async throws {
    let desk = try Desk()
    let said = await desk.run("--version")
    #expect(said.status == .done && said.out == Cactubase.version + "\n")
    #expect(try await desk.findings().byName["program"]?.words == "cactubase \(Cactubase.version)")
}

@Test func aUsedFolderIsToldWhatItLacks() async throws {
    let desk = try Desk()
    try await desk.makeGroup()
    let (status, findings) = try await desk.findings()
    #expect(status == .done)
    #expect(findings["database"]?.verdict == .ok)
    #expect(findings["database"]?.words.contains("write-ahead log") == true)
    #expect(findings["schema"]?.verdict == .ok)
    #expect(findings["secret"]?.verdict == .ok)
    #expect(findings["catalogue"]?.verdict == .warn)
    #expect(findings["operator"]?.remedy?.contains("operator.name") == true)
    #expect(findings["channel"]?.remedy == "cactubase companies set bank --confirm-channel ACCOUNT")
    _ = await desk.run("companies", "set", "bank", "--confirm-channel", "anna")
    #expect(try await desk.findings().byName["channel"] == nil)
}

@Test func whatOthersCanReadIsNoSecret() async throws {
    let desk = try Desk()
    try await desk.makeGroup()
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: desk.folder + "/cactubase.secret")
    let (status, findings) = try await desk.findings()
    #expect(status == .failed)
    #expect(findings["secret"]?.remedy == "chmod 600 \(desk.folder)/cactubase.secret")
}

@Test func theDoctorNamesWhatIsBroken() async throws {
    let desk = try Desk()
    #expect(try await desk.findings(["CACTUBASE_LOCALES": "/no/such/folder"]).byName["locales"]?.verdict == .fail)
    #expect(try await desk.findings(["DATABASE_URL": "sqlite:/no/such/folder/a.db"]).byName["database"]?.verdict == .fail)
    #expect(try await desk.findings(["DATABASE_URL": "postgres://db"]).byName["database"]?.words.contains("later version") == true)
    #expect(try await desk.findings(["TELEGRAM_RATE": "fast"]).byName["configuration"]?.verdict == .fail)
    try desk.write("no database at all, only some words that somebody left here by mistake", to: "cactubase.db")
    let (status, findings) = try await desk.findings()
    #expect(status == .failed)
    #expect(findings["database"]?.verdict == .fail)
}

@Test func theTokenIsInNoFinding() async throws {
    let said = await (try Desk()).run("doctor", "--offline", setting: ["TELEGRAM_BOT_TOKEN": "123456:hunter2"])
    #expect(said.out.contains("token"))
    #expect(!said.out.contains("hunter2") && !said.err.contains("hunter2"))
}

@Test func aTelegramThatIsNotThereIsAFailure() async throws {
    // Port 9 of the loopback: nobody listens, so nothing leaves the machine.
    let said = await (try Desk()).run(
        "doctor", setting: ["TELEGRAM_BOT_TOKEN": "123456:hunter2", "TELEGRAM_API_URL": "http://127.0.0.1:9"])
    #expect(said.status == .failed)
    #expect(said.out.contains("cannot connect to 127.0.0.1"))
    #expect(!said.out.contains("hunter2"))
}
