import Accounts
import CustomerBot
import Database
import Leads
import Localization
import Offers
import Vocabulary

/// What the lead's page says of the bot: what the client would get, why nothing may be sent, or what became of what was sent.
struct BotPart: Sendable {
    let visit: Visit
    let lead: LeadRecord
    /// What its forms carry.
    private let token: HTML
    private let outlook: OfferPost.Outlook

    /// Nil where it is not this person's business, and once the lead is settled.
    init?(_ visit: Visit, _ view: LeadDesk.View, _ offers: OfferPost, token: HTML, in transaction: Transaction) throws {
        guard Access.allows(.messageClient, to: visit.account, reach: view.reach), !view.lead.stage.isOver else { return nil }
        (self.visit, lead, self.token) = (visit, view.lead, token)
        outlook = try offers.outlook(of: view.lead, in: transaction)
        // Before the consent there is nobody to send to; the page says what to do about it.
        if lead.stage == .askConsent, case .closed = outlook { return nil }
    }

    private var say: Speaker { visit.say }

    /// Why nothing may be sent now.
    var silence: Silence? { if case .closed(let silence, _) = outlook { silence } else { nil } }
    /// Whether the offer can be sent from here.
    var isOpen: Bool { if case .open = outlook { lead.stage == .waiting } else { false } }

    var html: HTML { "<section class=\"card\" id=\"bot\"><h2>\(say(ConsoleMessages.botTitle))</h2>\(content)</section>" }

    private var content: HTML {
        switch outlook {
        case .open(let preview): lead.stage == .waiting ? open(preview) : .empty
        case .closed(let silence, let again): closed(silence, again)
        case .made(let offer): "<p>\(say(words(of: offer)))</p>"
        }
    }

    private func open(_ preview: OfferPost.Preview) -> HTML {
        let language = preview.language == .russian ? ConsoleMessages.botInRussian : ConsoleMessages.botInEnglish
        return """
            <p class="muted">\(say(ConsoleMessages.botPreview(language: language)))</p>
            \(preview.chat(say))
            <form method="post" action="/leads/\(lead.number.text)/send">\(token)<button class="button">\(say(ConsoleMessages.botSend))</button></form>
            """
    }

    private func closed(_ silence: Silence, _ again: Instant?) -> HTML {
        let later: Message? = again.map { ConsoleMessages.botAgain(at: $0) } ?? (silence.isPassing ? ConsoleMessages.botWait : nil)
        return "<p>\(say(ConsoleMessages.botClosed(reason: silence.words)))</p>\(later.map { "<p class=\"muted\">\(say($0))</p>" as HTML })"
    }

    private func words(of offer: OfferRecord) -> Message {
        switch offer.state {
        case .queued: offer.startedBy == .customer ? ConsoleMessages.botListed : ConsoleMessages.botQueued
        case .sent: ConsoleMessages.botSent(at: offer.sentAt ?? offer.createdAt)
        case .undeliverable: ConsoleMessages.botUndeliverable
        case .interested: ConsoleMessages.botInterested
        case .later: ConsoleMessages.botLater
        case .declined: ConsoleMessages.botDeclined(reason: (offer.declineReason ?? .other).words)
        case .silent: ConsoleMessages.botSilent
        case .withdrawn: ConsoleMessages.botWithdrawn
        }
    }
}
