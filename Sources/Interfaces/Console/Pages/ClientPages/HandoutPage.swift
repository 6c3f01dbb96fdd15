import Clients
import Group
import Localization
import Posters
import Vocabulary

/// A client's personal QR, shown once, with a handout in each language to print.
struct HandoutPage: Sendable {
    let visit: Visit
    let client: ClientRecord
    let company: Company
    let link: String
    let until: Instant
    private let code: HTML

    init(_ visit: Visit, _ client: ClientRecord, _ company: Company, link: String, until: Instant) throws {
        (self.visit, self.client, self.company, self.link, self.until) = (visit, client, company, link, until)
        let picture = try QRCode(link, correction: .quartile).svg()
        // Within a page there is no XML declaration; the rest is our own drawing of squares.
        let drawing = String(picture.drop { $0 != "\n" }.dropFirst())
        code = HTML(drawing: drawing.replacing("<svg ", with: "<svg role=\"img\" aria-label=\"QR\" ", maxReplacements: 1))
    }

    private var say: Speaker { visit.say }
    private var buttons: ScriptButtons { ScriptButtons(say: say) }

    var html: HTML {
        let title = say(ConsoleMessages.qrTitle(who: say.client(client.reference)))
        return ClientTabs.layout(title, visit).html(
            """
            <p class="crumbs"><a href="/clients/\(client.id.hex)">← \(say(ConsoleMessages.qrBack))</a></p>
            <h1>\(title)</h1>
            <div class="screen">\(notice(.calm, say(ConsoleMessages.qrOnce)))
            <section class="card stack"><label for="link">\(say(ConsoleMessages.qrLink))</label><div class="copy"><input id="link" readonly value="\(link)">\(buttons.copy("link"))</div>
            <p class="muted">\(say(ConsoleMessages.qrUntil(until: until)))</p><p>\(say(ConsoleMessages.qrPrint))</p><div>\(buttons.print)</div></section></div>
            <div class="handouts">\(handout(say.language))\(handout(say.language == .russian ? .english : .russian))</div>
            """)
    }

    private func handout(_ language: Language) -> HTML {
        let words = Speaker(texts: say.texts, language: language)
        return """
            <article class="handout" lang="\(language.rawValue)">
            <p class="company">\(company.name(in: language))</p>
            <p class="headline">\(words(ConsoleMessages.qrHeadline))</p>
            <div class="code-picture" role="img" aria-label="\(words(ConsoleMessages.qrPicture))">\(code)</div>
            <p>\(words(ConsoleMessages.qrBenefit))</p>
            <p class="muted">\(words(ConsoleMessages.qrFine(until: until)))</p>
            </article>
            """
    }
}
