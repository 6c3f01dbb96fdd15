import Accounts
import Clients
import CustomerBot
import Database
import Group
import Leads
import Localization
import Offers
import Recommendations
import Vocabulary

/// `/leads/NUMBER`: one lead, why it is one, what happened and what to do next.
struct LeadPage: Sendable {
    /// What the person wrote into the form that was not taken, and why.
    struct Slip: Sendable {
        var amount = ""
        let problem: Message
    }

    let visit: Visit
    let view: LeadDesk.View
    let events: [LeadEvent]
    let arbitration: Arbitration?
    /// To whom this person may give the lead.
    let colleagues: [Account]
    let names: Names
    let bot: BotPart?
    let contacts: ContactPart?
    let clock: LeadClock
    /// Whether its client has a card that this person may see.
    let hasClientCard: Bool
    /// The list that the person came from.
    let list: LeadFilter
    var slip: Slip?
    /// A payment that the person has to say twice.
    var unsure: Money?
    var news: Message?

    init(_ visit: Visit, _ view: LeadDesk.View, _ offers: OfferPost, list: LeadFilter, in transaction: Transaction) throws {
        (self.visit, self.view, self.list) = (visit, view, list)
        events = try LeadDesk().events(of: view, in: transaction)
        arbitration = try LeadDesk().arbitration(of: view, in: transaction)
        colleagues = try LeadDesk().colleagues(for: view, of: visit.account, in: transaction)
        names = try Names(visit.say.language, in: transaction)
        bot = try BotPart(visit, view, offers, token: Self.fields(visit, list), in: transaction)
        contacts = try ContactPart(visit, view, token: Self.fields(visit, list), in: transaction)
        let due = Span.hours(Int64(try SettingStore().value(Settings.leadDueHours, in: transaction)))
        clock = LeadClock(view.lead, view.holder, due: due, now: visit.now)
        hasClientCard = try ClientDesk().client(view.lead.client, for: visit.account, in: transaction) != nil
    }

    private var say: Speaker { visit.say }
    private var lead: LeadRecord { view.lead }

    var html: HTML {
        Layout(title: lead.number.description, say: say, visit: visit, section: .leads).html(
            """
            <p class="crumbs"><a href="\(list.path { $0.page = list.page })">← \(say(ConsoleMessages.navLeads))</a></p>
            <h1>\(names.service(lead.service))</h1>
            <p class="facts" data-live="facts" data-lead="\(lead.number.text)"><span class="strong">\(names.title(lead, view.reference, say))</span> \(view.reference == nil ? .empty : "<span class=\"muted\">\(lead.number.description)</span>" as HTML)
            <span class="stage \(lead.stage.rawValue)">\(say(lead.stage.words))</span> <span class="muted">\(say(ConsoleMessages.leadSince(at: lead.stageAt)))</span> \(clockChip(clock, say))</p>
            <div data-live="news">\(news.map { notice(.good, say($0)) })</div>
            \(slip.map { notice(.bad, say($0.problem)) })
            \(unsure.map(question))
            <div class="columns lead">
            <div>
            \(isFree ? next : .empty)
            \(reach)
            <div data-live="bot">\(bot?.html)</div>
            <div data-live="contacts">\(contacts?.html)</div>
            \(isFree ? .empty : next)
            </div>
            <div>
            \(why)
            \(timeline)
            </div>
            </div>
            """)
    }

    /// What every form of the page carries.
    private static func fields(_ visit: Visit, _ list: LeadFilter) -> HTML {
        let query = list.path { $0.page = list.page }.dropFirst("/leads?".count)
        return query.isEmpty ? visit.tokenField : "\(visit.tokenField)<input type=\"hidden\" name=\"list\" value=\"\(String(query))\">"
    }
    private var fields: HTML { Self.fields(visit, list) }

    // MARK: What to do

    /// Taking it comes first; once somebody works on it, how to reach the client does.
    private var isFree: Bool { view.holder == nil && !lead.stage.isOver }

    private func question(_ amount: Money) -> HTML {
        """
        <section class="card asks" role="alert"><p class="strong">\(say(ConsoleMessages.wonAsk(amount: amount)))</p>
        <div class="buttons"><form method="post" action="\(path("won"))">\(fields)<input type="hidden" name="sure" value="yes">
        <input type="hidden" name="amount" value="\(amount.typed)"><button class="button">\(say(ConsoleMessages.wonSure))</button></form>
        <a class="button quiet" href="#amount">\(say(ConsoleMessages.wonChange))</a></div></section>
        """
    }

    private var next: HTML {
        let canWork = Access.allows(.workLead, to: visit.account, reach: view.reach)
        var content: HTML
        if canWork, !lead.stage.isOver {
            content = """
                <h2>\(say(ConsoleMessages.leadNext))</h2>
                <div class="buttons">\(button("contacted", say(ConsoleMessages.actContacted), style: hasStep ? " quiet" : "", key: " aria-keyshortcuts=\"c\""))\(button("not-reached", say(ConsoleMessages.actNotReached), style: " quiet"))</div>
                \(outcomes)
                \(release)
                """
        } else if Access.allows(.takeLead, to: visit.account, reach: view.reach), lead.stage.isOpen {
            content =
                "<h2>\(say(ConsoleMessages.leadNext))</h2><p>\(say(ConsoleMessages.leadTakeHint))</p>\(button("take", say(ConsoleMessages.actTake), key: " aria-keyshortcuts=\"t\""))"
        } else if lead.stage.isOver {
            content = "<h2>\(say(ConsoleMessages.leadNext))</h2><p>\(say(ConsoleMessages.leadOver))</p>"
        } else {
            content = "<h2>\(say(ConsoleMessages.leadNext))</h2><p>\(say(ConsoleMessages.leadLookOnly))</p>"
        }
        let holder = view.holder.map { holder in
            holder.account == visit.account.id
                ? say(ConsoleMessages.leadHeldByMe(at: holder.takenAt))
                : say(ConsoleMessages.leadHeldBy(name: names.person(holder.account), at: holder.takenAt))
        }
        let hands: HTML = lead.stage.isOver ? "" : "<p class=\"muted\">\(holder ?? say(ConsoleMessages.leadNobody))</p>"
        return "<section class=\"card\" data-live=\"next\">\(content)\(passOn)\(hands)</section>"
    }

    /// Whether the bot or the sender is the way to go on; then its button is the page's first.
    private var hasStep: Bool { bot?.isOpen == true || contacts?.isFirst == true }

    /// For a lead that was taken by mistake, or by somebody who goes on leave.
    private var release: HTML {
        guard lead.stage.isOpen else { return .empty }
        return """
            <form method="post" action="\(path("release"))" class="outcome">\(fields)
            <p class="muted" id="release-hint">\(say(ConsoleMessages.actReleaseHint))</p>
            <button class="button quiet" aria-describedby="release-hint">\(say(ConsoleMessages.actRelease))</button></form>
            """
    }

    /// For heads.
    private var passOn: HTML {
        guard !colleagues.isEmpty else {
            let isWanted = Access.allows(.reassignLead, to: visit.account, reach: view.reach) && lead.stage.isOpen
            return isWanted ? "<p class=\"muted\">\(say(ConsoleMessages.homePassNobody))</p>" : .empty
        }
        let people: [HTML] = colleagues.map { "<option value=\"\($0.login)\">\($0.name)</option>" }
        return """
            <form method="post" action="\(path("reassign"))" class="outcome">\(fields)
            <label for="colleague">\(say(ConsoleMessages.actReassignTo))</label>
            <select id="colleague" name="colleague" required>\(people)</select>
            <button class="button">\(say(ConsoleMessages.actReassign))</button></form>
            """
    }

    private var outcomes: HTML {
        let lost: [HTML] = LostReason.allCases.map { "<option value=\"\($0.rawValue)\">\(say($0.words))</option>" }
        let back: [HTML] = ReturnReason.allCases.map { "<option value=\"\($0.rawValue)\">\(say($0.words))</option>" }
        let isWrong: HTML = slip == nil ? "" : " aria-invalid=\"true\""
        return """
            <form method="post" action="\(path("won"))" class="outcome">\(fields)
            <label for="amount">\(say(ConsoleMessages.actWonAmount))</label>
            <input id="amount" name="amount" inputmode="decimal" autocomplete="off" maxlength="20" value="\(slip?.amount ?? unsure?.typed ?? "")"\(isWrong) required>
            <button class="button quiet">\(say(ConsoleMessages.actWon))</button></form>
            <form method="post" action="\(path("lost"))" class="outcome">\(fields)
            <label for="lost">\(say(ConsoleMessages.actLostReason))</label>
            <select id="lost" name="reason" required><option value="">\(say(ConsoleMessages.chooseReason))</option>\(lost)</select>
            <button class="button quiet">\(say(ConsoleMessages.actLost))</button></form>
            <form method="post" action="\(path("return"))" class="outcome">\(fields)
            <label for="back">\(say(ConsoleMessages.actReturnReason))</label>
            <select id="back" name="reason" required><option value="">\(say(ConsoleMessages.chooseReason))</option>\(back)</select>
            <button class="button quiet">\(say(ConsoleMessages.actReturn))</button></form>
            """
    }

    private func button(_ act: String, _ label: String, style: HTML = "", key: HTML = "") -> HTML {
        """
        <form method="post" action="\(path(act))">\(fields)<button class="button\(style)"\(key)>\(label)</button></form>
        """
    }

    private func path(_ act: String) -> String { "/leads/\(lead.number.text)/\(act)" }

    // MARK: Whom, how and why

    private var reach: HTML {
        let who: HTML =
            view.reference.map {
                "<dt>\(say(ConsoleMessages.reachClient))</dt><dd><span class=\"strong\">\(clientCard(names.title(lead, $0, say)))</span>\(crm($0))</dd>"
            } ?? "<dt>\(say(ConsoleMessages.reachClient))</dt><dd>\(say(ConsoleMessages.reachPartner))</dd>"
        // Of a lead that is over nobody has to be reached.
        let way: HTML =
            lead.stage.isOver
            ? .empty
            : """
            <dt>\(say(ConsoleMessages.columnMayMessage))</dt><dd>\(say(lead.mayMessage.words))</dd>
            <dt>\(say(ConsoleMessages.reachHow))</dt><dd>\(say(how))\(card)</dd>
            """
        let title = lead.stage.isOver ? ConsoleMessages.reachTitleOver : ConsoleMessages.reachTitle
        return "<section class=\"card\" data-live=\"reach\"><h2>\(say(title))</h2><dl>\(who)\(way)</dl></section>"
    }

    private var how: Message {
        if lead.stage == .askConsent { return ConsoleMessages.reachAskConsent }
        if contacts?.isHandedOver == true { return ConsoleMessages.reachHandedOver }
        if isOwn { return isInBot ? ConsoleMessages.reachOwn : ConsoleMessages.reachOwnCode }
        if view.seesSource { return ConsoleMessages.reachSource(company: names.company(lead.source)) }
        guard lead.mayMessage == .yes else { return ConsoleMessages.reachAskSender }
        return bot?.silence.map { ConsoleMessages.reachNotByBot(reason: $0.words) } ?? ConsoleMessages.reachBot
    }

    /// Whether the person's own company brought the client.
    private var isOwn: Bool { visit.account.place.company == lead.source }
    private var isInBot: Bool { ![.noChat, .notAttested].contains(lead.mayMessage) }

    /// To the page where the client's personal code is handed out.
    private var card: HTML {
        guard isOwn, hasClientCard, !isInBot || lead.stage == .askConsent else { return .empty }
        return """
            <span class="block"><a class="button quiet" href="/clients/\(lead.client.hex)#link">\(say(ConsoleMessages.reachCode))</a></span>
            """
    }

    /// For people of the client's own company.
    private func crm(_ reference: String) -> HTML {
        guard isOwn, !isKey(reference), let address = names.crm(reference, of: lead.source) else { return .empty }
        return
            " <a class=\"block\" href=\"\(address)\" target=\"_blank\" rel=\"noopener noreferrer\">\(say(ConsoleMessages.reachOpenCRM))</a>"
    }

    private func clientCard(_ title: String) -> HTML {
        hasClientCard ? "<a href=\"/clients/\(lead.client.hex)\">\(title)</a>" : "\(title)"
    }

    private var why: HTML {
        let reasons: [HTML] = lead.reasons.wordsForStaff(names.reasons).map { "<li>\(say($0))</li>" }
        let rivals: [HTML] = (arbitration?.candidates ?? []).map {
            "<li><span class=\"strong\">\(names.company($0.worth.company))</span> \(say($0.words))</li>"
        }
        let contest: HTML = rivals.count < 2 ? "" : "<h3>\(say(ConsoleMessages.whyRivals))</h3><ul>\(rivals)</ul>"
        return """
            <section class="card"><h2>\(say(ConsoleMessages.whyTitle))</h2>
            <dl class="figures"><div><dt>\(say(ConsoleMessages.whyRating))</dt><dd>\(lead.rating)</dd></div>
            <div><dt>\(say(ConsoleMessages.whyProbability))</dt><dd>\(say.percent(lead.probability))</dd></div>
            <div><dt>\(say(ConsoleMessages.whyExpected))</dt><dd>\(say(ConsoleMessages.money(amount: lead.expectedValue.inWholeRoubles)))</dd></div></dl>
            <ul>\(reasons)</ul>\(lead.isExploration ? "<p class=\"muted\">\(say(ConsoleMessages.whyExploration))</p>" as HTML : "")\(contest)</section>
            """
    }

    private var timeline: HTML {
        let items: [HTML] = events.reversed().map { event in
            """
            <li><span class="strong">\(event.words(names, say))</span><span class="muted block">\(names.actor(event.actor, say)) · \(say.moment(event.at))</span></li>
            """
        }
        return
            "<section class=\"card\" data-live=\"timeline\"><h2>\(say(ConsoleMessages.timelineTitle))</h2><ol class=\"timeline\">\(items)</ol></section>"
    }
}

extension LeadStage {
    /// Nothing can happen any more.
    var isOver: Bool { [.won, .lost, .withdrawn].contains(self) }
}
