import Group
import Localization
import Vocabulary

/// A setting's field: how its value stands in a form, and how a form's value is read.
struct SettingField {
    /// What a person typed.
    struct Typed: Sendable, Hashable {
        var value: String
        /// Of a span.
        var unit = ""
    }

    let setting: AnySetting
    let say: Speaker

    static let units: [(name: String, seconds: Int64)] = [("s", 1), ("min", 60), ("h", 3600), ("d", 86_400)]

    /// The stored text as a person sees it in the form.
    func typed(_ stored: String) -> Typed {
        switch setting.kind {
        case .span:
            let seconds = Int64(stored) ?? 0
            let unit = Self.units.last { seconds >= $0.seconds && seconds % $0.seconds == 0 } ?? Self.units[0]
            return Typed(value: String(seconds / unit.seconds), unit: unit.name)
        case .number:
            let hundredths = ((Double(stored) ?? 0) * 10_000).rounded() / 100
            let text = hundredths == hundredths.rounded() ? String(Int(hundredths)) : String(hundredths)
            return Typed(value: say.language == .russian ? text.replacing(".", with: ",") : text)
        default: return Typed(value: stored)
        }
    }

    /// What a person typed as the setting's parser takes it.
    func stored(_ typed: Typed) -> Result<String, SettingProblem> {
        switch setting.kind {
        case .span:
            guard Self.units.contains(where: { $0.name == typed.unit }) else { return .failure(.notADuration) }
            return setting.canonical("\(typed.value.trimmingSpaces) \(typed.unit)")
        case .number:
            guard let percent = Double(typed.value.trimmingSpaces.replacing(",", with: ".").replacing("%", with: "")), percent.isFinite
            else {
                return .failure(.notANumber)
            }
            // Hundredths of a percent, so that no rest of the division is stored.
            return setting.canonical(String((percent * 100).rounded() / 10_000))
        default: return setting.canonical(typed.value)
        }
    }

    /// The stored text in words, for sentences and histories.
    func words(_ stored: String) -> String {
        switch setting.kind {
        case .onOff: say(stored == "1" ? ConsoleMessages.switchOn : ConsoleMessages.switchOff)
        case .choice: say(Self.rule(stored))
        case .span: Int64(stored).map { Self.spanWords($0, say) } ?? stored
        case .number: Double(stored).map { say.share($0) } ?? stored
        case .text, .taxNumber: stored.isEmpty ? say(ConsoleMessages.settingEmpty) : stored
        case .wholeNumber: Int(stored).map { say.number($0) } ?? stored
        }
    }

    static func spanWords(_ seconds: Int64, _ say: Speaker) -> String {
        let unit = units.last { seconds >= $0.seconds && seconds % $0.seconds == 0 } ?? units[0]
        let count = seconds / unit.seconds
        return switch unit.name {
        case "d": say(ConsoleMessages.spanDays(count: count))
        case "h": say(ConsoleMessages.spanHours(count: count))
        case "min": say(ConsoleMessages.spanMinutes(count: count))
        default: say(ConsoleMessages.spanSeconds(count: count))
        }
    }

    private static func rule(_ name: String) -> Message {
        switch SignalRule(rawValue: name) {
        case .boost: ConsoleMessages.ruleBoost
        case .gate: ConsoleMessages.ruleGate
        case .ignore, nil: ConsoleMessages.ruleIgnore
        }
    }

    // MARK: In a page

    /// The inputs, without a label; the first one bears the id.
    func inputs(_ typed: Typed, id: String, described: String, isWrong: Bool) -> HTML {
        let marks: HTML =
            "id=\"\(id)\" name=\"value\" aria-describedby=\"\(described)\"\(isWrong ? " aria-invalid=\"true\"" as HTML : .empty)"
        switch setting.kind {
        case .onOff: return select(marks, ["1", "0"].map { ($0, words($0)) }, typed.value)
        case .choice(let names): return select(marks, names.map { ($0, words($0)) }, typed.value)
        case .span:
            let unitID = "\(id)-unit"
            let titles = [
                "s": ConsoleMessages.unitSeconds, "min": ConsoleMessages.unitMinutes, "h": ConsoleMessages.unitHours,
                "d": ConsoleMessages.unitDays,
            ]
            let options = Self.units.map { option($0.name, typed.unit, titles[$0.name].map { say($0) } ?? $0.name) }
            return """
                <input \(marks) inputmode="numeric" maxlength="12" value="\(typed.value)"><label class="hidden" for="\(unitID)">\(say(ConsoleMessages.settingUnit))</label><select id="\(unitID)" name="unit">\(options)</select>
                """
        case .wholeNumber, .number: return "<input \(marks) inputmode=\"decimal\" maxlength=\"12\" value=\"\(typed.value)\">"
        case .text(let most): return "<input \(marks) maxlength=\"\(most)\" value=\"\(typed.value)\">"
        case .taxNumber: return "<input \(marks) inputmode=\"numeric\" maxlength=\"12\" value=\"\(typed.value)\">"
        }
    }

    private func select(_ marks: HTML, _ choices: [(String, String)], _ chosen: String) -> HTML {
        "<select \(marks)>\(choices.map { option($0.0, chosen, $0.1) })</select>"
    }
}
