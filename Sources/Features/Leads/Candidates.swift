import Catalogue
import Clients
import Consents
import Database
import Group
import Recommendations
import Vocabulary

/// A service that may become a lead of a card.
struct Candidate {
    let service: Service
    let rival: Rival
    let worth: Worth
    let rating: Int
    let reasons: [Reason]
    let permission: Permission
    let mayMessage: MayMessage
}

/// What passed the hard filters for a card, the most probable first, and what did not and why.
struct Candidates {
    let candidates: [Candidate]
    /// In order of service.
    let filtered: [Filtered]
    let permissions: Permissions
    let modelVersion: Int
    let isWithoutProbability: Bool
    /// How many more leads the client may have.
    let slots: Int
    /// How many leads the card had.
    let attempt: Int

    init(
        _ card: Card, _ market: Market, _ recommending: Recommending, now: Instant, in transaction: Transaction
    ) throws(LeadsError) {
        let answer: ClientRecommendations
        do throws(RecommendationsError) {
            answer = try recommending.recommend(card.client, now: now, in: transaction)
        } catch { throw .recommendations(error) }
        let known = try LeadStore().leads(of: card.client, in: transaction)
        let taken = Set(known.filter { $0.card == card.id || $0.stage.isOpen }.map(\.service))
        let permissions = try LeadsError.storing { () throws(DatabaseError) in
            try Permissions(card, sender: answer.client.company, in: transaction)
        }
        var filtered = answer.excluded.map { Filtered(service: $0.key, by: Filter($0.value)) }
        var candidates: [Candidate] = []
        for proposal in answer.proposals {
            guard let service = market.services[proposal.service], let company = market.companies[service.company] else { continue }
            let permission = permissions.permission(for: company.id)
            if taken.contains(service.id) {
                filtered.append(Filtered(service: service.id, by: .already))
            } else if permission == .notAllowed {
                filtered.append(Filtered(service: service.id, by: .recipient))
            } else if let probability = proposal.probability {
                let rival = try market.rival(service, probability: probability, in: transaction)
                candidates.append(
                    Candidate(
                        service: service, rival: rival, worth: Worth(rival, prior: market.prior(of: service)),
                        rating: market.scale.rating(of: probability), reasons: proposal.reasons, permission: permission,
                        mayMessage: permissions.mayMessage(company)))
            }
        }
        self.candidates = candidates
        self.filtered = filtered.sorted { $0.service < $1.service }
        self.permissions = permissions
        modelVersion = answer.modelVersion
        isWithoutProbability = !answer.proposals.isEmpty && answer.proposals.allSatisfy { $0.probability == nil }
        slots = max(0, market.offersPerClient - known.count(where: \.stage.isOpen))
        attempt = known.count { $0.card == card.id }
    }
}

extension Permissions {
    /// What holds for the card now.
    init(_ card: Card, sender: CompanyID, in transaction: Transaction) throws(DatabaseError) {
        var attestation: Attestation?
        if let id = card.attestation { attestation = try AttestationStore().attestation(id, in: transaction) }
        var consent: ConsentStanding?
        if let customer = try ClientStore().customer(of: card.client, in: transaction) {
            consent = try ConsentStore().standing(of: customer, in: transaction)
        }
        self.init(sender: sender, attestation: attestation, consent: consent)
    }
}

extension Filter {
    init(_ exclusion: Exclusion) {
        self =
            switch exclusion {
            case .wrongAudience: .audience
            case .inactive: .inactive
            case .owned: .owned
            case .declinedLately: .declined
            case .interestedLately: .interested
            case .tooYoung, .ageUnknown: .age
            case .neverAfter: .never
            case .notLinked: .notLinked
            case .noSharedNeed: .noSharedNeed
            case .needsRemoved: .needsRemoved
            case .unknownToModel: .unknownToModel
            }
    }
}
