import Accounts
import Catalogue
import Database
import Foundation
import Group
import Localization
import Vocabulary

/// The audit log's short names as people read them. What is not known stays as it was written: an entry is never hidden.
struct AuditWords: Sendable {
    let say: Speaker
    let people: [String: String]
    let companies: [String: String]
    let services: [String: String]

    init(_ say: Speaker, in transaction: Transaction) throws {
        self.say = say
        people = try AccountStore().names(in: transaction)
        companies = Dictionary(
            try CompanyStore().all(in: transaction).map { (String($0.id.rawValue), $0.name(in: say.language)) },
            uniquingKeysWith: { first, _ in first })
        services = Dictionary(
            try CatalogueStore().all(in: transaction).map { (String($0.id.rawValue), $0.name(in: say.language)) },
            uniquingKeysWith: { first, _ in first })
    }

    func actor(_ login: String) -> String {
        switch login {
        case "command line": say(ConsoleMessages.auditCommandLine)
        case "pipeline", "worker", "program", "demo": say(ConsoleMessages.actorPipeline)
        default: people[login].map { "\($0) (\(login))" } ?? login
        }
    }

    func subject(_ subject: String) -> String {
        let parts = subject.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            if subject == "group" { return say(ConsoleMessages.placeGroup) }
            if subject == Settings.leadThreshold.name { return say(ConsoleMessages.modelThreshold) }
            if subject == "leads" { return say(ConsoleMessages.navLeads) }
            if subject == "filter" { return "–" }
            if subject == "pipeline" { return say(ConsoleMessages.systemPipeline) }
            return SettingWords.of(subject).map { say($0.label) } ?? subject
        }
        return switch parts[0] {
        case "account": people[parts[1]].map { "\($0) (\(parts[1]))" } ?? parts[1]
        case "company": companies[parts[1]] ?? subject
        case "service": services[parts[1]] ?? subject
        case "unit": say(ConsoleMessages.auditUnit(number: parts[1]))
        case "training", "model": say(ConsoleMessages.auditNumbered(number: String(parts[1].split(separator: " ").last ?? "")))
        case "links", "needs": say(ConsoleMessages.auditVersion(number: String(parts[1].split(separator: " ").last ?? "")))
        case "lead": parts[1]
        case "send": say(ConsoleMessages.auditSend)
        default: subject
        }
    }
}
