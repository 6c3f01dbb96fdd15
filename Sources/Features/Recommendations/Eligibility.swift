import Catalogue
import Clients
import Group
import Vocabulary

/// Why a service is not proposed to a client. Kept for people: every silence has a reason.
public enum Exclusion: Hashable, Sendable, Codable {
    /// The service is for people and the client is a firm, or the other way round.
    case wrongAudience
    /// No longer sold.
    case inactive
    /// The client has it or came for it.
    case owned
    /// The client declined it, or left an offer of it without an answer, lately.
    case declinedLately(until: Instant)
    /// The client was interested in it lately, whatever came of it.
    case interestedLately(until: Instant)
    /// The client is younger than the service asks, or exactly that is unknown.
    case tooYoung(minimum: Int)
    case ageUnknown(minimum: Int)
    /// `Х` of the matrix: it is the same thing as what the client came for.
    case neverAfter(ServiceID)
    /// The matrix is a gate, and links it with nothing that the client has.
    case notLinked
    /// Needs are a gate, and it shares none with anything that the client has.
    case noSharedNeed
    /// Needs are a gate, and people took away those that it shares with what the client has.
    case needsRemoved([String], by: [String])
    /// Added after the model was trained.
    case unknownToModel
}

/// Who may be proposed what. Pure: the same facts, the same answer.
public struct Eligibility: Sendable {
    private let never: [ServiceID: Set<ServiceID>]
    private let declined: Span
    /// Where links from a service lead; nil: the matrix is no gate.
    private let linked: [ServiceID: Set<ServiceID>]?
    /// Needs by service; nil: needs are no gate.
    private let needs: [ServiceID: Set<String>]?
    private let added: Set<String>
    private let removed: [String: MarkedNeed]

    /// - Parameters:
    ///   - declined: how long a service is not proposed again after an offer of it was answered.
    ///   - matrix: whether only services that a link leads to may be proposed.
    ///   - needsRule: whether only services that share a need with what the client has may be proposed; of `services`.
    ///   - marks: what people said of the client's needs.
    public init(
        links: [ServiceLink], declinedFor declined: Span, matrix: SignalRule = .boost, needs needsRule: SignalRule = .boost,
        services: [Service] = [], marks: [MarkedNeed] = []
    ) {
        added = Set(marks.filter { $0.mark == .added }.map(\.need))
        removed = Dictionary(marks.filter { $0.mark == .removed }.map { ($0.need, $0) }, uniquingKeysWith: { first, _ in first })
        linked =
            matrix == .gate
            ? Dictionary(grouping: links.filter { $0.kind == .related }, by: \.from).mapValues { Set($0.map(\.to)) } : nil
        needs =
            needsRule == .gate ? Dictionary(services.map { ($0.id, Set($0.needs)) }, uniquingKeysWith: { first, _ in first }) : nil
        var never: [ServiceID: Set<ServiceID>] = [:]
        for link in links where link.kind == .never { never[link.from, default: []].insert(link.to) }
        self.never = never
        self.declined = declined
    }

    /// Nil: it may be proposed.
    public func exclusion(of service: Service, for client: ClientRecord, history: [Interaction], now: Instant) -> Exclusion? {
        if service.audience != client.audience { return .wrongAudience }
        if !service.isActive { return .inactive }
        if history.contains(where: { $0.service == service.id && $0.source == .history }) { return .owned }
        if let last = history.last(of: service.id, where: { $0 < 0 }), now < last + declined {
            return .declinedLately(until: last + declined)
        }
        if let last = history.last(of: service.id, where: { $0 > 0 }), now < last + declined {
            return .interestedLately(until: last + declined)
        }
        if let same = history.first(where: { $0.source == .history && never[$0.service]?.contains(service.id) == true }) {
            return .neverAfter(same.service)
        }
        let has = history.filter { $0.value > 0 }.map(\.service)
        if let linked, !has.contains(where: { linked[$0]?.contains(service.id) == true }) { return .notLinked }
        if let needs, let reason = gate(service, needs: Set(has.flatMap { needs[$0] ?? [] })) { return reason }
        if let minimum = service.minimumAge, client.audience == .individual {
            guard let age = client.portrait.age else { return .ageUnknown(minimum: minimum) }
            if age < minimum { return .tooYoung(minimum: minimum) }
        }
        return nil
    }

    /// - Parameter needs: of what the client has.
    private func gate(_ service: Service, needs: Set<String>) -> Exclusion? {
        let shared = needs.union(added).intersection(service.needs)
        guard shared.allSatisfy({ removed[$0] != nil }) else { return nil }
        guard !shared.isEmpty else { return .noSharedNeed }
        return .needsRemoved(shared.sorted(), by: Set(shared.compactMap { removed[$0]?.by }).sorted())
    }
}

extension [Interaction] {
    /// When an offer of the service last came to such an outcome.
    fileprivate func last(of service: ServiceID, where isMeant: (Int) -> Bool) -> Instant? {
        filter { $0.service == service && $0.source == .offer && isMeant($0.value) }.map(\.at).max()
    }
}
