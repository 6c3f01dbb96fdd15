import Accounts
import Database
import Vocabulary

/// Tells heads of leads that nobody acted on in time, once per stretch of neglect: whatever is done about a lead takes the mark away.
public struct Escalation: Sendable {
    private let store = LeadStore()

    public init() {}

    /// One portion, the longest neglected first. A repeat finds nothing that was told before.
    /// - Parameter due: how long a lead may wait for people.
    /// - Returns: how many leads were told of.
    public func step(limit: Int, due: Span, now: Instant, in transaction: Transaction) throws(LeadsError) -> Int {
        let late = try LeadsError.storing { () throws(DatabaseError) in
            try transaction.rows(
                """
                SELECT id FROM lead WHERE escalated_at IS NULL AND \(LeadConditions.wideWaiting) AND \(LeadConditions.late("$1"))
                ORDER BY stage_at, id LIMIT $2
                """, [now - due, limit]
            ).map { row throws(DatabaseError) in try row.get("id", as: LeadID.self) }
        }
        for lead in late {
            _ = try store.happen(.escalated, to: lead, by: "pipeline", at: now, in: transaction)
            try LeadsError.storing { () throws(DatabaseError) in
                try transaction.execute("UPDATE lead SET escalated_at = $2 WHERE id = $1", [lead, now])
            }
        }
        return late.count
    }
}

/// Whose leads a head answers for when nobody acts: the head of the unit first, the head of the department where a unit has none, else the partner.
struct EscalationDuty {
    let units: [UnitID]
    /// Also leads that nobody of the company has taken.
    let hasFree: Bool

    /// As the staff is now.
    init?(of account: Account, in transaction: Transaction) throws(DatabaseError) {
        guard account.level != .sales, let company = account.place.company else { return nil }
        let heads = try AccountStore().staff([.department, .unit], of: company, in: transaction)
        self.init(of: account, among: heads, in: try UnitStore().tree(in: transaction))
    }

    /// Nil: this person is told of nothing.
    init?(of account: Account, among accounts: [Account], in tree: UnitTree) {
        guard account.isOpen, let company = account.place.company else { return nil }
        func under(_ level: Level) -> Set<UnitID> {
            let heads = accounts.filter { $0.isOpen && $0.level == level && $0.place.company == company }
            return Set(heads.compactMap(\.place.unit).flatMap { tree.part(under: $0) })
        }
        switch (account.level, account.place.unit) {
        case (.unit, let unit?): (units, hasFree) = (tree.part(under: unit), true)
        case (.department, let unit?):
            let taken = under(.unit)
            (units, hasFree) = (tree.part(under: unit).filter { !taken.contains($0) }, taken.isEmpty)
        case (.partner, _):
            let taken = under(.unit).union(under(.department))
            (units, hasFree) = (tree.units(of: company).map(\.id).filter { !taken.contains($0) }, taken.isEmpty)
        default: return nil
        }
    }
}

/// The neglected leads that this person is told of, the longest first.
public struct EscalatedLeads: Sendable {
    public let lines: [LeadList.Line]
    public let count: Int

    public init(for account: Account, limit: Int, in transaction: Transaction) throws(LeadsError) {
        let found = try LeadsError.storing { () throws(DatabaseError) in
            let duty = try EscalationDuty(of: account, in: transaction)
            return (duty, try LeadConditions(account, in: transaction))
        }
        guard let duty = found.0, duty.hasFree || !duty.units.isEmpty else {
            (lines, count) = ([], 0)
            return
        }
        var conditions = found.1
        conditions.add("lead.escalated_at IS NOT NULL")
        conditions.add(LeadConditions.waitingForPeople)
        var whose: [String] = duty.hasFree ? ["lead.holder IS NULL"] : []
        if !duty.units.isEmpty { whose.append("lead.holder_unit IN (\(duty.units.map { conditions.place($0) }.joined(separator: ", ")))") }
        conditions.add("(\(whose.joined(separator: " OR ")))")
        let counted = conditions
        count = try LeadsError.storing { () throws(DatabaseError) in try counted.count(in: transaction) }
        let most = conditions.place(limit)
        let leads = try LeadStore().leads(
            "WHERE \(counted.sql) ORDER BY lead.escalated_at, id LIMIT \(most)", conditions.arguments, in: transaction)
        lines = try LeadList.lines(leads, for: account, in: transaction)
    }
}

extension LeadsSchema {
    public static let escalation = [
        Migration(
            "5 neglected leads",
            [
                "ALTER TABLE lead ADD COLUMN escalated_at INTEGER",  // when a head was told that nobody acts; NULL once somebody does
                // Word for word the condition of the worker's step, which then reads only what was not told before.
                """
                CREATE INDEX lead_to_escalate ON lead (stage_at, id)
                WHERE escalated_at IS NULL AND stage NOT IN ('offered', 'later', 'declined', 'silent', 'won', 'lost', 'withdrawn')
                """,
                "CREATE INDEX lead_escalated ON lead (company_id, escalated_at) WHERE escalated_at IS NOT NULL",
            ])
    ]
}
