import Localization
import Vocabulary

extension Points {
    /// «5 баллов», "5 points": the count without a sign.
    public var words: Message { LoyaltyMessages.points(count: Int64(clamping: count.magnitude)) }
}

/// What the words of a history line need beside the line: names in the reader's language.
public struct HistoryNames: Sendable {
    public let company: String
    public let service: String

    public init(company: String, service: String) {
        self.company = company
        self.service = service
    }
}

extension LedgerStore.HistoryLine {
    /// Whose names the words need: the company that granted or took the points, and the service when one is known.
    public var subject: (company: CompanyID, service: ServiceID?)? { (original ?? reason).subject }

    /// What moved: «+37 баллов · Д2 страхование: КАСКО».
    public func words(_ names: HistoryNames) -> Message {
        switch reason {
        case .earned: LoyaltyMessages.historyEarned(points: points.words, company: names.company, service: names.service)
        case .spent, .captured, .held, .released, .expired: LoyaltyMessages.historySpent(points: points.words, company: names.company)
        case .reversed where points < .zero: LoyaltyMessages.historyTakenBack(points: points.words, company: names.company)
        case .reversed: LoyaltyMessages.historyReturned(points: points.words, company: names.company)
        }
    }

    /// The answer to "why 37 points?", to be shown beside what moved.
    public func why(_ names: HistoryNames) -> Message {
        switch reason {
        case .earned(let earning): earning.words
        case .spent, .captured, .held, .released, .expired: LoyaltyMessages.whySpent(company: names.company)
        case .reversed where points < .zero: LoyaltyMessages.whyTakenBack
        case .reversed: LoyaltyMessages.whyReturned
        }
    }
}

extension EntryReason {
    /// The company and service that a movement was about; nil for one that stands for another entry.
    var subject: (company: CompanyID, service: ServiceID?)? {
        switch self {
        case .earned(let earning): (earning.company, earning.service)
        case .spent(let company, let service), .held(let company, let service, _), .captured(let company, let service): (company, service)
        case .reversed, .released, .expired: nil
        }
    }
}

extension Earning {
    /// Rule, version and inputs in words.
    public var words: Message {
        let (rule, version) = (Int64(rule), Int64(version))
        if isCapped {
            return LoyaltyMessages.whyCapped(
                percent: percent, paid: paid, uncapped: uncapped.words, cap: cap.words, rule: rule, version: version)
        }
        return LoyaltyMessages.whyEarned(percent: percent, paid: paid, rule: rule, version: version)
    }

    /// 150 basis points are 1.5 %.
    private var percent: Message {
        let (whole, rest) = basisPoints.quotientAndRemainder(dividingBy: 100)
        guard rest > 0 else { return LoyaltyMessages.percentWhole(whole: whole) }
        let fraction = rest % 10 == 0 ? String(rest / 10) : (rest < 10 ? "0" : "") + String(rest)
        return LoyaltyMessages.percentFraction(whole: whole, fraction: fraction)
    }
}

extension LoyaltyService.Nothing {
    /// For staff.
    public var words: Message {
        switch self {
        case .noRule: LoyaltyMessages.nothingNoRule
        case .noCustomerLinked: LoyaltyMessages.nothingNoCustomerLinked
        case .belowOnePoint: LoyaltyMessages.nothingBelowOnePoint
        }
    }
}
