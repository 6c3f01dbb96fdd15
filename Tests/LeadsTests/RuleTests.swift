import Clients
import Consents
import Group
import Leads
import Loyalty
import Testing
import Vocabulary

@Suite struct StageTests {
    /// The whole policy, one line per stage: what each event does.
    @Test func everyStageAndEventIsDecided() {
        let events = LeadEventKind.allCases.filter { $0 != .created }
        let table = LeadStage.allCases.map { stage in
            let cells = events.map { event in
                switch stage.after(event) {
                case .moves(let next): next == LeadStage(rawValue: event.rawValue) ? event.rawValue : "\(event.rawValue)→\(next.rawValue)"
                case .already: "=\(event.rawValue)"
                case .noted: "+\(event.rawValue)"
                case .invalid: ""
                }
            }
            return "\(stage.rawValue): " + cells.filter { !$0.isEmpty }.joined(separator: " ")
        }
        #expect(
            table.joined(separator: "\n") == """
                waiting: =consented offered won lost withdrawn +taken +released +contacted +not_reached +reassigned +messaged +undelivered +contacts_asked +contacts_answered +escalated +reachable +unreachable
                ask_consent: consented→waiting won lost withdrawn +taken +released +contacted +not_reached +reassigned +undelivered +contacts_asked +contacts_answered +escalated +reachable +unreachable
                offered: =offered interested later declined silent won lost withdrawn +taken +released +contacted +not_reached +reassigned +undelivered +contacts_asked +contacts_answered +escalated +reachable +unreachable
                interested: =interested later declined won lost withdrawn +taken +released +contacted +not_reached +reassigned +undelivered +contacts_asked +contacts_answered +escalated +reachable +unreachable
                later: offered interested =later declined won lost withdrawn +taken +released +contacted +not_reached +reassigned +undelivered +contacts_asked +contacts_answered +escalated +reachable +unreachable
                declined: interested later =declined won lost withdrawn +contacted +not_reached +contacts_answered
                silent: interested later declined =silent won lost withdrawn +contacted +not_reached +contacts_answered
                won: =won
                lost: =lost
                withdrawn: =withdrawn
                """)
        #expect(LeadStage.allCases.allSatisfy { $0.after(.created) == .invalid })
    }
}

@Suite struct LeadNumberTests {
    @Test(arguments: ["7K3Q-9XAB", "7k3q9xab", " 7K3Q 9XAB ", "7К3Q-9ХАВ", "7k3q–9xав"]) func peopleTypeItAsTheyLike(typed: String) {
        #expect(LeadNumber(typed)?.text == "7K3Q9XAB")
        #expect(LeadNumber(typed)?.description == "7K3Q-9XAB")
    }

    @Test func lookalikesAreDigits() {
        #expect(LeadNumber("OIL0-О111")?.text == "01100111")
    }

    @Test(arguments: ["", "7K3Q-9XA", "7K3Q-9XABC", "7K3Q-9XAU", "7K3Q-9XA!", "ЖЖЖЖ-ЖЖЖЖ"]) func whatCannotBeOneIsRefused(typed: String) {
        #expect(LeadNumber(typed) == nil)
    }
}

@Suite struct RatingTests {
    @Test func itIsThePlaceAmongAllCandidates() {
        let scale = RatingScale(ascending: (0..<10_000).map { Double($0) / 10_000 })
        #expect(scale.rating(of: 0.5) == 50 && scale.rating(of: 0.8001) == 79 && scale.rating(of: 0.802) == 80)
        #expect(scale.rating(of: 0) == 0 && scale.rating(of: 1) == 99 && !scale.isShrunk)
    }

    @Test func fewCandidatesSayLittle() {
        #expect(RatingScale(ascending: []).rating(of: 0.9) == 50)
        let ten = RatingScale(ascending: (1...10).map { Double($0) / 100 })
        #expect(ten.rating(of: 0.9) == 66 && ten.rating(of: 0.001) == 33 && ten.isShrunk)
    }

    @Test func equalsShareTheirPlaceAndMoreIsNeverLess() {
        let scale = RatingScale(ascending: [Double](repeating: 0.1, count: 1000) + [Double](repeating: 0.2, count: 1000))
        #expect(scale.rating(of: 0.1) == 25 && scale.rating(of: 0.15) == 50 && scale.rating(of: 0.2) == 74)
        let ratings = stride(from: 0.0, through: 1, by: 0.01).map { scale.rating(of: $0) }
        #expect(ratings == ratings.sorted() && ratings.allSatisfy((0...100).contains))
    }
}

@Suite struct ExplorationTests {
    /// What is logged is what happens: over many draws each candidate comes as often as its propensity says.
    @Test(arguments: [nil, 0, 2] as [Int?]) func thePropensityIsExact(best: Int?) {
        var random = SeededGenerator(seed: 3)
        let (rounds, count, share) = (100_000, 4, 0.2)
        var seen = [Int](repeating: 0, count: count)
        var said = [Set<Double>](repeating: [], count: count)
        for _ in 0..<rounds {
            guard let choice = Exploration.choose(of: count, best: best, share: share, using: &random) else { continue }
            seen[choice.index] += 1
            said[choice.index].insert(choice.isExploration == (choice.index != best) ? choice.propensity : .nan)
        }
        for index in 0..<count {
            #expect(said[index].count == 1)
            let propensity = said[index].first ?? 0
            #expect(propensity > 0 && propensity <= 1)
            #expect(abs(Double(seen[index]) / Double(rounds) - propensity) < 0.006)
        }
    }

    @Test func withoutAShareOnlyTheBestIsProposed() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<100 {
            #expect(Exploration.choose(of: 3, best: nil, share: 0, using: &random) == nil)
            #expect(Exploration.choose(of: 3, best: 1, share: 0, using: &random)?.propensity == 1)
            #expect(Exploration.choose(of: 0, best: nil, share: 1, using: &random) == nil)
        }
    }
}

@Suite struct PermissionTests {
    static let (sender, named, other) = (CompanyID(1), CompanyID(2), CompanyID(3))

    func attestation(_ recipients: Attestation.Recipients, mayMessage: Bool = true) -> Attestation {
        Attestation(
            id: AttestationID(high: 1, low: 1), company: Self.sender, document: "d", date: "2026-01-01", recipients: recipients,
            mayMessage: mayMessage, actor: "a", at: Instant(seconds: 0))
    }

    @Test func whoMayGetALead() {
        let consent = ConsentStanding(processing: true, transfers: [Self.named], advertising: false)
        let cases: [(Attestation?, ConsentStanding?, [Permission])] = [
            (nil, nil, [.askConsent, .askConsent, .askConsent]),
            (nil, ConsentStanding(transfers: [Self.named]), [.askConsent, .askConsent, .askConsent]),
            (nil, consent, [.allowed, .allowed, .notAllowed]),
            (attestation(.only([Self.other])), nil, [.allowed, .notAllowed, .allowed]),
            (attestation(.only([Self.other])), consent, [.allowed, .allowed, .allowed]),
            (attestation(.all), nil, [.allowed, .allowed, .allowed]),
        ]
        for (attestation, consent, expected) in cases {
            let permissions = Permissions(sender: Self.sender, attestation: attestation, consent: consent)
            #expect([Self.sender, Self.named, Self.other].map(permissions.permission) == expected)
        }
    }

    @Test func whoMayBeMessaged() {
        func company(_ kind: CompanyKind) -> Company {
            Company(
                id: Self.sender, code: "c", name: "c", nameEnglish: "c", legalName: "", inn: "", kind: kind, sendsOffersAutomatically: true,
                channelConfirmation: nil)
        }
        func answer(_ attestation: Attestation?, _ consent: ConsentStanding?, _ kind: CompanyKind = .dealer) -> MayMessage {
            Permissions(sender: Self.sender, attestation: attestation, consent: consent).mayMessage(company(kind))
        }
        let full = ConsentStanding(processing: true, transfers: [], advertising: true)
        #expect(answer(attestation(.all), nil) == .noChat)
        #expect(answer(attestation(.all, mayMessage: false), nil) == .notAttested)
        #expect(answer(nil, nil) == .notAttested)
        #expect(answer(attestation(.all), ConsentStanding(processing: true)) == .noAdvertisingConsent)
        #expect(answer(nil, full) == .yes)
        #expect(answer(nil, full, .bank) == .channelClosed)
    }
}
