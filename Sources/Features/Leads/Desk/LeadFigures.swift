import Accounts
import Database
import Vocabulary

/// A person's day in numbers: what came and went, what waits, what is late. Of leads within the person's sight only.
public struct LeadFigures: Hashable, Sendable {
    public struct Today: Hashable, Sendable {
        public let came: Int
        public let won: Int
        public let revenue: Money
        public let lost: Int
        public let withdrawn: Int
    }
    public struct Day: Hashable, Sendable {
        public let start: Instant
        public var came: Int
        public var won: Int
    }
    public struct Load: Hashable, Sendable {
        public let account: AccountID
        public let open: Int
    }

    public let today: Today
    public let mine: Int
    public let free: Int
    /// Customers who said "interested" and hear nothing while nobody acts.
    public let interested: Int
    public let late: Int
    /// Fourteen days, the last one today.
    public let days: [Day]
    public let stages: [LeadStage: Int]
    /// Who works on how many open leads, the most first.
    public let load: [Load]

    /// Moscow has no summer time: its days begin at 21:00 UTC.
    static func dayStart(of now: Instant) -> Instant {
        let shift = Span.hours(3).milliseconds
        let day = Span.days(1).milliseconds
        return Instant(milliseconds: (now.milliseconds + shift) / day * day - shift)
    }

    /// How much is counted.
    public enum Scope: Sendable {
        /// What lies on the desk now.
        case desk
        /// Also what came and went today and in fourteen days.
        case days
    }

    /// - Parameters:
    ///   - due: how long a lead may wait for people.
    ///   - scope: within `desk` today's figures are zero, and there are no days.
    public init(for account: Account, due: Span, now: Instant, scope: Scope = .days, in transaction: Transaction) throws(DatabaseError) {
        let tree = try UnitStore().tree(in: transaction)
        let today = Self.dayStart(of: now)
        let first = today - .days(13)
        func sight() -> LeadConditions { LeadConditions(account, in: tree) }

        // One pass over an index: the whole desk.
        var desk = sight()
        desk.add(LeadConditions.open)
        let (me, overdue) = (desk.place(account.id), desk.place(now - due))
        let sum = { (condition: String) in "CAST(coalesce(sum(CASE WHEN \(condition) THEN 1 ELSE 0 END), 0) AS BIGINT)" }
        let counts = try transaction.rows(
            """
            SELECT lead.stage AS stage, count(*) AS n, \(sum("lead.holder = \(me)")) AS mine, \(sum("lead.holder IS NULL")) AS free,
                \(sum("\(LeadConditions.waitingForPeople) AND \(LeadConditions.late(overdue))")) AS late
            FROM lead WHERE \(desk.sql) GROUP BY lead.stage
            """, desk.arguments)
        var (stages, mine, free, late): ([LeadStage: Int], Int, Int, Int) = ([:], 0, 0, 0)
        for row in counts {
            stages[try row["stage"]] = try row["n"]
            mine += try row.get("mine", as: Int.self)
            free += try row.get("free", as: Int.self)
            late += try row.get("late", as: Int.self)
        }
        (self.stages, self.mine, self.free, self.late) = (stages, mine, free, late)
        interested = stages[.interested] ?? 0

        var held = sight()
        held.add(LeadConditions.open)
        held.add("lead.holder IS NOT NULL")
        load = try transaction.rows(
            "SELECT lead.holder AS account, count(*) AS n FROM lead WHERE \(held.sql) GROUP BY lead.holder ORDER BY count(*) DESC, lead.holder",
            held.arguments
        ).map { row throws(DatabaseError) in Load(account: try row["account"], open: try row["n"]) }

        guard scope == .days else {
            days = []
            self.today = Today(came: 0, won: 0, revenue: .zero, lost: 0, withdrawn: 0)
            return
        }
        var days = (0..<14).map { Day(start: first + .days($0), came: 0, won: 0) }
        func perDay(_ column: String, _ condition: String) throws(DatabaseError) -> [Int: Int] {
            var conditions = sight()
            conditions.add(condition)
            let start = conditions.place(first)
            conditions.add("\(column) >= \(start)")
            var counts: [Int: Int] = [:]
            let sql = "SELECT (\(column) - \(start)) / 86400000 AS day, count(*) AS n FROM lead WHERE \(conditions.sql) GROUP BY 1"
            for row in try transaction.rows(sql, conditions.arguments) { counts[try row["day"]] = try row["n"] }
            return counts
        }
        for (day, n) in try perDay("lead.created_at", "1 = 1") where days.indices.contains(day) { days[day].came = n }
        for (day, n) in try perDay("lead.stage_at", "lead.stage = 'won'") where days.indices.contains(day) { days[day].won = n }
        self.days = days

        // Whatever changed today, off the index of changes: an index of stages would go through all that ever ended.
        var ended = sight()
        let since = ended.place(today)
        ended.add("lead.stage_at >= \(since)")
        let changed = try transaction.row(
            "SELECT \(sum("lead.stage = 'won'")) AS won, \(sum("lead.stage = 'lost'")) AS lost, \(sum("lead.stage = 'withdrawn'")) AS withdrawn FROM lead WHERE \(ended.sql)",
            ended.arguments)
        ended.add("lead.stage = 'won'")
        let revenue: Int64 =
            try transaction.row(
                """
                SELECT CAST(coalesce(sum(lead_event.amount), 0) AS BIGINT) AS revenue FROM lead
                JOIN lead_event ON lead_event.lead_id = lead.id AND lead_event.kind = 'won' WHERE \(ended.sql)
                """, ended.arguments)?["revenue"] ?? 0
        self.today = Today(
            came: days.last?.came ?? 0, won: try changed?["won"] ?? 0, revenue: Money(kopecks: revenue), lost: try changed?["lost"] ?? 0,
            withdrawn: try changed?["withdrawn"] ?? 0)
    }
}
