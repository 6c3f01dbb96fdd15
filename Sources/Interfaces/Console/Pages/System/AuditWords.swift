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
    /// The command line writes companies by their code.
    private let companiesByCode: [String: String]
    private let units: UnitTree

    init(_ say: Speaker, in transaction: Transaction) throws {
        self.say = say
        people = try AccountStore().names(in: transaction)
        let all = try CompanyStore().all(in: transaction)
        companies = Dictionary(all.map { (String($0.id.rawValue), $0.name(in: say.language)) }, uniquingKeysWith: { first, _ in first })
        companiesByCode = Dictionary(all.map { ($0.code, $0.name(in: say.language)) }, uniquingKeysWith: { first, _ in first })
        units = try UnitStore().tree(in: transaction)
        services = Dictionary(
            try CatalogueStore().all(in: transaction).map { (String($0.id.rawValue), $0.name(in: say.language)) },
            uniquingKeysWith: { first, _ in first })
    }

    func actor(_ login: String) -> String {
        switch login {
        case "command line": say(ConsoleMessages.auditCommandLine)
        case "pipeline", "worker", "program", "demo": say(ConsoleMessages.actorPipeline)
        default: people[login].map { "\($0) (\(login))" } ?? companiesByCode[login] ?? login
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
            return SettingWords.of(subject).map { say($0.label) } ?? companiesByCode[subject] ?? subject
        }
        return switch parts[0] {
        case "account": people[parts[1]].map { "\($0) (\(parts[1]))" } ?? parts[1]
        case "company": companies[parts[1]] ?? companiesByCode[parts[1]] ?? subject
        case "service": services[parts[1]] ?? subject
        case "unit": unit(parts[1]) ?? say(ConsoleMessages.auditUnit(number: parts[1]))
        case "training", "model": say(ConsoleMessages.auditNumbered(number: String(parts[1].split(separator: " ").last ?? "")))
        case "links", "needs": say(ConsoleMessages.auditVersion(number: String(parts[1].split(separator: " ").last ?? "")))
        case "lead": parts[1]
        case "send": say(ConsoleMessages.auditSend)
        default: subject
        }
    }

    /// With its company: many have a sales desk. Nil once it is gone.
    private func unit(_ number: String) -> String? {
        guard let unit = Int(number).flatMap({ units[UnitID($0)] }) else { return nil }
        let company = companies[String(unit.company.rawValue)]
        return [unit.name(in: say.language), company].compactMap(\.self).joined(separator: ", ")
    }
}
