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
        let link: String
    }

    let visit: Visit
    let filter: StaffFilter
    /// Of this page, and how many there are by the filter.
    private let accounts: [Account]
    private let count: Int
    private let tree: UnitTree
    private let companies: [Company]
    var draft = StaffDraft()
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
        count = found.count
        accounts = Array(found.dropFirst((filter.page - 1) * StaffFilter.size).prefix(StaffFilter.size))
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
                <div class="columns wide-left">
                \(list)
                \(form)
                </div>
                """)
    }

    private func link(_ invitation: Invitation) -> HTML {
        """
        <section class="card invitation"><h2>\(say(ConsoleMessages.staffInvitation(login: invitation.login)))</h2>
        <p>\(say(ConsoleMessages.staffInvitationText))</p>
        <label for="link">\(say(ConsoleMessages.staffLink))</label>
        <input id="link" readonly value="\(invitation.link)"></section>
        """
    }

    private var list: HTML {
        let isNarrow = !filter.search.isEmpty
        let none = say(isNarrow ? ConsoleMessages.staffNoneFound : ConsoleMessages.staffNone)
        let search: HTML =
            """
            <form method="get" action="/staff" class="filters short" role="search">
            <div class="wide">\(Field(name: "q", label: say(ConsoleMessages.searchLabel), value: filter.search, hint: say(ConsoleMessages.staffSearchHint)).input(" type=\"search\" maxlength=\"80\""))</div>
            <div class="go"><button class="button">\(say(ConsoleMessages.searchGo))</button> <a href="/staff">\(say(ConsoleMessages.searchReset))</a></div></form>
            """
        return """
            <div>\(isNarrow || count > StaffFilter.size ? search : .empty)
            \(accounts.isEmpty ? "<section class=\"card empty\"><p>\(none)</p></section>" : table)
            \(pages)</div>
            """
    }

    private var pages: HTML {
        let last = (count + StaffFilter.size - 1) / StaffFilter.size
        guard last > 1 else { return .empty }
        func step(_ page: Int, _ label: String) -> HTML {
            (1...last).contains(page)
                ? "<a class=\"button quiet\" href=\"\(filter.path(page: page))\">\(label)</a>"
                : "<span class=\"button quiet off\" aria-hidden=\"true\">\(label)</span>"
        }
        return """
            <nav class="pages" aria-label="\(say(ConsoleMessages.pagesLabel))">\(step(filter.page - 1, say(ConsoleMessages.pagesBack)))<span>\(say(ConsoleMessages.pagesPlace(page: Int64(filter.page), pages: Int64(last))))</span>\(step(filter.page + 1, say(ConsoleMessages.pagesOn)))</nav>
            """
    }

    private var table: HTML {
        let rows: [HTML] = accounts.map { account in
            """
            <tr><th scope="row" data-label="\(say(ConsoleMessages.staffName))">\(account.name)<span class="muted block">\(account.login)</span></th>
            <td data-label="\(say(ConsoleMessages.staffLevel))">\(say(account.level.words))\(grants(account))</td>
            <td data-label="\(say(ConsoleMessages.staffPlace))">\(placeWords(account.place))</td>
            <td data-label="\(say(ConsoleMessages.staffState))">\(say(account.hasPassword ? ConsoleMessages.staffActive : ConsoleMessages.staffInvited))</td>
            <td class="acts">\(change(account))\(act(account, "invite", say(ConsoleMessages.staffInviteAgain)))\(close(account))</td></tr>
            """
        }
        return """
            <section><table class="list"><thead><tr><th scope="col">\(say(ConsoleMessages.staffName))</th><th scope="col">\(say(ConsoleMessages.staffLevel))</th>
            <th scope="col">\(say(ConsoleMessages.staffPlace))</th><th scope="col">\(say(ConsoleMessages.staffState))</th><th scope="col"><span class="hidden">\(say(ConsoleMessages.staffActs))</span></th></tr></thead>
            <tbody>\(rows)</tbody></table></section>
            """
    }

    private func grants(_ account: Account) -> HTML {
        account.grants.isEmpty
            ? .empty : "<span class=\"muted block\">\(account.grants.sorted().map { say($0.words) }.joined(separator: ", "))</span>"
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
            <details><summary class="act" aria-label="\(label): \(account.login)">\(label)</summary><form method="post" action="/staff/\(account.login)/change" class="stack">\(visit.tokenField)
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
        let levelOptions: [HTML] = levels.map { option($0.name, draft.level, say($0.words)) }
        let placeOptions: [HTML] = shown.map { option(StaffDraft.text($0), draft.place, placeWords($0)) }
        let grants = grantBoxes(draft.grants)
        return """
            <section class="card"><h2>\(say(ConsoleMessages.staffNew))</h2>
            <form method="post" action="/staff" class="stack">\(visit.tokenField)
            <label for="name">\(say(ConsoleMessages.staffName))</label><input id="name" name="name" value="\(draft.name)" maxlength="80" autocomplete="off" required>
            <label for="login">\(say(ConsoleMessages.doorLogin))</label><input id="login" name="login" value="\(draft.login)" maxlength="32" autocapitalize="none" autocomplete="off" spellcheck="false" aria-describedby="login-rule" required>
            <p id="login-rule" class="muted">\(say(ConsoleMessages.accountBadLogin))</p>
            <label for="level">\(say(ConsoleMessages.staffLevel))</label><select id="level" name="level">\(levelOptions)</select>
            <label for="place">\(say(ConsoleMessages.staffPlace))</label><select id="place" name="place">\(placeOptions)</select>
            \(grants)
            <button class="button">\(say(ConsoleMessages.staffInvite))</button></form></section>
            """
    }

    private func option(_ value: String, _ chosen: String, _ label: String) -> HTML {
        let mark: HTML = value == chosen ? " selected" : ""
        return "<option value=\"\(value)\"\(mark)>\(label)</option>"
    }
}
