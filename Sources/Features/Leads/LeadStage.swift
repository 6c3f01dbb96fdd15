import Database
import Vocabulary

/// Where a lead stands.
public enum LeadStage: String, Hashable, Sendable, Codable, CaseIterable, Storable {
    /// With its recipient, not yet offered.
    case waiting
    /// With the sender's company: ask the client for consent first.
    case askConsent = "ask_consent"
    case offered
    case interested
    /// The customer said "not now".
    case later
    case declined
    /// No answer in time.
    case silent
    case won
    case lost
    /// Taken back: consent was withdrawn, or it cannot be delivered.
    case withdrawn

    /// Something is still expected of it, so the client gets no other one in its place.
    public var isOpen: Bool { [.waiting, .askConsent, .offered, .interested, .later].contains(self) }
}

/// What can happen to a lead.
public enum LeadEventKind: String, Hashable, Sendable, Codable, CaseIterable, Storable {
    case created
    /// The client agreed, or the sender attested so; the lead goes to its recipient.
    case consented
    case offered, interested, later, declined, silent, won, lost, withdrawn
    /// Somebody of the recipient's staff works on it now.
    case taken
    /// Whoever worked on it put it back: it is free for colleagues.
    case released
    /// The client was spoken to; or called in vain. May happen again and again.
    case contacted
    case notReached = "not_reached"
    /// A head gave it to somebody else; the detail is that person's login.
    case reassigned
    /// Somebody of the staff sent the offer through the bot; ``offered`` follows when it arrived, ``undelivered`` when it cannot.
    case messaged, undelivered
    /// Somebody of the recipient's staff asked the sender for contacts; the sender's people answered.
    case contactsAsked = "contacts_asked"
    case contactsAnswered = "contacts_answered"
    /// Nobody acted in time; a head was told.
    case escalated
    /// The client came to the bot or agreed, so that it may be messaged there now; or it no longer may. The detail is how it stands.
    case reachable, unreachable
}

/// What an event does to a stage.
public enum LeadTransition: Hashable, Sendable {
    case moves(LeadStage)
    /// It stands there already: a repeat, not an error.
    case already
    /// It stands where it stood; the event is worth keeping.
    case noted
    /// It cannot happen now.
    case invalid
}

extension LeadStage {
    /// The whole policy of stages. An ending (won, lost, withdrawn) stays; a refusal or silence may still turn into interest.
    public func after(_ event: LeadEventKind) -> LeadTransition {
        switch (self, event) {
        case (_, .created): .invalid
        case (.won, .won), (.lost, .lost), (.withdrawn, .withdrawn), (.offered, .offered), (.interested, .interested), (.later, .later),
            (.declined, .declined), (.silent, .silent), (.waiting, .consented):
            .already
        case (.won, _), (.lost, _), (.withdrawn, _): .invalid
        case (_, .taken), (_, .released), (_, .reassigned), (_, .undelivered), (_, .contactsAsked), (_, .escalated), (_, .reachable),
            (_, .unreachable):
            isOpen ? .noted : .invalid
        case (_, .contacted), (_, .notReached), (_, .contactsAnswered): .noted
        // What was offered once is not sent a second time.
        case (_, .messaged): self == .waiting ? .noted : .invalid
        case (.askConsent, .consented): .moves(.waiting)
        case (_, .consented): .invalid
        case (.askConsent, .withdrawn), (.askConsent, .won), (.askConsent, .lost): .moves(event.stage)
        case (.askConsent, _): .invalid
        case (.waiting, .offered), (.later, .offered): .moves(.offered)
        case (_, .offered): .invalid
        // A manager may sell without the bot; an answer needs an offer.
        case (_, .won), (_, .lost), (_, .withdrawn): .moves(event.stage)
        case (.waiting, _): .invalid
        case (.offered, .silent): .moves(.silent)
        case (_, .silent): .invalid
        case (_, .interested), (_, .later), (_, .declined): .moves(event.stage)
        }
    }
}

extension LeadEventKind {
    /// The stage that bears the event's name.
    fileprivate var stage: LeadStage {
        switch self {
        // What the staff does moves nothing.
        case .created, .consented, .taken, .released, .contacted, .notReached, .reassigned, .messaged, .undelivered, .contactsAsked,
            .contactsAnswered,
            .escalated, .reachable, .unreachable:
            .waiting
        case .offered: .offered
        case .interested: .interested
        case .later: .later
        case .declined: .declined
        case .silent: .silent
        case .won: .won
        case .lost: .lost
        case .withdrawn: .withdrawn
        }
    }
}
