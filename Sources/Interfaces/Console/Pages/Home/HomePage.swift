import Accounts
import Database
import Group
import Leads
import Localization
import Vocabulary

struct HomePage: Sendable {
    let visit: Visit
    let desk: DeskFigures
    let flow: LeadFlow
    let dueHours: Int
    let waiting: LeadList
    let late: LeadList
    let tasks: HomeTasks
    let names: Names
    var news: Message?

    init(_ visit: Visit, in transaction: Transaction) throws {
        self.visit = visit
        dueHours = try SettingStore().value(Settings.leadDueHours, in: transaction)
        let due = Span.hours(Int64(dueHours))
        desk = try DeskFigures(for: visit.account, due: due, now: visit.now, in: transaction)
        flow = try LeadFlow(for: visit.account, now: visit.now, in: transaction)
        var query = LeadQuery()
        // Sales go on with their own; others see what nobody took yet.
        let isSales = visit.account.level == .sales
        query.holder = isSales ? .mine : .nobody
        query.order = isSales ? .urgent : .rating
        query.ascending = isSales
        waiting = try LeadList(
            query, for: visit.account, counted: isSales ? desk.mine : desk.free, limit: Self.lines, in: transaction)
        var overdue = LeadQuery()
        overdue.status = .late(before: visit.now - due)
        overdue.order = .changed
        overdue.ascending = true
        late = try LeadList(overdue, for: visit.account, counted: desk.late, limit: Self.lines, in: transaction)
        tasks = try HomeTasks(visit, due: due, in: transaction)
        names = try Names(visit.say.language, in: transaction)
    }

    /// Of each list; the rest is a press away.
    private static let lines = 5

    private var say: Speaker { visit.say }

    var html: HTML {
        let first = String(visit.account.name.split(separator: " ").first ?? "")
        return Layout(title: say(ConsoleMessages.navHome), say: say, visit: visit, section: .home).html(
            """
            <h1>\(say(ConsoleMessages.homeHello(name: first)))</h1>
            <p class="muted">\(say(ConsoleMessages.homeDay(day: visit.now)))</p>
            <div data-live="news">\(news.map { notice(.good, say($0)) })</div>
            <div data-live="tasks">\(tasks.html(names))</div>
            <div data-live="tiles">\(tiles)</div>
            <div class="columns" data-live="lists">
            \(list(say(visit.account.level == .sales ? ConsoleMessages.homeMine : ConsoleMessages.homeFree), waiting, more: visit.account.level == .sales ? "/leads?who=mine&sort=changed&up=1" : "/leads?who=nobody&sort=rating", empty: emptyWaiting, way: wayToFree))
            \(list(say(ConsoleMessages.homeLate), late, more: "/leads?status=late&sort=changed&up=1", empty: say(ConsoleMessages.homeLateNone(hours: Int64(dueHours)))))
            </div>
            <div class="columns">
            <section class="card">\(days.columns)</section>
            <section class="card">\(desk.stages.isEmpty ? emptyStages : stages.rows)</section>
            </div>
            """)
    }

    private var tiles: HTML {
        let today = flow.today
        return """
            <section aria-label="\(say(ConsoleMessages.homeToday))"><ul class="tiles">
            \(tile(today.came, say(ConsoleMessages.homeCame), "/leads?status=all&from=\(MoscowDay(visit.now).text)"))
            \(tile(today.won, say(ConsoleMessages.homeWon), "/leads?status=won&sort=changed", note: today.won > 0 ? say(ConsoleMessages.money(amount: flow.revenue)) : ""))
            \(tile(flow.gone, say(ConsoleMessages.homeLost), "/leads?status=lost&sort=changed"))
            \(tile(desk.free, say(ConsoleMessages.homeFreeCount), "/leads?who=nobody"))
            \(tile(desk.interested, say(ConsoleMessages.homeInterested), "/leads?status=interested&sort=changed&up=1"))
            \(tile(desk.late, say(ConsoleMessages.homeLateCount(hours: Int64(dueHours))), "/leads?status=late&sort=changed&up=1", style: desk.late > 0 ? "warn" : ""))
            </ul></section>
            """
    }

    private func tile(_ number: Int, _ label: String, _ path: HTML, note: String = "", style: String = "") -> HTML {
        let extra: HTML = note.isEmpty ? "" : "<span class=\"note\">\(note)</span>"
        return """
            <li><a class="tile \(style)" href="\(path)"><span class="figure">\(say.number(number))</span><span class="what">\(label)</span>\(extra)</a></li>
            """
    }

    private func list(_ title: String, _ list: LeadList, more: HTML, empty: String, way: HTML = .empty) -> HTML {
        let items: [HTML] = list.lines.map { line in
            """
            <li><a href="/leads/\(line.lead.number.text)"><span class="strong">\(names.service(line.lead.service))</span>
            <span class="muted">\(names.title(line.lead, line.reference, say)) · \(say(line.lead.stage.words)) · \(say.moment(line.lead.stageAt))</span></a>
            \(clockChip(LeadClock(line.lead, line.holder, due: .hours(Int64(dueHours)), now: visit.now), say))
            <span class="rating" title="\(say(ConsoleMessages.whyRating))">\(line.lead.rating)</span></li>
            """
        }
        let body: HTML =
            items.isEmpty
            ? "<p class=\"empty\">\(empty)</p>\(way)"
            : "<ul class=\"leads\">\(items)</ul><p><a href=\"\(more)\">\(say(ConsoleMessages.homeMore(count: Int64(list.count))))</a></p>"
        return "<section class=\"card\"><h2>\(title)</h2>\(body)</section>"
    }

    /// Where a salesperson without work finds some.
    private var wayToFree: HTML {
        guard visit.account.level == .sales, desk.free > 0 else { return .empty }
        return "<p><a class=\"button quiet\" href=\"/leads?who=nobody&amp;sort=rating\">\(say(ConsoleMessages.homeTakeFree))</a></p>"
    }

    private var emptyWaiting: String {
        say(visit.account.level == .sales ? ConsoleMessages.homeMineNone(free: Int64(desk.free)) : ConsoleMessages.homeFreeNone)
    }

    private var days: Chart {
        Chart(
            id: "flow", title: say(ConsoleMessages.chartFlow), labels: flow.days.map { String(MoscowDay($0.start).dayOfMonth) },
            series: [
                .init(name: say(ConsoleMessages.chartCame), style: "came", values: flow.days.map(\.came)),
                .init(name: say(ConsoleMessages.chartWon), style: "won", values: flow.days.map(\.won)),
            ], numbersTitle: say(ConsoleMessages.chartNumbers), labelTitle: say(ConsoleMessages.chartDay))
    }

    private var stages: Chart {
        let shown = LeadStage.allCases.filter { desk.stages[$0] != nil }
        return Chart(
            id: "stages", title: say(ConsoleMessages.chartStages), labels: shown.map { say($0.words) },
            series: [.init(name: say(ConsoleMessages.chartOpen), style: "came", values: shown.map { desk.stages[$0] ?? 0 })],
            numbersTitle: say(ConsoleMessages.chartNumbers), labelTitle: say(ConsoleMessages.columnStage))
    }

    private var emptyStages: HTML {
        "<h2>\(say(ConsoleMessages.chartStages))</h2><p class=\"empty\">\(say(ConsoleMessages.leadsNone))</p>"
    }
}
