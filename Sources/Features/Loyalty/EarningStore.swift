import Database
import Vocabulary

/// Earning rules with all their versions. Nothing is earned without a rule in here.
public struct EarningStore: Sendable {
    public init() {}

    /// Adds a version of the rule; the number follows the last one's, whatever the rule says.
    /// - Returns: the rule as it was stored.
    /// - Throws: ``LedgerError/malformed(_:)`` with `.rule`.
    @discardableResult
    public func save(_ rule: EarningRule, in transaction: Transaction) throws(LedgerError) -> EarningRule {
        guard (0...10_000).contains(rule.basisPoints), rule.cap >= .zero, rule.cap.count <= LedgerEntry.largest,
            rule.validUntil.map({ rule.validFrom < $0 }) != false
        else { throw .malformed(.rule) }
        return try LedgerError.storing { () throws(DatabaseError) in
            let last: Int =
                try transaction.row(
                    "SELECT coalesce(max(version), 0) AS version FROM earning_rule WHERE id = $1", [rule.id])?["version"] ?? 0
            try transaction.execute(
                """
                INSERT INTO earning_rule (id, version, company_id, service_id, basis_points, cap, valid_from, valid_until, changed_by)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
                [
                    rule.id, last + 1, rule.company, rule.service, rule.basisPoints, rule.cap, rule.validFrom, rule.validUntil,
                    rule.changedBy,
                ])
            return EarningRule(
                id: rule.id, version: last + 1, company: rule.company, service: rule.service, basisPoints: rule.basisPoints, cap: rule.cap,
                validFrom: rule.validFrom, validUntil: rule.validUntil, changedBy: rule.changedBy)
        }
    }

    /// Every version of every rule of a company.
    public func rules(of company: CompanyID, in transaction: Transaction) throws(DatabaseError) -> [EarningRule] {
        var rules: [EarningRule] = []
        for row in try transaction.rows("SELECT * FROM earning_rule WHERE company_id = $1 ORDER BY id, version", [company]) {
            rules.append(
                EarningRule(
                    id: try row["id"], version: try row["version"], company: try row["company_id"], service: try row["service_id"],
                    basisPoints: try row["basis_points"], cap: try row["cap"], validFrom: try row["valid_from"],
                    validUntil: try row["valid_until"], changedBy: try row["changed_by"]))
        }
        return rules
    }

    /// The rule that a purchase at that moment earns by; nil: it earns nothing.
    public func rule(
        for service: ServiceID, of company: CompanyID, at moment: Instant, in transaction: Transaction
    ) throws(DatabaseError) -> EarningRule? {
        try rules(of: company, in: transaction).applicable(to: service, at: moment)
    }
}
