import Accounts
import Catalogue
import Database
import Group
import Leads
import Localization
import Vocabulary

/// What is said of thresholds besides figures, read for one person.
struct ThresholdFrame: Sendable {
    let services: [Service]
    let companies: [Company]
    /// Of the scope, the latest first.
    let history: [ThresholdChange]
    let undoable: ThresholdChange?
    let people: [String: String]

    init(_ visit: Visit, _ scope: ThresholdScope, in transaction: Transaction) throws {
        func isInSight(_ company: CompanyID) -> Bool {
            Access.allows(.viewModel, to: visit.account, reach: visit.account.reach(ofCompany: company))
        }
        services = try CatalogueStore().all(in: transaction).filter { isInSight($0.company) }
        companies = try CompanyStore().all(in: transaction).filter { isInSight($0.id) }
        history = try ThresholdStore().history(of: scope, in: transaction)
        undoable = try ThresholdStore().undoable(in: scope, in: transaction)
        people = try AccountStore().names(in: transaction)
    }

    static func isKnown(_ scope: ThresholdScope, in transaction: Transaction) throws -> Bool {
        switch scope {
        case .group: true
        case .company(let id): try CompanyStore().company(id, in: transaction) != nil
        case .service(let id): try CatalogueStore().service(id, in: transaction) != nil
        }
    }
}

/// Shown while the figures are counted; the browser comes back by itself.
struct CountingPage {
    let visit: Visit

    var html: HTML {
        let say = visit.say
        return Layout(
            title: say(ConsoleMessages.modelThreshold), say: say, visit: visit, section: .model, tabs: ModelSection.tabs(for: visit.account)
        ).html(
            """
            <h1>\(say(ConsoleMessages.modelThreshold))</h1>
            \(counting(ConsoleMessages.thresholdCounting, say))
            """)
    }
}

/// `/model/threshold`.
struct ThresholdPage: Sendable {
    let visit: Visit
    let frame: ThresholdFrame
    let study: ThresholdStudy
    let question: ThresholdQuestion
    var typed = (by: "", value: "")
    var why = ""
    /// The change that the preview would take back.
    var undo: Int?
    var problem: Message?
    var news: Message?

    var say: Speaker { visit.say }
    var supply: OfferSupply { study.supply }
    private var maySteer: Bool { ModelSection.maySteer(visit.account) }

    var html: HTML {
        let parts: HTML =
            supply.state == .ready
            ? "\(preview)\(options)<div class=\"columns\"><section class=\"card\">\(chart.columns)</section>\(shares)</div>"
            : "<section class=\"card empty\"><p>\(say(supply.state.words))</p></section>"
        return Layout(
            title: say(ConsoleMessages.modelThreshold), say: say, visit: visit, section: .model, tabs: ModelSection.tabs(for: visit.account)
        ).html(
            """
            <h1>\(say(ConsoleMessages.modelThreshold))</h1>
            <p class="lead-in">\(say(ConsoleMessages.thresholdText))</p>
            \(news.map { notice(.good, say($0)) })
            \(problem.map { notice(.bad, say($0)) })
            \(state)
            \(form)
            \(parts)
            \(versions)
            """)
    }

    // MARK: What holds

    private var state: HTML {
        let holds = say(ConsoleMessages.thresholdHolds(rating: Int64(study.rating), scope: scopeName(study.scope)))
        let whose =
            study.scope == .group ? "" : say(study.own == nil ? ConsoleMessages.thresholdFollows : ConsoleMessages.thresholdOwn)
        var notes: [String] = []
        if supply.notComputed > 0 { notes.append(say(ConsoleMessages.thresholdNotComputed(count: Int64(supply.notComputed)))) }
        if supply.outdated > 0 { notes.append(say(ConsoleMessages.thresholdOutdated(count: Int64(supply.outdated)))) }
        if supply.state == .ready, supply.scale.isShrunk {
            notes.append(say(ConsoleMessages.thresholdShrunk(count: Int64(supply.scale.candidates))))
        }
        return """
            <p><span class="strong">\(holds)</span> \(whose)</p>
            \(notes.map { "<p class=\"muted\">\($0)</p>" as HTML })
            <p class="muted">\(say(ConsoleMessages.thresholdCountedAt(at: study.supply.now))) <a href="\(ThresholdQuestion.path(study.scope, valuePart + "&anew=1"))">\(say(ConsoleMessages.thresholdAnew))</a></p>
            """
    }

    private var valuePart: String {
        switch question.meant {
        case .current: ""
        case .rating(let rating): "&value=\(rating)"
        case .inherited: "&value=inherit"
        case .probability(let tenths): "&by=probability&value=\(tenths / 10).\(tenths % 10)"
        }
    }

    func scopeName(_ scope: ThresholdScope) -> String {
        switch scope {
        case .group: say(ConsoleMessages.placeGroup)
        case .company(let id): supply.companies.first { $0.id == id }?.name(in: say.language) ?? "№ \(id.rawValue)"
        case .service(let id): supply.services.first { $0.id == id }?.name(in: say.language) ?? "№ \(id.rawValue)"
        }
    }

    private var form: HTML {
        func option(_ scope: ThresholdScope) -> HTML {
            let mark: HTML = scope == study.scope ? " selected" : ""
            return "<option value=\"\(ThresholdQuestion.text(scope))\"\(mark)>\(scopeName(scope))</option>"
        }
        let group = visit.account.seesThreshold(of: .group, services: []) ? option(.group) : HTML.empty
        let services = frame.services.sorted { $0.name(in: say.language) < $1.name(in: say.language) }
        let isProbability = typed.by == "probability"
        let value = typed.value == "inherit" ? "" : typed.value
        return """
            <form method="get" action="/model/threshold" class="filters threshold">
            <div><label for="scope">\(say(ConsoleMessages.thresholdScope))</label><select id="scope" name="scope">\(group)
            <optgroup label="\(say(ConsoleMessages.thresholdCompanies))">\(frame.companies.map { option(.company($0.id)) })</optgroup>
            <optgroup label="\(say(ConsoleMessages.thresholdServices))">\(services.map { option(.service($0.id)) })</optgroup></select></div>
            <div><label for="by">\(say(ConsoleMessages.thresholdBy))</label><select id="by" name="by"><option value="rating">\(say(ConsoleMessages.thresholdByRating))</option><option value="probability"\(isProbability ? " selected" as HTML : "")>\(say(ConsoleMessages.thresholdByProbability))</option></select></div>
            <div><label for="value">\(say(ConsoleMessages.thresholdValue))</label><input id="value" name="value" inputmode="decimal" maxlength="12" autocomplete="off" value="\(value)"\(problem == nil ? "" : " aria-invalid=\"true\"" as HTML)></div>
            <div class="go"><button class="button">\(say(ConsoleMessages.thresholdShow))</button></div>
            </form>
            """
    }

    // MARK: A preview

    private var preview: HTML {
        guard let option = study.preview else { return .empty }
        if option.isCurrent, question.meant != .inherited {
            return "<section class=\"card\"><p>\(say(ConsoleMessages.thresholdIsCurrent))</p></section>"
        }
        let figures = option.figures
        let spam = figures.spam
        var lines: [String] = [
            say(ConsoleMessages.thresholdMoreOffers(more: say.signed(option.moreOffers), people: say.signed(option.moreClients))),
            say(ConsoleMessages.thresholdAtOnce(offers: Int64(figures.newOffers), people: Int64(figures.newClients))),
        ]
        if option.moreOffersElsewhere != 0 {
            lines.append(say(ConsoleMessages.thresholdElsewhere(more: say.signed(option.moreOffersElsewhere))))
        }
        if let promised = figures.promised { lines.append(say(ConsoleMessages.thresholdPromised(share: say.share(promised)))) }
        lines.append(observed(figures.past))
        var risks: [String] = []
        if let declined = spam.declined { risks.append(say(ConsoleMessages.thresholdRefused(share: say.percent(declined)))) }
        if spam.overCap > 0 {
            risks.append(
                say(ConsoleMessages.thresholdOverCap(cap: Int64(supply.cap), days: Int64(supply.capDays), count: Int64(spam.overCap))))
        }
        if spam.weary > 0 { risks.append(say(ConsoleMessages.thresholdWeary(days: Int64(supply.recentDays), count: Int64(spam.weary)))) }
        let isCalm = spam.overCap == 0 && spam.weary == 0
        return """
            <section class="card"><h2>\(say(ConsoleMessages.thresholdPreview(from: Int64(study.rating), to: Int64(option.rating))))</h2>
            <div class="columns"><div><ul>\(lines.map { "<li>\($0)</li>" as HTML })</ul></div>
            <div><h3>\(say(ConsoleMessages.thresholdSpam))</h3><ul>\(risks.map { "<li>\($0)</li>" as HTML })\(isCalm ? "<li>\(say(ConsoleMessages.thresholdCalm))</li>" as HTML : .empty)</ul></div></div>
            \(maySteer ? applying(option) : .empty)</section>
            """
    }

    private func observed(_ past: PastAcceptance) -> String {
        guard let observed = past.observed, let low = past.low, let high = past.high else {
            return say(ConsoleMessages.thresholdUnobserved(count: Int64(past.outcomes)))
        }
        return say(
            ConsoleMessages.thresholdObserved(
                share: say.percent(observed), low: say.percent(low), high: say.percent(high), count: Int64(past.outcomes)))
    }

    private func applying(_ option: ThresholdOption) -> HTML {
        func text(_ own: Int?) -> String { own.map(String.init) ?? "inherit" }
        let undone = frame.undoable.flatMap { $0.seq == undo ? $0 : nil }
        let (action, hidden, label): (HTML, HTML, String) =
            if let undone {
                (
                    "/model/threshold/undo", "<input type=\"hidden\" name=\"seq\" value=\"\(undone.seq)\">",
                    say(ConsoleMessages.thresholdUndo)
                )
            } else {
                (
                    "/model/threshold",
                    """
                    <input type="hidden" name="to" value="\(question.meant == .inherited ? "inherit" : text(option.rating))"><input type="hidden" name="before" value="\(text(study.own))">
                    """, say(ConsoleMessages.thresholdApply)
                )
            }
        return """
            <form method="post" action="\(action)" class="outcome">\(visit.tokenField)<input type="hidden" name="scope" value="\(ThresholdQuestion.text(study.scope))">\(hidden)
            <label for="why">\(say(ConsoleMessages.thresholdWhy))</label><input id="why" name="why" maxlength="\(Reason.most)" autocomplete="off" value="\(why)"\(undone == nil ? " required" as HTML : .empty)>
            <button class="button">\(label)</button></form>
            """
    }
}
