import Leads
import Offers
import Vocabulary

/// What happens to a lead and when: the customer's answer, then the work of people, in hours in which people work.
struct PastWays {
    let created: Instant
    /// That the client takes it when asked; that who is interested pays; what they pay on average.
    let acceptance: Double
    let conversion: Double
    let revenue: Double
    /// Whether the company has people at a desk; else its own system tells what came of it.
    let isStaffed: Bool
    let now: Instant

    func bot(_ dice: inout Dice) -> [PastLead.Step] {
        let sent = Self.moved(created + .minutes(Int64(dice.whole(5...25))), hours: 10..<21, &dice)
        var steps = [PastLead.Step(at: sent, act: .offer)]
        let answered = Self.awake(sent + .minutes(Int64(dice.amount(median: 90, sigma: 1.2, in: 2...1800))), &dice)
        if dice.chance(acceptance) {
            steps.append(.init(at: answered, act: .answer(.interested)))
            return steps + (isStaffed ? work(from: answered, accepts: true, &dice) : told(from: answered, accepts: true, &dice))
        }
        switch dice.share() {
        case ..<0.5:
            let reasons: [DeclineReason] = [.notNeeded, .notNeeded, .tooExpensive, .haveElsewhere, .notThisCompany]
            steps.append(.init(at: answered, act: .answer(.declined(reasons[dice.whole(0...reasons.count - 1)]))))
        case ..<0.65:
            steps.append(.init(at: answered, act: .answer(.later)))
            // Most who say "later" mean it: somebody asks again, and it comes to nothing.
            let again = Self.working(answered + .hours(Int64(dice.whole(60...200))), &dice)
            let over = PastLead.Step(at: Self.working(again + .hours(Int64(dice.whole(2...48))), &dice), act: .lost(.notNeeded))
            steps += isStaffed ? [.init(at: again, act: .take), .init(at: again + .minutes(9), act: .contacted), over] : [over]
        default: steps.append(.init(at: sent + .days(14), act: .fallSilent))
        }
        return steps
    }

    /// People alone, by telephone or at the counter.
    /// - Parameter start: when the lead is theirs: at once, or when the gate turned the bot away.
    func desk(from start: Instant, _ dice: inout Dice) -> [PastLead.Step] {
        let accepts = dice.chance(acceptance)
        return isStaffed ? work(from: start, accepts: accepts, &dice) : told(from: start, accepts: accepts, &dice)
    }

    /// - Parameter accepts: whether the client says yes, to the bot before or to a person now.
    private func work(from start: Instant, accepts: Bool, _ dice: inout Dice) -> [PastLead.Step] {
        // One in twelve of the latest ones is still nobody's: something has to be late.
        guard now - created > .days(6) || !dice.chance(1.0 / 12) else { return [] }
        var at = Self.working(start + .minutes(Int64(dice.amount(median: 240, sigma: 1.1, in: 10...3600))), &dice)
        var steps = [PastLead.Step(at: at, act: .take)]
        func then(_ minutes: ClosedRange<Int>, _ act: PastLead.Act) {
            at = Self.working(at + .minutes(Int64(dice.whole(minutes))), &dice)
            steps.append(.init(at: at, act: act))
        }
        if dice.chance(0.08) { then(40...300, .passOn) }
        var calls = 0
        while calls < 3, dice.chance(0.35) {
            then(15...1500, .notReached)
            calls += 1
        }
        if calls == 3 {
            then(600...4000, .lost(.notReached))
            return steps
        }
        then(5...600, .contacted)
        if dice.chance(0.4) { then(900...4500, .contacted) }
        if dice.chance(0.07) {
            let reasons: [ReturnReason] = [.conditions, .duplicate, .notOurs, .noContact]
            then(5...900, .giveBack(reasons[dice.whole(0...reasons.count - 1)]))
        } else {
            then(600...11_000, outcome(accepts, &dice))
        }
        return steps
    }

    /// Without people at a desk one hears of the end alone.
    private func told(from start: Instant, accepts: Bool, _ dice: inout Dice) -> [PastLead.Step] {
        [.init(at: Self.working(start + .hours(Int64(dice.whole(20...200))), &dice), act: outcome(accepts, &dice))]
    }

    private func outcome(_ accepts: Bool, _ dice: inout Dice) -> PastLead.Act {
        if accepts, dice.chance(0.4 + 0.6 * conversion) {
            let roubles = Int64(dice.amount(median: revenue, sigma: 0.35, in: 100...100_000_000))
            if let amount = Money(roubles: roubles) { return .won(amount) }
        }
        let reasons: [LostReason] =
            accepts ? [.refusedByCompany, .other] : [.notNeeded, .notNeeded, .tooExpensive, .tooExpensive, .boughtElsewhere]
        return .lost(reasons[dice.whole(0...reasons.count - 1)])
    }

    // MARK: Hours

    /// At that moment if people work then (Moscow, 9 to 19), else soon after they come.
    static func working(_ moment: Instant, _ dice: inout Dice) -> Instant { moved(moment, hours: 9..<19, &dice) }

    private static func awake(_ moment: Instant, _ dice: inout Dice) -> Instant { moved(moment, hours: 8..<23, &dice) }

    private static func moved(_ moment: Instant, hours: Range<Int>, _ dice: inout Dice) -> Instant {
        let hour = QuietHours.moscowHour(of: moment)
        guard !hours.contains(hour) else { return moment }
        let ahead = (hours.lowerBound - hour + 24) % 24
        return moment + .hours(Int64(ahead)) + .minutes(Int64(dice.whole(0...50)))
    }
}
