import Accounts
import Catalogue
import Clients
import Database
import Group
import Localization
import Vocabulary

/// `/model/needs`.
struct NeedPage: Sendable {
    let visit: Visit
    let search: String
    private let book: ServiceBook
    private let shown: [Service]
    private let needs: [String: Need]
    private let all: [String]
    private let versions: [(version: CatalogueVersion, changes: [NeedChange])]
    private let people: [String: String]
    var outcome: NeedRoutes.Outcome?
    /// The service whose form stands open.
    var open: Int?

    init(_ visit: Visit, _ search: String, in transaction: Transaction) throws {
        (self.visit, self.search) = (visit, search)
        let book = try ServiceBook(visit.say.language, in: transaction)
        let needs = try CatalogueStore().needs(in: transaction)
        (self.book, self.needs) = (book, needs)
        func name(_ need: String) -> String { needs[need]?.name(in: visit.say.language) ?? need }
        all = Set(needs.keys).union(book.services.flatMap(\.needs)).sorted { name($0) < name($1) }
        let wanted = Folded(search)
        shown =
            wanted.isEmpty
            ? book.services
            : book.services.filter { service in
                ([book.name(service.id), book.company(service.id)] + service.needs.map(name)).contains {
                    Folded($0).text.contains(wanted.text)
                }
            }
        versions = try NeedBook().history(12, in: transaction)
        people = try AccountStore().names(in: transaction)
    }

    private var say: Speaker { visit.say }
    private func name(_ need: String) -> String { needs[need]?.name(in: say.language) ?? need }

    var html: HTML {
        Layout(
            title: say(ConsoleMessages.modelNeeds), say: say, visit: visit, section: .model, tabs: ModelSection.tabs(for: visit.account)
        ).html(
            """
            <h1>\(say(ConsoleMessages.modelNeeds))</h1>
            <p class="lead-in">\(say(ConsoleMessages.needsText))</p>
            \(outcome.map { notice($0.isGood ? .good : .bad, say($0.words)) })
            <form method="get" action="/model/needs" class="filters links" role="search"><div class="wide"><label for="q">\(say(ConsoleMessages.needsSearch))</label><input id="q" name="q" type="search" maxlength="80" value="\(search)"></div>
            \(searchButtons("/model/needs", isNarrow: !search.isEmpty, say))</form>
            <div class="columns wide-left"><div>\(shown.isEmpty ? "<section class=\"card empty\"><p>\(say(ConsoleMessages.needsNone))</p></section>" as HTML : table)</div>\(history)</div>
            """)
    }

    private var table: HTML {
        let rows: [HTML] = shown.map { service in
            let label = say(ConsoleMessages.needsChange)
            let isOpen: HTML = open == service.id.rawValue ? " open" : ""
            return """
                <tr id="s\(service.id.rawValue)"><th scope="row" data-label="\(say(ConsoleMessages.columnService))"><span>\(book.line(service.id))</span></th>
                <td data-label="\(say(ConsoleMessages.modelNeeds))">\(service.needs.map(name).joined(separator: ", "))</td>
                <td class="acts"><details\(isOpen)><summary aria-label="\(label): \(book.name(service.id))">\(label)</summary>\(form(service))</details></td></tr>
                """
        }
        return """
            <table class="list wrap"><thead><tr><th scope="col">\(say(ConsoleMessages.columnService))</th><th scope="col">\(say(ConsoleMessages.modelNeeds))</th><th scope="col"><span class="hidden">\(say(ConsoleMessages.staffActs))</span></th></tr></thead><tbody>\(rows)</tbody></table>
            """
    }

    private func form(_ service: Service) -> HTML {
        let id = service.id.rawValue
        let needs = all.map { ($0, name($0)) }
        func field(_ name: String, _ label: Message, _ value: String?) -> Field {
            Field(name: name, label: say(label), value: value ?? "", ownID: "\(name)-\(id)")
        }
        return """
            <form method="post" action="/model/needs/\(id)" class="stack">\(visit.tokenField)<input type="hidden" name="seen" value="\(service.needs.joined(separator: "|"))">
            \(field("first", ConsoleMessages.needsFirst, service.needs.first).select(needs))
            \(field("second", ConsoleMessages.needsSecond, service.needs.dropFirst().first).select([("", say(ConsoleMessages.needsNoSecond))] + needs))
            \(field("why", ConsoleMessages.linksWhy, nil).input(" maxlength=\"\(Reason.most)\""))<button class="button quiet">\(say(ConsoleMessages.settingSave))</button></form>
            """
    }

    private var history: HTML {
        let items: [HTML] = versions.map { version, changes in
            let lines: [HTML] = changes.map { change in
                switch change {
                case .service(let service, let before, let after):
                    "<li>\(book.name(service)): \(before.map(name).joined(separator: ", ")) → \(after.map(name).joined(separator: ", "))</li>"
                // Clients are not named: the list may be read by whoever may not see them.
                case .client: "<li>\(say(ConsoleMessages.needsOfClient))</li>"
                }
            }
            return VersionItem(visit: visit, version: version, name: people[version.actor] ?? version.actor, path: "/model/needs/undo")
                .html(lines)
        }
        let body: HTML =
            items.isEmpty ? "<p class=\"empty\">\(say(ConsoleMessages.needsNoVersions))</p>" : "<ol class=\"timeline\">\(items)</ol>"
        return "<section class=\"card\"><h2>\(say(ConsoleMessages.thresholdVersions))</h2>\(body)</section>"
    }
}
