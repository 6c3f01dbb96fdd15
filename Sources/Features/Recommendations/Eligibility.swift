import Catalogue
import Clients
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
    /// The client is younger than the service asks, or exactly that is unknown.
    case tooYoung(minimum: Int)
    case ageUnknown(minimum: Int)
    /// `Х` of the matrix: it is the same thing as what the client came for.
    case neverAfter(ServiceID)
    /// Added after the model was trained.
    case unknownToModel
}

/// Who may be proposed what. Pure: the same facts, the same answer.
public struct Eligibility: Sendable {
    private let never: [ServiceID: Set<ServiceID>]
    private let declined: Span

    /// - Parameter declined: how long a declined service is not proposed again.
    public init(links: [ServiceLink], declinedFor declined: Span) {
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
        let refusals = history.filter { $0.service == service.id && $0.source == .offer && $0.value < 0 }
        if let last = refusals.map(\.at).max(), now < last + declined { return .declinedLately(until: last + declined) }
        if let same = history.first(where: { $0.source == .history && never[$0.service]?.contains(service.id) == true }) {
            return .neverAfter(same.service)
        }
        if let minimum = service.minimumAge, client.audience == .individual {
            guard let age = client.portrait.age else { return .ageUnknown(minimum: minimum) }
            if age < minimum { return .tooYoung(minimum: minimum) }
        }
        return nil
    }
}
