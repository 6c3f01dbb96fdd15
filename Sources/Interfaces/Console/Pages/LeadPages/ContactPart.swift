import Accounts
import Database
import Leads
import Localization
import Vocabulary

/// What the lead's page says of contacts that the company has which sent the client: ask, wait, the answer.
struct ContactPart: Sendable {
    let visit: Visit
    let lead: LeadRecord
    /// What its forms carry.
    private let token: HTML
    private let latest: ContactRequest?
    private let mayAsk: Bool

    /// Nil for one's own clients, and where there is nothing to ask and nothing was.
    init?(_ visit: Visit, _ view: LeadDesk.View, token: HTML, in transaction: Transaction) throws {
        let desk = ContactDesk()
        guard desk.isPartners(view.lead) else { return nil }
        (self.visit, lead, self.token) = (visit, view.lead, token)
        mayAsk = Access.allows(.workLead, to: visit.account, reach: view.reach) && view.lead.stage.isOpen
        latest = try desk.latest(of: view, in: transaction)
        if latest == nil, !mayAsk { return nil }
    }

    private var say: Speaker { visit.say }

    /// Whether the contact has come, between the companies.
    var isHandedOver: Bool { latest?.answer == .handedOver }
    /// Whether asking is the only way to the client, and nobody has asked yet.
    var isFirst: Bool { mayAsk && latest == nil && lead.mayMessage != .yes }

    var html: HTML {
        let title = lead.stage.isOver ? ConsoleMessages.contactsTitleOver : ConsoleMessages.contactsTitle
        return "<section class=\"card\" id=\"contacts\"><h2>\(say(title))</h2>\(standing)\(form)</section>"
    }

    private var standing: HTML {
        guard let latest else { return "<p class=\"muted\">\(say(ConsoleMessages.contactsText))</p>" }
        guard let answer = latest.answer, let at = latest.answeredAt else {
            if lead.stage.isOver { return "<p>\(say(ConsoleMessages.contactsVoid(at: latest.askedAt)))</p>" }
            return "<p>\(say(ConsoleMessages.contactsWaiting(at: latest.askedAt, reason: latest.reason.words)))</p>"
        }
        return "<p>\(say(ConsoleMessages.contactsAnswered(at: at, answer: answer.words)))</p>"
    }

    private var form: HTML {
        guard mayAsk, latest == nil || latest?.answer != nil else { return .empty }
        let reasons: [HTML] = ContactReason.allCases.map { "<option value=\"\($0.rawValue)\">\(say($0.words))</option>" }
        let label = latest == nil ? ConsoleMessages.contactsAsk : ConsoleMessages.contactsAskAgain
        return """
            <form method="post" action="/leads/\(lead.number.text)/ask" class="outcome">\(token)
            <label for="ask-reason">\(say(ConsoleMessages.contactsReason))</label>
            <select id="ask-reason" name="reason" required>\(reasons)</select>
            <button class="button\(isFirst ? "" : " quiet" as HTML)">\(say(label))</button></form>
            """
    }
}

extension ContactReason {
    var words: Message {
        switch self {
        case .notInBot: ConsoleMessages.contactsReasonNotInBot
        case .noAnswer: ConsoleMessages.contactsReasonNoAnswer
        case .needsTalk: ConsoleMessages.contactsReasonNeedsTalk
        case .needsPapers: ConsoleMessages.contactsReasonNeedsPapers
        }
    }
}

extension ContactAnswer {
    /// For who asked.
    var words: Message {
        switch self {
        case .askingConsent: ConsoleMessages.contactsAnswerAskingConsent
        case .handedOver: ConsoleMessages.contactsAnswerHandedOver
        case .clientRefused: ConsoleMessages.contactsAnswerClientRefused
        case .noContacts: ConsoleMessages.contactsAnswerNoContacts
        case .mayNot: ConsoleMessages.contactsAnswerMayNot
        }
    }

    /// For who answers.
    var ownWords: Message {
        switch self {
        case .askingConsent: ConsoleMessages.requestsConsent
        case .handedOver: ConsoleMessages.requestsHandedOver
        case .clientRefused: ConsoleMessages.requestsRefusalClientRefused
        case .noContacts: ConsoleMessages.requestsRefusalNoContacts
        case .mayNot: ConsoleMessages.requestsRefusalMayNot
        }
    }
}
