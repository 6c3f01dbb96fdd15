import Accounts
import Foundation
import Group
import Leads
import Localization
import Vocabulary

extension AuditWords {
    /// A place or a grant of an account.
    private func place(_ word: String) -> String { Grant(rawValue: word).map { say($0.words) } ?? subject(word) }

    /// "automatic: on -> off".
    private func company(_ change: String) -> String {
        let halves = change.split(separator: ": ", maxSplits: 1).map(String.init)
        guard halves.count == 2 else { return change }
        let title: Message? =
            switch halves[0] {
            case "name": ConsoleMessages.companyName
            case "English name": ConsoleMessages.companyNameEnglish
            case "legal name": ConsoleMessages.companyLegalName
            case "INN": ConsoleMessages.settingOperatorInn
            case "kind": ConsoleMessages.companyKind
            case "automatic": ConsoleMessages.companyAutomatic
            case "channel": ConsoleMessages.companyChannel
            default: nil
            }
        let values = halves[1].components(separatedBy: " -> ").map { value -> String in
            switch value {
            case "on": say(ConsoleMessages.switchOn)
            case "off": say(ConsoleMessages.switchOff)
            case "not confirmed": say(ConsoleMessages.companyChannelMissing)
            default: CompanyKind(rawValue: value).map { say($0.words) } ?? value
            }
        }
        return "\(title.map { say($0) } ?? halves[0]): \(values.joined(separator: " → "))"
    }

    /// Values of settings in their own words; the rest as it was written.
    func detail(_ entry: AuditEntry) -> String {
        if let words = choice(entry) { return words }
        if entry.action == "account.issued", let level = Level(name: entry.detail) { return say(level.words) }
        if entry.action == "account.changed" {
            return entry.detail.components(separatedBy: " -> ").map { $0.components(separatedBy: ", ").map(place).joined(separator: ", ") }
                .joined(separator: " → ")
        }
        if entry.action == "company.changed" {
            return entry.detail.split(separator: "; ").map { company(String($0)) }.joined(separator: "; ")
        }
        guard entry.action == "setting.changed", let setting = Settings.all.first(where: { $0.name == entry.subject }),
            let arrow = entry.detail.ranges(of: " -> ").last
        else { return entry.detail.replacing("->", with: "→") }
        let field = SettingField(setting: setting, say: say)
        return "\(field.words(String(entry.detail[..<arrow.lowerBound]))) → \(field.words(String(entry.detail[arrow.upperBound...])))"
    }

    /// Details that are a choice of a list or a number; nil: written in another way.
    private func choice(_ entry: AuditEntry) -> String? {
        let detail = entry.detail
        switch entry.action {
        case "lead.won":
            let kopecks = detail.hasSuffix(" kopecks") ? Int64(detail.dropLast(" kopecks".count)) : nil
            return kopecks.map { say(ConsoleMessages.money(amount: Money(kopecks: $0))) }
        case "lead.lost": return LostReason(rawValue: detail).map { say($0.words) }
        case "lead.given_back": return ReturnReason(rawValue: detail).map { say($0.words) }
        case "lead.reassigned": return detail.hasPrefix("to ") ? "→ \(actor(String(detail.dropFirst(3))))" : nil
        case "contacts.asked": return ContactReason(rawValue: detail).map { say($0.words) }
        case "contacts.answered": return ContactAnswer(rawValue: detail).map { say($0.ownWords) }
        case "clients.taken_back_done":
            let numbers = detail.split(separator: ",").compactMap { $0.split(separator: " ").first.flatMap { Int64($0) } }
            guard numbers.count == 3 else { return nil }
            return say(ConsoleMessages.auditTakenBackFigures(cards: numbers[0], clients: numbers[1], leads: numbers[2]))
        case "leads.exported", "clients.sent", "clients.taken_back":
            let rows = detail.split(separator: " ").dropLast().last.flatMap { Int64($0) }
            // A long file is counted while it is taken in: what was seen of it is its beginning.
            let isPart = detail.contains("more than ")
            return rows.map { say(isPart ? ConsoleMessages.auditRowsMore(count: $0) : ConsoleMessages.auditRows(count: $0)) }
        case "offer_text.changed", "offer_text.restored", "offer_terms.changed", "offer_terms.restored":
            return detail.split(separator: " ").last.map { say(ConsoleMessages.auditVersion(number: String($0))) }
        case "product.named":
            guard let number = detail.split(separator: " ").last.map(String.init) else { return nil }
            return services[number] ?? say(ConsoleMessages.auditNoService)
        case "attestation.saved": return attestation(detail)
        case "demo.made":
            return detail.split(separator: " ").first.flatMap { Int64($0) }.map { say(ConsoleMessages.auditClientCount(count: $0)) }
        case "threshold.changed":
            return detail.components(separatedBy: " -> ").map { $0 == "inherited" ? say(ConsoleMessages.thresholdInherited) : $0 }
                .joined(separator: " → ")
        case let act where act.hasPrefix("links."): return version(detail, separator: ", ")
        case let act where act.hasPrefix("needs."): return version(detail, separator: "; ")
        // The act says it all.
        case "client.added", "link.issued": return ""
        default: return nil
        }
    }
}
