import Database
import Foundation
import Sealing
import Testing
import Vocabulary

@testable import cactubase

@Test func theFirstStartMakesASecretForItsOwnerOnlyAndTheSecondFindsIt() async throws {
    let desk = try Desk()
    let first = try await desk.live()
    let payload = first.keyring.text(of: .company(.init(1), campaign: 0))
    try await first.database.close()
    #expect(SecretFile(besideDatabase: desk.folder + "/cactubase.db").mode == 0o600)
    let second = try await desk.live()
    #expect(second.keyring.text(of: .company(.init(1), campaign: 0)) == payload)
    try await second.database.close()
}

@Test func ofManyThatStartAtOnceAllHaveOneSecret() async throws {
    let desk = try Desk()
    let file = SecretFile(besideDatabase: desk.folder + "/cactubase.db")
    let payloads = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<16 { group.addTask { Keyring(root: try file.make()).text(of: .company(.init(1), campaign: 0)) } }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(payloads.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: desk.folder).sorted() == ["cactubase.secret", "qr"])
}

@Test func whoLosesTheSecretHearsOfIt() async throws {
    let desk = try Desk()
    try await desk.live().database.close()
    try FileManager.default.removeItem(atPath: desk.folder + "/cactubase.secret")
    let lost = await desk.run("migrate")
    #expect(lost.status == .failed)
    #expect(lost.err.contains("cactubase.secret is missing"))
    #expect(!desk.exists("cactubase.secret"))
    let other = await desk.run("migrate", setting: ["CACTUBASE_SECRET": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="])
    #expect(other.status == .failed)
    #expect(other.err.contains("not the one that this database was sealed with"))
    #expect(!other.err.contains("AAAA"))
}

@Test func aBrokenSecretFileIsToldWithoutItsContent() async throws {
    let desk = try Desk()
    try desk.write("hunter2", to: "cactubase.secret")
    let said = await desk.run("migrate")
    #expect(said.status == .failed)
    #expect(said.err.contains("cactubase.secret") && !said.err.contains("hunter2"))
}
