import Accounts
import Catalogue
import Database
import Group
import Localization
import Vocabulary

/// The fields of a service, for a new one and for a change.
struct ServiceFields {
    let say: Speaker
    let form: ServiceForm
    let problems: [ServiceProblem]
    let groups: [String]

    func field(_ name: String, _ label: Message, _ value: String, hint: Message? = nil, _ wrong: ServiceProblem...) -> Field {
        let problem = problems.first { wrong.contains($0) }
        return Field(
            name: name, label: say(label), value: value, hint: hint.map { say($0) } ?? "", problem: problem.map { say($0.words) })
    }

    var names: HTML {
        """
        \(field("name", ConsoleMessages.serviceName, form.name, .name, .nameTaken).input(" maxlength=\"150\" required"))
        \(field("name_en", ConsoleMessages.serviceNameEnglish, form.nameEnglish, .nameEnglish).input(" maxlength=\"150\" required"))
        """
    }

    var rules: HTML {
        let known: [HTML] = groups.map { "<option value=\"\($0)\"></option>" }
        return """
            \(field("rivals", ConsoleMessages.serviceRivals, form.rivalGroup, hint: ConsoleMessages.serviceRivalsHint, .rivalGroup).input(" maxlength=\"60\" list=\"rival-groups\""))
            <datalist id="rival-groups">\(known)</datalist>
            \(field("age", ConsoleMessages.serviceAge, form.minimumAge, hint: ConsoleMessages.serviceAgeHint, .minimumAge).input(" inputmode=\"numeric\" maxlength=\"3\""))
            \(Field(name: "credit", label: say(ConsoleMessages.serviceCredit), value: form.isCredit ? "1" : "").check())
            \(Field(name: "active", label: say(ConsoleMessages.serviceActive), value: form.isActive ? "1" : "").check())
            """
    }
}

/// `/catalogue/ID/facts`: what the service is, and what it is called in files.
struct ServiceFactsPage: Sendable {
    let frame: ServiceFrame
    let aliases: [String]
    let groups: [String]
    let needs: [String: Need]
    var form: ServiceForm
    var problems: [ServiceProblem] = []
    var alias = ""
    var news: Message?
    var problem: Message?

    init(_ frame: ServiceFrame, in transaction: Transaction) throws {
        self.frame = frame
        aliases = try CatalogueStore().aliases(of: frame.service.id, in: transaction)
        groups = Set(try CatalogueStore().all(in: transaction).compactMap(\.rivalGroup)).sorted()
        needs = try CatalogueStore().needs(in: transaction)
        form = ServiceForm(frame.service)
    }

    private var say: Speaker { frame.visit.say }

    var html: HTML {
        frame.page(
            news, problem,
            """
            <div class="columns">
            <section class="card"><h2>\(say(ConsoleMessages.serviceFacts))</h2>\(frame.mayEdit ? editing : reading)</section>
            <section class="card"><h2>\(say(ConsoleMessages.serviceAliases))</h2><p class="muted">\(say(ConsoleMessages.serviceAliasesText))</p>\(names)</section>
            </div>
            """)
    }

    private var needWords: String {
        frame.service.needs.map { needs[$0]?.name(in: say.language) ?? $0 }.joined(separator: ", ")
    }

    private var editing: HTML {
        let fields = ServiceFields(say: say, form: form, problems: problems, groups: groups)
        return """
            <dl><dt>\(say(ConsoleMessages.serviceNumber))</dt><dd>\(frame.service.id.rawValue)</dd><dt>\(say(ConsoleMessages.serviceNeeds))</dt><dd>\(needWords)</dd></dl>
            <form method="post" action="\(frame.path)/facts" class="spaced">\(frame.visit.tokenField)\(ServiceForm(frame.service).basis.field)\(fields.names)\(fields.rules)
            <button class="button">\(say(ConsoleMessages.creativeSave))</button></form>
            """
    }

    private var reading: HTML {
        let service = frame.service
        return """
            <dl><dt>\(say(ConsoleMessages.serviceNumber))</dt><dd>\(service.id.rawValue)</dd>
            <dt>\(say(ConsoleMessages.serviceNeeds))</dt><dd>\(needWords)</dd>
            <dt>\(say(ConsoleMessages.serviceRivals))</dt><dd>\(service.rivalGroup ?? "–")</dd>
            <dt>\(say(ConsoleMessages.serviceAge))</dt><dd>\(service.minimumAge.map(String.init) ?? "–")</dd></dl>
            <p class="muted">\(say(ConsoleMessages.serviceReadOnly))</p>
            """
    }

    private var names: HTML {
        let own = Set([frame.service.name, frame.service.nameEnglish].map { Folded($0).text })
        let items: [HTML] = aliases.map { alias in
            let remove: HTML =
                !frame.mayEdit || own.contains(alias)
                ? .empty
                : "<form method=\"post\" action=\"\(frame.path)/aliases/remove\">\(frame.visit.tokenField)<input type=\"hidden\" name=\"alias\" value=\"\(alias)\"><button class=\"plain\" aria-label=\"\(say(ConsoleMessages.serviceAliasRemove)): \(alias)\">\(say(ConsoleMessages.serviceAliasRemove))</button></form>"
            return "<li><span lang=\"ru\">\(alias)</span>\(remove)</li>"
        }
        guard frame.mayEdit else { return "<ul class=\"aliases\">\(items)</ul>" }
        let field = Field(
            name: "alias", label: say(ConsoleMessages.serviceAliasNew), value: alias,
            problem: problems.contains(.alias) ? say(ConsoleMessages.serviceBadAlias) : nil)
        return """
            <ul class="aliases">\(items)</ul>
            <form method="post" action="\(frame.path)/aliases">\(frame.visit.tokenField)\(field.input(" maxlength=\"150\" required"))
            <button class="button quiet">\(say(ConsoleMessages.serviceAliasAdd))</button></form>
            """
    }
}

/// `/catalogue/new`: one service more.
struct NewServicePage: Sendable {
    let visit: Visit
    let companies: [Company]
    let needs: [Need]
    let groups: [String]
    var form = ServiceForm()
    var problems: [ServiceProblem] = []
    /// A need that was typed, and not taken.
    var need = Need(name: "", nameEnglish: "")
    var news: Message?

    /// Nil when this person may add a service nowhere.
    init?(_ visit: Visit, in transaction: Transaction) throws {
        self.visit = visit
        companies = try CompanyStore().all(in: transaction).filter {
            Access.allows(.editCatalogue, to: visit.account, reach: visit.account.reach(ofCompany: $0.id))
        }
        guard !companies.isEmpty else { return nil }
        needs = try CatalogueStore().needs(in: transaction).values.sorted { $0.name < $1.name }
        groups = Set(try CatalogueStore().all(in: transaction).compactMap(\.rivalGroup)).sorted()
    }

    var html: HTML {
        let say = visit.say
        let fields = ServiceFields(say: say, form: form, problems: problems, groups: groups)
        let needOptions = needs.map { ($0.name, $0.name(in: say.language)) }
        return Layout(
            title: say(ConsoleMessages.catalogueAdd), say: say, visit: visit, section: .catalogue,
            back: .init(path: "/catalogue", words: ConsoleMessages.navCatalogue)
        ).html(
            """
            <h1>\(say(ConsoleMessages.catalogueAdd))</h1>
            \(news.map { notice(.good, say($0)) })
            \(newNeed)
            <section class="card medium"><form method="post" action="/catalogue/new">\(visit.tokenField)
            <div class="pair">\(Field(name: "company", label: say(ConsoleMessages.columnCompany), value: form.company).select(companies.map { (String($0.id.rawValue), $0.name(in: say.language)) }))
            \(Field(name: "audience", label: say(ConsoleMessages.columnAudience), value: form.audience).select(Audience.allCases.map { ($0.rawValue, say($0.manyWords)) }))</div>
            \(fields.names)
            <div class="pair">\(fields.field("need1", ConsoleMessages.serviceNeed1, form.need1, hint: ConsoleMessages.serviceNeedsHint, .needs).select([("", say(ConsoleMessages.chooseNeed))] + needOptions))
            \(fields.field("need2", ConsoleMessages.serviceNeed2, form.need2).select([("", "–")] + needOptions))</div>
            \(fields.rules)
            <button class="button">\(say(ConsoleMessages.catalogueAdd))</button></form></section>
            """)
    }

    /// Services serve needs; the first ones of a group are named here.
    private var newNeed: HTML {
        let say = visit.say
        let problem = problems.contains(.newNeed) ? say(ConsoleMessages.needBad) : nil
        let isOpen: HTML = needs.isEmpty || problem != nil ? " open" : ""
        return """
            <details class="card medium"\(isOpen)><summary>\(say(ConsoleMessages.needMissing))</summary>
            <form method="post" action="/catalogue/needs" class="spaced">\(visit.tokenField)
            <div class="pair">\(Field(name: "need", label: say(ConsoleMessages.serviceName), value: need.name, hint: say(ConsoleMessages.needHint), problem: problem).input(" maxlength=\"80\" required"))
            \(Field(name: "need_en", label: say(ConsoleMessages.serviceNameEnglish), value: need.nameEnglish).input(" maxlength=\"80\" required"))</div>
            <button class="button quiet">\(say(ConsoleMessages.needAdd))</button></form></details>
            """
    }
}
