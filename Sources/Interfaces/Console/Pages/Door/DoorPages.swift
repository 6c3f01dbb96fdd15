import Accounts
import Localization
import Vocabulary

/// Where one signs in.
struct SignInPage {
    let say: Speaker
    let formToken: String
    let next: String
    var login = ""
    var problem: Message?
    var news: Message?
    /// A form came after the session had ended.
    var isUnsaved = false

    /// Of this page; another language forgets neither where one goes on to nor why one is here.
    var path: String {
        let query = [next == "/" ? nil : "next=\(next.escapedForQuery)", isUnsaved ? "unsaved=1" : nil].compactMap(\.self)
        return "/sign-in" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    var html: HTML {
        Layout(title: say(ConsoleMessages.doorTitle), say: say).html(
            """
            <section class="card narrow">
            <p class="brand big"><img src="/assets/icon.svg" alt="" width="40" height="40">CactuBase</p>
            <h1>\(say(ConsoleMessages.doorTitle))</h1>
            \(problem.map { notice(.bad, say($0)) })
            \(news.map { notice(.good, say($0)) })
            \(isUnsaved ? notice(.warn, say(ConsoleMessages.doorUnsaved)) : .empty)
            <form method="post" action="/sign-in" class="stack">
            \(tokenInput(formToken))
            <input type="hidden" name="next" value="\(next)">
            <label for="login">\(say(ConsoleMessages.doorLogin))</label>
            <input id="login" name="login" value="\(login)" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required\(login.isEmpty ? " autofocus" as HTML : "")>
            <label for="password">\(say(ConsoleMessages.doorPassword))</label>
            <input id="password" name="password" type="password" autocomplete="current-password" maxlength="800" required\(login.isEmpty ? "" : " autofocus" as HTML)>
            <button class="button">\(say(ConsoleMessages.doorSignIn))</button>
            </form>
            <p class="muted">\(say(ConsoleMessages.doorHelp))</p>
            \(languageLinks(say, formToken: formToken, back: path))
            </section>
            """)
    }
}

/// Where an invited person chooses a password.
struct InvitationPage {
    let say: Speaker
    let formToken: String
    let invitation: SecretToken
    let account: Account
    var problem: Message?

    var html: HTML {
        Layout(title: say(ConsoleMessages.inviteTitle), say: say).html(
            """
            <section class="card narrow">
            <p class="brand big"><img src="/assets/icon.svg" alt="" width="40" height="40">CactuBase</p>
            <h1>\(say(ConsoleMessages.inviteHello(name: account.name)))</h1>
            <p>\(say(ConsoleMessages.inviteText(login: account.login)))</p>
            \(problem.map { notice(.bad, say($0)) })
            <form method="post" action="/invitation/\(invitation.text)" class="stack">
            \(tokenInput(formToken))
            <input type="hidden" name="username" value="\(account.login)" autocomplete="username">
            <label for="password">\(say(ConsoleMessages.inviteNewPassword))</label>
            <input id="password" name="password" type="password" autocomplete="new-password" minlength="\(PasswordRule.least)" maxlength="800" aria-describedby="rule" required autofocus>
            <p id="rule" class="muted">\(say(ConsoleMessages.inviteRule(least: Int64(PasswordRule.least))))</p>
            <label for="again">\(say(ConsoleMessages.inviteAgain))</label>
            <input id="again" name="again" type="password" autocomplete="new-password" maxlength="800" required>
            <button class="button">\(say(ConsoleMessages.inviteAccept))</button>
            </form>
            \(languageLinks(say, formToken: formToken, back: "/invitation/\(invitation.text)"))
            </section>
            """)
    }
}

/// Both languages before anybody is signed in, each in its own words.
private func languageLinks(_ say: Speaker, formToken: String, back: String) -> HTML {
    let other: Language = say.language == .russian ? .english : .russian
    return """
        <form method="post" action="/language" class="languages">\(tokenInput(formToken))<input type="hidden" name="to" value="\(other.rawValue)">
        <input type="hidden" name="back" value="\(back)"><button class="plain" lang="\(other.rawValue)">\(say(ConsoleMessages.layoutLanguage))</button></form>
        """
}
