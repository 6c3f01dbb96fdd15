import Catalogue
import Clients
import Foundation
import Vocabulary

/// Somebody in the demo world, with what only the generator knows of them.
struct Person {
    let audience: Audience
    let portrait: Portrait
    /// How much each need weighs for this client, around 0. Shows only in what they take.
    let affinity: [String: Double]
    var owned: Set<ServiceID> = []
    var declined: Set<ServiceID> = []
}

/// The hidden truth about who takes what.
struct Market: Sendable {
    let services: [Audience: [Service]]
    private let economics: [ServiceID: Economics]
    private let needs: [ServiceID: Set<String>]
    private let related: [ServiceID: Set<ServiceID>]
    private let never: [ServiceID: Set<ServiceID>]

    init(_ reference: ReferenceData) {
        services = Dictionary(grouping: reference.services, by: \.audience)
        economics = reference.economics
        needs = Dictionary(reference.services.map { ($0.id, Set($0.needs)) }, uniquingKeysWith: { first, _ in first })
        func targets(_ kind: ServiceLink.Kind) -> [ServiceID: Set<ServiceID>] {
            Dictionary(grouping: reference.links.filter { $0.kind == kind }, by: \.from).mapValues { Set($0.map(\.to)) }
        }
        related = targets(.related)
        never = targets(.never)
    }

    /// What one could propose to this client at all.
    func candidates(for person: Person) -> [Service] {
        (services[person.audience] ?? []).filter { service in
            !person.owned.contains(service.id) && !person.declined.contains(service.id)
                && !person.owned.contains { never[$0]?.contains(service.id) == true }
                && service.minimumAge.map { (person.portrait.age ?? 0) >= $0 } != false
        }
    }

    /// How many things that the client has lead to this one.
    func links(to service: Service, for person: Person) -> Int {
        person.owned.count { related[$0]?.contains(service.id) == true }
    }

    /// Whether having the one leads to the other.
    func leads(_ from: ServiceID, to: ServiceID) -> Bool { related[from]?.contains(to) == true }

    /// Whether whoever has the service is never offered one of the others.
    func excludes(_ service: ServiceID, anyOf others: Set<ServiceID>) -> Bool { never[service]?.isDisjoint(with: others) == false }

    /// Log-odds that the client takes the service when it is offered: its appeal, who the client is, what they need and what they have.
    func logOdds(of service: Service, for person: Person) -> Double {
        guard let facts = economics[service.id] else { return -.infinity }
        let pull = facts.tastes.reduce(0) { $0 + $1.pull(on: person.portrait) }
        let linked = [0, 0.75, 1.05, 1.2][min(links(to: service, for: person), 3)]
        let wanted = service.needs.reduce(0) { $0 + (person.affinity[$1] ?? 0) }
        let served = person.owned.reduce(0) { $0 + Double(needs[$1]?.intersection(service.needs).count ?? 0) / 2 }
        let tired = 0.07 * Double(person.declined.count)
        return log(facts.appeal / (1 - facts.appeal)) + pull + linked + wanted + 0.3 * min(served, 2) - tired - Self.reserve
    }

    /// Leads of this service that end in a payment.
    func conversion(of service: ServiceID) -> Double { economics[service]?.conversion ?? 0 }

    /// People say no more often than each reason alone suggests; brings the average acceptance of the past offers to about 0.15.
    private static let reserve = 0.35
}
