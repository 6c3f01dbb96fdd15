import Catalogue
import Clients
import Database
import Group
import Vocabulary

/// Why a lead was withdrawn by nobody's choice: what forbade it.
public enum WithdrawalRule: String, Hashable, Sendable, CaseIterable {
    /// Neither the sender's attestation nor the client's consent names the recipient.
    case recipient
    /// The client took a consent back.
    case consent
    /// The offer cannot reach the client.
    case undeliverable
    /// The sender took back what it had sent.
    case takenBack = "taken_back"
}

/// What a client's new or withdrawn consent, or a new attestation, means for the leads that exist. Called in the same transaction as the
/// change.
extension LeadService {
    /// What became of the open leads.
    public struct Review: Hashable, Sendable {
        /// Asked for consent and got it: now with their recipients.
        public fileprivate(set) var consented: [LeadID] = []
        public fileprivate(set) var withdrawn: [LeadID] = []
    }

    /// Goes through the client's open leads: "ask for consent" ones go on when they may, others are withdrawn when they no longer may, and
    /// whether the client may be messaged is looked at anew, which the lead's people are told. A repeat changes nothing.
    /// - Parameters:
    ///   - rule: what withdrawn leads are told to have ended by; nil: what forbids them now.
    ///   - actor: whose word that was: `customer`, `sender`.
    @discardableResult
    public func review(
        _ client: ClientID, because rule: WithdrawalRule? = nil, by actor: String, at now: Instant, in transaction: Transaction
    ) throws(LeadsError) -> Review {
        var review = Review()
        for lead in try LeadStore().leads(of: client, in: transaction) where lead.stage.isOpen {
            let found = try LeadsError.storing { () throws(DatabaseError) -> (permissions: Permissions, company: Company)? in
                guard let card = try CardStore().card(lead.card, in: transaction),
                    let service = try CatalogueStore().service(lead.service, in: transaction),
                    let company = try CompanyStore().company(service.company, in: transaction)
                else { return nil }
                return (try Permissions(card, sender: lead.source, in: transaction), company)
            }
            guard let (permissions, company) = found else { continue }
            let mayMessage = permissions.mayMessage(company)
            try LeadStore().setMayMessage(mayMessage, of: lead.id, in: transaction)
            switch (permissions.permission(for: company.id), lead.stage) {
            case (.allowed, .askConsent):
                _ = try LeadStore().happen(.consented, to: lead.id, by: actor, company: company.id, at: now, in: transaction)
                review.consented.append(lead.id)
            case (.notAllowed, _):
                try withdraw(lead.id, rule: (rule ?? .recipient).rawValue, by: actor, at: now, in: transaction)
                review.withdrawn.append(lead.id)
            case (.askConsent, let stage) where stage != .askConsent:
                try withdraw(lead.id, rule: (rule ?? .consent).rawValue, by: actor, at: now, in: transaction)
                review.withdrawn.append(lead.id)
            case (.allowed, _), (.askConsent, _):
                guard (mayMessage == .yes) != (lead.mayMessage == .yes) else { continue }
                _ = try LeadStore().happen(
                    mayMessage == .yes ? .reachable : .unreachable, to: lead.id, by: actor, detail: mayMessage.rawValue, at: now,
                    in: transaction)
            }
        }
        return review
    }
}

/// A file that was sent again with an attestation lets its "ask for consent" leads go on; one that names fewer recipients takes leads back.
extension LeadService: HearsOfAttestations {
    public func attested(_ client: ClientID, at now: Instant, in transaction: Transaction) throws(DatabaseError) {
        do throws(LeadsError) { try review(client, by: "sender", at: now, in: transaction) } catch {
            guard case .database(let problem) = error else { throw .unexpected(column: "lead") }
            throw problem
        }
    }
}
