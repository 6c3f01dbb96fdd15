import Catalogue
import Group
import Hummingbird
import Leads
import Vocabulary

/// What the address of the list asks for, as it was written: a page shows it again, and links to its neighbours.
struct LeadFilter: Sendable {
    var status = "open"
    var who = "anyone"
    var service = ""
    var search = ""
    /// For founders, who see several.
    var company = ""
    var from = ""
    var to = ""
    var sort = "created"
    var up = false
    var page = 1

    static let statuses = ["open", "late", "all"] + LeadStage.allCases.map(\.rawValue)
    static let holders = ["anyone", "nobody", "mine"]
    static let orders = ["created", "changed", "rating"]

    init(_ request: Request) { self.init { DoorRoutes.query(request, $0) } }

    /// As it was kept or sent along: read as carefully as an address that somebody typed.
    init(query: String) {
        let fields = FormFields(String(query.prefix(SavedFilterStore.longestQuery)))
        self.init { fields[$0] }
    }

    private init(_ value: (String) -> String) {
        func asked(_ name: String, _ known: [String], _ standard: String) -> String {
            let value = value(name)
            return known.contains(value) ? value : standard
        }
        status = asked("status", Self.statuses, "open")
        who = asked("who", Self.holders, "anyone")
        // The form chooses the direction along with the column: `created.up`.
        let order = value("sort").split(separator: ".", omittingEmptySubsequences: false)
        sort = order.first.map(String.init).flatMap { Self.orders.contains($0) ? $0 : nil } ?? "created"
        service = Int(value("service")).map(String.init) ?? ""
        company = Int(value("company")).map(String.init) ?? ""
        from = MoscowDay(value("from"))?.text ?? ""
        to = MoscowDay(value("to"))?.text ?? ""
        search = String(value("q").filter { $0 != "\0" }.prefix(80))
        up = value("up") == "1" || order.dropFirst().elementsEqual(["up"])
        page = max(1, min(Int(value("page")) ?? 1, 1_000_000))
    }

    /// - Parameter lateBefore: what has waited since then is late.
    func query(services: [Service], lateBefore: Instant) -> LeadQuery {
        var query = LeadQuery()
        query.status =
            switch status {
            case "open": .open
            case "late": .late(before: lateBefore)
            case "all": .all
            default: LeadStage(rawValue: status).map { .stage($0) } ?? .open
            }
        query.holder = who == "mine" ? .mine : who == "nobody" ? .nobody : .anyone
        query.service = Int(service).map { ServiceID($0) }
        query.company = Int(company).map { CompanyID($0) }
        query.from = MoscowDay(from)?.start
        query.until = MoscowDay(to)?.end
        query.order = LeadQuery.Order(rawValue: sort) ?? .created
        query.ascending = up
        query.page = page
        query.text = text(services)
        return query
    }

    /// Nil: nothing is searched for.
    private func text(_ services: [Service]) -> LeadQuery.Text? {
        let typed = search.trimmingSpaces
        guard !typed.isEmpty else { return nil }
        let words = Folded(typed).text
        // One letter stands in nearly every name.
        let meant =
            words.count < 2
            ? []
            : services.filter { service in [service.name, service.name(in: .english)].contains { Folded($0).text.contains(words) } }
        // As the list writes a client: `id @ company`.
        let id = typed.lastIndex(of: "@").map { String(typed[..<$0]).trimmingSpaces }
        return LeadQuery.Text(reference: typed, wholeReference: id, number: LeadNumber.beginning(typed), services: meant.map(\.id))
    }

    /// Whether anything is asked for beyond all open leads.
    var isNarrow: Bool {
        !path {
            $0.sort = "created"; $0.up = false
        }.hasSuffix("/leads")
    }

    /// The part of the address behind the question mark, without the page.
    var query: String { String(path { _ in }.dropFirst("/leads?".count)) }

    /// This page of the list, as an address of one of its leads remembers it; nothing for the list as it opens.
    func reminder(_ sign: String) -> String {
        let query = path { $0.page = page }.dropFirst("/leads?".count)
        return query.isEmpty ? "" : "\(sign)list=\(String(query).escapedForQuery)"
    }

    /// The address of the list with one thing changed.
    func path(_ change: (inout LeadFilter) -> Void) -> String {
        var filter = self
        filter.page = 1
        change(&filter)
        return filter.path
    }

    private var path: String {
        let filter = self
        var parts: [String] = []
        if filter.status != "open" { parts.append("status=\(filter.status)") }
        if filter.who != "anyone" { parts.append("who=\(filter.who)") }
        if !filter.service.isEmpty { parts.append("service=\(filter.service)") }
        if !filter.search.isEmpty { parts.append("q=\(filter.search.escapedForQuery)") }
        if !filter.company.isEmpty { parts.append("company=\(filter.company)") }
        if !filter.from.isEmpty { parts.append("from=\(filter.from)") }
        if !filter.to.isEmpty { parts.append("to=\(filter.to)") }
        if filter.sort != "created" { parts.append("sort=\(filter.sort)") }
        if filter.up { parts.append("up=1") }
        if filter.page > 1 { parts.append("page=\(filter.page)") }
        return "/leads" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }
}

extension String {
    var trimmingSpaces: String { String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
}
