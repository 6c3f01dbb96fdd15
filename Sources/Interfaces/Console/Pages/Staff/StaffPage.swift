import Accounts
import Database
import Group
import Hummingbird
import Localization
import Vocabulary

/// Which of them the address asks for.
struct StaffFilter: Sendable {
    var search = ""
    var page = 1

    static let size = 25

    init() {}

    init(_ request: Request) {
        search = String(DoorRoutes.query(request, "q").filter { $0 != "\0" }.prefix(80)).trimmingSpaces
        page = max(1, min(Int(DoorRoutes.query(request, "page")) ?? 1, 100_000))
    }

    func path(page: Int) -> String { "/staff?\(search.isEmpty ? "" : "q=\(search.escapedForQuery)&")page=\(page)" }
}

/// The accounts that one manages.
struct StaffPage: Sendable {
    /// Shown once: only its hash is kept.
    struct Invitation: Sendable {
        let login: String
        let name: String
        let link: String
        /// Of somebody who works already: the link is for a new password.
        var isAgain = false
    }

    let visit: Visit
    let filter: StaffFilter
    /// By the filter.
    private let accounts: Paged<Account>
    private let tree: UnitTree
    private let companies: [Company]
    var draft = StaffDraft()
    /// What is wrong in the form of a new account, with the field's name.
    var slip: (field: String, words: Message)?
    var problem: Message?
    var news: Message?
    var invitation: Invitation?

    init(_ visit: Visit, _ filter: StaffFilter = StaffFilter(), in transaction: Transaction) throws {
        (self.visit, self.filter) = (visit, filter)
        let tree = try UnitStore().tree(in: transaction)
        self.tree = tree
        companies = try CompanyStore().all(in: transaction)
        // Most who are invited work in a unit.
        draft.place =
            companies.lazy.flatMap { tree.units(of: $0.id) }.map { Place.unit($0.id, of: $0.company) }
            .first { visit.account.reach(of: .sales, at: $0, in: tree) == .part }.map(StaffDraft.text) ?? ""
        let words = Folded(filter.search)
        let found = try AccountStore().all(in: transaction).filter { account in
            (words.isEmpty || [account.name, account.login].contains { Folded($0).text.contains(words.text) })
                && account.isOpen && account.id != visit.account.id
                && Access.allows(
                    .manageAccount, to: visit.account, reach: visit.account.reach(of: account.level, at: account.place, in: tree))
        }
        accounts = Paged(found, page: filter.page, size: StaffFilter.size)
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        Layout(title: say(ConsoleMessages.navStaff), say: say, visit: visit, section: .staff, tabs: StaffRoutes.tabs(for: visit.account))
            .html(
                """
                <h1>\(say(ConsoleMessages.navStaff))</h1>
                \(news.map { notice(.good, say($0)) })
                \(problem.map { notice(.bad, say($0)) })
                \(invitation.map(link) ?? .empty)
                \(form)
                \(list)
                """)
    }

    private func link(_ invitation: Invitation) -> HTML {
        let (name, login) = (invitation.name.isEmpty ? invitation.login : invitation.name, invitation.login)
        let title =
            invitation.isAgain
            ? ConsoleMessages.staffNewLinkOf(name: name, login: login) : ConsoleMessages.staffInvitationOf(name: name, login: login)
        return """
            <section class="card invitation"><h2>\(say(title))</h2>
            <p>\(say(ConsoleMessages.staffInvitationText))</p>
            <label for="link">\(say(ConsoleMessages.staffLink))</label>
            <div class="copy"><input id="link" readonly value="\(invitation.link)">\(ScriptButtons(say: say).copy("link"))</div></section>
            """
    }

    private var list: HTML {
        let isNarrow = !filter.search.isEmpty
        let none = say(isNarrow ? ConsoleMessages.staffNoneFound : ConsoleMessages.staffNone)
        let search: HTML =
            """
            <form method="get" action="/staff" class="filters short" role="search">
            <div class="wide">\(Field(name: "q", label: say(ConsoleMessages.searchLabel), value: filter.search, hint: say(ConsoleMessages.staffSearchHint)).input(" type=\"search\" maxlength=\"80\""))</div>
            \(searchButtons("/staff", isNarrow: isNarrow, say))</form>
            """
        return """
            <div>\(isNarrow || accounts.pages > 1 ? search : .empty)
            \(accounts.items.isEmpty ? "<section class=\"card empty\"><p>\(none)</p></section>" : table)
            \(Pager(say: say).numbered(accounts.page, of: accounts.pages) { filter.path(page: $0) })</div>
            """
    }

    private var table: HTML {
        let rows: [HTML] = accounts.items.map { account in
            """
            <tr><th scope="row" data-label="\(say(ConsoleMessages.staffName))">\(account.name)<span class="muted block">\(account.login)</span></th>
            <td data-label="\(say(ConsoleMessages.staffLevel))">\(say(account.level.words))\(grants(account))</td>
            <td data-label="\(say(ConsoleMessages.staffPlace))">\(placeWords(account.place))</td>
            <td data-label="\(say(ConsoleMessages.staffState))">\(say(account.hasPassword ? ConsoleMessages.staffActive : ConsoleMessages.staffInvited))</td>
            <td class="acts">\(acts(account))</td></tr>
            """
        }
        return """
            <section><table class="list staff"><thead><tr><th scope="col">\(say(ConsoleMessages.staffName))</th><th scope="col">\(say(ConsoleMessages.staffLevel))</th>
            <th scope="col">\(say(ConsoleMessages.staffPlace))</th><th scope="col">\(say(ConsoleMessages.staffState))</th><th scope="col"><span class="hidden">\(say(ConsoleMessages.staffActs))</span></th></tr></thead>
            <tbody>\(rows)</tbody></table></section>
            """
    }

    private func grants(_ account: Account) -> HTML {
        account.grants.isEmpty
            ? .empty : "<span class=\"muted block\">\(account.grants.sorted().map { say($0.words) }.joined(separator: ", "))</span>"
    }

    /// All that can be done about a person, out of the way until it is wanted.
    private func acts(_ account: Account) -> HTML {
        let label = say(ConsoleMessages.staffActs)
        let invite = say(account.hasPassword ? ConsoleMessages.staffNewLink : ConsoleMessages.staffInviteAgain)
        return """
            <details class="more"><summary aria-label="\(label): \(account.login)">\(label)</summary>\(change(account))\(act(account, "invite", invite))\(close(account))</details>
            """
    }

    private func act(_ account: Account, _ act: String, _ label: String) -> HTML {
        """
        <form method="post" action="/staff/\(account.login)/\(act)">\(visit.tokenField)<button class="plain" aria-label="\(label): \(account.login)">\(label)</button></form>
        """
    }

    /// Another place of the same level, other grants.
    private func change(_ account: Account) -> HTML {
        let label = say(ConsoleMessages.staffChange)
        let open = places.filter { place in
            place.suits(account.level, in: tree)
                && Access.allows(.manageAccount, to: visit.account, reach: visit.account.reach(of: account.level, at: place, in: tree))
        }
        let options: [HTML] = open.map { option(StaffDraft.text($0), StaffDraft.text(account.place), placeWords($0)) }
        let id = "place-\(account.login)"
        let grants = grantBoxes(account.grants.map(\.rawValue))
        guard open.count > 1 || !grants.isEmpty else { return .empty }
        return """
            <details><summary class="act" aria-label="\(label): \(account.login)">\(label)</summary><form method="post" action="/staff/\(account.login)/change" class="stack">\(visit.tokenField)\(StaffDraft.basis(account).field)
            <label for="\(id)">\(say(ConsoleMessages.staffPlace))</label><select id="\(id)" name="place">\(options)</select>\(grants)
            <p class="muted after">\(say(ConsoleMessages.staffMoveText))</p><button class="button quiet">\(say(ConsoleMessages.staffSave))</button></form></details>
            """
    }

    /// Nothing for whoever may not give grants.
    private func grantBoxes(_ chosen: [String]) -> [HTML] {
        guard Access.allows(.giveGrant, to: visit.account, reach: .part) else { return [] }
        return Grant.allCases.map { grant in
            let mark: HTML = chosen.contains(grant.rawValue) ? " checked" : ""
            return
                "<label class=\"check\"><input type=\"checkbox\" name=\"grant\" value=\"\(grant.rawValue)\"\(mark)> \(say(grant.words))</label>"
        }
    }

    private var places: [Place] {
        [.group]
            + companies.flatMap { company in
                [.company(company.id)] + tree.units(of: company.id).map { .unit($0.id, of: company.id) }
            }
    }

    /// What cannot be taken back asks a second time.
    private func close(_ account: Account) -> HTML {
        let label = say(ConsoleMessages.staffClose)
        return """
            <details class="sure"><summary aria-label="\(label): \(account.login)">\(label)</summary><p>\(say(ConsoleMessages.staffCloseSure))</p>\(act(account, "close", label))</details>
            """
    }

    private func placeWords(_ place: Place) -> String {
        let company = place.company.map { id in companies.first { $0.id == id }?.name(in: say.language) ?? "№ \(id.rawValue)" }
        let unit = place.unit.flatMap { tree[$0] }
        return [company ?? say(ConsoleMessages.placeGroup), unit?.name(in: say.language)].compactMap(\.self).joined(separator: ", ")
    }

    // MARK: A new one

    private var form: HTML {
        func isMine(_ level: Level, _ place: Place) -> Bool {
            Access.allows(.manageAccount, to: visit.account, reach: visit.account.reach(of: level, at: place, in: tree))
        }
        let levels = Level.allCases.filter { level in places.contains { isMine(level, $0) } }
        let shown = places.filter { place in levels.contains { isMine($0, place) } }
        let (name, login) = (ConsoleMessages.staffName, ConsoleMessages.doorLogin)
        let grants = grantBoxes(draft.grants)
        // Whoever has nobody yet came to invite; whoever made a mistake goes on.
        let isOpen = slip != nil || problem != nil && !draft.login.isEmpty || filter.search.isEmpty && accounts.count == 0
        // Said once, either as a hint or as what is wrong.
        let rule = slip?.words == ConsoleMessages.accountBadLogin ? nil : ConsoleMessages.accountBadLogin
        func field(_ name: String, _ label: Message, _ value: String, hint: Message? = nil) -> Field {
            Field(
                name: name, label: say(label), value: value, hint: hint.map { say($0) } ?? "",
                problem: slip.flatMap { $0.field == name ? say($0.words) : nil })
        }
        return """
            <details class="card keep"\(isOpen ? " open" as HTML : .empty)><summary class="strong">\(say(ConsoleMessages.staffNew))</summary>
            <form method="post" action="/staff">\(visit.tokenField)<div class="fields">
            \(field("name", name, draft.name).input(" maxlength=\"80\" required"))
            \(field("login", login, draft.login, hint: rule).input(" maxlength=\"32\" autocapitalize=\"none\" spellcheck=\"false\" required"))
            \(field("level", ConsoleMessages.staffLevel, draft.level).select(levels.map { ($0.name, say($0.words)) }))
            \(field("place", ConsoleMessages.staffPlace, draft.place).select(shown.map { (StaffDraft.text($0), placeWords($0)) }))</div>
            \(grants)
            <button class="button">\(say(ConsoleMessages.staffInvite))</button></form></details>
            """
    }
}
