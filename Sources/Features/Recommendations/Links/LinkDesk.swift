import Catalogue
import Database
import Recommender
import Vocabulary

/// Why a proposal was neither accepted nor declined. Nothing is changed then.
public enum LinkDeskError: Error, Equatable, Sendable {
    /// There is such a link, or `Х` forbids it.
    case isDecided(ServiceLink.Kind)
    /// The evidence does not speak for it.
    case isNotProposed
    case version(VersionError)
    case database(DatabaseError)
}

/// What became of one link that a person changed by hand.
public enum LinkEdit: Hashable, Sendable {
    case changed(CatalogueVersion)
    /// It was so before.
    case already
}

/// Where a person decides on links between services: proposals from needs and outcomes, and links drawn and taken out by hand.
///
/// A link that was declined, or taken out, is not proposed again until its evidence has clearly grown; see ``hasGrown(_:since:)``.
/// `Х` acts in recommendations at once; links are learnt by the next training.
public struct LinkDesk: Sendable {
    /// Fewer clients than this are never behind a proposal, so that it tells of nobody (the rule of five of disclosure control).
    public static let smallestCell = 5

    private let book = LinkBook()
    private let counted: LinkProposals?

    /// - Parameter counted: what ``count(in:)`` found some time ago; without it, every act that needs it counts by itself, which takes a while where
    ///   there are many clients.
    public init(counted: LinkProposals? = nil) { self.counted = counted }

    /// What clients took, as proposals need it: reads every client's history.
    public static func count(in transaction: Transaction) throws(DatabaseError) -> LinkProposals {
        try LinkFacts.count(try CatalogueStore().all(in: transaction), in: transaction)
    }

    /// The services as they are counted: when they differ, a count is of no use.
    public static func items(in transaction: Transaction) throws(DatabaseError) -> [LinkItem] {
        LinkFacts.items(try CatalogueStore().all(in: transaction))
    }

    /// What may be proposed now, the surest first.
    public func proposals(in transaction: Transaction) throws(DatabaseError) -> [LinkEvidence] {
        Self.open(try LinkFacts(counted: counted, in: transaction))
    }

    /// Draws a link that is proposed.
    public func accept(
        from: ServiceID, to: ServiceID, _ note: VersionNote, in transaction: Transaction
    ) throws(LinkDeskError) -> (version: CatalogueVersion, evidence: LinkEvidence) {
        let evidence = try proposal(from, to, in: transaction)
        let change = LinkChange(from: from, to: to, before: nil, after: .related)
        return (try apply(.accept, [change], [], note, in: transaction), evidence)
    }

    /// Puts a proposal away.
    public func decline(
        from: ServiceID, to: ServiceID, _ note: VersionNote, in transaction: Transaction
    ) throws(LinkDeskError) -> (version: CatalogueVersion, evidence: LinkEvidence) {
        let evidence = try proposal(from, to, in: transaction)
        return (try apply(.decline, [], [LinkRefusal(evidence)], note, in: transaction), evidence)
    }

    /// Draws a link by hand, or makes it another kind.
    public func add(_ link: ServiceLink, _ note: VersionNote, in transaction: Transaction) throws(LinkDeskError) -> LinkEdit {
        let known = try Self.storing { () throws(DatabaseError) in try LinkTable(in: transaction) }[link.from, link.to]
        guard known != link.kind else { return .already }
        let change = LinkChange(from: link.from, to: link.to, before: known, after: link.kind)
        return .changed(try apply(.add, [change], [], note, in: transaction))
    }

    /// Takes a link out, whichever kind it is.
    public func remove(from: ServiceID, to: ServiceID, _ note: VersionNote, in transaction: Transaction) throws(LinkDeskError) -> LinkEdit {
        let facts = try Self.storing { () throws(DatabaseError) in try LinkFacts(counted: counted, in: transaction) }
        guard let known = facts.links[from, to] else { return .already }
        let change = LinkChange(from: from, to: to, before: known, after: nil)
        return .changed(try apply(.remove, [change], Self.refusals([change], facts), note, in: transaction))
    }

    /// Carries out what a file says, as one version. Nil: it says what holds already.
    public func take(_ diff: MatrixDiff, _ note: VersionNote, in transaction: Transaction) throws(LinkDeskError) -> CatalogueVersion? {
        guard !diff.changes.isEmpty else { return nil }
        let facts = try Self.storing { () throws(DatabaseError) in try LinkFacts(counted: counted, in: transaction) }
        return try apply(.import, diff.changes, Self.refusals(diff.changes, facts), note, in: transaction)
    }

    /// Whether five clients more stand behind it than when it was refused, at least, and they are twice as many or the whole interval of the lift lies
    /// above the former one.
    static func hasGrown(_ evidence: LinkEvidence, since refusal: LinkRefusal) -> Bool {
        evidence.together >= refusal.together + smallestCell
            && (evidence.together >= refusal.together * 2 || evidence.lift.low > refusal.high)
    }

    // MARK: Parts

    private static func open(_ facts: LinkFacts) -> [LinkEvidence] {
        var refused: [ServiceID: [ServiceID: LinkRefusal]] = [:]
        for refusal in facts.refusals { refused[refusal.from, default: [:]][refusal.to] = refusal }
        return facts.proposals.strong(where: facts.isOpen).filter { evidence in
            refused[evidence.from]?[evidence.to].map { hasGrown(evidence, since: $0) } ?? true
        }
    }

    private func proposal(_ from: ServiceID, _ to: ServiceID, in transaction: Transaction) throws(LinkDeskError) -> LinkEvidence {
        let facts = try Self.storing { () throws(DatabaseError) in try LinkFacts(counted: counted, in: transaction) }
        if let kind = facts.links[from, to] { throw .isDecided(kind) }
        guard let evidence = Self.open(facts).first(where: { $0.from == from && $0.to == to }) else { throw .isNotProposed }
        return evidence
    }

    /// What stood behind the links that go, so that the program does not contradict the person at once.
    private static func refusals(_ changes: [LinkChange], _ facts: LinkFacts) -> [LinkRefusal] {
        changes.filter { $0.before == .related && $0.after == nil }.map { change in
            facts.proposals.evidence(from: change.from, to: change.to).map(LinkRefusal.init)
                ?? LinkRefusal(from: change.from, to: change.to, together: 0, high: 0)
        }
    }

    private func apply(
        _ act: VersionAct, _ changes: [LinkChange], _ refusals: [LinkRefusal], _ note: VersionNote, in transaction: Transaction
    ) throws(LinkDeskError) -> CatalogueVersion {
        do throws(VersionError) {
            return try book.apply(act, changes, refusals: refusals, note, in: transaction)
        } catch { throw .version(error) }
    }

    static func storing<Value>(_ work: () throws(DatabaseError) -> Value) throws(LinkDeskError) -> Value {
        do throws(DatabaseError) { return try work() } catch { throw .database(error) }
    }
}

extension LinkRefusal {
    init(_ evidence: LinkEvidence) {
        self.init(from: evidence.from, to: evidence.to, together: evidence.together, high: evidence.lift.high)
    }
}
