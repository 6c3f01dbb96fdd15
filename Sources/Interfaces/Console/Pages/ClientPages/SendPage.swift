import Accounts
import Clients
import Database
import Localization
import Vocabulary

/// `/clients/send`: choose a file, templates, and what was sent before.
struct SendPage: Sendable {
    let visit: Visit
    let sends: [ClientSend]
    /// Clients that were typed into the form.
    let forms: [ClientSend]
    let takenBack: Set<SendID>
    let names: Names
    var problem: Message?
    var news: Message?

    init(_ visit: Visit, in transaction: Transaction) throws {
        self.visit = visit
        sends = try ClientDesk().sends(30, for: visit.account, in: transaction)
        forms = try ClientDesk().sends(10, ofForm: true, for: visit.account, in: transaction)
        takenBack = try SendTakeBackStore().takenBack(of: (sends + forms).map(\.id), in: transaction)
        names = try Names(visit.say.language, in: transaction)
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        ClientTabs.layout(say(ConsoleMessages.sendTitle), visit).html(
            """
            <h1>\(say(ConsoleMessages.sendTitle))</h1>
            \(news.map { notice(.good, say($0)) })
            \(problem.map { notice(.bad, say($0)) })
            \(ClientDesk.sendsFor(visit.account) == nil ? lookOn : choices)
            <section class="card"><h2>\(say(ConsoleMessages.sendEarlier))</h2>\(sends.isEmpty ? none : table(sends))</section>
            \(forms.isEmpty ? .empty : "<section class=\"card\"><h2>\(say(ConsoleMessages.sendEarlierForms))</h2>\(table(forms))</section>" as HTML)
            """)
    }

    private var lookOn: HTML { notice(.calm, say(ConsoleMessages.sendNotYours)) }

    private var choices: HTML {
        let wrong: HTML = problem == nil ? "" : " aria-invalid=\"true\""
        return """
            <div class="columns wide-left">
            <section class="card">
            <p>\(say(ConsoleMessages.sendIntro))</p>
            <form method="post" action="/clients/send" enctype="multipart/form-data" class="stack">\(visit.tokenField)
            <label for="file">\(say(ConsoleMessages.sendFile(most: 20)))</label>
            <input id="file" name="file" type="file" accept=".xlsx,.csv" required\(wrong)>
            <button class="button">\(say(ConsoleMessages.sendUpload))</button></form>
            </section>
            <section class="card"><h2>\(say(ConsoleMessages.sendTemplates))</h2>
            <p class="muted">\(say(ConsoleMessages.sendTemplatesText))</p>
            <ul class="downloads">\(template(.individual))\(template(.legal))</ul>
            <p>\(say(ConsoleMessages.sendForOne)) <a href="/clients/new?kind=individual">\(say(ConsoleMessages.clientIndividual))</a>, <a href="/clients/new?kind=legal">\(say(ConsoleMessages.clientLegal))</a></p>
            </section>
            </div>
            """
    }

    private func template(_ audience: Audience) -> HTML {
        let files: [HTML] = ["xlsx", "csv"].map { kind in
            "<a href=\"/clients/template/\(audience.rawValue).\(kind)\" aria-label=\"\(say(audience.manyWords)) .\(kind)\">.\(kind)</a> "
        }
        return "<li>\(say(audience.manyWords)): \(files)</li>"
    }

    private var none: HTML { "<p class=\"empty\">\(say(ConsoleMessages.sendEarlierNone))</p>" }

    private func table(_ sends: [ClientSend]) -> HTML {
        let isWide = visit.account.place.company == nil
        let rows: [HTML] = sends.map { send in
            let company: HTML = isWide ? "<span class=\"muted block\">\(names.company(send.company))</span>" : ""
            let accepted: HTML =
                takenBack.contains(send.id)
                ? .empty : "<span class=\"muted\">\(say(ConsoleMessages.sendAccepted(count: Int64(send.totals.taken))))</span>"
            return """
                <tr><th scope="row" data-label="\(say(ConsoleMessages.sendAt))"><a href="/clients/sends/\(send.id.hex)">\(say.moment(send.startedAt))</a></th>
                <td data-label="\(say(ConsoleMessages.sendWho))">\(names.actor(send.actor, say))\(company)</td>
                <td data-label="\(say(ConsoleMessages.sendRows))">\(say.number(send.totals.rows))</td>
                <td data-label="\(say(ConsoleMessages.sendResult))">\(mark(send)) \(accepted)</td></tr>
                """
        }
        return """
            <table class="list inner"><thead><tr><th scope="col">\(say(ConsoleMessages.sendAt))</th><th scope="col">\(say(ConsoleMessages.sendWho))</th>
            <th scope="col">\(say(ConsoleMessages.sendRows))</th><th scope="col">\(say(ConsoleMessages.sendResult))</th></tr></thead><tbody>\(rows)</tbody></table>
            """
    }
}

extension SendPage {
    fileprivate func mark(_ send: ClientSend) -> HTML {
        takenBack.contains(send.id)
            ? "<span class=\"stage\">\(say(ConsoleMessages.sendStateTakenBack))</span>" : SendMark(send, at: visit.now).html(say)
    }
}

extension CardReport.Totals {
    /// Rows whose cards are at work.
    var taken: Int { new + updated + unchanged }
}

/// How a send went, as stages of leads look: one of which nothing was taken is no success.
struct SendMark {
    let words: Message
    let style: HTML

    init(_ send: ClientSend, at now: Instant) {
        let state = send.state(at: now)
        (words, style) =
            switch state {
            case .running: (state.words, "waiting")
            case .done where send.totals.taken > 0: (state.words, "won")
            case .done where send.totals.waiting > 0: (ConsoleMessages.sendStateWaits, "waiting")
            case .done: (ConsoleMessages.sendStateNothing, "lost")
            case .failed, .interrupted: (state.words, "lost")
            }
    }

    func html(_ say: Speaker) -> HTML { "<span class=\"stage \(style)\">\(say(words))</span>" }
}

/// The pages of the section.
enum ClientTabs {
    static func layout(_ title: String, _ visit: Visit) -> Layout {
        var tabs: [Layout.Tab] = [
            .init(path: "/clients", words: ConsoleMessages.clientTabList),
            .init(path: "/clients/send", words: ConsoleMessages.clientTabSend),
        ]
        if ClientDesk.sendsFor(visit.account) != nil { tabs.append(.init(path: "/clients/new", words: ConsoleMessages.clientTabNew)) }
        return Layout(title: title, say: visit.say, visit: visit, section: .clients, tabs: tabs)
    }
}
