import Database
import Testing
import Vocabulary

@testable import Group

@Suite struct GroupTests {
    let now = Instant(seconds: 1_800_000_000)

    func fresh() async throws -> Database {
        let database = try Database.open(.memory)
        try await database.migrate(GroupSchema.migrations + GroupSchema.crmLinks, at: now)
        return database
    }

    @Test(arguments: [
        ("- Страхование  КАСКО", "страхование каско"), ("Ёлка", "елка"), ("ЕЩ\u{415}\u{308}", "еще"), ("ресторан «Лес»", "ресторан лес"),
        ("яхт-клуб", "яхт клуб"), ("\u{418}\u{306}од", "йод"), ("  \u{A0}ОСАГО\t2 ", "осаго 2"), ("—", ""),
    ])
    func textFoldsAlike(_ original: String, _ folded: String) {
        #expect(Folded(original).text == folded)
    }

    static let dealer = Company(
        id: CompanyID(4), code: "motor", name: "Мотор", nameEnglish: "Motor Cars", legalName: "ООО «Мотор Плюс»", inn: "7700000000",
        kind: .dealer,
        sendsOffersAutomatically: true, channelConfirmation: nil)

    @Test func aCompanyComesBackAsItWasSaved() async throws {
        let database = try await fresh()
        try await database.write { transaction in
            let store = CompanyStore()
            var company = Self.dealer
            try store.save(company, in: transaction)
            #expect(try store.company(company.id, in: transaction) == company)
            company.channelConfirmation = .init(by: "lawyer", at: Instant(seconds: 5))
            company.sendsOffersAutomatically = false
            try store.save(company, in: transaction)
            #expect(try store.all(in: transaction) == [company])
            #expect(try store.company(CompanyID(9), in: transaction) == nil)
        }
    }

    @Test(arguments: ["4", "motor", "MOTOR", " мотор", "Motor cars", "ооо мотор плюс"])
    func aCompanyIsFoundByWhatPeopleCallIt(_ text: String) async throws {
        let database = try await fresh()
        try await database.write { transaction in
            try CompanyStore().save(Self.dealer, in: transaction)
            #expect(try CompanyStore().named(text, in: transaction) == Self.dealer)
            #expect(try CompanyStore().named("мот", in: transaction) == nil)
            #expect(try CompanyStore().named("", in: transaction) == nil)
        }
    }

    @Test func onlyBanksAndInsurersNeedAConfirmedChannel() {
        var company = Self.dealer
        #expect(company.mayUseTelegram)
        company.kind = .insurer
        #expect(!company.mayUseTelegram)
        company.channelConfirmation = .init(by: "lawyer", at: now)
        #expect(company.mayUseTelegram)
    }

    @Test func aSettingHasItsDefaultUntilSomebodyChangesIt() async throws {
        let database = try await fresh()
        let now = now
        try await database.write { transaction in
            let settings = SettingStore()
            #expect(try settings.value(Settings.leadThreshold, in: transaction) == 80)
            #expect(try settings.value(Settings.pipelineInterval, in: transaction) == .minutes(5))
            try settings.set(Settings.leadThreshold, to: 78, by: "anna", at: now, in: transaction)
            try settings.set(named: "pipeline.interval", to: "10 min", by: "anna", at: now, in: transaction)
            try settings.set(named: "exploration.share", to: "0,1", by: "anna", at: now, in: transaction)
            #expect(try settings.value(Settings.leadThreshold, in: transaction) == 78)
            #expect(try settings.value(Settings.pipelineInterval, in: transaction) == .seconds(600))
            #expect(try settings.value(Settings.explorationShare, in: transaction) == 0.1)

            let all = try settings.all(in: transaction)
            #expect(Set(all.map(\.name)).count == Settings.all.count)
            #expect(all.first == SettingValue(name: "lead.threshold", value: "78", standard: "80", changedBy: "anna", changedAt: now))
            #expect(all.first { $0.name == "contact.cap" }?.changedBy == nil)
        }
    }

    @Test func everyDefaultIsAValueTheSettingItselfTakes() {
        for setting in Settings.all { #expect(setting.canonical(setting.standard) == .success(setting.standard), "\(setting.name)") }
    }

    @Test(arguments: [
        ("lead.threshold", "101", SettingProblem.outOfRange(lowest: "0", highest: "100")), ("lead.threshold", "eighty", .notAWholeNumber),
        ("exploration.share", "nan", .notANumber), ("erid.required", "perhaps", .notASwitch),
        ("operator.inn", "12", .notATaxNumber), ("operator.inn", "77000000AB", .notATaxNumber),
        ("operator.inn", "1234567890123", .notATaxNumber),
        ("pipeline.interval", "5 weeks", .notADuration),
        ("pipeline.interval", "9223372036854775807 d", .outOfRange(lowest: "1 s", highest: "86400 s")),
        ("operator.address", String(repeating: "a", count: 301), .tooLong(most: 300)),
        ("operator.name", "a\u{0}b", .notText),
    ])
    func aBadValueIsRefusedAndChangesNothing(_ name: String, _ text: String, _ problem: SettingProblem) async throws {
        let database = try await fresh()
        let now = now
        try await database.write { transaction in
            #expect(throws: SettingError.refused(name: name, problem)) {
                try SettingStore().set(named: name, to: text, by: "anna", at: now, in: transaction)
            }
            let changed = try SettingStore().all(in: transaction).filter { $0.changedBy != nil }
            #expect(changed.isEmpty)
            #expect(throws: SettingError.unknown(name: "lead.treshold")) {
                try SettingStore().set(named: "lead.treshold", to: "80", by: "anna", at: now, in: transaction)
            }
        }
    }

    @Test func aChangeIsAuditedAndARepeatIsNot() async throws {
        let database = try await fresh()
        let now = now
        try await database.write { transaction in
            for _ in 1...2 { try SettingStore().set(Settings.leadThreshold, to: 78, by: "anna", at: now, in: transaction) }
            try AuditStore().append(actor: "boris", action: "model.trained", subject: "2", detail: "", at: now, in: transaction)
            let entries = try AuditStore().recent(10, in: transaction)
            #expect(entries.map(\.seq) == [2, 1])
            #expect(
                entries.last
                    == AuditEntry(seq: 1, at: now, actor: "anna", action: "setting.changed", subject: "lead.threshold", detail: "80 -> 78"))
            #expect(try AuditStore().recent(1, in: transaction).map(\.actor) == ["boris"])
            #expect(try AuditStore().first(action: "setting.changed", in: transaction)?.seq == 1)
            #expect(try AuditStore().first(action: "setting.lost", in: transaction) == nil)
        }
    }
}
