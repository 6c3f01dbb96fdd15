import Accounts
import Database
import Group
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

    init(_ visit: Visit, _ filter: AuditFilter, in transaction: Transaction) throws {
        (self.visit, self.filter) = (visit, filter)
        // One more than is shown tells whether there is a next page, without counting all.
        let found = try AuditStore().entries(filter.query, limit: AuditRoutes.size + 1, in: transaction)
        entries = Array(found.prefix(AuditRoutes.size))
        hasMore = found.count > AuditRoutes.size
        words = try AuditWords(visit.say, in: transaction)
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
        let families: [HTML] = (["" as String] + AuditFilter.families).map { family in
            let mark: HTML = family == filter.family ? " selected" : ""
            return "<option value=\"\(family)\"\(mark)>\(family.isEmpty ? say(ConsoleMessages.auditAny) : words.family(family))</option>"
        }
        return """
            <form method="get" action="/system/audit" class="filters audit" role="search">
            <div><label for="who">\(say(ConsoleMessages.auditWho))</label><input id="who" name="who" list="logins" value="\(filter.actor)" maxlength="100" autocomplete="off" autocapitalize="none"><datalist id="logins">\(logins.map { "<option value=\"\($0)\"></option>" as HTML })</datalist></div>
            <div><label for="what">\(say(ConsoleMessages.auditWhat))</label><select id="what" name="what">\(families)</select></div>
            <div><label for="from">\(say(ConsoleMessages.auditFrom))</label><input id="from" name="from" type="date" value="\(filter.from)"></div>
            <div><label for="until">\(say(ConsoleMessages.auditUntil))</label><input id="until" name="until" type="date" value="\(filter.until)"></div>
            <div class="go"><button class="button">\(say(ConsoleMessages.searchGo))</button> <a href="/system/audit">\(say(ConsoleMessages.searchReset))</a></div>
            </form>
            """
    }

    private var table: HTML {
        let rows: [HTML] = entries.map { entry in
            """
            <tr><td data-label="\(say(ConsoleMessages.auditWhen))"><span class="nowrap">\(say.moment(entry.at))</span></td>
            <td data-label="\(say(ConsoleMessages.auditWho))">\(words.actor(entry.actor))</td>
            <td data-label="\(say(ConsoleMessages.auditWhat))">\(words.action(entry.action))</td>
            <td data-label="\(say(ConsoleMessages.auditSubject))">\(words.subject(entry.subject))</td>
            <td data-label="\(say(ConsoleMessages.auditDetail))" class="reason">\(words.detail(entry))</td></tr>
            """
        }
        let older: HTML =
            hasMore
            ? "<a class=\"button quiet\" href=\"\(filter.path(below: entries.last?.seq))\">\(say(ConsoleMessages.auditOlder))</a>" : .empty
        let newest: HTML =
            filter.below == nil ? .empty : "<a class=\"button quiet\" href=\"\(filter.path())\">\(say(ConsoleMessages.auditNewest))</a>"
        return """
            <p><a href="\(filter.path(".xlsx"))">\(say(ConsoleMessages.auditXlsx))</a> · <a href="\(filter.path(".csv"))">\(say(ConsoleMessages.auditCsv))</a></p>
            <div class="scroll"><table class="list"><thead><tr><th scope="col">\(say(ConsoleMessages.auditWhen))</th><th scope="col">\(say(ConsoleMessages.auditWho))</th><th scope="col">\(say(ConsoleMessages.auditWhat))</th><th scope="col">\(say(ConsoleMessages.auditSubject))</th><th scope="col">\(say(ConsoleMessages.auditDetail))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            <nav class="pages" aria-label="\(say(ConsoleMessages.pagesLabel))">\(newest)\(older)</nav>
            """
    }

    private var empty: HTML {
        let words = filter.isNarrow || filter.below != nil ? ConsoleMessages.auditNoneFound : ConsoleMessages.auditNone
        return "<section class=\"card empty\"><p>\(say(words))</p></section>"
    }
}
