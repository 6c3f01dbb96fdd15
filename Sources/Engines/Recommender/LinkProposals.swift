import Vocabulary

/// A service as far as links between services go.
public struct LinkItem: Hashable, Sendable {
    public let id: ServiceID
    public let audience: Audience
    public let needs: Set<String>

    public init(id: ServiceID, audience: Audience, needs: Set<String>) { (self.id, self.audience, self.needs) = (id, audience, needs) }
}

/// What one client took, whether they came for it or accepted an offer, and what a person said of their needs.
public struct LinkClient: Sendable {
    /// When each service was taken first.
    public var taken: [ServiceID: Instant]
    public var addedNeeds: Set<String>
    public var removedNeeds: Set<String>

    public init(taken: [ServiceID: Instant], addedNeeds: Set<String> = [], removedNeeds: Set<String> = []) {
        (self.taken, self.addedNeeds, self.removedNeeds) = (taken, addedNeeds, removedNeeds)
    }
}

/// What speaks for a link "whoever took `from` may want `to`". Counts of clients only: it tells of nobody.
public struct LinkEvidence: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, Codable {
        /// Clients took both.
        case taken
        /// Clients who took `from` have, by what else they took, the needs that `to` serves: all there is for a service that hardly anybody has
        /// taken yet or that is for the other audience.
        case needs
    }

    public let from: ServiceID
    public let to: ServiceID
    public let kind: Kind
    /// Clients who took `from`.
    public let owners: Int
    /// Of all ``clients``, those who took `to`, or have its needs.
    public let others: Int
    /// Of the owners, those who also took `to`, or have its needs.
    public let together: Int
    /// Clients of the audience of `from` who took anything.
    public let clients: Int
    public let lift: ShrunkLift
    /// Both services serve these.
    public let sharedNeeds: Set<String>
    /// `to` is for the other audience: a hint for the owner of a firm or the firm of an owner, never an offer.
    public let isHint: Bool

    /// What is worth a person's time is above chance with this probability. The prior has seen all pairs, so looking at thousands of them at once is
    /// allowed for.
    public static let leastCertainty = 0.9
    /// And by this factor: among very many clients the smallest difference is certain.
    public static let leastLift = 1.2

    /// Whether it is worth a person's time: at least the smallest cell of clients in each count, surely and notably above chance.
    public func isStrong(smallestCell: Int) -> Bool {
        min(owners, others, together) >= smallestCell && lift.certainty >= Self.leastCertainty && lift.mean >= Self.leastLift
    }
}

/// Finds what speaks for links between services: co-acceptance where there is any, needs where there is none, and how much more than chance it is.
///
/// Association rules (R. Agrawal, T. Imieliński, A. Swami, 1993) with the lift shrunk as ``LiftPrior`` says. Of the two directions of a pair those are
/// kept in which at least half of the clients took `to` with or after `from`. The order of the clients changes nothing.
public struct LinkProposals: Sendable {
    private let items: [LinkItem]
    private let smallestCell: Int
    private let counts: LinkCounts
    private let places: [ServiceID: Int]

    /// - Parameter smallestCell: fewer clients than this are never counted out loud.
    public init(items: [LinkItem], clients: [LinkClient], smallestCell: Int = 5) {
        self.items = items
        self.smallestCell = smallestCell
        places = Dictionary(items.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        counts = LinkCounts(items: items, places: places, clients: clients)
    }

    /// The strong evidence, the surest first; equal ones by service.
    ///
    /// - Parameter isOpen: whether a link between these two may be proposed at all.
    public func strong(where isOpen: (_ from: ServiceID, _ to: ServiceID) -> Bool) -> [LinkEvidence] {
        var found: [LinkEvidence] = []
        for from in items.indices where counts.owners[from] >= smallestCell {
            for to in items.indices where to != from && isOpen(items[from].id, items[to].id) {
                guard let tally = tally(from, to), min(tally.others, tally.together) >= smallestCell, tally.isCertain else { continue }
                guard !tally.isJudged || counts.isForward(from, to) else { continue }
                let evidence = evidence(from, to, tally)
                if evidence.isStrong(smallestCell: smallestCell) { found.append(evidence) }
            }
        }
        return found.sorted { ($1.lift.low, $0.from, $0.to) < ($0.lift.low, $1.from, $1.to) }
    }

    /// What speaks for this one link, strong or not; nil when nobody knows anything about it.
    public func evidence(from: ServiceID, to: ServiceID) -> LinkEvidence? {
        guard let from = places[from], let to = places[to], from != to, let tally = tally(from, to) else { return nil }
        return evidence(from, to, tally)
    }

    /// The counts of one pair and what to expect of them.
    private struct Tally {
        /// Enough clients took the second service to judge by co-acceptance.
        let isJudged: Bool
        let others, together, clients: Int
        let expected: Double
        let prior: LiftPrior

        /// Cheaper to ask than the interval, and nearly always no.
        var isCertain: Bool { prior.certainty(observed: together, expected: expected) >= LinkEvidence.leastCertainty }
    }

    private func tally(_ from: Int, _ to: Int) -> Tally? {
        let audience = items[from].audience
        let total = counts.clients[audience] ?? 0
        let isJudged = items[to].audience == audience && counts.owners[to] >= smallestCell
        let (others, together) =
            isJudged ? (counts.owners[to], counts.together(from, to)) : (counts.needing(to, audience), counts.needing(to, among: from))
        guard total > 0, let prior = isJudged ? counts.takenPriors[audience] : counts.needPriors[audience] else { return nil }
        let expected = Double(counts.owners[from]) * Double(others) / Double(total)
        guard expected > 0, isJudged || !items[to].needs.isEmpty else { return nil }
        return Tally(isJudged: isJudged, others: others, together: together, clients: total, expected: expected, prior: prior)
    }

    private func evidence(_ from: Int, _ to: Int, _ tally: Tally) -> LinkEvidence {
        LinkEvidence(
            from: items[from].id, to: items[to].id, kind: tally.isJudged ? .taken : .needs, owners: counts.owners[from],
            others: tally.others, together: tally.together, clients: tally.clients,
            lift: tally.prior.lift(observed: tally.together, expected: tally.expected),
            sharedNeeds: items[from].needs.intersection(items[to].needs), isHint: items[to].audience != items[from].audience)
    }
}
