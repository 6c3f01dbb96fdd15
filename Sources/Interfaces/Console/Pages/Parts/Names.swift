import Accounts
import Catalogue
import Database
import Group
import Leads
import Recommendations
import Vocabulary

/// Names that lists and leads are shown with, read in the same snapshot as they.
struct Names: Sendable {
    let services: [Service]
    let reasons: ReasonNames
    private let serviceNames: [ServiceID: String]
    private let companies: [CompanyID: String]
    private let crmLinks: [CompanyID: CRMLink]
    private let people: [AccountID: (login: String, name: String)]
    private let logins: [String: String]

    init(_ language: Language, in transaction: Transaction) throws {
        services = try CatalogueStore().all(in: transaction)
        reasons = ReasonNames(services: services, needs: try CatalogueStore().needs(in: transaction), language: language)
        serviceNames = Dictionary(services.map { ($0.id, $0.name(in: language)) }, uniquingKeysWith: { first, _ in first })
        let all = try CompanyStore().all(in: transaction)
        companies = Dictionary(all.map { ($0.id, $0.name(in: language)) }, uniquingKeysWith: { first, _ in first })
        crmLinks = Dictionary(
            all.compactMap { company in company.crmLink.map { (company.id, $0) } }, uniquingKeysWith: { first, _ in first })
        let accounts = try AccountStore().labels(in: transaction)
        people = Dictionary(accounts.map { ($0.account, ($0.login, $0.name)) }, uniquingKeysWith: { first, _ in first })
        logins = Dictionary(accounts.lazy.filter { !$0.name.isEmpty }.map { ($0.login, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// By name.
    var allCompanies: [(id: CompanyID, name: String)] {
        companies.map { (id: $0.key, name: $0.value) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    }

    func service(_ id: ServiceID) -> String { serviceNames[id] ?? "№ \(id.rawValue)" }
    func company(_ id: CompanyID) -> String { companies[id] ?? "№ \(id.rawValue)" }

    /// Whose service it is: companies sell services of the same name.
    func companyOf(_ id: ServiceID) -> String { services.first { $0.id == id }.map { company($0.company) } ?? "–" }

    /// Where the company's CRM shows its client.
    func crm(_ reference: String, of company: CompanyID) -> String? { crmLinks[company]?.address(of: reference) }

    /// A colleague's name; the login once the account is closed.
    func person(_ id: AccountID) -> String { people[id].map { $0.name.isEmpty ? $0.login : $0.name } ?? "–" }

    /// Who acted, as histories name them.
    func actor(_ name: String, _ say: Speaker) -> String {
        switch name {
        case "pipeline": say(ConsoleMessages.actorPipeline)
        case "sender": say(ConsoleMessages.actorSender)
        case "customer": say(ConsoleMessages.actorCustomer)
        default: logins[name] ?? name
        }
    }

    /// What the list calls a lead: `id @ company` by right, else its number.
    func title(_ lead: LeadRecord, _ reference: String?, _ say: Speaker) -> String {
        reference.map { "\(say.client($0)) @ \(company(lead.source))" } ?? lead.number.description
    }

    /// The first reason, in words.
    func reason(_ lead: LeadRecord, _ say: Speaker) -> String { lead.reasons.wordsForStaff(reasons).first.map { say($0) } ?? "" }
}
