import Accounts
import Localization
import Vocabulary

/// What stands around every page.
struct Layout {
    /// A page of the navigation.
    enum Section: CaseIterable { case home, leads, clients, catalogue, posters, staff, model, system }

    /// A page beside this one, within the section.
    struct Tab {
        let path: String
        let words: Message
    }

    let title: String
    let say: Speaker
    /// Nil: nobody is signed in.
    var visit: Visit?
    var section: Section?
    /// The section's pages, when it has more than one; the one at this path is the current.
    var tabs: [Tab] = []
    /// The list that this page's subject stands in.
    var back: Tab?

    func html(_ content: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="\(say.language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title) · CactuBase</title>
        <link rel="stylesheet" href="/assets/console.css?v=\(AssetRoutes.version)">
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        \(visit == nil ? .empty : AssetRoutes.scripts)
        </head>
        <body\(visit == nil ? " class=\"door\"" as HTML : "")>
        <a class="skip" href="#main">\(say(ConsoleMessages.layoutSkip))</a>
        \(visit.map(top) ?? .empty)
        <main id="main" tabindex="-1">
        \(visit.map(liveBar) ?? .empty)
        \(back.map { "<p class=\"crumbs\"><a href=\"\($0.path)\">← \(say($0.words))</a></p>" })
        \(tabs.count > 1 ? tabBar : .empty)
        \(content)
        </main>
        \(visit == nil ? .empty : KeysPart(say: say).html)
        </body>
        </html>
        """
    }

    private func top(_ visit: Visit) -> HTML {
        """
        <header class="top">
        <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="26" height="26">CactuBase</a>
        <nav aria-label="\(say(ConsoleMessages.layoutNavigation))"><ul>\(sections(for: visit.account).map(link))</ul></nav>
        <details class="me">
        <summary><span class="avatar" aria-hidden="true">\(String(visit.account.name.prefix(1)))</span><span class="name">\(visit.account.name)</span></summary>
        <div class="menu">
        <p class="muted">\(visit.account.login) · \(say(visit.account.level.words))</p>
        <a class="plain" href="/account">\(say(ConsoleMessages.accountTitle))</a>
        <button class="plain" id="keys-open" type="button" hidden>\(say(ConsoleMessages.keysTitle))</button>
        \(form(visit, "/language", ["to": other.rawValue, "back": visit.back], say(ConsoleMessages.layoutLanguage), lang: other))
        \(form(visit, "/sign-out", [:], say(ConsoleMessages.layoutSignOut)))
        \(form(visit, "/sign-out-everywhere", [:], say(ConsoleMessages.layoutSignOutEverywhere)))
        </div>
        </details>
        </header>
        """
    }

    /// Where an open page tells of changes; nothing is in it without them.
    private func liveBar(_ visit: Visit) -> HTML {
        """
        <div id="live" class="live" role="status" data-seen="\(visit.newsSeen)" data-changed="\(say(ConsoleMessages.liveChanged(n: "{n}")))" data-lead-changed="\(say(ConsoleMessages.liveLead))" data-show="\(say(ConsoleMessages.liveShow))" data-updated="\(say(ConsoleMessages.liveUpdated))" data-ended="\(say(ConsoleMessages.liveEnded))" data-down="\(say(ConsoleMessages.liveDown))" data-gone="\(say(ConsoleMessages.liveGone))"\(visit.page.map { " data-page=\"\($0)\"" as HTML }) hidden></div>
        """
    }

    private var tabBar: HTML {
        let here = visit.map { String($0.path.prefix { $0 != "?" }) }
        // A page below a tab's is part of it, unless another tab is nearer.
        let nearest = tabs.map(\.path).filter { path in here.map { $0 == path || $0.hasPrefix(path + "/") } ?? false }.max {
            $0.count < $1.count
        }
        let links: [HTML] = tabs.map { tab in
            let current: HTML = tab.path == nearest ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(tab.path)\"\(current)>\(say(tab.words))</a></li>"
        }
        return "<nav class=\"tabs\" aria-label=\"\(say(ConsoleMessages.layoutTabs))\"><ul>\(links)</ul></nav>"
    }

    private var other: Language { say.language == .russian ? .english : .russian }

    private func sections(for account: Account) -> [Section] {
        Section.allCases.filter { section in
            switch section {
            case .home, .leads, .clients, .catalogue: true
            case .staff: StaffRoutes.mayManage(account)
            case .posters: PosterRoutes.mayPrint(account)
            case .model: ModelSection.mayView(account)
            case .system: SystemSection.mayWatch(account)
            }
        }
    }

    private func link(_ section: Section) -> HTML {
        let (path, words) =
            switch section {
            case .home: ("/", ConsoleMessages.navHome)
            case .leads: ("/leads", ConsoleMessages.navLeads)
            case .catalogue: ("/catalogue", ConsoleMessages.navCatalogue)
            case .clients: ("/clients", ConsoleMessages.navClients)
            case .staff: ("/staff", ConsoleMessages.navStaff)
            case .posters: ("/posters", ConsoleMessages.navPosters)
            case .model: ("/model/threshold", ConsoleMessages.navModel)
            case .system: ("/system", ConsoleMessages.navSystem)
            }
        let current: HTML = section == self.section ? " aria-current=\"page\"" : ""
        return "<li><a href=\"\(path)\"\(current)>\(say(words))</a></li>"
    }

    private func form(_ visit: Visit, _ action: String, _ fields: [String: String], _ label: String, lang: Language? = nil) -> HTML {
        let hidden = fields.sorted { $0.key < $1.key }.map { "<input type=\"hidden\" name=\"\($0.key)\" value=\"\($0.value)\">" as HTML }
        let marked: HTML? = lang.map { " lang=\"\($0.rawValue)\"" }
        return """
            <form method="post" action="\(action)">\(visit.tokenField)\(hidden)<button class="plain"\(marked)>\(label)</button></form>
            """
    }
}

extension Visit {
    /// What a form carries to prove that it is this session's.
    var tokenField: HTML { tokenInput(formToken) }
}

func tokenInput(_ token: String) -> HTML { "<input type=\"hidden\" name=\"form_token\" value=\"\(token)\">" }

/// A box with a word that says how to take it, so that colour is not the only sign.
func notice(_ kind: Notice, _ text: String) -> HTML { notice(kind, html: "\(text)") }

/// With links in it.
func notice(_ kind: Notice, html text: HTML) -> HTML {
    let role: HTML = kind == .bad || kind == .warn ? "alert" : "status"
    return "<p class=\"notice \(kind.rawValue)\" role=\"\(role)\">\(text)</p>"
}

/// What stands in the place of figures that are still being counted; the page comes again by itself.
func counting(_ what: Message, _ say: Speaker) -> HTML {
    """
    <section class="card" role="status"><h2>\(say(what))</h2><progress class="wait" aria-label="\(say(what))"></progress>
    <p class="muted">\(say(ConsoleMessages.thresholdCountingText))</p></section>
    """
}

enum Notice: String { case good, bad, calm, warn }
