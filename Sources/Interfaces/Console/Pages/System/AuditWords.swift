import Accounts
import Catalogue
import Database
import Foundation
import Group
import Localization
import Vocabulary

/// The audit log's short names as people read them. What is not known stays as it was written: an entry is never hidden.
struct AuditWords: Sendable {
    private let say: Speaker
    private let people: [String: String]
    private let companies: [String: String]
    private let services: [String: String]

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

    func action(_ action: String) -> String {
        let message: Message? =
            switch action {
            case "account.issued": ConsoleMessages.auditAccountIssued
            case "account.invited": ConsoleMessages.auditAccountInvited
            case "account.closed": ConsoleMessages.auditAccountClosed
            case "account.password_chosen": ConsoleMessages.auditAccountPassword
            case "account.changed": ConsoleMessages.auditAccountChanged
            case "account.password_changed": ConsoleMessages.auditPasswordChanged
            case "lead.taken": ConsoleMessages.eventTaken
            case "lead.contacted": ConsoleMessages.eventContacted
            case "lead.not_reached": ConsoleMessages.eventNotReached
            case "lead.reassigned": ConsoleMessages.auditLeadReassigned
            case "lead.messaged": ConsoleMessages.eventMessaged
            case "leads.exported": ConsoleMessages.auditLeadsExported
            case "contacts.asked": ConsoleMessages.eventContactsAsked
            case "contacts.answered": ConsoleMessages.eventContactsAnswered
            case "clients.sent": ConsoleMessages.auditClientsSent
            case "client.added": ConsoleMessages.auditClientAdded
            case "link.issued": ConsoleMessages.auditLinkIssued
            case "link.revoked": ConsoleMessages.auditLinkRevoked
            case "product.named", "service.alias_added", "service.alias_removed": ConsoleMessages.auditNamesChanged
            case "service.added", "service.changed": ConsoleMessages.auditServiceSaved
            case "need.added": ConsoleMessages.auditNeedAdded
            case "offer_text.changed", "offer_text.restored": ConsoleMessages.auditTextChanged
            case "offer_terms.changed", "offer_terms.restored": ConsoleMessages.auditTermsChanged
            case "company.added": ConsoleMessages.auditCompanyAdded
            case "lead.won": ConsoleMessages.auditLeadWon
            case "lead.lost": ConsoleMessages.auditLeadLost
            case "lead.given_back": ConsoleMessages.auditLeadReturned
            case "setting.changed": ConsoleMessages.auditSettingChanged
            case "threshold.changed": ConsoleMessages.auditThresholdChanged
            case "links.add", "links.accept", "links.remove", "links.decline", "links.import", "links.undo":
                ConsoleMessages.auditLinksChanged
            case "needs.add", "needs.remove", "needs.undo": ConsoleMessages.auditNeedsChanged
            case "model.chosen": ConsoleMessages.auditModelChosen
            case "training.requested": ConsoleMessages.auditTrainingRequested
            case "pipeline.requested": ConsoleMessages.auditPipelineRequested
            case "company.changed": ConsoleMessages.auditCompanyChanged
            case "campaign.added", "campaign.renamed": ConsoleMessages.auditCampaignChanged
            case "unit.added", "unit.renamed": ConsoleMessages.auditUnitChanged
            case "attestation.saved": ConsoleMessages.auditAttestation
            case "demo.made": ConsoleMessages.auditDemo
            default: nil
            }
        return message.map { say($0) } ?? action
    }

    func family(_ family: String) -> String {
        let message: Message? =
            switch family {
            case "account": ConsoleMessages.auditAccounts
            case "lead": ConsoleMessages.navLeads
            case "leads": ConsoleMessages.auditLeadsExported
            case "contacts": ConsoleMessages.auditContacts
            case "clients", "client": ConsoleMessages.navClients
            case "link": ConsoleMessages.auditPersonalLinks
            case "service": ConsoleMessages.navCatalogue
            case "offer_text": ConsoleMessages.auditTextChanged
            case "offer_terms": ConsoleMessages.auditTermsChanged
            case "setting": ConsoleMessages.systemSettings
            case "threshold": ConsoleMessages.modelThreshold
            case "links": ConsoleMessages.modelLinks
            case "needs": ConsoleMessages.modelNeeds
            case "model": ConsoleMessages.modelVersions
            case "training": ConsoleMessages.versionsTraining
            case "company": ConsoleMessages.systemCompanies
            case "campaign": ConsoleMessages.postersCampaigns
            case "unit": ConsoleMessages.auditUnits
            case "pipeline": ConsoleMessages.auditPipeline
            case "attestation": ConsoleMessages.auditAttestations
            default: nil
            }
        return message.map { say($0) } ?? family
    }

    func subject(_ subject: String) -> String {
        let parts = subject.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            if subject == "group" { return say(ConsoleMessages.placeGroup) }
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
        default: subject
        }
    }

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
}
