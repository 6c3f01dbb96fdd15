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
    var sort = "created"
    var up = false
    var page = 1

    static let statuses = ["open", "late", "all"] + LeadStage.allCases.map(\.rawValue)
    static let holders = ["anyone", "nobody", "mine"]

    init(_ request: Request) {
        func asked(_ name: String, _ known: [String], _ standard: String) -> String {
            let value = DoorRoutes.query(request, name)
            return known.contains(value) ? value : standard
        }
        status = asked("status", Self.statuses, "open")
        who = asked("who", Self.holders, "anyone")
        sort = asked("sort", LeadQuery.Order.allCases.map(\.rawValue), "created")
        service = Int(DoorRoutes.query(request, "service")).map(String.init) ?? ""
        search = String(DoorRoutes.query(request, "q").filter { $0 != "\0" }.prefix(80))
        up = DoorRoutes.query(request, "up") == "1"
        page = max(1, min(Int(DoorRoutes.query(request, "page")) ?? 1, 1_000_000))
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
        query.order = LeadQuery.Order(rawValue: sort) ?? .created
        query.ascending = up
        query.page = page
        let words = Folded(search)
        if let number = LeadNumber(search) {
            query.text = .number(number)
        } else if !search.isEmpty {
            let meant =
                words.isEmpty
                ? []
                : services.filter { service in
                    [service.name, service.name(in: .english)].contains { Folded($0).text.contains(words.text) }
                }
            query.text = .words(reference: search.trimmingSpaces, services: meant.map(\.id))
        }
        return query
    }

    /// The address of the list with one thing changed.
    func path(_ change: (inout LeadFilter) -> Void) -> String {
        var filter = self
        filter.page = 1
        change(&filter)
        var parts: [String] = []
        if filter.status != "open" { parts.append("status=\(filter.status)") }
        if filter.who != "anyone" { parts.append("who=\(filter.who)") }
        if !filter.service.isEmpty { parts.append("service=\(filter.service)") }
        if !filter.search.isEmpty { parts.append("q=\(filter.search.escapedForQuery)") }
        if filter.sort != "created" { parts.append("sort=\(filter.sort)") }
        if filter.up { parts.append("up=1") }
        if filter.page > 1 { parts.append("page=\(filter.page)") }
        return "/leads" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }
}

extension String {
    var trimmingSpaces: String { String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
}
