import Accounts
import Database
import Localization
import Sealing
import Vocabulary

/// `/account`: one's own password, and where one is signed in.
struct AccountPage: Sendable {
    let visit: Visit
    private let sessions: [SessionStore.Listed]
    var news: Message?
    var problem: Problem?

    /// Why the password was not changed, and in which field that lies; nil: in none.
    struct Problem: Sendable {
        let words: Message
        var field: String?
    }

    init(_ visit: Visit, _ keyring: Keyring, in transaction: Transaction) throws {
        self.visit = visit
        sessions = try SessionStore(keyring: keyring).sessions(of: visit.account.id, this: visit.session, at: visit.now, in: transaction)
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        Layout(title: say(ConsoleMessages.accountTitle), say: say, visit: visit).html(
            """
            <h1>\(say(ConsoleMessages.accountTitle))</h1>
            <p class="muted">\(visit.account.name) · \(visit.account.login) · \(say(visit.account.level.words))</p>
            \(news.map { notice(.good, say($0)) })
            \(problem.map { notice(.bad, say($0.words)) })
            <div class="columns">
            \(password)
            \(signedIn)
            </div>
            """)
    }

    /// What was typed into a password's field is not written into a page again.
    private var password: HTML {
        func field(_ name: String, _ label: Message, hint: String = "", _ completion: HTML) -> HTML {
            let wrong = problem.flatMap { $0.field == name ? say($0.words) : nil }
            return Field(name: name, label: say(label), hint: hint, problem: wrong)
                .input(" type=\"password\" maxlength=\"200\" autocomplete=\"\(completion)\" required")
        }
        let rule = say(ConsoleMessages.inviteRule(least: Int64(PasswordRule.least)))
        return """
            <section class="card"><h2>\(say(ConsoleMessages.accountPassword))</h2>
            <form method="post" action="/account/password" class="stack">\(visit.tokenField)
            <input type="hidden" name="username" autocomplete="username" value="\(visit.account.login)">
            \(field("old", ConsoleMessages.accountOld, "current-password"))
            \(field("new", ConsoleMessages.accountNew, hint: rule, "new-password"))
            \(field("again", ConsoleMessages.accountAgain, "new-password"))
            <button class="button">\(say(ConsoleMessages.accountSave))</button></form></section>
            """
    }

    private var signedIn: HTML {
        let rows: [HTML] = sessions.map { session in
            """
            <tr><th scope="row" data-label="\(say(ConsoleMessages.accountBrowser))">\(say(session.isThis ? ConsoleMessages.accountThis : ConsoleMessages.accountOther))</th>
            <td data-label="\(say(ConsoleMessages.accountBegan))">\(say.moment(session.startedAt))</td>
            <td data-label="\(say(ConsoleMessages.accountSeen))">\(say.moment(session.seenAt))</td>\(sessions.count > 1 ? end(session) : .empty)</tr>
            """
        }
        let column: HTML =
            sessions.count > 1 ? "<th scope=\"col\"><span class=\"hidden\">\(say(ConsoleMessages.accountEnd))</span></th>" : .empty
        let others: HTML =
            sessions.count > 1
            ? "<form method=\"post\" action=\"/account/others\">\(visit.tokenField)<button class=\"button quiet\">\(say(ConsoleMessages.accountOthers))</button></form>"
            : "<p class=\"muted\">\(say(ConsoleMessages.accountOnly))</p>"
        return """
            <section class="card"><h2>\(say(ConsoleMessages.accountSessions))</h2>
            <table class="list plain-list"><thead><tr><th scope="col">\(say(ConsoleMessages.accountBrowser))</th><th scope="col">\(say(ConsoleMessages.accountBegan))</th><th scope="col">\(say(ConsoleMessages.accountSeen))</th>\(column)</tr></thead><tbody>\(rows)</tbody></table>
            \(others)</section>
            """
    }

    /// For every browser but this one, which has "sign out".
    private func end(_ session: SessionStore.Listed) -> HTML {
        guard !session.isThis else { return "<td></td>" }
        let label = say(ConsoleMessages.accountEndOf(seen: session.seenAt))
        return """
            <td><form method="post" action="/account/sessions/\(session.name)/end">\(visit.tokenField)<button class="button quiet" aria-label="\(label)">\(say(ConsoleMessages.accountEnd))</button></form></td>
            """
    }
}
