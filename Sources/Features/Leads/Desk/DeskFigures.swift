import Accounts
import Database
import Vocabulary

/// What lies on a person's desk, in numbers. Of leads within the person's sight only.
public struct DeskFigures: Hashable, Sendable {
    /// How many open leads are at each stage.
    public let stages: [LeadStage: Int]
    public let mine: Int
    public let free: Int
    public let late: Int

    public var open: Int { stages.values.reduce(0, +) }
    /// Customers who said "interested" and hear nothing while nobody acts.
    public var interested: Int { stages[.interested] ?? 0 }

    private enum Kind: Hashable { case stage(LeadStage), mine, free, late }

    /// - Parameter due: how long a lead may wait for people.
    public init(for account: Account, due: Span, now: Instant, in transaction: Transaction) throws(DatabaseError) {
        var conditions = try LeadConditions(account, in: transaction)
        let (me, overdue) = (conditions.place(account.id), conditions.place(now - due))
        let stages = LeadStage.allCases.filter(\.isOpen)
        var kinds = stages.map { (kind: Kind.stage($0), condition: "lead.stage = '\($0.rawValue)'") }
        kinds.append((.mine, "\(LeadConditions.open) AND lead.holder = \(me)"))
        kinds.append((.free, "\(LeadConditions.open) AND lead.holder IS NULL"))
        kinds.append((.late, "\(LeadConditions.waitingForPeople) AND \(LeadConditions.late(overdue))"))
        let counts = try conditions.counts(kinds, in: transaction)
        self.stages = counts.reduce(into: [:]) { if case .stage(let stage) = $1.key, $1.value > 0 { $0[stage] = $1.value } }
        (mine, free, late) = (counts[.mine] ?? 0, counts[.free] ?? 0, counts[.late] ?? 0)
    }
}

/// Who works on how many open leads.
public struct HolderLoad: Hashable, Sendable {
    public let account: AccountID
    public let open: Int

    /// Of leads within the person's sight, the most first.
    public static func all(for account: Account, in transaction: Transaction) throws(DatabaseError) -> [HolderLoad] {
        var held = try LeadConditions(account, in: transaction)
        held.add(LeadConditions.open)
        held.add("lead.holder IS NOT NULL")
        return try transaction.rows(
            "SELECT lead.holder AS account, count(*) AS n FROM lead WHERE \(held.sql) GROUP BY lead.holder ORDER BY count(*) DESC, lead.holder",
            held.arguments
        ).map { row throws(DatabaseError) in HolderLoad(account: try row["account"], open: try row["n"]) }
    }
}
