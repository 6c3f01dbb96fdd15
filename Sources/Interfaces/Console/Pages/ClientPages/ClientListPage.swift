import Accounts
import Clients
import Database
import Hummingbird
import Localization
import Vocabulary

/// What the address of the list asks for, as it was written.
struct ClientFilter: Sendable {
    var reference = ""
    var audience = ""
    var after: ClientQuery.Place?

    init(_ request: Request) {
        reference = String(DoorRoutes.query(request, "q").filter { $0 != "\0" }.prefix(64)).trimmingSpaces
        audience = Audience(rawValue: DoorRoutes.query(request, "who"))?.rawValue ?? ""
        let parts = DoorRoutes.query(request, "after").split(separator: "-")
        if parts.count == 2, let at = Int64(parts[0]), let client = ClientID(hex: String(parts[1])) {
            after = .init(at: Instant(milliseconds: at), client: client)
        }
    }

    var query: ClientQuery {
        var query = ClientQuery()
        (query.reference, query.audience, query.after) = (reference, Audience(rawValue: audience), after)
        return query
    }

    var isNarrow: Bool { !reference.isEmpty || !audience.isEmpty }

    func path(after place: ClientQuery.Place?) -> String {
        var parts: [String] = []
        if !reference.isEmpty { parts.append("q=\(reference.escapedForQuery)") }
        if !audience.isEmpty { parts.append("who=\(audience)") }
        if let place { parts.append("after=\(place.at.milliseconds)-\(place.client.hex)") }
        return "/clients" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }
}

/// `/clients`: the company's clients, the latest first.
struct ClientListPage: Sendable {
    let visit: Visit
    let filter: ClientFilter
    let list: ClientList
    let names: Names

    init(_ visit: Visit, _ filter: ClientFilter, in transaction: Transaction) throws {
        (self.visit, self.filter) = (visit, filter)
        list = try ClientList(filter.query, for: visit.account, in: transaction)
        names = try Names(visit.say.language, in: transaction)
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        ClientTabs.layout(say(ConsoleMessages.clientListTitle), visit).html(
            """
            <h1>\(say(ConsoleMessages.clientListTitle))</h1>
            \(search)
            \(list.lines.isEmpty ? empty : table)
            \(Pager(say: say).onward(
                start: filter.after.map { _ in filter.path(after: nil) }, ConsoleMessages.clientFirst,
                next: list.next.map { filter.path(after: $0) }, ConsoleMessages.clientMore))
            """)
    }

    private var search: HTML {
        let audiences = [("", say(ConsoleMessages.clientAnyone))] + Audience.allCases.map { ($0.rawValue, say($0.manyWords)) }
        return """
            <form method="get" action="/clients" class="filters short" role="search">
            <div class="wide"><label for="q">\(say(ConsoleMessages.clientSearch))</label>
            <input id="q" name="q" type="search" value="\(filter.reference)" maxlength="64" placeholder="\(say(ConsoleMessages.clientSearchHint))"></div>
            \(Field(name: "who", label: say(ConsoleMessages.clientAudience), value: filter.audience).select(audiences))
            \(searchButtons("/clients", isNarrow: filter.isNarrow, say))
            </form>
            """
    }

    private var table: HTML {
        let isWide = visit.account.place.company == nil
        let rows: [HTML] = list.lines.map { line in
            let client = line.client
            let company: HTML = isWide ? "<span class=\"muted block\">\(names.company(client.company))</span>" : ""
            let service = line.card.map { names.service($0.service) } ?? "–"
            return """
                <tr><th scope="row" data-label="\(say(ConsoleMessages.clientColumn))"><a href="/clients/\(client.id.hex)">\(say.client(client.reference))</a>\(company)</th>
                <td data-label="\(say(ConsoleMessages.clientAudience))">\(say(client.audience.words))</td>
                <td data-label="\(say(ConsoleMessages.clientCameFor))">\(service)</td>
                <td data-label="\(say(ConsoleMessages.clientPortrait))" class="reason">\(say.portraitBrief(client.portrait))</td>
                <td data-label="\(say(ConsoleMessages.clientBot))"><span class="stage\(line.isLinked ? " won" as HTML : "")">\(say(line.isLinked ? ConsoleMessages.clientLinked : ConsoleMessages.clientNotLinked))</span></td>
                <td data-label="\(say(ConsoleMessages.clientAdded))"><span class="nowrap">\(say.day(client.createdAt))</span></td></tr>
                """
        }
        return """
            <div class="scroll"><table class="list clients"><thead><tr><th scope="col">\(say(ConsoleMessages.clientColumn))</th><th scope="col">\(say(ConsoleMessages.clientAudience))</th>
            <th scope="col">\(say(ConsoleMessages.clientCameFor))</th><th scope="col">\(say(ConsoleMessages.clientPortrait))</th><th scope="col">\(say(ConsoleMessages.clientBot))</th><th scope="col">\(say(ConsoleMessages.clientAdded))</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private var empty: HTML {
        if filter.isNarrow || filter.after != nil {
            return """
                <div class="card empty"><p>\(say(ConsoleMessages.clientNoneFound))</p><p><a class="button" href="/clients">\(say(ConsoleMessages.searchReset))</a></p></div>
                """
        }
        let maySend = ClientDesk.sendsFor(visit.account) != nil
        let way: HTML = maySend ? "<p><a class=\"button\" href=\"/clients/send\">\(say(ConsoleMessages.sendTitle))</a></p>" : ""
        return
            "<div class=\"card empty\"><p>\(say(maySend ? ConsoleMessages.clientNone : ConsoleMessages.clientNoneLookOn))</p>\(way)</div>"
    }
}
