import Clients
import Database
import Leads
import Localization
import Vocabulary

/// `/clients/sends/ID/take-back`: what taking a send back will do, before it is done.
struct TakeBackPage: Sendable {
    enum State: Sendable {
        /// Its import runs, so nothing can be said yet.
        case importing
        case counting
        case counted(TakeBackOutlook)
    }

    let visit: Visit
    let send: ClientSend
    var state: State
    let names: Names

    init(_ visit: Visit, _ send: ClientSend, in transaction: Transaction) throws {
        (self.visit, self.send) = (visit, send)
        state = send.state(at: visit.now) == .running ? .importing : .counting
        names = try Names(visit.say.language, in: transaction)
    }

    private var say: Speaker { visit.say }
    private var path: String { "/clients/sends/\(send.id.hex)" }

    var html: HTML {
        let back = say(send.kind == .form ? ConsoleMessages.reportTitleForm : ConsoleMessages.reportTitle)
        return ClientTabs.layout(say(ConsoleMessages.takeBackTitle), visit).html(
            """
            <p class="crumbs"><a href="\(path)">← \(back)</a></p>
            <h1>\(say(ConsoleMessages.takeBackTitle))</h1>
            <p class="facts"><span>\(say(send.audience.manyWords)), \(names.company(send.company))</span>
            <span class="muted">\(say(ConsoleMessages.reportBy(who: names.actor(send.actor, say), at: send.startedAt)))</span></p>
            \(told)
            """)
    }

    private var told: HTML {
        switch state {
        case .importing: notice(.warn, say(ConsoleMessages.takeBackImportRuns))
        case .counting: counting(ConsoleMessages.takeBackCounting, say)
        case .counted(let outlook): question(outlook)
        }
    }

    private func question(_ outlook: TakeBackOutlook) -> HTML {
        let happens = [
            (ConsoleMessages.takeBackCards, outlook.cards), (ConsoleMessages.takeBackClients, outlook.clients),
            (ConsoleMessages.takeBackForgotten, outlook.forgotten), (ConsoleMessages.takeBackLeads, outlook.leads),
        ]
        let ofLeads =
            outlook.leads > 0 ? [(ConsoleMessages.takeBackHeld, outlook.held), (ConsoleMessages.takeBackPartners, outlook.partners)] : []
        let stays = [
            (ConsoleMessages.takeBackStaying, outlook.staying), (ConsoleMessages.takeBackChanged, outlook.changed),
            (ConsoleMessages.takeBackEnded, outlook.ended), (ConsoleMessages.takeBackConsented, outlook.consented),
        ].filter { $0.1 > 0 }
        let isEmpty = outlook.cards + outlook.changed + outlook.leads == 0
        let overwritten: HTML =
            outlook.overwritten > 0
            ? notice(.warn, say(ConsoleMessages.takeBackOverwritten(count: Int64(outlook.overwritten)))) : .empty
        let staying: HTML =
            stays.isEmpty
            ? .empty
            : """
            <section class="card"><h2>\(say(ConsoleMessages.takeBackStays))</h2>\(list(stays))</section>
            """
        return """
            <div class="columns">
            <section class="card"><h2>\(say(ConsoleMessages.takeBackWhat))</h2>
            \(isEmpty ? "<p>\(say(nothing(outlook)))</p>" : list(happens + ofLeads))</section>
            \(staying)
            </div>
            \(outlook.others.isEmpty ? .empty : others(outlook.others))
            \(overwritten)
            <p class="muted">\(say(ConsoleMessages.takeBackAgain))</p>
            <form method="post" action="\(path)/take-back" class="buttons">\(visit.tokenField)
            <button class="button">\(say(ConsoleMessages.takeBackGo))</button>
            <a class="button quiet" href="\(path)">\(say(ConsoleMessages.takeBackLeave))</a></form>
            """
    }

    /// Why nothing changes.
    private func nothing(_ outlook: TakeBackOutlook) -> Message {
        guard outlook.staying > 0 else { return ConsoleMessages.takeBackNothing }
        return outlook.others.isEmpty ? ConsoleMessages.takeBackNothingBefore : ConsoleMessages.takeBackNothingOthers
    }

    /// Where the cards that stay came from too.
    private func others(_ sends: [ClientSend]) -> HTML {
        let items: [HTML] = sends.map { other in
            let words = ConsoleMessages.reportBy(who: names.actor(other.actor, say), at: other.startedAt)
            let end = TakeBackDesk.mayTakeBack(other, visit.account) ? "/take-back" : ""
            return "<li><a href=\"/clients/sends/\(other.id.hex)\(end)\">\(say(words))</a></li>"
        }
        return """
            <section class="card"><h2>\(say(ConsoleMessages.takeBackOthers))</h2><p>\(say(ConsoleMessages.takeBackOthersText))</p><ul>\(items)</ul></section>
            """
    }

    private func list(_ figures: [(words: Message, count: Int)]) -> HTML {
        let items: [HTML] = figures.map { "<dt>\(say($0.words))</dt><dd>\(say.number($0.count))</dd>" }
        return "<dl class=\"tally\">\(items)</dl>"
    }
}
