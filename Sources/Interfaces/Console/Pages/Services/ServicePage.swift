import Accounts
import Catalogue
import CustomerBot
import Database
import Group
import Hummingbird
import Localization
import Offers
import Vocabulary

/// What the pages of one service share: whose it is, whether it can be offered, and who may change what.
struct ServiceFrame: Sendable {
    let visit: Visit
    let service: Service
    let company: Company?
    let creative: Creative?
    let readiness: Readiness

    /// Nil when there is no such service, and when this person may not see it.
    init?(_ id: ServiceID, _ visit: Visit, in transaction: Transaction) throws {
        guard let service = try CatalogueStore().service(id, in: transaction),
            Access.allows(.seeCatalogue, to: visit.account, reach: visit.account.reach(ofCompany: service.company))
        else { return nil }
        (self.visit, self.service) = (visit, service)
        company = try CompanyStore().company(service.company, in: transaction)
        creative = try CreativeDesk().creative(of: id, in: transaction)
        let eridRequired = try SettingStore().value(Settings.eridRequired, in: transaction)
        readiness = Readiness(
            service, company, hasText: creative != nil, terms: creative?.terms, eridRequired: eridRequired, now: visit.now)
    }

    var mayWrite: Bool { Access.allows(.editMarketing, to: visit.account, reach: visit.account.reach(ofCompany: service.company)) }
    var mayEdit: Bool { Access.allows(.editCatalogue, to: visit.account, reach: visit.account.reach(ofCompany: service.company)) }

    var path: String { "/catalogue/\(service.id.rawValue)" }

    func page(_ news: Message?, _ problem: Message?, _ content: HTML) -> HTML {
        let say = visit.say
        let name = service.name(in: say.language)
        return Layout(
            title: name, say: say, visit: visit, section: .catalogue,
            tabs: [
                .init(path: path, words: ConsoleMessages.tabOffer), .init(path: "\(path)/facts", words: ConsoleMessages.tabFacts),
            ], back: .init(path: "/catalogue", words: ConsoleMessages.navCatalogue)
        ).html(
            """
            <h1>\(name)</h1>
            <div class="facts"><span class="muted">\(company?.name(in: say.language) ?? "") · \(say(service.audience.manyWords))</span> \(readiness.html(say))</div>
            \(news.map { notice(.good, say($0)) })\(problem.map { notice(.bad, say($0)) })
            \(content)
            """)
    }
}

/// `/catalogue/ID`: how the service is offered: texts, terms, how it looks, earlier versions.
struct CreativePage: Sendable {
    let frame: ServiceFrame
    let history: [CreativeVersion]
    let people: Names
    private let sample: OfferSamplePart
    var form: CreativeForm
    var news: Message?
    var problem: Message?

    init(_ frame: ServiceFrame, _ offers: OfferPost, in transaction: Transaction) throws {
        self.frame = frame
        history = try CreativeDesk().history(of: frame.service.id, in: transaction)
        people = try Names(frame.visit.say.language, in: transaction)
        sample = try OfferSamplePart(frame.service.id, frame.visit.say, offers, in: transaction)
        form = CreativeForm(frame.creative)
    }

    private var say: Speaker { frame.visit.say }

    var html: HTML {
        frame.page(
            news, problem,
            """
            <div class="columns">
            <section class="card"><h2>\(say(ConsoleMessages.creativeTitle))</h2>\(frame.mayWrite ? writing : reading)</section>
            <div>\(sample.html)\(versions)</div>
            </div>
            """)
    }

    private func field(_ input: CreativeForm.Input, _ label: Message, hint: Message? = nil) -> Field {
        Field(
            name: input.rawValue, label: say(label), value: form[input], hint: hint.map { say($0) } ?? "",
            problem: form.problems[input].map { say($0) })
    }

    private var writing: HTML {
        let ages = [("", say(ConsoleMessages.creativeAgeNone))] + AgeMark.allCases.map { ($0.rawValue, $0.rawValue) }
        let title: HTML = " maxlength=\"\(OfferText.longestTitle)\""
        let body: HTML = " maxlength=\"\(OfferText.longestBody)\""
        let cost: HTML =
            frame.service.isCredit
            ? "<div class=\"pair\">\(field(.from, ConsoleMessages.creativeCostFrom, hint: ConsoleMessages.creativeCostHint).input(" inputmode=\"decimal\" maxlength=\"10\""))\(field(.to, ConsoleMessages.creativeCostTo).input(" inputmode=\"decimal\" maxlength=\"10\""))</div>"
            : .empty
        return """
            <p class="muted">\(say(ConsoleMessages.creativeText))</p>
            <form method="post" action="\(frame.path)" class="offer-form">\(frame.visit.tokenField)\(CreativeForm(frame.creative).basis.field)
            <fieldset><legend>\(say(ConsoleMessages.creativeRussian))</legend>
            \(field(.title, ConsoleMessages.creativeFieldTitle).input(title))
            \(field(.body, ConsoleMessages.creativeFieldBody).area(rows: 4, body))</fieldset>
            <fieldset><legend>\(say(ConsoleMessages.creativeEnglish))</legend>
            \(field(.titleEnglish, ConsoleMessages.creativeFieldTitle, hint: ConsoleMessages.creativeEnglishHint).input(title))
            \(field(.bodyEnglish, ConsoleMessages.creativeFieldBody).area(rows: 4, body))</fieldset>
            <fieldset><legend>\(say(ConsoleMessages.creativeTerms))</legend>
            \(field(.price, ConsoleMessages.creativePrice, hint: ConsoleMessages.creativePriceHint).input(" inputmode=\"decimal\" maxlength=\"20\""))
            \(cost)
            <div class="pair">\(field(.age, ConsoleMessages.creativeAge).select(ages))
            \(field(.until, ConsoleMessages.creativeUntil, hint: ConsoleMessages.creativeUntilHint).input(" type=\"date\""))</div>
            \(field(.erid, ConsoleMessages.creativeErid, hint: ConsoleMessages.creativeEridHint).input(" maxlength=\"60\" spellcheck=\"false\""))</fieldset>
            <button class="button">\(say(ConsoleMessages.creativeSave))</button></form>
            """
    }

    private var reading: HTML {
        guard let creative = frame.creative else { return "<p class=\"empty\">\(say(ConsoleMessages.creativeNone))</p>" }
        let text = creative.texts[say.language] ?? creative.texts.values.first
        let price = say(creative.terms.priceWords)
        return """
            <p class="strong">\(text?.title ?? "")</p><p class="lines">\(text?.body ?? "")</p>
            <dl><dt>\(say(ConsoleMessages.columnPrice))</dt><dd>\(price)</dd>
            <dt>\(say(ConsoleMessages.creativeUntil))</dt><dd>\(creative.terms.validUntil.map { say.day($0 - .milliseconds(1)) } ?? "–")</dd></dl>
            <p class="muted">\(say(ConsoleMessages.creativeReadOnly))</p>
            """
    }

    private var versions: HTML {
        let latest = Dictionary(history.map { ($0.part, $0.number) }, uniquingKeysWith: max)
        let items: [HTML] = history.prefix(20).map { version in
            let isCurrent = latest[version.part] == version.number
            let words = say(
                version.part == .text
                    ? ConsoleMessages.creativeTextVersion(number: Int64(version.number))
                    : ConsoleMessages.creativeTermsVersion(number: Int64(version.number)))
            let back: HTML =
                isCurrent
                ? "<span class=\"muted block\">\(say(ConsoleMessages.creativeCurrent))</span>"
                : frame.mayWrite
                    ? "<form method=\"post\" action=\"\(frame.path)/restore\">\(frame.visit.tokenField)<input type=\"hidden\" name=\"part\" value=\"\(version.part.rawValue)\"><input type=\"hidden\" name=\"version\" value=\"\(version.number)\"><button class=\"plain\" aria-label=\"\(say(ConsoleMessages.creativeRestore)): \(words)\">\(say(ConsoleMessages.creativeRestore))</button></form>"
                    : .empty
            return
                "<li><span class=\"strong\">\(words)</span><span class=\"muted block\">\(people.actor(version.by, say)) · \(say.moment(version.at))</span>\(back)</li>"
        }
        let body: HTML =
            items.isEmpty ? "<p class=\"empty\">\(say(ConsoleMessages.creativeNoVersions))</p>" : "<ol class=\"timeline\">\(items)</ol>"
        return "<section class=\"card\"><h2>\(say(ConsoleMessages.creativeVersions))</h2>\(body)</section>"
    }
}
