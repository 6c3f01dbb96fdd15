import Accounts
import Database
import Group
import Hummingbird
import Localization
import Vocabulary

/// `/units`: departments and units of the companies that one answers for.
struct UnitRoutes: Sendable {
    let console: ConsoleSite

    static func mayManage(_ account: Account) -> Bool {
        Access.allows(.manageUnit, to: account, reach: account.reach(ofCompany: account.place.company))
    }

    func add(to router: Router<ConsoleContext>) {
        router.get("units") { request, _ in
            try await console.page(request) { visit in
                var page = try await page(visit)
                page.news = DoorRoutes.query(request, "done") == "1" ? ConsoleMessages.postersSaved : nil
                return .page(page.html)
            }
        }
        router.post("units") { request, context in
            try await console.act(request, context) { visit, fields in
                let place = fields["place"].split(separator: "-").compactMap { Int($0) }
                let (name, english) = (fields["name"].trimmingSpaces, fields["name-en"].trimmingSpaces)
                return try await change(visit, typed: (nil, name, english, fields["place"])) { account, now, transaction in
                    guard let company = place.first else { throw AccountsError.refused(.place) }
                    try UnitDesk().add(
                        name, english: english, to: CompanyID(company), in: place.count > 1 ? UnitID(place[1]) : nil, by: account, at: now,
                        in: transaction)
                }
            }
        }
        router.post("units/{unit}") { request, context in
            try await console.act(request, context) { visit, fields in
                guard let number = Int(try context.parameters.require("unit")) else { throw HTTPError(.notFound) }
                let (name, english) = (fields["name"].trimmingSpaces, fields["name-en"].trimmingSpaces)
                let seen = fields["seen"]
                return try await change(visit, typed: (number, name, english, "")) { account, now, transaction in
                    if let unit = try UnitStore().tree(in: transaction)[UnitID(number)] { try UnitPage.basis(unit).check(seen) }
                    try UnitDesk().rename(UnitID(number), to: name, english: english, by: account, at: now, in: transaction)
                }
            }
        }
    }

    private func page(_ visit: Visit) async throws -> UnitPage {
        guard Self.mayManage(visit.account) else { throw HTTPError(.notFound) }
        return try await console.database.read { try UnitPage(visit, in: $0) }
    }

    /// What lies beyond one's companies is not there.
    private func change(
        _ visit: Visit, typed: (number: Int?, name: String, english: String, place: String),
        _ work: @escaping @Sendable (Account, Instant, Transaction) throws -> Void
    ) async throws -> Response {
        guard Self.mayManage(visit.account) else { throw HTTPError(.notFound) }
        let (account, now) = (visit.account, visit.now)
        do { try await console.database.write { try work(account, now, $0) } } catch AccountsError.notAllowed {
            throw HTTPError(.notFound)
        } catch ConsoleProblem.changedMeanwhile {
            var page = try await page(visit)
            page.problem = ConsoleMessages.formChangedMeanwhile
            page.typed = (typed.number, String(typed.name.prefix(200)), String(typed.english.prefix(200)), typed.place)
            return .page(page.html, status: .conflict)
        } catch AccountsError.refused(let problem) {
            var page = try await page(visit)
            page.problem = problem == .name ? ConsoleMessages.unitsBadName : ConsoleMessages.unitsBadPlace
            page.typed = (typed.number, String(typed.name.prefix(200)), String(typed.english.prefix(200)), typed.place)
            return .page(page.html, status: .unprocessableContent)
        }
        return .redirect(to: "/units?done=1", type: .normal)
    }
}

/// The page.
struct UnitPage: Sendable {
    let visit: Visit
    private let companies: [Company]
    private let tree: UnitTree
    private let people: [UnitID: Int]
    var problem: Message?
    var news: Message?
    /// What was not taken, and of which unit; nil: of a new one.
    var typed: (number: Int?, name: String, english: String, place: String)?

    init(_ visit: Visit, in transaction: Transaction) throws {
        self.visit = visit
        companies = try CompanyStore().all(in: transaction).filter { UnitDesk.mayManage($0.id, visit.account) }
        tree = try UnitStore().tree(in: transaction)
        people = Dictionary(grouping: try AccountStore().all(in: transaction).filter(\.isOpen).compactMap(\.place.unit), by: { $0 })
            .mapValues(\.count)
    }

    private var say: Speaker { visit.say }

    /// What the form of a change shows.
    static func basis(_ unit: Unit) -> FormBasis { FormBasis([unit.name, unit.nameEnglish]) }

    var html: HTML {
        Layout(title: say(ConsoleMessages.unitsTitle), say: say, visit: visit, section: .staff, tabs: StaffRoutes.tabs(for: visit.account))
            .html(
                """
                <h1>\(say(ConsoleMessages.unitsTitle))</h1>
                <p class="lead-in">\(say(ConsoleMessages.unitsText))</p>
                \(news.map { notice(.good, say($0)) })
                \(problem.map { notice(.bad, say($0)) })
                <div class="columns wide-left"><div>\(companies.map(card))</div>\(form)</div>
                """)
    }

    private func card(_ company: Company) -> HTML {
        let units = tree.units(of: company.id)
        let items: [HTML] = units.map { unit in
            let mine = typed?.number == unit.id.rawValue ? typed : nil
            let id = unit.id.rawValue
            let label = say(ConsoleMessages.postersRename)
            let count = people[unit.id] ?? 0
            return """
                <li\(unit.isDepartment ? .empty : " class=\"inner\"" as HTML)><details\(mine == nil ? .empty : " open" as HTML)><summary aria-label="\(label): \(unit.name(in: say.language))"><span class="strong">\(unit.name(in: say.language))</span> <span class="muted">\(say(ConsoleMessages.unitsPeople(count: Int64(count)))) · \(label)</span></summary>
                <form method="post" action="/units/\(id)" class="stack">\(visit.tokenField)\(Self.basis(unit).field)\(fields("unit-\(id)", mine?.name ?? unit.name, mine?.english ?? unit.nameEnglish, isWrong: mine != nil))<button class="button quiet">\(label)</button></form></details></li>
                """
        }
        let list: HTML = items.isEmpty ? "<p class=\"empty\">\(say(ConsoleMessages.unitsNone))</p>" : "<ul class=\"units\">\(items)</ul>"
        return "<section class=\"card\"><h2>\(company.name(in: say.language))</h2>\(list)</section>"
    }

    private func fields(_ id: String, _ name: String, _ english: String, isWrong: Bool) -> HTML {
        let wrong: HTML = isWrong ? " aria-invalid=\"true\"" : .empty
        return """
            \(Field(name: "name", label: say(ConsoleMessages.companyName), value: name, ownID: "\(id)-name").input(" maxlength=\"80\"\(wrong) required"))
            \(Field(name: "name-en", label: say(ConsoleMessages.companyNameEnglish), value: english, ownID: "\(id)-en").input(" maxlength=\"80\""))
            """
    }

    private var form: HTML {
        let mine = typed.flatMap { $0.number == nil ? $0 : nil }
        let places: [(value: String, label: String)] = companies.flatMap { company in
            [("\(company.id.rawValue)", say(ConsoleMessages.unitsDepartmentOf(company: company.name(in: say.language))))]
                + tree.units(of: company.id).filter(\.isDepartment).map { department in
                    (
                        "\(company.id.rawValue)-\(department.id.rawValue)",
                        say(
                            ConsoleMessages.unitsUnitIn(
                                department: department.name(in: say.language), company: company.name(in: say.language)))
                    )
                }
        }
        return """
            <section class="card"><h2>\(say(ConsoleMessages.unitsNew))</h2><form method="post" action="/units" class="stack">\(visit.tokenField)
            \(Field(name: "place", label: say(ConsoleMessages.unitsWhat), value: mine?.place ?? "").select(places))
            \(fields("new", mine?.name ?? "", mine?.english ?? "", isWrong: mine != nil))<button class="button">\(say(ConsoleMessages.unitsAdd))</button></form></section>
            """
    }
}
