import Database
import Group
import Vocabulary

/// Why a lead was given back: a choice of a list. The next candidate has its turn.
public enum ReturnReason: String, Hashable, Sendable, CaseIterable {
    /// The same client came another way.
    case duplicate
    /// Outside of what the company does, or of where.
    case notOurs = "not_ours"
    /// The client does not meet the service's conditions.
    case conditions
    /// There is no way to speak to the client.
    case noContact = "no_contact"
}

/// What came of a lead, by whoever may say so, with the audit log in the same transaction. Commands and the console both write through here.
public struct LeadOutcomes: Sendable {
    private let service = LeadService()

    public init() {}

    public func won(
        _ lead: LeadRecord, amount: Money, by actor: String, at now: Instant, ids: IDSource, in transaction: Transaction
    ) throws(LeadsError) -> WonLead {
        let won = try service.won(lead.id, amount: amount, by: actor, at: now, ids: ids, in: transaction)
        try audit(won.happened, "lead.won", lead, "\(amount.kopecks) kopecks", by: actor, at: now, in: transaction)
        return won
    }

    /// - Throws: ``LeadsError/otherReason(_:)`` when it was lost for another reason.
    public func lost(
        _ lead: LeadRecord, reason: LostReason, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> Happened {
        let happened = try service.lost(lead.id, reason: reason, by: actor, at: now, in: transaction)
        if happened == .already, let known = try LeadStore().lostReasons(of: [lead.id], in: transaction)[lead.id], known != reason {
            throw .otherReason(known)
        }
        try audit(happened, "lead.lost", lead, reason.rawValue, by: actor, at: now, in: transaction)
        return happened
    }

    /// - Throws: ``LeadsError/invalid(_:at:)`` also when it was withdrawn for another reason.
    public func givenBack(
        _ lead: LeadRecord, reason: ReturnReason, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> Happened {
        let happened = try service.withdraw(lead.id, rule: reason.rawValue, by: actor, at: now, in: transaction)
        if happened == .already {
            let events = try LeadsError.storing { () throws(DatabaseError) in try LeadStore().events(of: lead.id, in: transaction) }
            let known = events.last { $0.kind == .withdrawn }?.detail
            guard known == reason.rawValue else { throw .invalid(.withdrawn, at: .withdrawn) }
        }
        try audit(happened, "lead.given_back", lead, reason.rawValue, by: actor, at: now, in: transaction)
        return happened
    }

    private func audit(
        _ happened: Happened, _ action: String, _ lead: LeadRecord, _ detail: String, by actor: String, at now: Instant,
        in transaction: Transaction
    ) throws(LeadsError) {
        guard happened == .now else { return }
        try LeadsError.storing { () throws(DatabaseError) in
            try AuditStore().append(
                actor: actor, action: action, subject: "lead \(lead.number)", detail: detail, at: now, in: transaction)
        }
    }
}
