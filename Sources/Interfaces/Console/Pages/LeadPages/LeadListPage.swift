import Accounts
import Catalogue
import Database
import Group
import Leads
import Localization
import Vocabulary

/// `/leads`: what there is to do.
struct LeadListPage: Sendable {
    let visit: Visit
    let filter: LeadFilter
    let list: LeadList
    let desk: DeskFigures
    /// For heads.
    private let holders: [HolderLoad]
    let names: Names
    let dueHours: Int
    private let saved: [SavedFilter]
    /// To whom a head may pass leads on.
    private let team: [Account]
    var news: Message?
    var problem: Message?
    var typedName = ""
    var isFilterOpen = false

    init(_ visit: Visit, _ filter: LeadFilter, in transaction: Transaction) throws {
        (self.visit, self.filter) = (visit, filter)
        dueHours = try SettingStore().value(Settings.leadDueHours, in: transaction)
        let due = Span.hours(Int64(dueHours))
        names = try Names(visit.say.language, in: transaction)
        let query = filter.query(services: names.services, lateBefore: visit.now - due)
        list = try LeadList(query, for: visit.account, in: transaction)
        saved = try SavedFilterStore().all(of: visit.account.id, in: transaction)
        team = try LeadDesk().team(of: visit.account, in: transaction)
        desk = try DeskFigures(for: visit.account, due: due, now: visit.now, in: transaction)
        holders = visit.account.level < .sales ? try HolderLoad.all(for: visit.account, in: transaction) : []
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        Layout(title: say(ConsoleMessages.navLeads), say: say, visit: visit, section: .leads, tabs: Layout.Tab.leads).html(
            """
            <h1>\(say(ConsoleMessages.navLeads))</h1>
            <div data-live="news">\(news.map { notice(.good, say($0)) })</div>
            \(problem.map { notice(.bad, say($0)) })
            <ul class="counts" data-live="counts">
            \(count(desk.open, say(ConsoleMessages.countOpen), filter.path { $0.status = "open"; $0.who = "anyone" }))
            \(count(desk.free, say(ConsoleMessages.countFree), filter.path { $0.status = "open"; $0.who = "nobody" }))
            \(visit.account.level == .sales ? count(desk.mine, say(ConsoleMessages.countMine), filter.path { $0.status = "open"; $0.who = "mine" }) : .empty)
            \(count(desk.late, say(ConsoleMessages.countLate), filter.path { $0.status = "late"; $0.who = "anyone" }))
            </ul>
            \(filters.row)
            \(search)
            <div class="extras">\(filters.box)\(load)</div>
            <div data-live="rows" data-ask>
            <div class="found"><p class="muted" role="status">\(say(ConsoleMessages.leadsFound(count: Int64(list.count))))</p>\(list.count > 0 ? file : .empty)</div>
            \(list.isCut ? notice(.calm, say(ConsoleMessages.leadsCut(most: Int64(LeadQuery.mostClients)))) : .empty)
            \(list.lines.isEmpty ? empty : table)
            \(list.lines.isEmpty ? .empty : bulk)
            \(Pager(say: say).numbered(list.page, of: list.pages) { page in filter.path { $0.page = page } })
            </div>
            """)
    }

    private func count(_ number: Int, _ label: String, _ path: String) -> HTML {
        "<li><a href=\"\(path)\"><b>\(say.number(number))</b> \(label)</a></li>"
    }

    private var file: HTML {
        """
        <form method="post" action="/leads/export">\(visit.tokenField)<input type="hidden" name="query" value="\(filter.query)"><button class="plain">\(say(ConsoleMessages.exportGo))</button></form>
        """
    }

    private var mayTake: Bool { Access.allows(.takeLead, to: visit.account, reach: .free) }
    /// Whether rows can be chosen for an act on several.
    private var isBulk: Bool { mayTake || !team.isEmpty }

    private func isPickable(_ line: LeadList.Line) -> Bool { isBulk && line.lead.stage.isOpen && (!mayTake || line.holder == nil) }

    /// What can be done with the chosen rows.
    private var bulk: HTML {
        guard list.lines.contains(where: isPickable) else { return .empty }
        let act: HTML
        if mayTake {
            act =
                "<input type=\"hidden\" name=\"act\" value=\"take\"><button class=\"button quiet\">\(say(ConsoleMessages.bulkTake))</button>"
        } else {
            let people: [HTML] = team.map { "<option value=\"\($0.login)\">\($0.name)</option>" }
            act = """
                <input type="hidden" name="act" value="reassign"><label for="bulk-colleague">\(say(ConsoleMessages.bulkReassign))</label>
                <select id="bulk-colleague" name="colleague">\(people)</select><button class="button quiet">\(say(ConsoleMessages.actReassign))</button>
                """
        }
        return """
            <form method="post" action="/leads/bulk" id="bulk" class="bulk">\(visit.tokenField)<input type="hidden" name="query" value="\(filter.path { $0.page = list.page }.dropFirst("/leads?".count).description)">\(act)</form>
            """
    }

    /// The box that chooses a row, where something can be done with it.
    private func pick(_ line: LeadList.Line) -> HTML {
        guard isBulk else { return .empty }
        let box: HTML =
            isPickable(line)
            ? "<label class=\"pick\"><input type=\"checkbox\" name=\"lead\" value=\"\(line.lead.number.text)\" form=\"bulk\"><span class=\"hidden\">\(say(ConsoleMessages.bulkPick(lead: names.title(line.lead, line.reference, say))))</span></label>"
            : .empty
        return "<td class=\"pick\">\(box)</td>"
    }

    /// Who works on how much: for heads.
    private var load: HTML {
        guard !holders.isEmpty else { return .empty }
        let most = holders.first?.open ?? 1
        let rows: [HTML] = holders.prefix(8).map { one in
            """
            <li><span>\(names.person(one.account))</span><meter min="0" max="\(most)" value="\(one.open)">\(one.open)</meter><b>\(say.number(one.open))</b></li>
            """
        }
        return "<details class=\"card load\"><summary>\(say(ConsoleMessages.loadTitle))</summary><ul>\(rows)</ul></details>"
    }

    private var filters: SavedFilterPart {
        SavedFilterPart(visit: visit, filter: filter, saved: saved, typedName: typedName, isOpen: isFilterOpen)
    }

    private var search: HTML {
        let statuses: [HTML] = LeadFilter.statuses.map { option($0, filter.status, statusWords($0)) }
        let holders: [HTML] = LeadFilter.holders.filter { $0 != "mine" || visit.account.level == .sales }.map {
            option(
                $0, filter.who,
                say($0 == "mine" ? ConsoleMessages.whoMine : $0 == "nobody" ? ConsoleMessages.whoNobody : ConsoleMessages.whoAnyone))
        }
        let offered = names.services.filter { visit.account.place.company == nil || $0.company == visit.account.place.company }
        let services: [HTML] =
            [option("", filter.service, say(ConsoleMessages.serviceAny))]
            + offered.sorted { names.service($0.id) < names.service($1.id) }.map {
                option(String($0.id.rawValue), filter.service, names.service($0.id))
            }
        return """
            <form method="get" action="/leads" class="filters" role="search">
            <div class="wide"><label for="q">\(say(ConsoleMessages.searchLabel))</label>
            <input id="q" name="q" type="search" aria-keyshortcuts="/" value="\(filter.search)" maxlength="80" placeholder="\(say(ConsoleMessages.searchHint))"></div>
            <div><label for="status">\(say(ConsoleMessages.columnStage))</label><select id="status" name="status">\(statuses)</select></div>
            <div><label for="who">\(say(ConsoleMessages.columnHolder))</label><select id="who" name="who">\(holders)</select></div>
            <div class="service"><label for="service">\(say(ConsoleMessages.columnService))</label><select id="service" name="service">\(services)</select></div>
            <div class="go"><button class="button">\(say(ConsoleMessages.searchGo))</button>\(reset)</div>
            <details class="further"\(isFurther ? " open" as HTML : .empty)><summary>\(say(ConsoleMessages.searchFurther))</summary><div class="fields">
            \(companies)
            <div><label for="from">\(say(ConsoleMessages.filterFrom))</label><input id="from" name="from" type="date" value="\(filter.from)"></div>
            <div><label for="to">\(say(ConsoleMessages.filterTo))</label><input id="to" name="to" type="date" value="\(filter.to)"></div>
            <div class="sort"><label for="sort">\(say(ConsoleMessages.sortLabel))</label><select id="sort" name="sort">\(orders)</select></div>
            </div></details>
            </form>
            """
    }

    private var reset: HTML {
        filter.isNarrow || filter.sort != "created" || filter.up ? " <a href=\"/leads\">\(say(ConsoleMessages.searchReset))</a>" : .empty
    }

    /// Whether something is asked for that stands in the closed part of the form.
    private var isFurther: Bool { ![filter.company, filter.from, filter.to].allSatisfy(\.isEmpty) }

    /// As the titles of the columns sort; phones have no titles to press.
    private var orders: [HTML] {
        let chosen = filter.sort + (filter.up ? ".up" : "")
        let titles: [(String, Message)] = [
            ("created", ConsoleMessages.sortNewest), ("created.up", ConsoleMessages.sortOldest),
            ("rating", ConsoleMessages.sortBest), ("rating.up", ConsoleMessages.sortWorst),
            ("changed", ConsoleMessages.sortChanged), ("changed.up", ConsoleMessages.sortUnchanged),
        ]
        return titles.map { option($0.0, chosen, say($0.1)) }
    }

    /// For those who see leads of several companies.
    private var companies: HTML {
        guard visit.account.place.company == nil else { return .empty }
        let options: [HTML] =
            [option("", filter.company, say(ConsoleMessages.filterAnyCompany))]
            + names.allCompanies.map { option(String($0.id.rawValue), filter.company, $0.name) }
        return """
            <div><label for="company">\(say(ConsoleMessages.staffCompany))</label><select id="company" name="company">\(options)</select></div>
            """
    }

    private func statusWords(_ status: String) -> String {
        switch status {
        case "open": say(ConsoleMessages.statusOpen)
        case "late": say(ConsoleMessages.statusLate(hours: Int64(dueHours)))
        case "all": say(ConsoleMessages.statusAll)
        default: LeadStage(rawValue: status).map { say($0.words) } ?? ""
        }
    }

    private var table: HTML {
        let rows: [HTML] = list.lines.map { line in
            let lead = line.lead
            let holder = line.holder.map { names.person($0.account) } ?? say(ConsoleMessages.whoNobody)
            return """
                <tr>\(pick(line))
                <th scope="row" data-label="\(say(ConsoleMessages.columnLead))"><a href="/leads/\(lead.number.text)\(filter.reminder("?"))">\(names.title(lead, line.reference, say))</a></th>
                <td data-label="\(say(ConsoleMessages.columnService))" class="service">\(names.service(lead.service))</td>
                <td data-label="\(say(ConsoleMessages.columnRating))" class="number"><span class="rating">\(lead.rating)</span> <span class="muted">\(say.percent(lead.probability))</span></td>
                <td data-label="\(say(ConsoleMessages.columnCreated))" class="created"><span class="nowrap">\(say.day(lead.createdAt))</span> <span class="muted block">\(say.time(lead.createdAt))</span></td>
                <td data-label="\(say(ConsoleMessages.columnStage))" class="standing"><span class="stage \(lead.stage.rawValue)">\(say(lead.stage.words))</span>\(lost(line))\(since(lead))\(clock(line))</td>
                <td data-label="\(say(ConsoleMessages.columnHolder))" class="holder">\(holder)</td>
                <td data-label="\(say(ConsoleMessages.columnMayMessage))" class="may">\(lead.stage.isOver ? "" : say(lead.mayMessage.shortWords))</td>
                <td data-label="\(say(ConsoleMessages.columnReason))" class="reason">\(names.reason(lead, say))</td>
                </tr>
                """
        }
        return """
            <div class="scroll"><table class="list leads-list">
            <thead><tr>\(isBulk ? "<th scope=\"col\"><label class=\"pick all\"><input type=\"checkbox\" id=\"pick-all\"><span class=\"hidden\">\(say(ConsoleMessages.bulkAll))</span></label></th>" as HTML : .empty)<th scope="col">\(say(ConsoleMessages.columnLead))</th><th scope="col">\(say(ConsoleMessages.columnService))</th>
            \(sortable("rating", say(ConsoleMessages.columnRating)))\(sortable("created", say(ConsoleMessages.columnCreated)))\(sortable("changed", say(ConsoleMessages.columnStage)))
            <th scope="col">\(say(ConsoleMessages.columnHolder))</th><th scope="col">\(say(ConsoleMessages.columnMayMessage))</th><th scope="col">\(say(ConsoleMessages.columnReason))</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func clock(_ line: LeadList.Line) -> HTML {
        let clock = LeadClock(line.lead, line.holder, due: .hours(Int64(dueHours)), now: visit.now)
        return clock == .stopped ? .empty : "<span class=\"block\">\(clockChip(clock, say))</span>"
    }

    private func lost(_ line: LeadList.Line) -> HTML {
        line.lostReason.map { "<span class=\"block\">\(say($0.words))</span>" } ?? .empty
    }

    /// When the stage began, unless it did with the lead.
    private func since(_ lead: LeadRecord) -> HTML {
        lead.stageAt == lead.createdAt ? .empty : "<span class=\"muted block nowrap\">\(say.day(lead.stageAt))</span>"
    }

    /// A title that sorts: once for the greatest first, again for the least.
    private func sortable(_ sort: String, _ title: String) -> HTML {
        let isCurrent = filter.sort == sort
        let order: HTML = isCurrent ? (filter.up ? " aria-sort=\"ascending\"" : " aria-sort=\"descending\"") : ""
        let arrow = isCurrent ? (filter.up ? " ↑" : " ↓") : ""
        let path = filter.path {
            $0.up = isCurrent ? !filter.up : false
            $0.sort = sort
        }
        return "<th scope=\"col\"\(order)><a href=\"\(path)\">\(title)<span aria-hidden=\"true\">\(arrow)</span></a></th>"
    }

    private var empty: HTML {
        let isNarrow = filter.isNarrow
        let words = isNarrow ? say(ConsoleMessages.leadsNoneFound) : say(ConsoleMessages.leadsNone)
        let way: HTML = isNarrow ? "<p><a class=\"button\" href=\"/leads\">\(say(ConsoleMessages.searchReset))</a></p>" : ""
        return "<div class=\"card empty\"><p>\(words)</p>\(way)</div>"
    }
}
