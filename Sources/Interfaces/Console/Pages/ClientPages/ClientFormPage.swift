import Catalogue
import Clients
import Database
import Group
import Localization
import Vocabulary

/// One client, as it was typed. Personal fields live in this request alone.
struct ClientDraft: Sendable {
    let audience: Audience
    var typed: [CardColumn: String] = [:]
    /// The service's number.
    var service = ""
    var consent = AttestationDraft()

    init(_ audience: Audience) { self.audience = audience }

    init(_ audience: Audience, _ fields: FormFields) {
        self.audience = audience
        for column in CardForm.columns(for: audience) where column != .product {
            typed[column] = String(fields[column.name].trimmingSpaces.prefix(200))
        }
        service = fields[CardColumn.product.name]
        consent = AttestationDraft(fields)
    }
}

/// `/clients/new?kind=…`: the form for one client, a person or a firm. Where the address does not say which, the kind that the company sells to.
struct ClientFormPage: Sendable {
    let visit: Visit
    let company: CompanyID
    let draft: ClientDraft
    let services: [Service]
    let companies: [Company]
    /// By column; several rules may be broken.
    var problems: [CardColumn: [Message]] = [:]
    var consentProblem: AttestationDraft.Problem?

    init(_ visit: Visit, _ draft: ClientDraft, of company: CompanyID, in transaction: Transaction) throws {
        (self.visit, self.company, self.draft) = (visit, company, draft)
        services = try CatalogueStore().services(of: company, in: transaction).filter { $0.audience == draft.audience && $0.isActive }
        companies = try CompanyStore().all(in: transaction)
    }

    /// Whom the company sells to: people first, and nobody counts as people.
    static func usualAudience(of company: CompanyID, in transaction: Transaction) throws -> Audience {
        let sold = Set(try CatalogueStore().services(of: company, in: transaction).filter(\.isActive).map(\.audience))
        return sold == [.legal] ? .legal : .individual
    }

    private var say: Speaker { visit.say }
    private var isWrong: Bool { !problems.isEmpty || consentProblem != nil }

    var html: HTML {
        let title = say(draft.audience == .individual ? ConsoleMessages.formTitleIndividual : ConsoleMessages.formTitleLegal)
        return ClientTabs.layout(title, visit).html(
            """
            <h1>\(title)</h1>
            <ul class="counts" aria-label="\(say(ConsoleMessages.formKinds))">\(Audience.allCases.map(kind))</ul>
            \(isWrong ? notice(.bad, say(ConsoleMessages.formProblems)) : .empty)
            \(services.isEmpty ? notice(.calm, say(ConsoleMessages.formNoServices)) : form)
            """)
    }

    private func kind(_ audience: Audience) -> HTML {
        let current: HTML = audience == draft.audience ? " aria-current=\"true\"" : ""
        return "<li><a href=\"/clients/new?kind=\(audience.rawValue)\"\(current)>\(say(audience.words))</a></li>"
    }

    private var form: HTML {
        let identity: [CardColumn] =
            draft.audience == .legal ? [.reference] : [.reference, .passportSeries, .passportNumber, .phone, .birthDate, .patronymic]
        let deal: [CardColumn] = [.product, .outcome]
        let facts = CardForm.columns(for: draft.audience).filter { !identity.contains($0) && !deal.contains($0) }
        let told = say(draft.audience == .legal ? ConsoleMessages.formIdentityLegal : ConsoleMessages.formIdentityText)
        return """
            <form method="post" action="/clients/new?kind=\(draft.audience.rawValue)" autocomplete="off">\(visit.tokenField)
            <section class="card"><h2>\(say(ConsoleMessages.formDeal))</h2><div class="fields">\(deal.map(field))</div></section>
            <section class="card"><h2>\(say(ConsoleMessages.formIdentity))</h2><p class="muted">\(told)</p><div class="fields">\(identity.map(field))</div></section>
            <section class="card"><h2>\(say(ConsoleMessages.formFacts))</h2><p class="muted">\(say(ConsoleMessages.formFactsText))</p><div class="fields">\(facts.map(field))</div></section>
            <section class="card"><h2>\(say(ConsoleMessages.formConsent))</h2>\(draft.consent.html(say, companies, own: company, today: AttestationDraft.today(visit.now), problem: consentProblem, isOne: true))</section>
            <p><button class="button">\(say(ConsoleMessages.formSave))</button></p></form>
            """
    }

    // MARK: Fields

    private func field(_ column: CardColumn) -> HTML {
        let id = column.name
        let wrong = problems[column] ?? []
        let marks: HTML = wrong.isEmpty ? "" : " aria-invalid=\"true\" aria-describedby=\"\(id)-problem\""
        let words: HTML =
            wrong.isEmpty
            ? .empty : "<p id=\"\(id)-problem\" class=\"wrong\">\(wrong.map { say($0) }.joined(separator: "; "))</p>"
        let hint: HTML = column == .patronymic ? "<p class=\"muted\">\(say(ConsoleMessages.fieldPatronymicHint))</p>" : .empty
        let control: HTML =
            if let choices = choices(column) {
                "<select id=\"\(id)\" name=\"\(id)\"\(column == .product ? " required" as HTML : "")\(marks)>\(choices)</select>"
            } else {
                """
                <input id="\(id)" name="\(id)" value="\(draft.typed[column] ?? "")" maxlength="100" autocomplete="off"\(column.typing)\(marks)>
                """
            }
        return "<div><label for=\"\(id)\">\(say(column.label))</label>\(control)\(hint)\(words)</div>"
    }

    /// What can be chosen; nil: it is typed.
    private func choices(_ column: CardColumn) -> [HTML]? {
        let chosen = column == .product ? draft.service : draft.typed[column] ?? ""
        let nothing = option("", chosen, say(ConsoleMessages.formUnknown))
        func codes(_ words: [Message], from first: Int) -> [HTML] {
            [nothing] + words.enumerated().map { option("\(first + $0)", chosen, say($1)) }
        }
        switch column {
        case .product:
            return [option("", chosen, say(ConsoleMessages.formChoose))]
                + services.map { option("\($0.id.rawValue)", chosen, $0.name(in: say.language)) }
        case .outcome:
            return [
                option("", chosen, say(ConsoleMessages.previewOutcomeUnknown)),
                option("success", chosen, say(ConsoleMessages.previewOutcomeSuccess)),
                option("refusal", chosen, say(ConsoleMessages.previewOutcomeRefusal)),
            ]
        // Whether there is one is enough: its number is nobody's business.
        case .foreignPassport, .drivingLicense:
            return [nothing, option("есть", chosen, say(ConsoleMessages.formYes)), option("нет", chosen, say(ConsoleMessages.formNo))]
        case .familyStatus: return codes(CodeWords.family, from: 1)
        case .additionalIncomeType: return codes(CodeWords.income, from: 0)
        case .businessType: return codes((1...21).map { ConsoleMessages.formCode(code: $0) }, from: 1)
        case .legalForm: return codes((1...6).map { ConsoleMessages.formCode(code: $0) }, from: 1)
        default: return nil
        }
    }
}

extension CardColumn {
    /// Which keyboard a phone shows, and what a date looks like.
    fileprivate var typing: HTML {
        switch self {
        case .birthDate: " placeholder=\"31.12.1985\" inputmode=\"numeric\""
        case .phone: " inputmode=\"tel\" placeholder=\"+7 900 000-00-00\""
        case .passportSeries, .passportNumber, .dependents, .workExperience: " inputmode=\"numeric\""
        case .creditSum, .income, .additionalIncome, .carPrice, .authorizedCapital, .revenue, .netProfit: " inputmode=\"decimal\""
        default: ""
        }
    }
}
