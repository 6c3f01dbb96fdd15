import Accounts
import Database
import Group
import HTTPTypes
import Testing
import Vocabulary

@testable import Console

@Suite struct SettingPageTests {
    private func value(_ name: String, _ world: World) async throws -> String? {
        try await world.database.read { try SettingStore().all(in: $0).first { $0.name == name }?.value }
    }

    private func run(_ body: @escaping @Sendable (World, Browser) async throws -> Void) async throws {
        let world = try await World()
        try await world.person("root", .founder, at: .group, grants: [.administrator])
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("root")
            try await body(world, browser)
        }
    }

    @Test func everySettingIsDescribed() {
        let shown = [Settings.leadThreshold.name, Settings.quietFrom.name, Settings.quietUntil.name]
        for setting in Settings.all where !shown.contains(setting.name) {
            #expect(SettingWords.of(setting.name) != nil, "\(setting.name) has no words: give it a label, a help text and a group")
        }
    }

    /// The unit stands behind the field, and belongs to it for those who hear the page.
    @Test func unitsStandBehindTheirFields() async throws {
        try await run { _, browser in
            let page = try await browser.get("/system/settings").body
            #expect(page.contains("Лид опаздывает через</label>"))
            #expect(page.contains("aria-describedby=\"u-lead.due_hours h-lead.due_hours\""))
            #expect(page.contains("<span class=\"unit\" id=\"u-lead.due_hours\">ч</span>"))
        }
    }

    @Test func aChangeCountsAndCanBeTakenBack() async throws {
        try await run { world, browser in
            let form = ["value": "2", "unit": "h", "before": "300"]
            #expect(try await browser.post("/system/settings/pipeline.interval", form).status == .seeOther)
            #expect(try await value("pipeline.interval", world) == "7200")
            let page = try await browser.get("/system/settings")
            #expect(page.body.contains("5 минут → 2 часа"))
            try await browser.post("/system/settings/pipeline.interval/undo")
            #expect(try await value("pipeline.interval", world) == "300")
            try await browser.post("/system/settings/exploration.share", ["value": "12,5", "before": "0.05"])
            #expect(try await value("exploration.share", world) == "0.125")
            try await browser.post("/system/settings/exploration.share/default")
            #expect(try await value("exploration.share", world) == "0.05")
        }
    }

    @Test(arguments: [
        ("contact.cap", "51", ""), ("contact.cap", "many", ""), ("pipeline.interval", "2", "weeks"), ("pipeline.interval", "0", "s"),
        ("operator.inn", "123", ""), ("exploration.share", "60", ""), ("erid.required", "maybe", ""), ("operator.name", "a\u{7}b", ""),
    ])
    func whatIsNotTakenIsSaidAndKept(name: String, typed: String, unit: String) async throws {
        try await run { world, browser in
            let before = try await value(name, world) ?? ""
            let page = try await browser.post("/system/settings/\(name)", ["value": typed, "unit": unit, "before": before])
            #expect(page.status == .unprocessableContent && page.body.contains("class=\"slip\""))
            if name != "erid.required" { #expect(page.body.contains("value=\"\(typed)\"")) }
            #expect(try await value(name, world) == before)
        }
    }

    @Test func ofTwoWhoChangeAtOnceTheSecondHears() async throws {
        try await run { world, browser in
            try await browser.post("/system/settings/contact.cap", ["value": "3", "before": "2"])
            let page = try await browser.post("/system/settings/contact.cap", ["value": "5", "before": "2"])
            #expect(page.status == .conflict && page.body.contains("value=\"5\""))
            #expect(try await value("contact.cap", world) == "3")
        }
    }

    @Test func quietHoursAreASentence() async throws {
        try await run { _, browser in
            let form = ["from": "22", "until": "9", "before-from": "21", "before-until": "10"]
            let saved = try await browser.post("/system/settings/contact.quiet", form)
            let page = try await browser.get("/system/settings")
            let wrong = try await browser.post("/system/settings/contact.quiet", ["from": "24", "until": "9"])
            #expect(saved.status == .seeOther && page.body.contains("с 22:00 до 9:00") && wrong.status == .badRequest)
        }
    }

    @Test(arguments: ["lead.threshold", "bot.name", "secret.check", "nothing", "matrix.rule"])
    func whatIsNotTheAdministratorsIsNotThere(name: String) async throws {
        try await run { _, browser in
            for path in ["", "/default", "/undo"] {
                let page = try await browser.post("/system/settings/\(name)\(path)", ["value": "1"])
                #expect(page.status == .notFound)
            }
        }
    }

    @Test func aStewardHasTheRulesOfTheModel() async throws {
        let world = try await World()
        try await world.person("steward", .partner, at: .company(World.bank), grants: [.steward])
        try await world.run { client in
            let browser = Browser(client)
            try await browser.signIn("steward")
            #expect(try await !browser.get("/system/settings").body.contains("contact.cap"))
            #expect(try await browser.post("/system/settings/matrix.rule", ["value": "gate", "before": "boost"]).status == .seeOther)
            #expect(try await browser.post("/system/settings/contact.cap", ["value": "9", "before": "2"]).status == .notFound)
        }
        #expect(try await value("matrix.rule", world) == "gate")
    }
}
