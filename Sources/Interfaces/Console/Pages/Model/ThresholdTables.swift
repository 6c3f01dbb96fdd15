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
            let from = option.leastProbability.map { say.share($0) } ?? say(ConsoleMessages.thresholdNever)
            return row(
                "<th scope=\"row\" data-label=\"\(say(ConsoleMessages.thresholdByRating))\"><span>\(name)</span></th><td data-label=\"\(say(ConsoleMessages.thresholdFrom))\" class=\"number\">\(from)</td>",
                option.figures, option.moreOffers, option.moreClients, isNow: option.isCurrent)
        }
        return """
            <h2>\(say(ConsoleMessages.thresholdNearby))</h2>
            <div class="scroll"><table class="beside figures">\(head([ConsoleMessages.thresholdByRating, ConsoleMessages.thresholdFrom]))<tbody>\(rows)</tbody></table></div>
            <p class="muted">\(say(ConsoleMessages.thresholdLegend(cap: Int64(supply.cap), days: Int64(supply.capDays), recent: Int64(supply.recentDays))))</p>
            """
    }

    private func head(_ first: [Message]) -> HTML {
        let titles =
            first + [
                ConsoleMessages.thresholdOffers, ConsoleMessages.thresholdMore, ConsoleMessages.thresholdPeople,
                ConsoleMessages.thresholdMore,
                ConsoleMessages.thresholdNew, ConsoleMessages.thresholdPromise, ConsoleMessages.thresholdOutcome,
                ConsoleMessages.thresholdOver, ConsoleMessages.thresholdTired,
            ]
        // All but the first column are numbers.
        let cells: [HTML] = titles.enumerated().map { place, title in
            "<th scope=\"col\"\(place == 0 ? HTML.empty : " class=\"number\"")>\(say(title))</th>"
        }
        return "<thead><tr>\(cells)</tr></thead>"
    }

    private func row(_ first: HTML, _ figures: ThresholdFigures, _ offers: Int, _ people: Int, isNow: Bool = false) -> HTML {
        func cell(_ title: Message, _ text: String) -> HTML { "<td data-label=\"\(say(title))\" class=\"number\">\(text)</td>" }
        let observed = figures.past.observed.map { say.percent($0) } ?? say(ConsoleMessages.thresholdUnknown)
        return """
            <tr\(isNow ? " class=\"now\"" as HTML : .empty)>\(first)\(cell(ConsoleMessages.thresholdOffers, say.number(figures.offers)))\(cell(ConsoleMessages.thresholdMore, say.signed(offers)))\(cell(ConsoleMessages.thresholdPeople, say.number(figures.clients)))\(cell(ConsoleMessages.thresholdMore, say.signed(people)))\(cell(ConsoleMessages.thresholdNew, say.number(figures.newOffers)))\(cell(ConsoleMessages.thresholdPromise, figures.promised.map { say.share($0) } ?? "–"))\(cell(ConsoleMessages.thresholdOutcome, observed))\(cell(ConsoleMessages.thresholdOver, say.number(figures.spam.overCap)))\(cell(ConsoleMessages.thresholdTired, say.number(figures.spam.weary)))</tr>
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
            <th scope="col" class="number">\(say(ConsoleMessages.thresholdOffers))</th><th scope="col" class="number">\(say(ConsoleMessages.thresholdMore))</th></tr></thead><tbody>\(rows)</tbody></table></div>
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
