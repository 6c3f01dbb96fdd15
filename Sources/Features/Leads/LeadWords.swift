import Foundation
import Localization
import Vocabulary

extension LeadStage {
    /// For staff.
    public var words: Message {
        switch self {
        case .waiting: LeadsMessages.stageWaiting
        case .askConsent: LeadsMessages.stageAskConsent
        case .offered: LeadsMessages.stageOffered
        case .interested: LeadsMessages.stageInterested
        case .later: LeadsMessages.stageLater
        case .declined: LeadsMessages.stageDeclined
        case .silent: LeadsMessages.stageSilent
        case .won: LeadsMessages.stageWon
        case .lost: LeadsMessages.stageLost
        case .withdrawn: LeadsMessages.stageWithdrawn
        }
    }
}

extension MayMessage {
    public var words: Message {
        switch self {
        case .yes: LeadsMessages.mayMessageYes
        case .noChat: LeadsMessages.mayMessageNoChat
        case .notAttested: LeadsMessages.mayMessageNotAttested
        case .noAdvertisingConsent: LeadsMessages.mayMessageNoAdvertisingConsent
        case .channelClosed: LeadsMessages.mayMessageChannelClosed
        }
    }

    /// For a column of a list; ``words`` say what to do.
    public var shortWords: Message {
        switch self {
        case .yes: LeadsMessages.mayMessageShortYes
        case .noChat: LeadsMessages.mayMessageShortNoChat
        case .notAttested: LeadsMessages.mayMessageShortNotAttested
        case .noAdvertisingConsent: LeadsMessages.mayMessageShortNoAdvertisingConsent
        case .channelClosed: LeadsMessages.mayMessageShortChannelClosed
        }
    }
}

extension LostReason {
    public var words: Message {
        switch self {
        case .tooExpensive: LeadsMessages.lostTooExpensive
        case .boughtElsewhere: LeadsMessages.lostBoughtElsewhere
        case .notReached: LeadsMessages.lostNotReached
        case .notNeeded: LeadsMessages.lostNotNeeded
        case .refusedByCompany: LeadsMessages.lostRefusedByCompany
        case .other: LeadsMessages.lostOther
        }
    }
}

extension Selection {
    /// Why the card got a lead or none.
    public var words: Message {
        switch result {
        case .lead: LeadsMessages.selectionLead
        case .belowThreshold: LeadsMessages.selectionBelowThreshold(rating: Int64(bestRating ?? 0), threshold: Int64(threshold))
        case .noCandidates: LeadsMessages.selectionNoCandidates
        case .enoughOpen: LeadsMessages.selectionEnoughOpen
        case .noProbability: LeadsMessages.selectionNoProbability
        }
    }
}

extension Filter {
    public var words: Message {
        switch self {
        case .audience: LeadsMessages.filterAudience
        case .inactive: LeadsMessages.filterInactive
        case .owned: LeadsMessages.filterOwned
        case .declined: LeadsMessages.filterDeclined
        case .interested: LeadsMessages.filterInterested
        case .age: LeadsMessages.filterAge
        case .never: LeadsMessages.filterNever
        case .notLinked: LeadsMessages.filterNotLinked
        case .noSharedNeed: LeadsMessages.filterNoSharedNeed
        case .needsRemoved: LeadsMessages.filterNeedsRemoved
        case .unknownToModel: LeadsMessages.filterUnknownToModel
        case .recipient: LeadsMessages.filterRecipient
        case .already: LeadsMessages.filterAlready
        }
    }
}

extension Arbitration.Candidate {
    /// Why it won or lost, with its figures, the number of cases behind them and the interval of its conversion. Says nothing of the
    /// client.
    public var words: Message {
        LeadsMessages.verdictFigures(
            verdict: verdictWords, accept: Self.percent(worth.probability), pays: Self.percent(worth.conversion.value),
            paysLow: Self.percent(worth.conversion.low), paysHigh: Self.percent(worth.conversion.high),
            leads: Int64(worth.conversion.cases),
            revenue: Money(kopecks: Int64(worth.revenue.value.rounded())).inWholeRoubles, payments: Int64(worth.revenue.cases),
            points: worth.points)
    }

    private var verdictWords: Message {
        let expected = worth.expected.inWholeRoubles
        return switch verdict {
        case .won: LeadsMessages.verdictWon(expected: expected)
        case .lessValue: LeadsMessages.verdictLessValue(expected: expected)
        case .lessLikely: LeadsMessages.verdictLessLikely(expected: expected)
        case .notItsTurn: LeadsMessages.verdictNotItsTurn(expected: expected)
        }
    }

    /// Whole percent, so that no decimal sign depends on the language.
    private static func percent(_ share: Double) -> String { String(Int((share * 100).rounded())) }
}

extension Money {
    /// The nearest whole rouble: nobody expects kopecks. Never of what was paid.
    public var inWholeRoubles: Money {
        let rest = kopecks % 100
        let step: Int64 = rest >= 50 ? 100 : rest <= -50 ? -100 : 0
        let (rounded, overflow) = (kopecks - rest).addingReportingOverflow(step)
        return Money(kopecks: overflow ? kopecks - rest : rounded)
    }
}
