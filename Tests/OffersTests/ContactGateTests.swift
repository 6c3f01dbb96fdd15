import Offers
import Testing
import Vocabulary

@Suite struct ContactGateTests {
    typealias Spoil = @Sendable (inout ContactFacts) -> Void

    static let open = ContactFacts(
        start: .pipeline, isLinked: true, hasBlockedBot: false, consentsToProcessing: true, consentsToAdvertising: true, maySeeLead: true,
        sender: .mayMessage, isChannelConfirmed: true, age: 40, minimumAge: 21, ageMark: .eighteen, ownsService: false,
        declinedRecently: false,
        hasText: true, markingGaps: [], areTermsOver: false, hasOpenComplaint: false, complainedRecently: false, hour: 12,
        quietHours: QuietHours(from: 21, until: 10), recentContacts: 1, cap: 2)

    /// Each rule, broken alone, in the order in which the gate must name them.
    static let rules: [(silence: Silence, spoil: Spoil)] = [
        (.notLinked, { $0.isLinked = false }),
        (.botBlocked, { $0.hasBlockedBot = true }),
        (.noProcessingConsent, { $0.consentsToProcessing = false }),
        (.noAdvertisingConsent, { $0.consentsToAdvertising = false }),
        (.noTransferConsent, { $0.maySeeLead = false }),
        (.senderForbids, { $0.sender = .mayNotMessage }),
        (.channelNotConfirmed, { $0.isChannelConfirmed = false }),
        (.ageUnknown, { $0.age = nil }),
        (.tooYoung, { $0.age = 20 }),
        (.alreadyOwned, { $0.ownsService = true }),
        (.declinedRecently, { $0.declinedRecently = true }),
        (.noText, { $0.hasText = false }),
        (.markingIncomplete, { $0.markingGaps = [.erid] }),
        (.termsOver, { $0.areTermsOver = true }),
        (.openComplaint, { $0.hasOpenComplaint = true }),
        (.recentComplaint, { $0.complainedRecently = true }),
        (.quietHours, { $0.hour = 23 }),
        (.capReached, { $0.recentContacts = 2 }),
    ]
    /// What a person who asks for an offer may ignore.
    static let timing: Set<Silence> = [.quietHours, .capReached]

    @Test func everySilenceHasItsRule() {
        #expect(Self.rules.map(\.silence) == Silence.allCases)
    }

    @Test(arguments: OfferStart.allCases) func oneBrokenRuleCloses(_ start: OfferStart) {
        var facts = Self.open
        facts.start = start
        #expect(ContactGate.decide(facts) == .open)
        for (silence, spoil) in Self.rules {
            var spoilt = facts
            spoil(&spoilt)
            let passes = start == .customer && Self.timing.contains(silence)
            #expect(ContactGate.decide(spoilt) == (passes ? .open : .closed(silence)))
        }
    }

    /// All 2^18 combinations of broken rules, for who asks: open only if every condition holds, and the first broken one is named.
    @Test(arguments: [OfferStart.pipeline, .customer]) func itIsOpenOnlyIfEverythingHolds(_ start: OfferStart) {
        let silences = Self.rules.map(\.silence)
        let (unknown, young, gaps) = (1 << 7, 1 << 8, [MarkingGap.erid])
        // A person who asks may ignore the last two.
        let counted = start == .customer ? (1 << 16) - 1 : (1 << 18) - 1
        var wrong: [Int] = []
        for broken in 0..<(1 << 18) where broken & unknown == 0 || broken & young == 0 {
            func holds(_ rule: Int) -> Bool { broken & (1 << rule) == 0 }
            let said = ContactGate.decide(
                ContactFacts(
                    start: start, isLinked: holds(0), hasBlockedBot: !holds(1), consentsToProcessing: holds(2),
                    consentsToAdvertising: holds(3), maySeeLead: holds(4), sender: holds(5) ? .silent : .mayNotMessage,
                    isChannelConfirmed: holds(6), age: holds(7) ? (holds(8) ? 40 : 20) : nil, minimumAge: 21, ageMark: .eighteen,
                    ownsService: !holds(9), declinedRecently: !holds(10), hasText: holds(11), markingGaps: holds(12) ? [] : gaps,
                    areTermsOver: !holds(13), hasOpenComplaint: !holds(14), complainedRecently: !holds(15), hour: holds(16) ? 12 : 23,
                    quietHours: Self.open.quietHours, recentContacts: holds(17) ? 1 : 2, cap: 2))
            let first = (broken & counted).trailingZeroBitCount
            if said != (first < silences.count ? .closed(silences[first]) : .open) { wrong.append(broken) }
        }
        #expect(wrong.isEmpty, "\(wrong.count) wrong; the first: \(String(wrong.first ?? 0, radix: 2))")
    }

    @Test func anAdNeverGoesWithoutALiveConsent() {
        for start in OfferStart.allCases {
            for sender in ContactFacts.Sender.allCases {
                for (processing, advertising) in [(false, false), (false, true), (true, false)] {
                    var facts = Self.open
                    facts.start = start
                    facts.sender = sender
                    facts.consentsToProcessing = processing
                    facts.consentsToAdvertising = advertising
                    #expect(ContactGate.decide(facts) != .open)
                }
            }
        }
    }

    @Test(
        arguments: [
            // age, minimum, mark, decision
            (nil, nil, .zero, .open), (nil, nil, .sixteen, .open), (nil, nil, .eighteen, .closed(.ageUnknown)), (nil, nil, nil, .open),
            (nil, 14, .zero, .closed(.ageUnknown)), (17, nil, .eighteen, .closed(.tooYoung)), (18, nil, .eighteen, .open),
            (20, 21, .zero, .closed(.tooYoung)), (21, 21, .eighteen, .open), (15, nil, .sixteen, .closed(.tooYoung)),
            (15, nil, .twelve, .open),
        ] as [(Int?, Int?, AgeMark?, ContactGate.Decision)])
    func agesAreKept(age: Int?, minimum: Int?, mark: AgeMark?, decision: ContactGate.Decision) {
        var facts = Self.open
        facts.age = age
        facts.minimumAge = minimum
        facts.ageMark = mark
        #expect(ContactGate.decide(facts) == decision)
    }

    @Test func quietHoursWrapAroundMidnight() {
        func quiet(_ from: Int, _ until: Int) -> [Int] { (0..<24).filter { QuietHours(from: from, until: until).contains(hour: $0) } }
        #expect(quiet(21, 10) == Array(0..<10) + [21, 22, 23])
        #expect(quiet(1, 6) == [1, 2, 3, 4, 5])
        #expect(quiet(0, 0).isEmpty)
        #expect(quiet(22, 0) == [22, 23])
        // 2026-11-23 20:59 and 21:00 in Moscow.
        #expect(QuietHours.moscowHour(of: Instant(seconds: 1_795_456_740)) == 20)
        #expect(QuietHours.moscowHour(of: Instant(seconds: 1_795_456_800)) == 21)
        #expect(QuietHours.moscowHour(of: Instant(seconds: -1)) == 2)
    }

    @Test func aCardWithoutAnAttestationLeavesItToThePerson() {
        var facts = Self.open
        facts.sender = .silent
        #expect(ContactGate.decide(facts) == .open)
    }
}
