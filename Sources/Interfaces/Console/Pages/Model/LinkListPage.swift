import Catalogue
import Database
import Group
import Hummingbird
import Localization
import Vocabulary

/// What the list of links is asked for.
struct LinkFilter: Sendable {
    let from: Int?
    let to: Int?
    let kind: ServiceLink.Kind?
    let page: Int
    static let size = 50

    init(_ request: Request) {
        (from, to) = (Int(DoorRoutes.query(request, "from")), Int(DoorRoutes.query(request, "to")))
        kind = ServiceLink.Kind(rawValue: DoorRoutes.query(request, "kind"))
        page = max(1, min(Int(DoorRoutes.query(request, "page")) ?? 1, 100_000))
    }

    var isNarrow: Bool { from != nil || to != nil || kind != nil }

    func path(page: Int) -> String {
        let parts = [from.map { "from=\($0)" }, to.map { "to=\($0)" }, kind.map { "kind=\($0.rawValue)" }, "page=\(page)"].compactMap(
            \.self)
        return "/model/links?" + parts.joined(separator: "&")
    }
}

/// Services as the pages of links and needs name them.
struct ServiceBook: Sendable {
    let services: [Service]
    private let byID: [ServiceID: Service]
    private let companies: [CompanyID: String]
    let language: Language

    init(_ language: Language, in transaction: Transaction) throws {
        let services = try CatalogueStore().all(in: transaction)
        self.language = language
        self.services = services.sorted { ($0.name(in: language), $0.id) < ($1.name(in: language), $1.id) }
        byID = Dictionary(services.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        companies = Dictionary(
            try CompanyStore().all(in: transaction).map { ($0.id, $0.name(in: language)) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(id: ServiceID) -> Service? { byID[id] }
    func name(_ id: ServiceID) -> String { byID[id]?.name(in: language) ?? "№ \(id.rawValue)" }
    func company(_ id: ServiceID) -> String { byID[id].flatMap { companies[$0.company] } ?? "" }

    /// Across audiences: a hint for the owner of a firm, or the firm of an owner; never an offer.
    func isHint(_ from: ServiceID, _ to: ServiceID) -> Bool { byID[from]?.audience != byID[to]?.audience }

    func line(_ id: ServiceID) -> HTML { "\(name(id)) <span class=\"muted block\">\(company(id))</span>" }

    /// To choose one from, with words for none.
    func options(empty: String) -> [(value: String, label: String)] {
        [("", empty)] + services.map { (String($0.id.rawValue), "\($0.name(in: language)) · \(company($0.id))") }
    }
}

/// `/model/links`.
struct LinkListPage: Sendable {
    let visit: Visit
    let filter: LinkFilter
    private let book: ServiceBook
    private let links: Paged<ServiceLink>
    var outcome: LinkOutcome?

    init(_ visit: Visit, _ filter: LinkFilter, in transaction: Transaction) throws {
        (self.visit, self.filter) = (visit, filter)
        book = try ServiceBook(visit.say.language, in: transaction)
        let found = try CatalogueStore().links(in: transaction).filter { link in
            (filter.from ?? link.from.rawValue) == link.from.rawValue && (filter.to ?? link.to.rawValue) == link.to.rawValue
                && (filter.kind ?? link.kind) == link.kind
        }
        links = Paged(found, page: filter.page, size: LinkFilter.size)
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        LinkFrame(visit: visit, outcome: outcome).html(
            """
            \(adding)
            \(form)
            <p class="muted" role="status">\(say(ConsoleMessages.linksFound(count: Int64(links.count))))</p>
            \(links.items.isEmpty ? "<section class=\"card empty\"><p>\(say(ConsoleMessages.linksNone))</p></section>" as HTML : table)
            \(Pager(say: say).numbered(links.page, of: links.pages) { filter.path(page: $0) })
            """)
    }

    private var form: HTML {
        let services = book.options(empty: say(ConsoleMessages.serviceAny))
        return """
            <form method="get" action="/model/links" class="filters links" role="search">
            \(service("from", ConsoleMessages.linksFrom).select(services))
            \(service("to", ConsoleMessages.linksTo).select(services))
            \(Field(name: "kind", label: say(ConsoleMessages.linksKind), value: filter.kind?.rawValue ?? "").select([("", say(ConsoleMessages.auditAny))] + kinds))
            \(searchButtons("/model/links", isNarrow: filter.isNarrow, say))
            </form>
            """
    }

    /// The service that the list is narrowed to; whoever looked for one probably draws a link of it.
    private func service(_ name: String, _ label: Message, ownID: String? = nil) -> Field {
        let chosen = (name == "from" ? filter.from : filter.to).map { String($0) } ?? ""
        return Field(name: name, label: say(label), value: chosen, ownID: ownID)
    }

    private var kinds: [(value: String, label: String)] {
        [ServiceLink.Kind.related, .never].map { ($0.rawValue, say($0.words)) }
    }

    private var table: HTML {
        let rows: [HTML] = links.items.map { link in
            let hint: HTML =
                book.isHint(link.from, link.to) ? "<span class=\"muted block\">\(say(ConsoleMessages.linksHint))</span>" : .empty
            let label = say(ConsoleMessages.linksRemove)
            let id = "why-\(link.from.rawValue)-\(link.to.rawValue)"
            return """
                <tr><td data-label="\(say(ConsoleMessages.linksFrom))"><span>\(book.line(link.from))</span></td><td data-label="\(say(ConsoleMessages.linksTo))"><span>\(book.line(link.to))</span></td>
                <td data-label="\(say(ConsoleMessages.linksKind))"><span class="stage\(link.kind == .never ? " lost" : "")">\(say(link.kind.words))</span>\(hint)</td>
                <td class="acts"><details class="sure"><summary aria-label="\(label): \(book.name(link.from)) → \(book.name(link.to))">\(label)</summary><form method="post" action="/model/links/remove">\(visit.tokenField)\(pair(link.from, link.to))
                <label for="\(id)">\(say(ConsoleMessages.linksWhy))</label><input id="\(id)" name="why" maxlength="\(Reason.most)"><button class="button quiet">\(label)</button></form></details></td></tr>
                """
        }
        return """
            <div class="scroll"><table class="list"><thead><tr><th scope="col">\(say(ConsoleMessages.linksFrom))</th><th scope="col">\(say(ConsoleMessages.linksTo))</th><th scope="col">\(say(ConsoleMessages.linksKind))</th><th scope="col"><span class="hidden">\(say(ConsoleMessages.staffActs))</span></th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private var adding: HTML {
        let services = book.options(empty: say(ConsoleMessages.linksChoose))
        // Whoever did not succeed goes on.
        let isOpen: HTML = outcome.map(\.isGood) == false ? " open" : .empty
        return """
            <details class="card keep"\(isOpen)><summary class="strong">\(say(ConsoleMessages.linksAdd))</summary><p class="muted">\(say(ConsoleMessages.linksAddText))</p>
            <form method="post" action="/model/links" class="filters links plainly">\(visit.tokenField)
            \(service("from", ConsoleMessages.linksFrom, ownID: "new-from").select(services, " required"))
            \(service("to", ConsoleMessages.linksTo, ownID: "new-to").select(services, " required"))
            \(Field(name: "kind", label: say(ConsoleMessages.linksKind), ownID: "new-kind").select(kinds))
            \(Field(name: "why", label: say(ConsoleMessages.linksWhy), ownID: "new-why").input(" maxlength=\"\(Reason.most)\""))
            <div class="go"><button class="button">\(say(ConsoleMessages.linksDraw))</button></div></form></details>
            """
    }
}

func pair(_ from: ServiceID, _ to: ServiceID) -> HTML {
    "<input type=\"hidden\" name=\"from\" value=\"\(from.rawValue)\"><input type=\"hidden\" name=\"to\" value=\"\(to.rawValue)\">"
}

extension ServiceLink.Kind {
    var words: Message {
        switch self {
        case .related: ConsoleMessages.linkRelated
        case .never: ConsoleMessages.linkNever
        }
    }
}
