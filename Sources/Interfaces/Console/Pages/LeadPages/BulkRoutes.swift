import Accounts
import Database
import Hummingbird
import Leads
import Localization
import Vocabulary

/// The same act on several leads of the list. Each lead is its own step: one that cannot be done leaves the others done.
struct BulkRoutes: Sendable {
    let console: ConsoleSite

    func add(to router: Router<ConsoleContext>) {
        router.post("leads/bulk") { request, context in
            try await console.act(request, context) { visit, fields in try await perform(visit, fields) }
        }
    }

    private func perform(_ visit: Visit, _ fields: FormFields) async throws -> Response {
        let filter = LeadFilter(query: fields["query"])
        var seen: Set<LeadNumber> = []
        let numbers = fields.all("lead").compactMap { LeadNumber($0) }.filter { seen.insert($0).inserted }.prefix(LeadQuery.size)
        let (act, colleague) = (fields["act"], fields["colleague"])
        guard !numbers.isEmpty, ["take", "reassign"].contains(act) else {
            var page = try await console.database.read { try LeadListPage(visit, filter, in: $0) }
            page.problem = ConsoleMessages.bulkNothing
            return .page(page.html, status: .unprocessableContent)
        }
        var lines: [BulkPage.Line] = []
        for number in numbers { lines.append(BulkPage.Line(number: number, problem: try await one(act, number, colleague, visit))) }
        return .page(BulkPage(visit: visit, filter: filter, isTake: act == "take", lines: lines).html)
    }

    /// Nil: done.
    private func one(_ act: String, _ number: LeadNumber, _ colleague: String, _ visit: Visit) async throws -> Message? {
        let (account, now) = (visit.account, visit.now)
        do {
            try await console.database.write { transaction in
                // What this person may not see is not there.
                guard let view = try LeadDesk().view(number, for: account, in: transaction) else { throw HTTPError(.notFound) }
                if act == "take" {
                    _ = try LeadDesk().take(view, by: account, at: now, in: transaction)
                } else {
                    try LeadDesk().reassign(view, to: colleague, by: account, at: now, in: transaction)
                }
            }
            return nil
        } catch let error as HTTPError where error.status == .notFound {
            return ConsoleMessages.bulkGone
        } catch {
            guard let problem = LeadRoutes.problem(error) else { throw error }
            return problem
        }
    }
}

/// What was done and what was not.
struct BulkPage: Sendable {
    struct Line: Sendable {
        let number: LeadNumber
        /// Nil: done.
        let problem: Message?
    }

    let visit: Visit
    let filter: LeadFilter
    let isTake: Bool
    let lines: [Line]

    private var say: Speaker { visit.say }

    var html: HTML {
        let title = say(isTake ? ConsoleMessages.bulkTakeTitle : ConsoleMessages.bulkReassignTitle)
        let done = lines.count { $0.problem == nil }
        let rows: [HTML] = lines.map { line in
            let words = line.problem.map { say($0) } ?? say(isTake ? ConsoleMessages.bulkTaken : ConsoleMessages.bulkPassed)
            return """
                <li><span class="strong">\(line.problem == nil ? "<a href=\"/leads/\(line.number.text)\">\(line.number.description)</a>" as HTML : "\(line.number.description)")</span> <span\(line.problem == nil ? "" : " class=\"bad-words\"" as HTML)>\(words)</span></li>
                """
        }
        return Layout(title: title, say: say, visit: visit, section: .leads, tabs: Layout.Tab.leads).html(
            """
            <h1>\(title)</h1>
            \(notice(done == lines.count ? .good : .bad, say(ConsoleMessages.bulkCount(done: Int64(done), all: Int64(lines.count)))))
            <section class="card"><ul class="report">\(rows)</ul></section>
            <p><a class="button" href="\(filter.path { $0.page = filter.page })">\(say(ConsoleMessages.bulkBack))</a></p>
            """)
    }
}
