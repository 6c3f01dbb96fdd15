import Accounts
import Catalogue
import Database
import Group
import Hummingbird
import Offers
import Vocabulary

/// `/catalogue`: what the companies in one's sight sell, and whether it can be offered.
struct ServiceListPage: Sendable {
    /// What the address asks for.
    struct Filter: Sendable {
        var company = ""
        var audience = ""
        var search = ""
        /// Only what cannot be offered yet.
        var unready = false

        init(_ request: Request) {
            company = Int(DoorRoutes.query(request, "company")).map(String.init) ?? ""
            audience = Audience(rawValue: DoorRoutes.query(request, "audience"))?.rawValue ?? ""
            search = String(DoorRoutes.query(request, "q").filter { $0 != "\0" }.prefix(80))
            unready = DoorRoutes.query(request, "unready") == "1"
        }

        var isNarrow: Bool { !company.isEmpty || !audience.isEmpty || !search.isEmpty || unready }
    }

    struct Line: Sendable {
        let service: Service
        let terms: OfferTerms?
        let readiness: Readiness
    }

    let visit: Visit
    let filter: Filter
    let companies: [Company]
    let lines: [Line]
    let unready: Int

    init(_ visit: Visit, _ filter: Filter, in transaction: Transaction) throws {
        (self.visit, self.filter) = (visit, filter)
        companies = try CompanyStore().all(in: transaction).filter {
            Access.allows(.seeCatalogue, to: visit.account, reach: visit.account.reach(ofCompany: $0.id))
        }
        let known = Dictionary(uniqueKeysWithValues: companies.map { ($0.id, $0) })
        let creatives = try CreativeDesk().all(in: transaction)
        let eridRequired = try SettingStore().value(Settings.eridRequired, in: transaction)
        let all = try CatalogueStore().all(in: transaction).filter { known[$0.company] != nil }.map { service in
            let terms = creatives.terms[service.id]
            return Line(
                service: service, terms: terms,
                readiness: Readiness(
                    service, known[service.company], hasText: creatives.texts.contains(service.id), terms: terms,
                    eridRequired: eridRequired, now: visit.now))
        }
        unready = all.count { !$0.readiness.gaps.isEmpty }
        let words = Folded(filter.search)
        lines = all.filter { line in
            let service = line.service
            if !filter.company.isEmpty, String(service.company.rawValue) != filter.company { return false }
            if !filter.audience.isEmpty, service.audience.rawValue != filter.audience { return false }
            if filter.unready, line.readiness.gaps.isEmpty { return false }
            return words.isEmpty || [service.name, service.nameEnglish].contains { Folded($0).text.contains(words.text) }
        }.sorted {
            ($0.service.company, $0.service.name(in: visit.say.language)) < ($1.service.company, $1.service.name(in: visit.say.language))
        }
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        let mayAdd = companies.contains { Access.allows(.editCatalogue, to: visit.account, reach: visit.account.reach(ofCompany: $0.id)) }
        let add: HTML = mayAdd ? "<p><a class=\"button quiet\" href=\"/catalogue/new\">\(say(ConsoleMessages.catalogueAdd))</a></p>" : ""
        return Layout(title: say(ConsoleMessages.navCatalogue), say: say, visit: visit, section: .catalogue).html(
            """
            <h1>\(say(ConsoleMessages.navCatalogue))</h1>
            <p class="muted">\(say(ConsoleMessages.catalogueText))</p>
            \(add)
            <ul class="counts"><li><a href="/catalogue?unready=1"><b>\(say.number(unready))</b> \(say(ConsoleMessages.catalogueUnready))</a></li></ul>
            \(search)
            <p class="muted" role="status">\(say(ConsoleMessages.catalogueFound(count: Int64(lines.count))))</p>
            \(lines.isEmpty ? empty : table)
            """)
    }

    private var search: HTML {
        let audiences = [("", say(ConsoleMessages.anyAudience))] + Audience.allCases.map { ($0.rawValue, say($0.manyWords)) }
        let company: HTML =
            companies.count < 2
            ? .empty
            : Field(name: "company", label: say(ConsoleMessages.columnCompany), value: filter.company).select(
                [("", say(ConsoleMessages.anyCompany))] + companies.map { (String($0.id.rawValue), $0.name(in: say.language)) })
        return """
            <form method="get" action="/catalogue" class="filters services" role="search">
            <div class="wide">\(Field(name: "q", label: say(ConsoleMessages.searchLabel), value: filter.search).input(" type=\"search\" maxlength=\"80\""))</div>
            \(company)\(Field(name: "audience", label: say(ConsoleMessages.columnAudience), value: filter.audience).select(audiences))
            \(Field(name: "unready", label: say(ConsoleMessages.catalogueOnlyUnready), value: filter.unready ? "1" : "").check())
            \(searchButtons("/catalogue", isNarrow: filter.isNarrow, say))
            </form>
            """
    }

    private var table: HTML {
        let names = Dictionary(uniqueKeysWithValues: companies.map { ($0.id, $0.name(in: say.language)) })
        let isGroup = companies.count > 1
        let rows: [HTML] = lines.map { line in
            let service = line.service
            let company: HTML =
                isGroup ? "<td data-label=\"\(say(ConsoleMessages.columnCompany))\">\(names[service.company] ?? "")</td>" : .empty
            let price = line.terms.map { say($0.priceWords) } ?? "–"
            return """
                <tr><th scope="row" data-label="\(say(ConsoleMessages.columnService))"><a href="/catalogue/\(service.id.rawValue)">\(service.name(in: say.language))</a></th>\(company)
                <td data-label="\(say(ConsoleMessages.columnAudience))">\(say(service.audience.manyWords))</td>
                <td data-label="\(say(ConsoleMessages.columnPrice))" class="nowrap">\(price)</td>
                <td data-label="\(say(ConsoleMessages.columnReady))">\(line.readiness.html(say))</td></tr>
                """
        }
        let company: HTML = isGroup ? "<th scope=\"col\">\(say(ConsoleMessages.columnCompany))</th>" : .empty
        return """
            <div class="scroll"><table class="list services"><thead><tr><th scope="col">\(say(ConsoleMessages.columnService))</th>\(company)
            <th scope="col">\(say(ConsoleMessages.columnAudience))</th><th scope="col">\(say(ConsoleMessages.columnPrice))</th><th scope="col">\(say(ConsoleMessages.columnReady))</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private var empty: HTML {
        let words = say(filter.isNarrow ? ConsoleMessages.catalogueNoneFound : ConsoleMessages.catalogueNone)
        let way: HTML = filter.isNarrow ? "<p><a class=\"button\" href=\"/catalogue\">\(say(ConsoleMessages.searchReset))</a></p>" : ""
        return "<div class=\"card empty\"><p>\(words)</p>\(way)</div>"
    }
}
