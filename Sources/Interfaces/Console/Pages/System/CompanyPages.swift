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
            <section class="card stack"><h2>\(say(ConsoleMessages.companyNames))</h2>
            \(input("name", ConsoleMessages.companyName, draft.name, 120, .name))
            \(input("name-en", ConsoleMessages.companyNameEnglish, draft.nameEnglish, 120, .name))
            \(input("legal-name", ConsoleMessages.companyLegalName, draft.legalName, 200, .legalName))
            \(input("inn", ConsoleMessages.settingOperatorInn, draft.inn, 14, .inn))
            <p class="muted">\(say(ConsoleMessages.companyLegalHelp))</p>
            <label for="kind">\(say(ConsoleMessages.companyKind))</label><select id="kind" name="kind">\(CompanyKind.allCases.map(kindOption))</select>
            <p class="muted">\(say(ConsoleMessages.companyCode(code: company.code)))</p></section>
            <section class="card stack"><h2>\(say(ConsoleMessages.companyAutomatic))</h2>
            <label class="check"><input type="checkbox" name="automatic" value="1"\(draft.isAutomatic ? " checked" as HTML : .empty)> \(say(ConsoleMessages.companyAutomaticSwitch))</label>
            <p class="muted after">\(say(ConsoleMessages.companyAutomaticHelp))</p>
            <h2>\(say(ConsoleMessages.companyChannel))</h2>\(channel)</section>
            </div><button class="button">\(say(ConsoleMessages.settingSave))</button></form>
            """)
    }

    private func input(_ name: HTML, _ label: Message, _ value: String, _ most: Int, _ fault: CompanyProblem) -> HTML {
        let wrong: HTML = problem == fault ? " aria-invalid=\"true\"" : ""
        return """
            <label for="\(name)">\(say(label))</label><input id="\(name)" name="\(name)" value="\(value)" maxlength="\(most)" autocomplete="off"\(wrong)>
            """
    }

    private func kindOption(_ kind: CompanyKind) -> HTML {
        let mark: HTML = kind.rawValue == draft.kind ? " selected" : ""
        return "<option value=\"\(kind.rawValue)\"\(mark)>\(say(kind.words))</option>"
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
        func option(_ value: String, _ words: String) -> HTML {
            let mark: HTML = value == draft.channel ? " selected" : ""
            return "<option value=\"\(value)\"\(mark)>\(words)</option>"
        }
        let withdraw: HTML = company.channelConfirmation == nil ? .empty : option("none", say(ConsoleMessages.companyWithdraw))
        return """
            <p>\(now)</p>
            <label for="channel">\(say(ConsoleMessages.companyConfirm))</label><select id="channel" name="channel" aria-describedby="channel-help">\(option("keep", say(ConsoleMessages.companyKeep)))\(withdraw)
            <optgroup label="\(say(ConsoleMessages.companyConfirmedNow))">\(people.map { option($0.login, $0.name) })</optgroup></select>
            <p class="muted" id="channel-help">\(say(ConsoleMessages.companyChannelHelp))</p>
            """
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
        case .changedMeanwhile: ConsoleMessages.companyChangedMeanwhile
        }
    }
}
