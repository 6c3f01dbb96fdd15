import Accounts
import Group
import Localization
import Vocabulary

/// `/posters`: the companies whose codes one may print.
struct PosterListPage {
    let visit: Visit
    let companies: [Company]
    let bot: String?

    var html: HTML {
        let say = visit.say
        let cards: [HTML] = companies.map { company in
            """
            <li class="card"><a href="/posters/\(company.id.rawValue)"><img src="/posters/\(company.id.rawValue)/poster.svg" alt="" width="148" height="210" loading="lazy"><span class="strong">\(company.name(in: say.language))</span></a></li>
            """
        }
        let body: HTML = bot == nil ? withoutBot(say) : "<ul class=\"posters\">\(cards)</ul>"
        return Layout(title: say(ConsoleMessages.navPosters), say: say, visit: visit, section: .posters).html(
            """
            <h1>\(say(ConsoleMessages.navPosters))</h1>
            <p class="lead-in">\(say(ConsoleMessages.postersText))</p>
            \(companies.isEmpty ? "<section class=\"card empty\"><p>\(say(ConsoleMessages.postersNone))</p></section>" as HTML : body)
            """)
    }
}

/// Without the bot's name there is no link to print.
private func withoutBot(_ say: Speaker) -> HTML {
    "<section class=\"card empty\"><h2>\(say(ConsoleMessages.postersNoBot))</h2><p>\(say(ConsoleMessages.postersNoBotText))</p></section>"
}

/// `/posters/COMPANY`: its standing code, and its campaigns.
struct PosterPage: Sendable {
    let visit: Visit
    let company: Company
    let campaigns: [Campaign]
    let bot: String?
    let people: [String: String]
    /// Whether the person has a list of companies to go back to.
    let hasMany: Bool
    var problem: Message?
    var news: Message?
    /// The name that was not taken, and which campaign was to get it; nil: a new one.
    var typed: (number: Int?, name: String)?

    private var say: Speaker { visit.say }
    private var base: String { "/posters/\(company.id.rawValue)" }

    var html: HTML {
        Layout(title: company.name(in: say.language), say: say, visit: visit, section: .posters).html(
            """
            \(hasMany ? "<p class=\"crumbs\"><a href=\"/posters\">← \(say(ConsoleMessages.navPosters))</a></p>" as HTML : .empty)
            <h1>\(company.name(in: say.language))</h1>
            \(news.map { notice(.good, say($0)) })
            \(problem.map { notice(.bad, say($0)) })
            \(bot == nil ? withoutBot(say) : content)
            """)
    }

    private var content: HTML {
        """
        <div class="columns">
        <section class="card poster-card"><h2>\(say(ConsoleMessages.postersStanding))</h2>
        <img class="poster" src="\(base)/poster.svg?language=\(say.language.rawValue)" alt="\(say(ConsoleMessages.postersAlt(company: company.name(in: say.language))))" width="148" height="210">
        <div>\(downloads(0))<p class="muted">\(say(ConsoleMessages.postersStandingText))</p></div></section>
        <section class="card"><h2>\(say(ConsoleMessages.postersCampaigns))</h2><p>\(say(ConsoleMessages.postersCampaignsText))</p>
        \(campaigns.isEmpty ? "<p class=\"empty\">\(say(ConsoleMessages.postersNoCampaigns))</p>" as HTML : "<ul class=\"campaigns\">\(campaigns.map(item))</ul>")
        <form method="post" action="\(base)/campaigns" class="outcome">\(visit.tokenField)
        <label for="name">\(say(ConsoleMessages.postersNewName))</label>
        <input id="name" name="name" maxlength="\(CampaignStore.longest)" autocomplete="off" value="\(newName)"\(typed != nil && typed?.number == nil ? " aria-invalid=\"true\"" as HTML : .empty) required>
        <button class="button">\(say(ConsoleMessages.postersAdd))</button></form></section>
        </div>
        """
    }

    private var newName: String { typed.flatMap { $0.number == nil ? $0.name : nil } ?? "" }

    private func downloads(_ campaign: Int, _ name: String = "") -> HTML {
        let of = name.isEmpty ? "" : ": \(name)"
        func link(_ file: HTML, _ label: String, save: Bool = true) -> HTML {
            "<li><a href=\"\(base)/\(file)?campaign=\(campaign)\(save ? "&amp;save=1" as HTML : .empty)\" aria-label=\"\(label)\(of)\">\(label)</a></li>"
        }
        let pages: [HTML] = Language.allCases.map { language in
            let label = say(language == .russian ? ConsoleMessages.postersPrintRussian : ConsoleMessages.postersPrintEnglish)
            return """
                <li><a href="\(base)/print?campaign=\(campaign)&amp;language=\(language.rawValue)" aria-label="\(label)\(of)">\(label)</a></li>
                """
        }
        return """
            <ul class="downloads">\(pages)\(link("code.png", say(ConsoleMessages.postersPng)))\(link("code.svg", say(ConsoleMessages.postersSvg)))\(link("poster.svg", say(ConsoleMessages.postersPosterSVG)))</ul>
            """
    }

    private func item(_ campaign: Campaign) -> HTML {
        let isWrong = typed?.number == campaign.number
        let name = isWrong ? typed?.name ?? campaign.name : campaign.name
        let id = "name-\(campaign.number)"
        return """
            <li><span class="strong">\(say(ConsoleMessages.auditNumbered(number: String(campaign.number)))) · \(campaign.name)</span> <span class="muted">\(people[campaign.madeBy] ?? campaign.madeBy) · \(say.day(campaign.madeAt))</span>
            \(downloads(campaign.number, campaign.name))
            <details\(isWrong ? " open" as HTML : .empty)><summary>\(say(ConsoleMessages.postersRename))</summary><form method="post" action="\(base)/campaigns/\(campaign.number)" class="outcome">\(visit.tokenField)
            <label for="\(id)">\(say(ConsoleMessages.postersNewName))</label><input id="\(id)" name="name" maxlength="\(CampaignStore.longest)" value="\(name)"\(isWrong ? " aria-invalid=\"true\"" as HTML : .empty) required>
            <button class="button quiet">\(say(ConsoleMessages.postersRename))</button></form></details></li>
            """
    }
}

/// One sheet of A5, for the browser to print.
struct PosterPrintPage {
    let say: Speaker
    let code: PosterCode

    var html: HTML {
        let title = code.company.name(in: say.language)
        let picture = "/posters/\(code.company.id.rawValue)/poster.svg?campaign=\(code.campaign)&language=\(code.language.rawValue)"
        return """
            <!doctype html>
            <html lang="\(say.language.rawValue)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) · CactuBase</title><link rel="stylesheet" href="/assets/console.css?v=\(AssetRoutes.version)">
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">\(AssetRoutes.script("page.js"))</head>
            <body class="sheet"><main><h1 class="hidden">\(title)</h1>
            <p class="screen"><a href="/posters/\(code.company.id.rawValue)">← \(say(ConsoleMessages.postersBack))</a> \(say(ConsoleMessages.postersPrintHint)) \(ScriptButtons(say: say).print)</p>
            <img src="\(picture)" alt="\(say(ConsoleMessages.postersAlt(company: title)))"></main></body></html>
            """
    }
}
