import Catalogue
import Foundation
import Localization
import Vocabulary

extension AuditWords {
    /// What a version of links or needs changed: "61 to 62: related", "service 7: Money, Travel", "a client", "takes back version 3", "5 more".
    func version(_ detail: String, separator: String) -> String {
        detail.components(separatedBy: separator).map(change).joined(separator: "; ")
    }

    private func change(_ words: String) -> String {
        if words == "a client" { return say(ConsoleMessages.auditAClient) }
        if words.hasPrefix("takes back version "), let number = Int64(words.dropFirst("takes back version ".count)) {
            return say(ConsoleMessages.auditTakesBack(number: number))
        }
        if words.hasSuffix(" more"), let count = Int64(words.dropLast(" more".count)) {
            return say(ConsoleMessages.auditMore(count: count))
        }
        let halves = words.split(separator: ": ", maxSplits: 1).map(String.init)
        guard halves.count == 2 else { return words }
        if halves[0].hasPrefix("service ") { return "\(name(halves[0].dropFirst("service ".count))): \(halves[1])" }
        let ends = halves[0].components(separatedBy: " to ")
        guard ends.count == 2 else { return words }
        let what: String =
            switch halves[1] {
            case "no link": say(ConsoleMessages.auditNoLink)
            case "declined": say(ConsoleMessages.cardDeclined)
            default: ServiceLink.Kind(rawValue: halves[1]).map { say($0.words) } ?? halves[1]
            }
        return "\(name(ends[0][...])) → \(name(ends[1][...])): \(what)"
    }

    private func name(_ number: Substring) -> String { services[String(number)] ?? "№ \(number)" }

    /// "recipients all, may message yes".
    func attestation(_ detail: String) -> String {
        let recipients = detail.contains("recipients all") ? ConsoleMessages.attestAll : ConsoleMessages.attestSome
        let messages = detail.contains("may message yes") ? ConsoleMessages.auditMayMessage : ConsoleMessages.auditMayNotMessage
        return "\(say(recipients)), \(say(messages))"
    }
}
