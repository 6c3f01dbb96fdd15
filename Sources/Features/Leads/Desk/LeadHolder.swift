import Database
import Vocabulary

/// Who works on a lead.
public struct LeadHolder: Hashable, Sendable {
    public let account: AccountID
    public let unit: UnitID
    public let takenAt: Instant
    public let touchedAt: Instant
}

/// Who of the staff works on which lead.
struct LeadHolderStore {
    func holders(of leads: [LeadID], in transaction: Transaction) throws(DatabaseError) -> [LeadID: LeadHolder] {
        guard !leads.isEmpty else { return [:] }
        let places = (1...leads.count).map { "$\($0)" }.joined(separator: ", ")
        var holders: [LeadID: LeadHolder] = [:]
        let sql = "SELECT id, holder, holder_unit, taken_at, touched_at FROM lead WHERE id IN (\(places)) AND holder IS NOT NULL"
        for row in try transaction.rows(sql, leads) {
            holders[try row["id"]] = LeadHolder(
                account: try row["holder"], unit: try row["holder_unit"], takenAt: try row["taken_at"], touchedAt: try row["touched_at"])
        }
        return holders
    }

    /// - Returns: false when somebody holds it; nothing is written then.
    func take(
        _ lead: LeadID, by account: AccountID, of unit: UnitID, at now: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> Bool {
        try transaction.execute(
            "UPDATE lead SET holder = $2, holder_unit = $3, taken_at = $4, touched_at = $4, escalated_at = NULL WHERE id = $1 AND holder IS NULL",
            [lead, account, unit, now]) > 0
    }

    /// Whoever held it.
    func give(_ lead: LeadID, to account: AccountID, of unit: UnitID, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "UPDATE lead SET holder = $2, holder_unit = $3, taken_at = $4, touched_at = $4, escalated_at = NULL WHERE id = $1",
            [lead, account, unit, now])
    }

    /// What is still open of somebody's leads is free again; what is over stays theirs, for the figures.
    func release(_ account: AccountID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            """
            UPDATE lead SET holder = NULL, holder_unit = NULL, taken_at = NULL, touched_at = NULL, escalated_at = NULL
            WHERE holder = $1 AND stage NOT IN ('won', 'lost', 'withdrawn')
            """, [account])
    }

    /// It goes to another company, whose people find it free.
    func free(_ lead: LeadID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute(
            "UPDATE lead SET holder = NULL, holder_unit = NULL, taken_at = NULL, touched_at = NULL WHERE id = $1", [lead])
    }

    /// It is free again in its company. When it was last touched stays, so that taking and releasing it in turn stops no clock.
    func putBack(_ lead: LeadID, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("UPDATE lead SET holder = NULL, holder_unit = NULL, taken_at = NULL WHERE id = $1", [lead])
    }

    func touch(_ lead: LeadID, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        try transaction.execute("UPDATE lead SET touched_at = $2, escalated_at = NULL WHERE id = $1 AND holder IS NOT NULL", [lead, now])
    }
}
