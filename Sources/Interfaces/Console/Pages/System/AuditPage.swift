import Accounts
import Database
import Group
import Leads
import Localization
import Vocabulary

/// `/system/audit`.
struct AuditPage: Sendable {
    let visit: Visit
    let filter: AuditFilter
    private let entries: [AuditEntry]
    private let hasMore: Bool
    private let words: AuditWords
    private let logins: [String]
    /// Leads of this page that the person may open, by what the log calls them.
    private let leads: [String: LeadNumber]

    init(_ visit: Visit, _ filter: AuditFilter, in transaction: Transaction) throws {
        (self.visit, self.filter) = (visit, filter)
        // One more than is shown tells whether there is a next page, without counting all.
        let found = try AuditStore().entries(filter.query, limit: AuditRoutes.size + 1, in: transaction)
        entries = Array(found.prefix(AuditRoutes.size))
        hasMore = found.count > AuditRoutes.size
        words = try AuditWords(visit.say, in: transaction)
        let named = Dictionary(
            entries.lazy.map(\.subject).filter { $0.hasPrefix("lead ") }
                .compactMap { subject in LeadNumber(String(subject.dropFirst("lead ".count))).map { (subject, $0) } },
            uniquingKeysWith: { first, _ in first })
        let visible = try LeadDesk().visible(of: Array(Set(named.values)), to: visit.account, in: transaction)
        leads = named.filter { visible.contains($0.value) }
        logins = try AccountStore().all(in: transaction).map(\.login).sorted() + ["command line", "worker", "pipeline"]
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        Layout(
            title: say(ConsoleMessages.systemAudit), say: say, visit: visit, section: .system, tabs: SystemSection.tabs(for: visit.account)
        ).html(
            """
            <h1>\(say(ConsoleMessages.systemAudit))</h1>
            <p class="lead-in">\(say(ConsoleMessages.auditText))</p>
            \(form)
            \(entries.isEmpty ? empty : table)
            """)
    }

    private var form: HTML {
        let families = [("", say(ConsoleMessages.auditAny))] + AuditFilter.families.map { ($0, words.family($0)) }
        let whose: HTML = " list=\"logins\" maxlength=\"100\" autocapitalize=\"none\""
        return """
            <form method="get" action="/system/audit" class="filters audit" role="search">
            \(Field(name: "who", label: say(ConsoleMessages.auditWho), value: filter.actor).input(whose))<datalist id="logins">\(logins.map { "<option value=\"\($0)\"></option>" as HTML })</datalist>
            \(Field(name: "what", label: say(ConsoleMessages.auditWhat), value: filter.family).select(families))
            \(Field(name: "from", label: say(ConsoleMessages.auditFrom), value: filter.from).input(" type=\"date\""))
            \(Field(name: "until", label: say(ConsoleMessages.auditUntil), value: filter.until).input(" type=\"date\""))
            \(searchButtons("/system/audit", isNarrow: filter.isNarrow, say))
            </form>
            """
    }

    private func subject(_ entry: AuditEntry) -> HTML {
        let text = words.subject(entry.subject)
        return leads[entry.subject].map { "<a href=\"/leads/\($0.text)\">\(text)</a>" } ?? "\(text)"
    }

    private var table: HTML {
        let rows: [HTML] = entries.map { entry in
            """
            <tr><td data-label="\(say(ConsoleMessages.auditWhen))"><span class="nowrap">\(say.moment(entry.at))</span></td>
            <td data-label="\(say(ConsoleMessages.auditWho))">\(words.actor(entry.actor))</td>
            <td data-label="\(say(ConsoleMessages.auditWhat))">\(words.action(entry.action))</td>
            <td data-label="\(say(ConsoleMessages.auditSubject))">\(subject(entry))</td>
            <td data-label="\(say(ConsoleMessages.auditDetail))" class="reason">\(words.detail(entry))</td></tr>
            """
        }
        return """
            <p><a href="\(filter.path(".xlsx"))">\(say(ConsoleMessages.auditXlsx))</a> · <a href="\(filter.path(".csv"))">\(say(ConsoleMessages.auditCsv))</a></p>
            <div class="scroll"><table class="list"><thead><tr><th scope="col">\(say(ConsoleMessages.auditWhen))</th><th scope="col">\(say(ConsoleMessages.auditWho))</th><th scope="col">\(say(ConsoleMessages.auditWhat))</th><th scope="col">\(say(ConsoleMessages.auditSubject))</th><th scope="col">\(say(ConsoleMessages.auditDetail))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            \(Pager(say: say).onward(
                start: filter.below.map { _ in filter.path() }, ConsoleMessages.auditNewest,
                next: hasMore ? filter.path(below: entries.last?.seq) : nil, ConsoleMessages.auditOlder))
            """
    }

    private var empty: HTML {
        let words = filter.isNarrow || filter.below != nil ? ConsoleMessages.auditNoneFound : ConsoleMessages.auditNone
        return "<section class=\"card empty\"><p>\(say(words))</p></section>"
    }
}
