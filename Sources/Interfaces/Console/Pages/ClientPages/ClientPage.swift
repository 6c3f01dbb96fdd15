import Accounts
import Catalogue
import Clients
import Database
import Group
import Leads
import Localization
import Offers
import Recommendations
import Vocabulary

/// `/clients/ID`: what is known of a client, what it may need, and how to reach it.
struct ClientPage: Sendable {
    /// A lead with the offer that was made of it.
    struct Made: Sendable {
        let lead: LeadRecord
        let offer: OfferRecord?
    }

    let visit: Visit
    let client: ClientRecord
    /// Nil: no model can answer.
    let advice: ClientRecommendations?
    let history: [Interaction]
    let cards: [(card: Card, attestation: Attestation?, sends: [ClientSend])]
    let needs: [ClientNeed]
    let allNeeds: [Need]
    let made: [Made]
    /// Leads that are somebody else's to see.
    let hidden: Int
    /// Cards whose leads wait for the client's consent.
    let asking: Set<CardID>
    let link: (how: LinkKind, since: Instant)?
    let openLinks: [Instant]
    let linkDays: Int
    let hasBot: Bool
    let names: Names
    var news: Message?
    var isJustAdded = false

    init(_ visit: Visit, _ client: ClientRecord, _ advice: ClientRecommendations?, in transaction: Transaction) throws {
        (self.visit, self.client, self.advice) = (visit, client, advice)
        history = try HistoryStore().history(of: client.id, in: transaction)
        cards = try CardStore().cards(of: client.id, in: transaction).reversed().map { card in
            (
                card, try card.attestation.flatMap { try AttestationStore().attestation($0, in: transaction) },
                try ClientSendStore().sends(of: card.id, in: transaction)
            )
        }
        needs = try ClientNeedStore().needs(of: client.id, in: transaction)
        allNeeds = try CatalogueStore().needs(in: transaction).values.sorted { $0.name < $1.name }
        let leads = try LeadStore().leads(of: client.id, in: transaction)
        // Through the desk, so that only what the person may see is named.
        let seen = try leads.filter { try LeadDesk().view($0.number, for: visit.account, in: transaction) != nil }
        made = try seen.sorted { $0.createdAt > $1.createdAt }.map {
            Made(lead: $0, offer: try OfferStore().offer(of: $0.id, in: transaction))
        }
        hidden = leads.count(where: \.stage.isOpen) - seen.count(where: \.stage.isOpen)
        asking = Set(leads.filter { $0.stage == .askConsent }.map(\.card))
        link = try ClientStore().link(of: client.id, in: transaction)
        openLinks = try PersonalLinkStore.open(of: client.id, at: visit.now, in: transaction)
        linkDays = try SettingStore().value(Settings.linkDays, in: transaction)
        hasBot = try FactStore().value(.botName, in: transaction) != nil
        names = try Names(visit.say.language, in: transaction)
    }

    private var say: Speaker { visit.say }
    private var path: String { "/clients/\(client.id.hex)" }
    private var mayWork: Bool { ClientDesk.mayWork(on: client, visit.account) }
    var title: String { "\(say.client(client.reference)) @ \(names.company(client.company))" }

    var html: HTML {
        ClientTabs.layout(title, visit).html(
            """
            <p class="crumbs"><a href="/clients">← \(say(ConsoleMessages.navClients))</a></p>
            <h1>\(title)</h1>
            <p class="facts"><span>\(say(client.audience.words))</span> <span class="muted">\(say(ConsoleMessages.cardSince(at: client.createdAt)))</span></p>
            \(news.map { notice(.good, html: "\(say($0))\(mistake)") })
            \(client.forgottenAt.map(forgotten) ?? known)
            """)
    }

    /// The sender took the client back: only leads that ended are left.
    private func forgotten(_ at: Instant) -> HTML {
        "\(notice(.calm, say(ConsoleMessages.cardForgotten(at: at))))\(made.isEmpty ? .empty : leadsPart)"
    }

    private var known: HTML {
        """
        <div class="columns lead client">
            <div>\(portrait)\(bot)\(needsPart)</div>
            <div>\(AdvicePart(visit: visit, advice: advice, names: names, path: path).html)\(leadsPart)\(historyPart)</div>
            </div>
        """
    }

    /// Right after the form: the way back.
    private var mistake: HTML {
        let latest = cards.flatMap(\.sends).max { $0.startedAt < $1.startedAt }
        guard isJustAdded, let latest, TakeBackDesk.mayTakeBack(latest, visit.account) else { return .empty }
        return " <a href=\"/clients/sends/\(latest.id.hex)/take-back\">\(say(ConsoleMessages.takeBackMistake))</a>"
    }

    private var portrait: HTML {
        let facts: [HTML] = say.portrait(client.portrait).map { "<dt>\($0.label)</dt><dd>\($0.value)</dd>" }
        let body: HTML = facts.isEmpty ? "<p class=\"empty\">\(say(ConsoleMessages.clientUnknown))</p>" : "<dl>\(facts)</dl>"
        return """
            <section class="card"><h2>\(say(ConsoleMessages.clientPortrait))</h2>\(body)<p class="muted after">\(say(ConsoleMessages.cardPortraitText))</p></section>
            """
    }

    // MARK: The bot

    private var bot: HTML {
        var content: HTML
        if let link {
            content = "<p>\(say(ConsoleMessages.cardBotLinked(at: link.since, how: link.how.words)))</p>"
        } else {
            content = "<p>\(say(ConsoleMessages.cardBotNot))</p>"
            if let last = openLinks.first {
                content = "\(content)<p>\(say(ConsoleMessages.cardBotOpen(count: Int64(openLinks.count), until: last)))</p>"
            }
            if mayWork { content = "\(content)\(hasBot ? issue : notice(.calm, say(ConsoleMessages.cardNoBot)))" }
        }
        return "<section class=\"card\" id=\"link\"><h2>\(say(ConsoleMessages.cardBot))</h2>\(content)</section>"
    }

    private var issue: HTML {
        let label = say(openLinks.isEmpty ? ConsoleMessages.cardLinkIssue : ConsoleMessages.cardLinkAnother)
        let revoke: HTML =
            openLinks.isEmpty
            ? .empty
            : "<form method=\"post\" action=\"\(path)/revoke\">\(visit.tokenField)<button class=\"button quiet\">\(say(ConsoleMessages.cardLinkRevoke))</button></form>"
        return """
            <p class="muted">\(say(ConsoleMessages.cardLinkText(days: Int64(linkDays))))</p>
            <div class="buttons"><form method="post" action="\(path)/link">\(visit.tokenField)<button class="button">\(label)</button></form>\(revoke)</div>
            """
    }

    // MARK: Needs

    private var needsPart: HTML {
        let items: [HTML] = needs.map(item)
        let held = Set(needs.map(\.need))
        let others = allNeeds.filter { !held.contains($0.name) }
        let add: HTML =
            !mayWork || others.isEmpty
            ? .empty
            : """
            <form method="post" action="\(path)/needs" class="outcome">\(visit.tokenField)<input type="hidden" name="act" value="add">
            <label for="need">\(say(ConsoleMessages.cardNeedAdd))</label>
            <select id="need" name="need">\(others.map { option($0.name, "", $0.name(in: say.language)) })</select>
            <button class="button quiet">\(say(ConsoleMessages.cardNeedAddGo))</button></form>
            """
        let list: HTML =
            items.isEmpty ? "<p class=\"empty\">\(say(ConsoleMessages.cardNeedsNone))</p>" : "<ul class=\"plainlist\">\(items)</ul>"
        return "<section class=\"card\"><h2>\(say(ConsoleMessages.cardNeeds))</h2>\(list)\(add)</section>"
    }

    private func item(_ need: ClientNeed) -> HTML {
        let name = allNeeds.first { $0.name == need.need }?.name(in: say.language) ?? need.need
        var notes: [String] = []
        if !need.services.isEmpty {
            notes.append(say(ConsoleMessages.cardNeedBy(services: need.services.map(names.service).joined(separator: ", "))))
        }
        if let mark = need.mark, let who = need.markedBy, let at = need.markedAt {
            let who = names.actor(who, say)
            notes.append(
                say(mark == .added ? ConsoleMessages.cardNeedAdded(who: who, at: at) : ConsoleMessages.cardNeedRemoved(who: who, at: at)))
        }
        let (act, label) =
            need.isHeld ? ("remove", say(ConsoleMessages.cardNeedRemove)) : ("add", say(ConsoleMessages.cardNeedReturn))
        let button: HTML =
            !mayWork
            ? .empty
            : """
            <form method="post" action="\(path)/needs">\(visit.tokenField)<input type="hidden" name="need" value="\(need.need)"><button class="plain" name="act" value="\(act)" aria-label="\(label): \(name)">\(label)</button></form>
            """
        let shown: HTML = need.isHeld ? "<span class=\"strong\">\(name)</span>" : "<s>\(name)</s>"
        return "<li><span>\(shown)<span class=\"muted block\">\(notes.joined(separator: "; "))</span></span>\(button)</li>"
    }

    // MARK: What was

    private var leadsPart: HTML {
        let items: [HTML] = made.map { made in
            let offer: HTML = made.offer.map { "<span class=\"muted block\">\(say($0.words))</span>" } ?? .empty
            return """
                <li><a href="/leads/\(made.lead.number.text)"><span class="strong">\(names.service(made.lead.service))</span><span class="muted">\(names.company(made.lead.company)) · \(made.lead.number.description) · \(say.day(made.lead.createdAt))</span>\(offer)</a>
                <span class="stage \(made.lead.stage.rawValue)">\(say(made.lead.stage.words))</span></li>
                """
        }
        let list: HTML =
            items.isEmpty ? "<p class=\"empty\">\(say(ConsoleMessages.cardLeadsNone))</p>" : "<ul class=\"leads\">\(items)</ul>"
        let rest: HTML =
            hidden > 0 ? "<p class=\"muted\">\(say(ConsoleMessages.cardLeadsHidden(count: Int64(hidden))))</p>" : .empty
        return "<section class=\"card\"><h2>\(say(ConsoleMessages.cardLeads))</h2>\(list)\(rest)</section>"
    }

    /// The sends that said a card: each can be looked at, and taken back from there.
    private func links(_ sends: [ClientSend]) -> HTML {
        let items: [HTML] = sends.map { send in
            let words =
                send.kind == .form
                ? ConsoleMessages.cardSentByForm(at: send.startedAt) : ConsoleMessages.cardSentByFile(at: send.startedAt)
            return "<a class=\"block\" href=\"/clients/sends/\(send.id.hex)\">\(say(words))</a>"
        }
        return "\(items)"
    }

    private var historyPart: HTML {
        let came = Set(cards.map(\.card.id.bytes))
        let facts: [HTML] = history.reversed().map { fact in
            let words: Message =
                fact.source == .history
                // The same source tells what a card came for, and what a lead sold.
                ? (came.contains(fact.sourceID) ? ConsoleMessages.cardTook : ConsoleMessages.cardBought)
                : fact.value > 0 ? ConsoleMessages.cardAccepted : ConsoleMessages.cardDeclined
            return
                "<li><span class=\"strong\">\(names.service(fact.service))</span><span class=\"muted block\">\(say(words)) · \(say.day(fact.at))</span></li>"
        }
        let deals: [HTML] = cards.map { card, attestation, sends in
            let consent = attestation.map {
                say(ConsoleMessages.cardAttested(document: $0.document, date: MoscowDay($0.date).map { say.day($0.start) } ?? $0.date))
            }
            let lack = asking.contains(card.id) ? ConsoleMessages.cardAsksConsent : ConsoleMessages.cardNotAttested
            let parts = [say.day(card.receivedAt), say(card.stage.words)] + (card.stage == .takenBack ? [] : [consent ?? say(lack)])
            return """
                <li><span class="strong">\(names.service(card.service))</span> <span class="muted">\(say(ConsoleMessages.previewOutcome)): \(say(card.outcome.words))</span>
                <span class="muted block">\(parts.joined(separator: " · "))</span>\(links(sends))</li>
                """
        }
        let list: HTML =
            facts.isEmpty ? "<p class=\"empty\">\(say(ConsoleMessages.cardHistoryNone))</p>" : "<ol class=\"timeline\">\(facts)</ol>"
        return """
            <section class="card"><h2>\(say(ConsoleMessages.cardHistory))</h2>\(list)
            \(deals.isEmpty ? .empty : "<h3>\(say(ConsoleMessages.cardDeals))</h3><ul>\(deals)</ul>" as HTML)</section>
            """
    }
}

extension LinkKind {
    var words: Message {
        switch self {
        case .personal: ConsoleMessages.cardHowPersonal
        case .phone: ConsoleMessages.cardHowPhone
        case .answers: ConsoleMessages.cardHowAnswers
        }
    }
}

extension OfferRecord {
    fileprivate var words: Message {
        switch state {
        case .queued: ConsoleMessages.cardOfferQueued
        case .sent: ConsoleMessages.cardOfferSent(at: sentAt ?? createdAt)
        case .undeliverable: ConsoleMessages.cardOfferUndeliverable
        case .interested: ConsoleMessages.cardOfferInterested
        case .later: ConsoleMessages.cardOfferLater
        case .declined: ConsoleMessages.cardOfferDeclined
        case .silent: ConsoleMessages.cardOfferSilent
        case .withdrawn: ConsoleMessages.cardOfferWithdrawn
        }
    }
}
