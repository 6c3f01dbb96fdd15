import Accounts
import Database
import Leads
import Vocabulary

/// What waits for this person by name: partners who ask for contacts, and leads that nobody acted on in time.
struct HomeTasks: Sendable {
    let visit: Visit
    private let requests: Int
    private let escalated: EscalatedLeads
    /// To whom the head may pass a lead on, the least loaded first.
    private let colleagues: [(account: Account, open: Int)]
    private let due: Span

    init(_ visit: Visit, due: Span, in transaction: Transaction) throws {
        (self.visit, self.due) = (visit, due)
        let mayAnswer = Access.allows(
            .answerContactRequest, to: visit.account, reach: visit.account.reach(ofCompany: visit.account.place.company))
        requests = mayAnswer ? try ContactDesk().waiting(for: visit.account, in: transaction) : 0
        escalated = try EscalatedLeads(for: visit.account, limit: 5, in: transaction)
        guard !escalated.lines.isEmpty, Access.allows(.reassignLead, to: visit.account, reach: .part) else {
            colleagues = []
            return
        }
        let load = try HolderLoad.all(for: visit.account, in: transaction)
        let open = Dictionary(load.map { ($0.account, $0.open) }, uniquingKeysWith: { first, _ in first })
        colleagues = try LeadDesk().team(of: visit.account, in: transaction).map { ($0, open[$0.id] ?? 0) }.sorted {
            ($0.open, $0.account.login) < ($1.open, $1.account.login)
        }
    }

    private var say: Speaker { visit.say }

    /// Nothing when nothing waits.
    func html(_ names: Names) -> HTML {
        guard requests > 0 || !escalated.lines.isEmpty else { return .empty }
        return """
            <section class="card waits" id="waits"><h2>\(say(ConsoleMessages.homeWaits))</h2>
            \(requests > 0 ? request : .empty)
            \(escalated.lines.isEmpty ? .empty : neglected(names))</section>
            """
    }

    private var request: HTML {
        """
        <p><a class="strong" href="/requests">\(say(ConsoleMessages.homeRequests(count: Int64(requests))))</a> <span class="muted">\(say(ConsoleMessages.homeRequestsHint))</span></p>
        """
    }

    private func neglected(_ names: Names) -> HTML {
        let items: [HTML] = escalated.lines.map { line in
            let holder = line.holder.map { names.person($0.account) } ?? say(ConsoleMessages.whoNobody)
            return """
                <li><a href="/leads/\(line.lead.number.text)"><span class="strong">\(names.service(line.lead.service))</span>
                <span class="muted">\(names.title(line.lead, line.reference, say)) · \(say(line.lead.stage.words)) · \(holder)</span></a>
                \(clockChip(LeadClock(line.lead, line.holder, due: due, now: visit.now), say))\(passOn(line, names))</li>
                """
        }
        let rest: HTML =
            escalated.count > escalated.lines.count
            ? "<p><a href=\"/leads?status=late&amp;sort=changed&amp;up=1\">\(say(ConsoleMessages.homeMore(count: Int64(escalated.count))))</a></p>"
            : .empty
        return "<h3>\(say(ConsoleMessages.homeEscalated))</h3><ul class=\"leads escalated\">\(items)</ul>\(rest)\(nobodyElse)"
    }

    private func others(_ line: LeadList.Line) -> [(account: Account, open: Int)] {
        colleagues.filter { $0.account.id != line.holder?.account }
    }

    /// Why none of them can be passed on, and what to do about it.
    private var nobodyElse: HTML {
        guard Access.allows(.reassignLead, to: visit.account, reach: .part), escalated.lines.allSatisfy({ others($0).isEmpty }) else {
            return .empty
        }
        let invite: HTML =
            StaffRoutes.mayManage(visit.account) ? " <a href=\"/staff\">\(say(ConsoleMessages.homePassInvite))</a>" : .empty
        return "<p class=\"muted\">\(say(ConsoleMessages.homePassNobody))\(invite)</p>"
    }

    /// One press: the least loaded colleague is chosen already.
    private func passOn(_ line: LeadList.Line, _ names: Names) -> HTML {
        let others = others(line)
        guard !others.isEmpty else { return .empty }
        let options: [HTML] = others.map { account, open in
            "<option value=\"\(account.login)\">\(say(ConsoleMessages.homePassChoice(name: account.name, count: Int64(open))))</option>"
        }
        let label = say(ConsoleMessages.homePassOf(service: names.service(line.lead.service)))
        let id = "pass-\(line.lead.number.text)"
        return """
            <form method="post" action="/leads/\(line.lead.number.text)/reassign" class="pass">\(visit.tokenField)<input type="hidden" name="back" value="home">
            <label for="\(id)" class="hidden">\(label)</label><select id="\(id)" name="colleague">\(options)</select>
            <button class="button quiet">\(say(ConsoleMessages.homePassTo))</button></form>
            """
    }
}
