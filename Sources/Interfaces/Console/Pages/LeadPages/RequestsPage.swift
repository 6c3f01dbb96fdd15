import Accounts
import Database
import Leads
import Localization
import Vocabulary

/// `/requests`: partners ask for contacts of the company's clients.
struct RequestsPage: Sendable {
    let visit: Visit
    private let open: [ContactDesk.Line]
    private let answered: [ContactDesk.Line]
    private let mayAnswer: Bool
    private let names: Names
    var news: Message?
    var problem: Message?

    init(_ visit: Visit, in transaction: Transaction) throws {
        self.visit = visit
        (open, answered) = try ContactDesk().lines(for: visit.account, answeredSince: visit.now - .days(30), in: transaction)
        let reach = visit.account.reach(ofCompany: visit.account.place.company)
        mayAnswer = Access.allows(.answerContactRequest, to: visit.account, reach: reach)
        names = try Names(visit.say.language, in: transaction)
    }

    private var say: Speaker { visit.say }

    var html: HTML {
        Layout(title: say(ConsoleMessages.navRequests), say: say, visit: visit, section: .leads, tabs: Layout.Tab.leads).html(
            """
            <h1>\(say(ConsoleMessages.navRequests))</h1>
            \(news.map { notice(.good, say($0)) })
            \(problem.map { notice(.bad, say($0)) })
            \(open.isEmpty ? "<div class=\"card empty\"><p>\(say(ConsoleMessages.requestsNone))</p></div>" as HTML : waiting)
            \(answered.isEmpty ? .empty : done)
            """)
    }

    private var waiting: HTML {
        let cards: [HTML] = open.map { line in
            """
            <li class="card"><h2>\(client(line)) · \(names.service(line.service))</h2>
            <dl><dt>\(say(ConsoleMessages.requestsWho))</dt><dd>\(names.company(line.request.company))</dd>
            <dt>\(say(ConsoleMessages.requestsWhy))</dt><dd>\(say(line.request.reason.words))</dd>
            <dt>\(say(ConsoleMessages.requestsSince))</dt><dd>\(say.moment(line.request.askedAt))</dd></dl>
            \(mayAnswer ? answers(line) : "<p class=\"muted\">\(say(ConsoleMessages.requestsLookOnly))</p>" as HTML)</li>
            """
        }
        return "<p class=\"muted\">\(say(ConsoleMessages.requestsText))</p><ul class=\"requests\">\(cards)</ul>"
    }

    private func client(_ line: ContactDesk.Line) -> String {
        "\(line.reference ?? "–") @ \(names.company(line.request.source))"
    }

    /// The personal link is handed out on the client's card.
    private func card(_ line: ContactDesk.Line) -> HTML {
        line.client.map { "<p><a href=\"/clients/\($0.hex)#link\">\(say(ConsoleMessages.requestsCard))</a></p>" } ?? .empty
    }

    private func answers(_ line: ContactDesk.Line) -> HTML {
        let path = "/requests/\(line.request.id.hex)"
        let select = "refusal-\(line.request.id.hex)"
        let refusals: [HTML] = ContactAnswer.allCases.filter(\.isRefusal).map {
            "<option value=\"\($0.rawValue)\">\(say($0.ownWords))</option>"
        }
        func button(_ answer: ContactAnswer, _ style: HTML) -> HTML {
            """
            <form method="post" action="\(path)">\(visit.tokenField)<input type="hidden" name="answer" value="\(answer.rawValue)"><button class="button\(style)">\(say(answer.ownWords))</button></form>
            """
        }
        let missing: HTML = line.mayHandOver ? .empty : "<p class=\"muted\">\(say(ConsoleMessages.requestsMissing))</p>"
        return """
            \(missing)
            <div class="buttons">\(line.mayHandOver ? button(.handedOver, "") : .empty)\(button(.askingConsent, line.mayHandOver ? " quiet" : ""))</div>
            <p class="muted">\(say(ConsoleMessages.requestsConsentHint))</p>\(card(line))
            <form method="post" action="\(path)" class="outcome">\(visit.tokenField)
            <label for="\(select)">\(say(ConsoleMessages.requestsRefuse))</label>
            <select id="\(select)" name="answer" required><option value="">\(say(ConsoleMessages.chooseReason))</option>\(refusals)</select>
            <button class="button quiet">\(say(ConsoleMessages.requestsRefuseGo))</button></form>
            """
    }

    private var done: HTML {
        let rows: [HTML] = answered.map { line in
            """
            <tr><th scope="row" data-label="\(say(ConsoleMessages.reachClient))">\(client(line))</th>
            <td data-label="\(say(ConsoleMessages.columnService))">\(names.service(line.service))</td>
            <td data-label="\(say(ConsoleMessages.requestsWho))">\(names.company(line.request.company))</td>
            <td data-label="\(say(ConsoleMessages.requestsAnswers))">\(line.request.answer.map { say($0.ownWords) } ?? "") <span class="muted block">\(line.request.answeredAt.map { say.moment($0) } ?? "")</span></td></tr>
            """
        }
        return """
            <h2>\(say(ConsoleMessages.requestsDone))</h2>
            <table class="list"><thead><tr><th scope="col">\(say(ConsoleMessages.reachClient))</th><th scope="col">\(say(ConsoleMessages.columnService))</th>
            <th scope="col">\(say(ConsoleMessages.requestsWho))</th><th scope="col">\(say(ConsoleMessages.requestsAnswers))</th></tr></thead><tbody>\(rows)</tbody></table>
            """
    }
}

extension Layout.Tab {
    /// The pages of the section of leads.
    static let leads = [
        Layout.Tab(path: "/leads", words: ConsoleMessages.navLeads), Layout.Tab(path: "/requests", words: ConsoleMessages.navRequests),
    ]
}
