import Vocabulary

/// Who wants the offer to reach the person.
public enum OfferStart: String, Hashable, Sendable, CaseIterable {
    case pipeline
    case manager
    /// The person opened "offers" and asked for it.
    case customer

    /// A message that the person did not ask for at this moment.
    public var isPush: Bool { self != .customer }
}

/// Hours of the day in Moscow without offers; may wrap around midnight. The same hour twice: no quiet hours.
public struct QuietHours: Hashable, Sendable {
    public let from: Int
    public let until: Int

    public init(from: Int, until: Int) {
        self.from = from
        self.until = until
    }

    public func contains(hour: Int) -> Bool {
        from <= until ? hour >= from && hour < until : hour >= from || hour < until
    }

    /// Moscow keeps UTC+3 all year since 2014.
    public static func moscowHour(of moment: Instant) -> Int {
        let hours = (moment.milliseconds + Span.hours(3).milliseconds) / Span.hours(1).milliseconds
        return Int(((hours % 24) + 24) % 24)
    }
}

/// Everything the gate asks about. Nothing in here says who the person is.
public struct ContactFacts: Hashable, Sendable {
    /// What the sender of the card attested about messages.
    public enum Sender: Hashable, Sendable, CaseIterable {
        case mayMessage
        case mayNotMessage
        /// The card came without an attestation: only the person's own consent in the bot counts.
        case silent
    }

    public var start: OfferStart
    /// A person in the bot holds the card.
    public var isLinked: Bool
    public var hasBlockedBot: Bool
    public var consentsToProcessing: Bool
    public var consentsToAdvertising: Bool
    /// The person or the sender's attestation lets the advertiser know of the lead, or the advertiser is the sender.
    public var maySeeLead: Bool
    public var sender: Sender
    /// A bank or insurer that nobody has confirmed may not use this channel (41-FZ).
    public var isChannelConfirmed: Bool
    /// Years; nil: unknown.
    public var age: Int?
    /// Of the service; nil: for everyone.
    public var minimumAge: Int?
    public var ageMark: AgeMark?
    public var ownsService: Bool
    public var declinedRecently: Bool
    public var hasText: Bool
    public var markingGaps: [MarkingGap]
    public var areTermsOver: Bool
    public var hasOpenComplaint: Bool
    /// A complaint was made within the cool-off, closed or not.
    public var complainedRecently: Bool
    /// Hour of the day in Moscow.
    public var hour: Int
    public var quietHours: QuietHours
    /// Offers pushed to the person within the days of the cap.
    public var recentContacts: Int
    public var cap: Int

    public init(
        start: OfferStart, isLinked: Bool, hasBlockedBot: Bool, consentsToProcessing: Bool, consentsToAdvertising: Bool, maySeeLead: Bool,
        sender: Sender, isChannelConfirmed: Bool, age: Int?, minimumAge: Int?, ageMark: AgeMark?, ownsService: Bool, declinedRecently: Bool,
        hasText: Bool, markingGaps: [MarkingGap], areTermsOver: Bool, hasOpenComplaint: Bool, complainedRecently: Bool, hour: Int,
        quietHours: QuietHours, recentContacts: Int, cap: Int
    ) {
        (self.start, self.isLinked, self.hasBlockedBot) = (start, isLinked, hasBlockedBot)
        (self.consentsToProcessing, self.consentsToAdvertising, self.maySeeLead) = (consentsToProcessing, consentsToAdvertising, maySeeLead)
        (self.sender, self.isChannelConfirmed) = (sender, isChannelConfirmed)
        (self.age, self.minimumAge, self.ageMark) = (age, minimumAge, ageMark)
        (self.ownsService, self.declinedRecently) = (ownsService, declinedRecently)
        (self.hasText, self.markingGaps, self.areTermsOver) = (hasText, markingGaps, areTermsOver)
        (self.hasOpenComplaint, self.complainedRecently) = (hasOpenComplaint, complainedRecently)
        (self.hour, self.quietHours, self.recentContacts, self.cap) = (hour, quietHours, recentContacts, cap)
    }
}

/// Decides whether an offer may reach a person. One gate for the pipeline, the manager and the person who opens "offers"; with no clock and no database in it.
public enum ContactGate {
    public enum Decision: Hashable, Sendable {
        case open
        case closed(Silence)
    }

    /// The first rule that closes decides, in this order: can the person be reached; did they agree; may this advertiser speak here; is it for them; can it be
    /// said lawfully; would it hurt now. What a person asked for ignores quiet hours and the cap, and nothing else.
    public static func decide(_ facts: ContactFacts) -> Decision {
        if let silence = hard(facts) { return .closed(silence) }
        if facts.start.isPush, let silence = timing(facts) { return .closed(silence) }
        return .open
    }

    private static func hard(_ facts: ContactFacts) -> Silence? {
        // Reach.
        if !facts.isLinked { return .notLinked }
        if facts.hasBlockedBot { return .botBlocked }
        // Consent: no ad without a live one (38-FZ art. 18, 152-FZ art. 9).
        if !facts.consentsToProcessing { return .noProcessingConsent }
        if !facts.consentsToAdvertising { return .noAdvertisingConsent }
        if !facts.maySeeLead { return .noTransferConsent }
        if facts.sender == .mayNotMessage { return .senderForbids }
        // The advertiser.
        if !facts.isChannelConfirmed { return .channelNotConfirmed }
        // Whether it is for them.
        if let silence = age(facts) { return silence }
        if facts.ownsService { return .alreadyOwned }
        if facts.declinedRecently { return .declinedRecently }
        // Whether it can be said.
        if !facts.hasText { return .noText }
        if !facts.markingGaps.isEmpty { return .markingIncomplete }
        if facts.areTermsOver { return .termsOver }
        // Whether it would hurt.
        if facts.hasOpenComplaint { return .openComplaint }
        if facts.complainedRecently { return .recentComplaint }
        return nil
    }

    private static func timing(_ facts: ContactFacts) -> Silence? {
        if facts.quietHours.contains(hour: facts.hour) { return .quietHours }
        if facts.recentContacts >= facts.cap { return .capReached }
        return nil
    }

    /// A service with a minimum age, and anything marked 18+, needs a known age; a lower mark only hides it from who is known to be younger.
    private static func age(_ facts: ContactFacts) -> Silence? {
        let mark = facts.ageMark?.years ?? 0
        guard let age = facts.age else { return facts.minimumAge != nil || mark >= 18 ? .ageUnknown : nil }
        return age < max(facts.minimumAge ?? 0, mark) ? .tooYoung : nil
    }
}
