import Accounts
import Group
import Localization
import Vocabulary

/// `/system/companies`.
struct CompanyListPage {
    let visit: Visit
    let companies: [Company]

    var html: HTML {
        let say = visit.say
        let rows: [HTML] = companies.map { company in
            let channel =
                !company.kind.needsChannelConfirmation
                ? say(ConsoleMessages.companyChannelFree)
                : say(company.mayUseTelegram ? ConsoleMessages.companyChannelConfirmed : ConsoleMessages.companyChannelMissing)
            let legal = company.legalName.isEmpty || company.inn.isEmpty ? say(ConsoleMessages.companyLegalMissing) : company.inn
            return """
                <tr><th scope="row" data-label="\(say(ConsoleMessages.thresholdCompany))"><a href="/system/companies/\(company.id.rawValue)">\(company.name(in: say.language))</a></th>
                <td data-label="\(say(ConsoleMessages.companyKind))">\(say(company.kind.words))</td>
                <td data-label="\(say(ConsoleMessages.settingOperatorInn))">\(legal)</td>
                <td data-label="\(say(ConsoleMessages.companyAutomatic))">\(say(company.sendsOffersAutomatically ? ConsoleMessages.switchOn : ConsoleMessages.switchOff))</td>
                <td data-label="\(say(ConsoleMessages.companyChannel))"><span\(company.mayUseTelegram ? .empty : " class=\"stage lost\"" as HTML)>\(channel)</span></td></tr>
                """
        }
        let table: HTML = """
            <div class="scroll"><table class="list"><thead><tr><th scope="col">\(say(ConsoleMessages.thresholdCompany))</th><th scope="col">\(say(ConsoleMessages.companyKind))</th><th scope="col">\(say(ConsoleMessages.settingOperatorInn))</th>
            <th scope="col">\(say(ConsoleMessages.companyAutomatic))</th><th scope="col">\(say(ConsoleMessages.companyChannel))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
        return Layout(
            title: say(ConsoleMessages.systemCompanies), say: say, visit: visit, section: .system,
            tabs: SystemSection.tabs(for: visit.account)
        ).html(
            """
            <h1>\(say(ConsoleMessages.systemCompanies))</h1>
            <p class="lead-in">\(say(ConsoleMessages.companiesText))</p>
            \(SystemSection.mayAdminister(visit.account) ? "<p><a class=\"button quiet\" href=\"/system/companies/new\">\(say(ConsoleMessages.companyAdd))</a></p>" as HTML : .empty)
            \(companies.isEmpty ? "<section class=\"card empty\"><p>\(say(ConsoleMessages.postersNone))</p></section>" as HTML : table)
            """)
    }
}

/// `/system/companies/NUMBER`.
struct CompanyPage: Sendable {
    let visit: Visit
    let company: Company
    var draft: CompanyDraft
    /// Who may be named as the one who confirms.
    let people: [Account]
    var problem: CompanyProblem?
    var news: Message?

    private var say: Speaker { visit.say }

    var html: HTML {
        Layout(
            title: company.name(in: say.language), say: say, visit: visit, section: .system, tabs: SystemSection.tabs(for: visit.account)
        ).html(
            """
            <p class="crumbs"><a href="/system/companies">← \(say(ConsoleMessages.systemCompanies))</a></p>
            <h1>\(company.name(in: say.language))</h1>
            \(news.map { notice(.good, say($0)) })
            \(problem.map { notice(.bad, say($0.words)) })
            <form method="post" action="/system/companies/\(company.id.rawValue)">\(visit.tokenField)<input type="hidden" name="seen" value="\(CompanyDraft.fingerprint(company))">
            <div class="columns">
            <section class="card"><h2>\(say(ConsoleMessages.companyNames))</h2>\(CompanyFields(say: say, draft: draft, problem: problem).html)
            <p class="muted">\(say(ConsoleMessages.companyCode(code: company.code)))</p></section>
            <section class="card stack"><h2>\(say(ConsoleMessages.companyAutomatic))</h2>
            <label class="check"><input type="checkbox" name="automatic" value="1"\(draft.isAutomatic ? " checked" as HTML : .empty)> \(say(ConsoleMessages.companyAutomaticSwitch))</label>
            <p class="muted after">\(say(ConsoleMessages.companyAutomaticHelp))</p>
            <h2>\(say(ConsoleMessages.companyChannel))</h2>\(channel)</section>
            </div><button class="button">\(say(ConsoleMessages.settingSave))</button></form>
            """)
    }

    /// 41-FZ: a named person confirms that the law lets this company write through a foreign messenger.
    private var channel: HTML {
        let now: String
        if let confirmation = company.channelConfirmation {
            let name = people.first { $0.login == confirmation.by }?.name ?? confirmation.by
            now = say(ConsoleMessages.companyConfirmedBy(name: name, at: confirmation.at))
        } else {
            now = say(company.kind.needsChannelConfirmation ? ConsoleMessages.companyMustConfirm : ConsoleMessages.companyNeedNotConfirm)
        }
        let withdraw: HTML =
            company.channelConfirmation == nil ? .empty : option("none", draft.channel, say(ConsoleMessages.companyWithdraw))
        return """
            <p>\(now)</p>
            <label for="channel">\(say(ConsoleMessages.companyConfirm))</label><select id="channel" name="channel" aria-describedby="channel-help">\(option("keep", draft.channel, say(ConsoleMessages.companyKeep)))\(withdraw)
            <optgroup label="\(say(ConsoleMessages.companyConfirmedNow))">\(people.map { option($0.login, draft.channel, $0.name) })</optgroup></select>
            <p class="muted" id="channel-help">\(say(ConsoleMessages.companyChannelHelp))</p>
            """
    }
}

/// What a company is called, by people and by the law; for a new one and for a change.
struct CompanyFields {
    let say: Speaker
    let draft: CompanyDraft
    let problem: CompanyProblem?

    func field(_ name: String, _ label: Message, _ value: String, _ wrong: CompanyProblem, hint: Message? = nil) -> Field {
        Field(
            name: name, label: say(label), value: value, hint: hint.map { say($0) } ?? "",
            problem: problem == wrong ? say(wrong.words) : nil)
    }

    var html: HTML {
        """
        \(field("name", ConsoleMessages.companyName, draft.name, .name).input(" maxlength=\"120\" required"))
        \(field("name-en", ConsoleMessages.companyNameEnglish, draft.nameEnglish, .name).input(" maxlength=\"120\" required"))
        \(field("legal-name", ConsoleMessages.companyLegalName, draft.legalName, .legalName).input(" maxlength=\"200\""))
        \(field("inn", ConsoleMessages.settingOperatorInn, draft.inn, .inn, hint: ConsoleMessages.companyLegalHelp).input(" maxlength=\"14\" inputmode=\"numeric\""))
        \(Field(name: "kind", label: say(ConsoleMessages.companyKind), value: draft.kind).select(CompanyKind.allCases.map { ($0.rawValue, say($0.words)) }))
        \(field("crm", ConsoleMessages.companyCrm, draft.crmLink, .crmLink, hint: ConsoleMessages.companyCrmHelp(place: CRMLink.place)).input(" maxlength=\"300\" spellcheck=\"false\" placeholder=\"https://crm.example.ru/client/{id}\""))
        """
    }
}

/// `/system/companies/new`: one company more.
struct NewCompanyPage {
    let visit: Visit
    var draft = CompanyDraft()
    var code = ""
    var problem: CompanyProblem?

    var html: HTML {
        let say = visit.say
        let fields = CompanyFields(say: say, draft: draft, problem: problem)
        return Layout(
            title: say(ConsoleMessages.companyAdd), say: say, visit: visit, section: .system,
            back: .init(path: "/system/companies", words: ConsoleMessages.systemCompanies)
        ).html(
            """
            <h1>\(say(ConsoleMessages.companyAdd))</h1>
            <p class="lead-in">\(say(ConsoleMessages.companyAddText))</p>
            <section class="card medium"><form method="post" action="/system/companies/new">\(visit.tokenField)
            \(fields.field("code", ConsoleMessages.companyCodeLabel, code, .code, hint: ConsoleMessages.companyCodeHelp).input(" maxlength=\"32\" autocapitalize=\"none\" spellcheck=\"false\" required"))
            \(fields.html)
            <button class="button">\(say(ConsoleMessages.companyAdd))</button></form></section>
            """)
    }
}

extension CompanyKind {
    var words: Message {
        switch self {
        case .bank: ConsoleMessages.kindBank
        case .insurer: ConsoleMessages.kindInsurer
        case .broker: ConsoleMessages.kindBroker
        case .dealer: ConsoleMessages.kindDealer
        case .hotel: ConsoleMessages.kindHotel
        case .leasing: ConsoleMessages.kindLeasing
        }
    }
}

extension CompanyProblem {
    fileprivate var words: Message {
        switch self {
        case .name: ConsoleMessages.companyBadName
        case .legalName: ConsoleMessages.companyBadLegalName
        case .inn: ConsoleMessages.slipTaxNumber
        case .crmLink: ConsoleMessages.companyBadCrm(place: CRMLink.place)
        case .code: ConsoleMessages.companyBadCode
        case .changedMeanwhile: ConsoleMessages.companyChangedMeanwhile
        }
    }
}
