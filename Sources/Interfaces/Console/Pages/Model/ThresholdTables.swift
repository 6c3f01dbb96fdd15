import Leads
import Localization
import Vocabulary

extension ThresholdPage {
    // MARK: Neighbours

    var options: HTML {
        let rows: [HTML] = study.nearby.map { option in
            let name: HTML =
                option.isCurrent
                ? "\(option.rating) <span class=\"muted\">\(say(ConsoleMessages.thresholdNow))</span>"
                : "<a href=\"\(ThresholdQuestion.path(study.scope, "&value=\(option.rating)"))\">\(option.rating)</a>"
            return row(name, option)
        }
        return """
            <h2>\(say(ConsoleMessages.thresholdNearby))</h2>
            <div class="scroll"><table class="beside figures">\(head)<tbody>\(rows)</tbody></table></div>
            <p class="muted">\(say(ConsoleMessages.thresholdLegend(cap: Int64(supply.cap), days: Int64(supply.capDays), recent: Int64(supply.recentDays))))</p>
            """
    }

    /// What was promised and what came of it first: the rest can be scrolled to on a narrow screen.
    private var head: HTML {
        let titles = [
            ConsoleMessages.thresholdByRating, ConsoleMessages.thresholdPromise, ConsoleMessages.thresholdOutcome,
            ConsoleMessages.thresholdFrom, ConsoleMessages.thresholdOffers, ConsoleMessages.thresholdMoreProposals,
            ConsoleMessages.thresholdPeople, ConsoleMessages.thresholdMorePeople, ConsoleMessages.thresholdNew,
            ConsoleMessages.thresholdOver, ConsoleMessages.thresholdTired,
        ]
        // All but the first column are numbers.
        let cells: [HTML] = titles.enumerated().map { place, title in
            "<th scope=\"col\"\(place == 0 ? HTML.empty : " class=\"number\"")>\(say(title))</th>"
        }
        return "<thead><tr>\(cells)</tr></thead>"
    }

    private func row(_ name: HTML, _ option: ThresholdOption) -> HTML {
        let figures = option.figures
        let texts = [
            figures.promised.map { say.tenths($0) } ?? "–",
            figures.past.observed.map { say.tenths($0) } ?? say(ConsoleMessages.thresholdUnknown),
            option.leastProbability.map { say.tenths($0) } ?? say(ConsoleMessages.thresholdNever), say.number(figures.offers),
            say.signed(option.moreOffers), say.number(figures.clients), say.signed(option.moreClients), say.number(figures.newOffers),
            say.number(figures.spam.overCap), say.number(figures.spam.weary),
        ]
        let cells: [HTML] = texts.map { "<td class=\"number\">\($0)</td>" }
        return """
            <tr\(option.isCurrent ? " class=\"now\"" as HTML : .empty)><th scope="row"><span>\(name)</span></th>\(cells)</tr>
            """
    }

    var chart: Chart {
        Chart(
            id: "curve", title: say(ConsoleMessages.thresholdCurve), labels: study.curve.map { String($0.rating) },
            series: [
                .init(name: say(ConsoleMessages.thresholdOffers), style: "came", values: study.curve.map(\.figures.offers)),
                .init(name: say(ConsoleMessages.thresholdPeople), style: "won", values: study.curve.map(\.figures.clients)),
            ], numbersTitle: say(ConsoleMessages.chartNumbers), labelTitle: say(ConsoleMessages.thresholdByRating))
    }

    /// The scope's offers by company, or by service.
    var shares: HTML {
        guard !study.shares.isEmpty else {
            return "<section class=\"card empty\"><p>\(say(ConsoleMessages.thresholdNoShares))</p></section>"
        }
        let rows: [HTML] = study.shares.sorted { $0.figures.offers > $1.figures.offers }.map { share in
            """
            <tr><th scope="row"><a href="\(ThresholdQuestion.path(share.scope))">\(scopeName(share.scope))</a></th>
            <td class="number">\(share.rating)\(share.isOwn ? " *" : "")</td><td class="number">\(say.number(share.figures.offers))</td><td class="number">\(say.signed(share.moreOffers))</td></tr>
            """
        }
        return """
            <section class="card"><h2>\(say(ConsoleMessages.thresholdShares))</h2>
            <div class="scroll"><table class="numbers wide"><thead><tr><th scope="col">\(say(study.scope == .group ? ConsoleMessages.thresholdCompany : ConsoleMessages.columnService))</th><th scope="col" class="number">\(say(ConsoleMessages.thresholdByRating))</th>
            <th scope="col" class="number">\(say(ConsoleMessages.thresholdOffers))</th><th scope="col" class="number">\(say(ConsoleMessages.thresholdMoreProposals))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            <p class="muted">\(say(ConsoleMessages.thresholdOwnMark))</p></section>
            """
    }

    // MARK: Versions

    var versions: HTML {
        func text(_ own: Int?) -> String { own.map(String.init) ?? say(ConsoleMessages.thresholdInherited) }
        let items: [HTML] = frame.history.prefix(20).map { change in
            let why: HTML = change.why.isEmpty ? .empty : "<span class=\"block\"><q>\(change.why)</q></span>"
            let back = change.undoes.map { say(ConsoleMessages.thresholdTakesBack(seq: Int64($0))) } ?? ""
            let undo: HTML =
                ModelSection.maySteer(visit.account) && change == frame.undoable && supply.state == .ready
                ? "<a href=\"\(ThresholdQuestion.path(change.scope, "&value=\(change.from.map(String.init) ?? "inherit")&undo=\(change.seq)"))\">\(say(ConsoleMessages.thresholdUndoLook))</a>"
                : .empty
            return """
                <li><span class="strong">\(text(change.from)) → \(text(change.to))</span> \(back)\(why)<span class="muted block">\(say(ConsoleMessages.auditNumbered(number: String(change.seq)))) · \(frame.people[change.actor] ?? change.actor) · \(say.moment(change.at))</span>\(undo)</li>
                """
        }
        let follow: HTML =
            study.own != nil && study.scope != .group && ModelSection.maySteer(visit.account)
            ? "<p><a href=\"\(ThresholdQuestion.path(study.scope, "&value=inherit"))\">\(say(ConsoleMessages.thresholdFollow))</a></p>"
            : .empty
        let list: HTML =
            items.isEmpty ? "<p class=\"empty\">\(say(ConsoleMessages.thresholdNoVersions))</p>" : "<ol class=\"timeline\">\(items)</ol>"
        return "<section class=\"card\"><h2>\(say(ConsoleMessages.thresholdVersions))</h2>\(follow)\(list)</section>"
    }
}

extension OfferSupply.State {
    var words: Message {
        switch self {
        case .ready, .noCandidates: ConsoleMessages.thresholdNoCandidates
        case .noModel: ConsoleMessages.thresholdNoModel
        case .noProbability: ConsoleMessages.thresholdNoProbability
        }
    }
}
