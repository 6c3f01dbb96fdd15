import ArgumentParser
import Clients
import Database
import Foundation
import Group
import Schema
import Sealing
import Testing
import Vocabulary

@testable import cactubase

extension Desk {
    /// A bank and a dealer, as the commands find them.
    func makeGroup() async throws {
        let live = try await live()
        try await live.database.write { transaction in
            for (id, code, kind) in [(1, "bank", CompanyKind.bank), (2, "dealer", .dealer)] {
                try CompanyStore().save(
                    Company(
                        id: CompanyID(id), code: code, name: "Компания «\(code)»", nameEnglish: "The \(code)", legalName: "ООО \(code)",
                        inn: "7700000000", kind: kind, sendsOffersAutomatically: false, channelConfirmation: nil), in: transaction)
            }
        }
        try await live.database.close()
    }
}

@Test func everyCommandHasHelpWithAnExample() async throws {
    let desk = try Desk()
    #expect(await desk.run("--help").status == .done)
    for command in Cactubase.configuration.subcommands {
        let name = command.configuration.commandName ?? ""
        let leaves =
            command.configuration.subcommands.isEmpty
            ? [[name]] : command.configuration.subcommands.map { [name, $0.configuration.commandName ?? ""] }
        for leaf in leaves {
            let said = await Cactubase.run(leaf + ["--help"], in: desk.shell())
            #expect(said == .done, "\(leaf)")
        }
        let all = command.configuration.subcommands.isEmpty ? [command] : command.configuration.subcommands
        for leaf in all {
            #expect(!leaf.configuration.abstract.isEmpty, "\(name)")
            #expect(leaf.configuration.discussion.contains("Example"), "\(name)")
        }
    }
}

@Test func wrongUseIsTwo() async throws {
    let desk = try Desk()
    for arguments in [["nonsense"], ["qr"], ["settings", "no.such"], ["companies", "set", "bank"], ["ledger", "--customer", "xyz"]] {
        let said = await Cactubase.run(arguments, in: desk.shell())
        #expect(said == .wrongUse, "\(arguments)")
    }
    let said = await desk.run("nonsense")
    #expect(said.out.isEmpty && said.err.contains("nonsense"))
}

@Test func migratingTwiceIsDoneTwice() async throws {
    let desk = try Desk()
    let first = await desk.run("migrate", "--json")
    #expect(first.status == .done)
    #expect(try JSONDecoder().decode(MigrateCommand.Answer.self, from: Data(first.out.utf8)).migrations == Schema.all.map(\.name))
    #expect(await desk.run("migrate").status == .done)
}

@Test func aDatabaseThatCannotBeIsAFailure() async throws {
    let said = await (try Desk()).run("migrate", setting: ["DATABASE_URL": "sqlite:no/such/folder/a.db"])
    #expect(said.status == .failed)
    #expect(said.err.contains("no/such/folder/a.db"))
}

@Test func aDatabaseOfAnotherProgramIsLeftAlone() async throws {
    let desk = try Desk()
    try desk.write("this is no database, but a letter to a friend, long enough to be looked at", to: "cactubase.db")
    let said = await desk.run("migrate")
    #expect(said.status == .failed)
    #expect(try desk.read("cactubase.db").starts(with: Array("this is no database".utf8)))
}

@Test func settingsAreShownChangedAndRefused() async throws {
    let desk = try Desk()
    let changed = await desk.run("settings", "lead.threshold", "75", "--by", "anna")
    #expect(changed.status == .done)
    #expect(changed.out == "lead.threshold = 75 (by anna; default 80)\n")
    let refused = await desk.run("settings", "lead.threshold", "101")
    #expect(refused.status == .wrongUse)
    #expect(refused.err == "error: lead.threshold: it has to be from 0 to 100\n")
    let listed = await desk.run("settings", "--json")
    let answers = try JSONDecoder().decode([SettingsCommand.Answer].self, from: Data(listed.out.utf8))
    #expect(answers.map(\.name) == Settings.all.map(\.name))
    #expect(answers.first { $0.name == "lead.threshold" }?.value == "75")
    let live = try await desk.live()
    let audit = try await live.database.read { try AuditStore().recent(10, in: $0) }
    #expect(audit.map(\.detail) == ["80 -> 75"])
    #expect(audit.first?.actor == "anna")
    try await live.database.close()
}

@Test func aBankIsConfirmedByAPersonAndTheChangeIsAudited() async throws {
    let desk = try Desk()
    try await desk.makeGroup()
    let unconfirmed = await desk.run("companies", "set", "bank", "--automatic", "on", "--json")
    #expect(unconfirmed.status == .done)
    #expect(try JSONDecoder().decode(CompanyAnswer.self, from: Data(unconfirmed.out.utf8)).mayUseTelegram == false)
    #expect(await desk.run("companies", "set", "The BANK", "--confirm-channel", "anna").status == .done)
    let listed = await desk.run("companies", "--language", "en")
    #expect(listed.out.contains("1  bank  The bank: bank; offers go out by themselves; Telegram confirmed by anna\n"))
    #expect(listed.out.contains("2  dealer  The dealer: dealer; offers wait for a person\n"))
    #expect(await desk.run("companies", "set", "bank", "--withdraw-channel").err.contains("--confirm-channel"))
    let unknown = await desk.run("companies", "set", "hotel", "--automatic", "on")
    #expect(unknown.status == .wrongUse)
    #expect(unknown.err.contains("known are bank, dealer"))
    let live = try await desk.live()
    #expect(try await live.database.read { try AuditStore().recent(10, in: $0) }.count == 3)
    try await live.database.close()
}

@Test func codesAndPostersLeadToTheCompanyThatTheyName() async throws {
    let desk = try Desk()
    try await desk.makeGroup()
    let unnamed = await desk.run("qr", "--out", "codes")
    #expect(unnamed.status == .wrongUse)
    #expect(unnamed.err.contains("--bot"))
    let said = await desk.run("qr", "--out", "codes", "--bot", "@test_bot", "--campaign", "7", "--language", "en", "--json")
    #expect(said.status == .done, "\(said.err)")
    let answers = try JSONDecoder().decode([QRCommand.Answer].self, from: Data(said.out.utf8))
    #expect(answers.map(\.company) == ["bank", "dealer"])
    let live = try await desk.live()
    for (answer, id) in zip(answers, [1, 2]) {
        #expect(answer.link.hasPrefix("https://t.me/test_bot?start=c_"))
        let payload = String(answer.link.split(separator: "=").last ?? "")
        #expect(live.keyring.payload(from: payload) == .company(CompanyID(id), campaign: 7))
        #expect(answer.files.count == 3)
    }
    try await live.database.close()
    #expect(try desk.read("codes/bank-campaign-7.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(String(decoding: try desk.read("codes/bank-campaign-7.svg"), as: UTF8.self).contains("<svg"))
    let poster = String(decoding: try desk.read("codes/dealer-campaign-7-poster-en.html"), as: UTF8.self)
    #expect(poster.contains("The dealer") && poster.contains("t.me/test_bot"))
}

@Test func aPersonalLinkIsGoodForItsClient() async throws {
    let desk = try Desk()
    try await desk.makeGroup()
    let live = try await desk.live()
    let client = try await live.database.write { transaction in
        let record = ClientRecord(
            id: IDSource.system.id(), company: CompanyID(2), reference: "1042", audience: .individual, portrait: Portrait(),
            createdAt: Desk.now)
        _ = try ClientStore().upsert(record, in: transaction)
        return record.id
    }
    let said = await desk.run("qr", "--out", "codes", "--client", "1042@dealer", "--bot", "test_bot", "--format", "png", "--json")
    #expect(said.status == .done, "\(said.err)")
    let answer = try #require(try JSONDecoder().decode([QRCommand.Answer].self, from: Data(said.out.utf8)).first)
    guard case .personal(let token) = live.keyring.payload(from: String(answer.link.split(separator: "=").last ?? "")) else {
        Issue.record("not a personal link: \(answer.link)")
        return
    }
    let keyring = live.keyring
    let redeemed = try await live.database.write { transaction in
        try PersonalLinkStore(keyring: keyring).redeem(token, by: IDSource.system.id(), at: Desk.now, in: transaction)
    }
    #expect(redeemed == .linked(client))
    try await live.database.close()
    // What was typed may be a client's id: it is not repeated.
    let unknown = await desk.run("qr", "--out", "codes", "--client", "9999@dealer", "--bot", "test_bot")
    #expect(unknown.status == .failed && !unknown.err.contains("9999"))
}

@Test func anEmptyLedgerIsSound() async throws {
    let desk = try Desk()
    let verified = await desk.run("ledger")
    #expect(verified.status == .done)
    #expect(verified.out == "0 entries, 0 accounts: sound\n")
    #expect(await desk.run("ledger", "--json").out.contains("\"verified\":true"))
    let customer = await desk.run("ledger", "--customer", String(repeating: "0", count: 32))
    #expect(customer.out == "available 0, held 0, posted 0\n")
}

@Test func aLedgerThatIsNotSoundIsAFailure() async throws {
    let desk = try Desk()
    let live = try await desk.live()
    try await live.database.write {
        _ = try $0.execute("INSERT INTO ledger_head (id, seq, hash) VALUES (1, 5, $1)", [[UInt8](repeating: 1, count: 32)])
    }
    try await live.database.close()
    let said = await desk.run("ledger")
    #expect(said.status == .failed)
    #expect(said.out.contains("NOT SOUND"))
}
