import Accounts
import Database
import Group
import Localization
import Vocabulary

/// `/system/settings`.
struct SettingPage: Sendable {
    /// What was typed and not taken.
    struct Slip: Sendable {
        let name: String
        let typed: SettingField.Typed
        let words: String
    }

    let visit: Visit
    private let values: [SettingValue]
    private let histories: [String: SettingHistory]
    private let people: [String: String]
    var slip: Slip?
    /// The name of the one that was just changed.
    var changed = ""

    init(_ visit: Visit, in transaction: Transaction) throws {
        self.visit = visit
        values = try SettingStore().all(in: transaction).filter { SettingRoutes.mayChange($0.name, visit.account) }
        var histories: [String: SettingHistory] = [:]
        for value in values where value.changedBy != nil { histories[value.name] = try SettingHistory(value.name, in: transaction) }
        self.histories = histories
        people = try AccountStore().names(in: transaction)
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        Layout(
            title: say(ConsoleMessages.systemSettings), say: say, visit: visit, section: .system,
            tabs: SystemSection.tabs(for: visit.account)
        ).html(
            """
            <h1>\(say(ConsoleMessages.systemSettings))</h1>
            <p class="lead-in">\(say(ConsoleMessages.settingsText))</p>
            \(slip.map { notice(.bad, say(ConsoleMessages.settingsSlip) + " " + $0.words) })
            \(changed.isEmpty || slip != nil ? .empty : notice(.good, say(ConsoleMessages.settingsSaved)))
            \(SettingWords.Group.allCases.map(group))
            """)
    }

    private func group(_ group: SettingWords.Group) -> HTML {
        let quiet = [Settings.quietFrom.name, Settings.quietUntil.name]
        let own = values.filter { !quiet.contains($0.name) && (SettingWords.of($0.name)?.group ?? .other) == group }
        let fields: [HTML] = own.compactMap { value in
            Settings.all.first { $0.name == value.name }.map { field($0, value) }
        }
        let hours: HTML = group == .contacts ? quietHours : .empty
        let warning: HTML =
            group == .operatorOfData ? "<p class=\"notice calm\">\(say(ConsoleMessages.settingsOperatorWarning))</p>" : .empty
        guard !fields.isEmpty else { return .empty }
        let threshold: HTML =
            group == .leads && ModelSection.mayView(visit.account)
            ? "<p><a href=\"/model/threshold\">\(say(ConsoleMessages.settingsThreshold))</a></p>" : .empty
        return "<section class=\"card settings\"><h2>\(say(group.title))</h2>\(warning)\(threshold)\(hours)\(fields)</section>"
    }

    // MARK: One setting

    private func field(_ setting: AnySetting, _ value: SettingValue) -> HTML {
        let words = SettingWords.of(setting.name)
        let field = SettingField(setting: setting, say: say)
        let mine = slip.flatMap { $0.name == setting.name ? $0 : nil }
        let (id, help) = ("f-\(setting.name)", "h-\(setting.name)")
        var facts = [say(ConsoleMessages.settingStandard(value: field.words(setting.standard)))]
        if let limits = setting.kind.limits(say) { facts.append(say(ConsoleMessages.settingLimits(limits: limits))) }
        let unit: HTML = words?.unit.map { "<span class=\"unit\" id=\"u-\(setting.name)\">\(say($0))</span>" } ?? .empty
        let described = words?.unit == nil ? help : "u-\(setting.name) \(help)"
        return """
            <div class="setting" id="\(setting.name)">
            <form method="post" action="/system/settings/\(setting.name)">\(visit.tokenField)<input type="hidden" name="before" value="\(value.value)">
            <label for="\(id)">\(words.map { say($0.label) } ?? setting.name)</label>
            <div class="field">\(field.inputs(mine?.typed ?? field.typed(value.value), id: id, described: described, isWrong: mine != nil))\(unit)<button class="button quiet" aria-label="\(say(ConsoleMessages.settingSave)): \(words.map { say($0.label) } ?? setting.name)">\(say(ConsoleMessages.settingSave))</button></div>
            </form>
            <div>\(mine.map { "<p class=\"slip\">\($0.words)</p>" as HTML })<p class="muted" id="\(help)">\(words.map { say($0.help) } ?? "") \(facts.joined(separator: " "))</p>\(history(setting, value, field))</div>
            </div>
            """
    }

    /// Who changed it last, and the ways back.
    private func history(_ setting: AnySetting, _ value: SettingValue, _ field: SettingField) -> HTML {
        guard let by = value.changedBy, let at = value.changedAt else { return .empty }
        let label = SettingWords.of(setting.name).map { say($0.label) } ?? setting.name
        let changes = histories[setting.name]?.changes ?? []
        let items: [HTML] = changes.map { change in
            """
            <li>\(field.words(change.before)) → \(field.words(change.after)) <span class="muted">\(people[change.actor] ?? change.actor), \(say.moment(change.at))</span></li>
            """
        }
        let undo: HTML =
            changes.first.map { change in
                way(setting, "undo", say(ConsoleMessages.settingUndo(value: field.words(change.before))), label)
            } ?? .empty
        let standard: HTML =
            value.value == setting.standard ? .empty : way(setting, "default", say(ConsoleMessages.settingDefault), label)
        return """
            <details><summary class="muted">\(say(ConsoleMessages.settingChangedBy(name: people[by] ?? by, at: at)))</summary>\(items.isEmpty ? .empty : "<ul>\(items)</ul>")<div class="ways">\(undo)\(standard)</div></details>
            """
    }

    private func way(_ setting: AnySetting, _ act: HTML, _ words: String, _ label: String) -> HTML {
        """
        <form method="post" action="/system/settings/\(setting.name)/\(act)">\(visit.tokenField)<button class="button quiet" aria-label="\(words): \(label)">\(words)</button></form>
        """
    }

    // MARK: Quiet hours

    private var quietHours: HTML {
        guard let from = values.first(where: { $0.name == Settings.quietFrom.name }),
            let until = values.first(where: { $0.name == Settings.quietUntil.name })
        else { return .empty }
        let mine = slip.flatMap { $0.name == SettingRoutes.quiet ? $0 : nil }
        func hours(_ id: HTML, _ chosen: String) -> HTML {
            "<select id=\"\(id)\" name=\"\(id)\">\((0...23).map { option(String($0), chosen, "\($0):00") })</select>"
        }
        let sentence =
            from.value == until.value
            ? say(ConsoleMessages.settingNoQuiet)
            : say(ConsoleMessages.settingQuietNow(from: "\(from.value):00", until: "\(until.value):00"))
        let last = [from, until].compactMap { value in value.changedAt.map { (value.changedBy ?? "", $0) } }.max { $0.1 < $1.1 }
        let changed = last.map { by, at in
            "<p class=\"muted\">\(say(ConsoleMessages.settingChangedBy(name: people[by] ?? by, at: at)))</p>" as HTML
        }
        return """
            <div class="setting" id="\(SettingRoutes.quiet)">
            <form method="post" action="/system/settings/\(SettingRoutes.quiet)">\(visit.tokenField)<input type="hidden" name="before-from" value="\(from.value)"><input type="hidden" name="before-until" value="\(until.value)">
            <div class="field hours"><span><label for="from">\(say(ConsoleMessages.settingQuietFrom))</label>\(hours("from", mine?.typed.value ?? from.value))</span><span><label for="until">\(say(ConsoleMessages.settingQuietUntil))</label>\(hours("until", mine?.typed.unit ?? until.value))</span>
            <button class="button quiet" aria-label="\(say(ConsoleMessages.settingSave)): \(say(ConsoleMessages.settingQuietFrom))">\(say(ConsoleMessages.settingSave))</button></div></form>
            <div>\(mine.map { "<p class=\"slip\">\($0.words)</p>" as HTML })<p><span class="strong">\(sentence)</span></p><p class="muted">\(say(ConsoleMessages.settingQuietHelp))</p>\(changed)</div>
            </div>
            """
    }
}
