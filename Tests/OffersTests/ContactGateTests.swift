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

    /// All 2^18 combinations of broken rules, for whom asks: open only if every condition holds, and the first broken one is named.
    @Test(arguments: OfferStart.allCases) func itIsOpenOnlyIfEverythingHolds(_ start: OfferStart) {
        let (unknown, young) = (7, 8)
        var wrong: [(broken: Int, said: ContactGate.Decision)] = []
        for broken in 0..<(1 << Self.rules.count) where broken & (1 << unknown) == 0 || broken & (1 << young) == 0 {
            var facts = Self.open
            facts.start = start
            var first: Silence?
            for (number, rule) in Self.rules.enumerated() where broken & (1 << number) != 0 {
                rule.spoil(&facts)
                if first == nil, start != .customer || number < 16 { first = rule.silence }
            }
            let said = ContactGate.decide(facts)
            if said != (first.map { .closed($0) } ?? .open) { wrong.append((broken, said)) }
        }
        #expect(wrong.isEmpty, "\(wrong.count) wrong; the first: \(String(describing: wrong.first))")
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
