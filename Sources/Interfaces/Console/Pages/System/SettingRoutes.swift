import Accounts
import Database
import Group
import Hummingbird
import Localization
import Vocabulary

/// `/system/settings`: what is set while the program runs.
struct SettingRoutes: Sendable {
    let console: ConsoleSite

    /// The rules of matrix and needs are the steward's; the threshold has a page of its own, with a preview; the rest is the administrator's.
    static func mayChange(_ name: String, _ account: Account) -> Bool {
        switch name {
        case Settings.leadThreshold.name: false
        case Settings.matrixRule.name, Settings.needsRule.name: Access.allows(.steerModel, to: account)
        default: SystemSection.mayAdminister(account)
        }
    }

    static let quiet = "contact.quiet"
    private static let ofQuiet = [Settings.quietFrom.name, Settings.quietUntil.name]

    func add(to router: Router<ConsoleContext>) {
        router.get("system/settings") { request, _ in
            try await console.page(request) { visit in
                var page = try await page(visit)
                page.changed = DoorRoutes.query(request, "done")
                return .page(page.html)
            }
        }
        router.post("system/settings/{name}") { request, context in
            try await console.act(request, context) { visit, fields in
                let name = try context.parameters.require("name")
                return name == Self.quiet
                    ? try await setQuietHours(visit, fields) : try await set(name, visit, fields)
            }
        }
        router.post("system/settings/{name}/default") { request, context in
            try await console.act(request, context) { visit, _ in
                let setting = try Self.setting(try context.parameters.require("name"), visit)
                try await write([(setting.name, setting.standard)], visit)
                return Self.done(setting.name)
            }
        }
        router.post("system/settings/{name}/undo") { request, context in
            try await console.act(request, context) { visit, _ in
                let setting = try Self.setting(try context.parameters.require("name"), visit)
                let before = try await console.database.read { try SettingHistory(setting.name, in: $0).valueBefore }
                guard let before else { throw HTTPError(.notFound) }
                try await write([(setting.name, before)], visit)
                return Self.done(setting.name)
            }
        }
    }

    private func page(_ visit: Visit) async throws -> SettingPage {
        guard SystemSection.mayAdminister(visit.account) || ModelSection.maySteer(visit.account) else { throw HTTPError(.notFound) }
        return try await console.database.read { try SettingPage(visit, in: $0) }
    }

    private static func setting(_ name: String, _ visit: Visit) throws -> AnySetting {
        guard mayChange(name, visit.account), let setting = Settings.all.first(where: { $0.name == name }) else {
            throw HTTPError(.notFound)
        }
        return setting
    }

    private static func done(_ name: String) -> Response {
        let shown = ofQuiet.contains(name) ? quiet : name
        return .redirect(to: "/system/settings?done=\(shown)#\(shown)", type: .normal)
    }

    // MARK: Changing

    private func set(_ name: String, _ visit: Visit, _ fields: FormFields) async throws -> Response {
        let setting = try Self.setting(name, visit)
        let typed = SettingField.Typed(value: String(fields["value"].prefix(1000)), unit: fields["unit"])
        let value: String
        switch SettingField(setting: setting, say: visit.say).stored(typed) {
        case .success(let text): value = text
        case .failure(let problem): return try await refused(name, typed, problem.words(setting, visit.say), visit, .unprocessableContent)
        }
        do {
            try await write([(name, value)], expecting: [name: fields["before"]], visit)
        } catch is ChangedMeanwhile {
            return try await refused(name, typed, visit.say(ConsoleMessages.settingChangedMeanwhile), visit, .conflict)
        }
        return Self.done(name)
    }

    private func setQuietHours(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let (from, until) = (try Self.setting(Settings.quietFrom.name, visit), try Self.setting(Settings.quietUntil.name, visit))
        guard case .success(let start) = from.canonical(fields["from"]), case .success(let end) = until.canonical(fields["until"]) else {
            throw HTTPError(.badRequest)
        }
        do {
            let seen = [from.name: fields["before-from"], until.name: fields["before-until"]]
            try await write([(from.name, start), (until.name, end)], expecting: seen, visit)
        } catch is ChangedMeanwhile {
            return try await refused(
                Self.quiet, .init(value: start, unit: end), visit.say(ConsoleMessages.settingChangedMeanwhile), visit, .conflict)
        }
        return Self.done(from.name)
    }

    private struct ChangedMeanwhile: Error {}

    private func write(_ values: [(String, String)], expecting: [String: String] = [:], _ visit: Visit) async throws {
        let (actor, now) = (visit.account.login, visit.now)
        try await console.database.write { transaction in
            let current = try SettingStore().all(in: transaction)
            for (name, seen) in expecting where current.first(where: { $0.name == name })?.value != seen { throw ChangedMeanwhile() }
            for (name, value) in values where current.first(where: { $0.name == name })?.value != value {
                try SettingStore().set(named: name, to: value, by: actor, at: now, in: transaction)
            }
        }
    }

    /// The page with what was typed, and why it was not taken.
    private func refused(
        _ name: String, _ typed: SettingField.Typed, _ words: String, _ visit: Visit, _ status: HTTPResponse.Status
    ) async throws -> Response {
        var page = try await page(visit)
        page.slip = .init(name: name, typed: typed, words: words)
        return .page(page.html, status: status)
    }
}

/// What was changed of one setting, from the audit log.
struct SettingHistory: Sendable {
    struct Change: Sendable {
        let before: String
        let after: String
        let actor: String
        let at: Instant
    }

    /// The latest first.
    let changes: [Change]

    init(_ name: String, in transaction: Transaction) throws {
        var query = AuditQuery()
        (query.family, query.subject) = ("setting", name)
        changes = try AuditStore().entries(query, limit: 5, in: transaction).compactMap { entry in
            // "before -> after": a text may hold an arrow too, so the halves are taken at the last one.
            guard let arrow = entry.detail.ranges(of: " -> ").last else { return nil }
            return Change(
                before: String(entry.detail[..<arrow.lowerBound]), after: String(entry.detail[arrow.upperBound...]), actor: entry.actor,
                at: entry.at)
        }
    }

    /// What the last change replaced.
    var valueBefore: String? { changes.first?.before }
}
