import Accounts
import Leads
import Localization
import Offers
import Vocabulary

extension Level {
    var words: Message {
        switch self {
        case .founder: ConsoleMessages.levelFounder
        case .partner: ConsoleMessages.levelPartner
        case .department: ConsoleMessages.levelDepartment
        case .unit: ConsoleMessages.levelUnit
        case .sales: ConsoleMessages.levelSales
        }
    }
}

extension Grant {
    var words: Message {
        switch self {
        case .marketer: ConsoleMessages.grantMarketer
        case .steward: ConsoleMessages.grantSteward
        case .administrator: ConsoleMessages.grantAdministrator
        }
    }
}

extension PasswordProblem {
    var words: Message {
        switch self {
        case .tooShort(let least): ConsoleMessages.passwordTooShort(least: Int64(least))
        case .tooLong(let most): ConsoleMessages.passwordTooLong(most: Int64(most))
        case .guessable: ConsoleMessages.passwordGuessable
        }
    }
}

extension AccountProblem {
    var words: Message {
        switch self {
        case .login: ConsoleMessages.accountBadLogin
        case .loginTaken: ConsoleMessages.accountLoginTaken
        case .name: ConsoleMessages.accountBadName
        case .place: ConsoleMessages.accountBadPlace
        }
    }
}

extension ReturnReason {
    var words: Message {
        switch self {
        case .duplicate: ConsoleMessages.returnDuplicate
        case .notOurs: ConsoleMessages.returnNotOurs
        case .conditions: ConsoleMessages.returnConditions
        case .noContact: ConsoleMessages.returnNoContact
        }
    }
}

extension WithdrawalRule {
    var words: Message {
        switch self {
        case .recipient: ConsoleMessages.withdrawnRecipient
        case .consent: ConsoleMessages.withdrawnConsent
        case .undeliverable: ConsoleMessages.withdrawnUndeliverable
        case .takenBack: ConsoleMessages.withdrawnTakenBack
        }
    }
}

extension LeadEvent {
    /// What happened, with the choice that was made.
    func words(_ names: Names, _ say: Speaker) -> String {
        let words = say(ownWords)
        if let amount { return "\(words): \(say(ConsoleMessages.money(amount: amount)))" }
        if kind == .reassigned { return "\(words): \(names.actor(detail, say))" }
        let choice: Message? =
            switch kind {
            case .lost: LostReason(rawValue: detail)?.words
            case .declined: DeclineReason(rawValue: detail)?.words
            case .withdrawn: ReturnReason(rawValue: detail)?.words ?? WithdrawalRule(rawValue: detail)?.words
            case .contactsAsked: ContactReason(rawValue: detail)?.words
            case .contactsAnswered: ContactAnswer(rawValue: detail)?.words
            default: nil
            }
        return choice.map { "\(words): \(say($0))" } ?? words
    }

    /// Who did it makes another thing of it: a consent that the sender attests, and a lead that its company turned down.
    private var ownWords: Message {
        switch kind {
        case .consented where actor == "sender": ConsoleMessages.eventAttested
        case .withdrawn where ReturnReason(rawValue: detail) != nil: ConsoleMessages.eventTurnedDown
        default: kind.words
        }
    }
}

extension LeadEventKind {
    var words: Message {
        switch self {
        case .created: ConsoleMessages.eventCreated
        case .consented: ConsoleMessages.eventConsented
        case .offered: ConsoleMessages.eventOffered
        case .interested: ConsoleMessages.eventInterested
        case .later: ConsoleMessages.eventLater
        case .declined: ConsoleMessages.eventDeclined
        case .silent: ConsoleMessages.eventSilent
        case .won: ConsoleMessages.eventWon
        case .lost: ConsoleMessages.eventLost
        case .withdrawn: ConsoleMessages.eventWithdrawn
        case .taken: ConsoleMessages.eventTaken
        case .contacted: ConsoleMessages.eventContacted
        case .notReached: ConsoleMessages.eventNotReached
        case .reassigned: ConsoleMessages.eventReassigned
        case .released: ConsoleMessages.eventReleased
        case .messaged: ConsoleMessages.eventMessaged
        case .undelivered: ConsoleMessages.eventUndelivered
        case .contactsAsked: ConsoleMessages.eventContactsAsked
        case .contactsAnswered: ConsoleMessages.eventContactsAnswered
        case .escalated: ConsoleMessages.eventEscalated
        case .reachable: ConsoleMessages.eventReachable
        case .unreachable: ConsoleMessages.eventUnreachable
        }
    }
}
