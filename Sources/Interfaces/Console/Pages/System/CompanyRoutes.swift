import Accounts
import Database
import Group
import Hummingbird
import Localization
import Vocabulary

/// `/system/companies`: who is in the group, and how each is served.
struct CompanyRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.get("system/companies") { request, _ in
            try await console.page(request) { visit in
                let companies = try await console.database.read { try CompanyStore().all(in: $0) }
                let mine = companies.filter { SystemSection.mayAdminister(visit.account, $0.id) }
                guard !mine.isEmpty || SystemSection.mayAdminister(visit.account) else { throw HTTPError(.notFound) }
                return .page(CompanyListPage(visit: visit, companies: mine).html)
            }
        }
        router.get("system/companies/new") { request, _ in
            try await console.page(request) { visit in
                try SystemSection.requireAdministering(visit)
                return .page(NewCompanyPage(visit: visit).html)
            }
        }
        router.post("system/companies/new") { request, context in
            try await console.act(request, context) { visit, fields in try await add(visit, fields) }
        }
        router.get("system/companies/{company}") { request, context in
            try await console.page(request) { visit in
                var page = try await page(visit, context)
                page.news =
                    switch DoorRoutes.query(request, "done") {
                    case "1": ConsoleMessages.companySaved
                    case "added": ConsoleMessages.companyAdded
                    default: nil
                    }
                return .page(page.html)
            }
        }
        router.post("system/companies/{company}") { request, context in
            try await console.act(request, context) { visit, fields in try await change(visit, context, fields) }
        }
    }

    private func page(_ visit: Visit, _ context: ConsoleContext) async throws -> CompanyPage {
        let number = Int(try context.parameters.require("company"))
        return try await console.database.read { transaction in
            guard let number, SystemSection.mayAdminister(visit.account, CompanyID(number)),
                let company = try CompanyStore().company(CompanyID(number), in: transaction)
            else { throw HTTPError(.notFound) }
            return CompanyPage(
                visit: visit, company: company, draft: CompanyDraft(company),
                people: try AccountStore().all(in: transaction).filter { $0.isOpen && $0.hasPassword })
        }
    }

    private func add(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        try SystemSection.requireAdministering(visit)
        let draft = CompanyDraft(fields)
        let code = String(fields["code"].trimmingSpaces.prefix(60))
        do {
            let company = try await console.database.write { transaction in
                var company = Company(
                    id: CompanyID(0), code: code, name: "", nameEnglish: "", legalName: "", inn: "", kind: .dealer,
                    sendsOffersAutomatically: false, channelConfirmation: nil)
                guard let wanted = try draft.applied(to: company, people: [], at: visit.now) else { throw HTTPError(.badRequest) }
                company = try CompanyDesk().add(wanted, by: visit.account.login, at: visit.now, in: transaction)
                return company
            }
            return .redirect(to: "/system/companies/\(company.id.rawValue)?done=added", type: .normal)
        } catch let problem as CompanyProblem {
            return .page(
                NewCompanyPage(visit: visit, draft: draft, code: code, problem: problem).html, status: .unprocessableContent)
        }
    }

    private func change(_ visit: Visit, _ context: ConsoleContext, _ fields: FormFields) async throws -> Response {
        var page = try await page(visit, context)
        let draft = CompanyDraft(fields)
        let (before, actor, now) = (page.company, visit.account.login, visit.now)
        page.draft = draft
        do {
            guard let wanted = try draft.applied(to: before, people: page.people, at: now) else { throw HTTPError(.badRequest) }
            guard draft.seen == CompanyDraft.fingerprint(before) else { throw CompanyProblem.changedMeanwhile }
            try await console.database.write { try CompanyDesk().change(before, to: wanted, by: actor, at: now, in: $0) }
        } catch let problem as CompanyProblem {
            page.problem = problem
            return .page(page.html, status: problem == .changedMeanwhile ? .conflict : .unprocessableContent)
        }
        return .redirect(to: "/system/companies/\(before.id.rawValue)?done=1", type: .normal)
    }
}

/// A company's form, as it was typed.
struct CompanyDraft: Sendable {
    var name: String
    var nameEnglish: String
    var legalName: String
    var inn: String
    var kind: String
    var isAutomatic: Bool
    var crmLink: String
    /// `keep`, `none`, or the login of whoever confirms.
    var channel = "keep"
    /// What the company was like when the form was made.
    var seen: String

    init() {
        (name, nameEnglish, legalName, inn, crmLink) = ("", "", "", "", "")
        (kind, isAutomatic, seen) = (CompanyKind.dealer.rawValue, false, "")
    }

    init(_ company: Company) {
        (name, nameEnglish, legalName, inn) = (company.name, company.nameEnglish, company.legalName, company.inn)
        crmLink = company.crmLink?.template ?? ""
        (kind, isAutomatic, seen) = (company.kind.rawValue, company.sendsOffersAutomatically, Self.fingerprint(company))
    }

    init(_ fields: FormFields) {
        func text(_ field: String) -> String { String(fields[field].trimmingSpaces.prefix(400)) }
        (name, nameEnglish, legalName, inn) = (text("name"), text("name-en"), text("legal-name"), text("inn").filter { !$0.isWhitespace })
        crmLink = text("crm")
        (kind, isAutomatic, seen) = (fields["kind"], fields["automatic"] == "1", fields["seen"])
        channel = fields["channel"].isEmpty ? "keep" : fields["channel"]
    }

    /// Nil when a choice is none of the list's.
    func applied(to company: Company, people: [Account], at now: Instant) throws(CompanyProblem) -> Company? {
        guard let kind = CompanyKind(rawValue: kind) else { return nil }
        var changed = company
        changed.crmLink = CRMLink(crmLink)
        guard crmLink.isEmpty || changed.crmLink != nil else { throw .crmLink }
        (changed.name, changed.nameEnglish, changed.legalName, changed.inn) = (name, nameEnglish, legalName, inn)
        (changed.kind, changed.sendsOffersAutomatically) = (kind, isAutomatic)
        switch channel {
        case "keep": break
        case "none": changed.channelConfirmation = nil
        default:
            guard people.contains(where: { $0.login == channel }) else { return nil }
            changed.channelConfirmation = .init(by: channel, at: now)
        }
        return changed
    }

    /// Tells whether a company is still what it was; not secret, and not kept.
    static func fingerprint(_ company: Company) -> String {
        FormBasis([
            company.name, company.nameEnglish, company.legalName, company.inn, company.kind.rawValue,
            company.sendsOffersAutomatically ? "1" : "0", company.crmLink?.template ?? "",
            company.channelConfirmation.map { "\($0.by) \($0.at.milliseconds)" } ?? "",
        ]).text
    }
}
