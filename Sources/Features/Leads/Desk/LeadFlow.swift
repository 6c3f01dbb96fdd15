import Accounts
import Database
import Vocabulary

/// What came and went within a person's sight: today, and the days before it.
public struct LeadFlow: Hashable, Sendable {
    public struct Day: Hashable, Sendable {
        public let start: Instant
        public let came: Int
        public let won: Int
    }

    private enum Kind: Hashable { case came(Int), won(Int), gone }

    /// Fourteen, the last one today.
    public let days: [Day]
    /// Of what was won today.
    public let revenue: Money
    /// Lost or withdrawn today.
    public let gone: Int

    public var today: Day { days[days.count - 1] }

    /// Moscow has no summer time: its days begin at 21:00 UTC.
    static func dayStart(of now: Instant) -> Instant {
        let shift = Span.hours(3).milliseconds
        let day = Span.days(1).milliseconds
        return Instant(milliseconds: (now.milliseconds + shift) / day * day - shift)
    }

    public init(for account: Account, now: Instant, in transaction: Transaction) throws(DatabaseError) {
        let today = Self.dayStart(of: now)
        let starts = (0..<14).map { today - .days(13) + .days($0) }
        var conditions = try LeadConditions(account, in: transaction)
        var kinds: [(kind: Kind, condition: String)] = []
        for (day, start) in starts.enumerated() {
            let (from, until) = (conditions.place(start), conditions.place(start + .days(1)))
            kinds.append((.came(day), "lead.created_at >= \(from) AND lead.created_at < \(until)"))
            kinds.append((.won(day), "lead.stage = 'won' AND lead.stage_at >= \(from) AND lead.stage_at < \(until)"))
        }
        let since = conditions.place(today)
        // Off the index of changes: one of stages would go through all that ever ended.
        kinds.append((.gone, "lead.stage_at >= \(since) AND lead.stage IN ('lost', 'withdrawn')"))
        let counts = try conditions.counts(kinds, in: transaction)
        days = starts.enumerated().map { Day(start: $1, came: counts[.came($0)] ?? 0, won: counts[.won($0)] ?? 0) }
        gone = counts[.gone] ?? 0

        guard days.last?.won ?? 0 > 0 else {
            revenue = .zero
            return
        }
        var won = try LeadConditions(account, in: transaction)
        let start = won.place(today)
        won.add("lead.stage = 'won' AND lead.stage_at >= \(start)")
        let kopecks: Int64 =
            try transaction.row(
                """
                SELECT CAST(coalesce(sum(lead_event.amount), 0) AS BIGINT) AS revenue FROM lead
                JOIN lead_event ON lead_event.lead_id = lead.id AND lead_event.kind = 'won' WHERE \(won.sql)
                """, won.arguments)?["revenue"] ?? 0
        revenue = Money(kopecks: kopecks)
    }
}
