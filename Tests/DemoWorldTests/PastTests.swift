import Catalogue
import Clients
import Database
import Testing
import Vocabulary

@testable import DemoWorld

/// What the clients' past shows: there is something to learn, and nothing that could not have happened.
@Suite struct PastTests {
    struct Offer {
        let portrait: Portrait
        let service: Service
        let accepted: Bool
        /// Things the client had before, and had been offered before.
        let had: Set<ServiceID>
        let seen: Set<ServiceID>
    }

    let reference: ReferenceData
    let offers: [Offer]
    let wrongAudience: Int

    init() async throws {
        let reference = try ReferenceData(now: DemoWorldTests.now)
        let services = Dictionary(uniqueKeysWithValues: reference.services.map { ($0.id, $0) })
        let database = try await DemoWorldTests.shown.value
        (offers, wrongAudience) = try await database.read { transaction in
            var clients: [ClientRecord] = []
            try ClientStore().each(in: transaction) { clients.append($0) }
            var offers: [Offer] = []
            var wrong = 0
            for client in clients {
                var had: Set<ServiceID> = []
                var seen: Set<ServiceID> = []
                for event in try HistoryStore().history(of: client.id, in: transaction) {
                    guard let service = services[event.service] else { continue }
                    if service.audience != client.audience { wrong += 1 }
                    switch event.source {
                    case .history: had.insert(service.id)
                    case .offer:
                        offers.append(
                            Offer(portrait: client.portrait, service: service, accepted: event.value > 0, had: had, seen: seen))
                        seen.insert(service.id)
                    }
                }
            }
            return (offers, wrong)
        }
        self.reference = reference
    }

    func rate(_ isMeant: (Offer) -> Bool) -> Double {
        let meant = offers.filter(isMeant)
        return Double(meant.count { $0.accepted }) / Double(max(meant.count, 1))
    }

    func isTagged(_ taste: Taste, _ offer: Offer) -> Bool { reference.economics[offer.service.id]?.tastes.contains(taste) == true }

    @Test func nothingHappenedThatCouldNot() {
        let never = Dictionary(grouping: reference.links.filter { $0.kind == .never }, by: \.to).mapValues { Set($0.map(\.from)) }
        #expect(wrongAudience == 0)
        for offer in offers {
            #expect(!offer.had.contains(offer.service.id) && !offer.seen.contains(offer.service.id))
            #expect(never[offer.service.id]?.isDisjoint(with: offer.had) != false)
            if let minimum = offer.service.minimumAge, let age = offer.portrait.age { #expect(age >= minimum) }
        }
    }

    @Test func historyMatters() {
        let leading = Dictionary(grouping: reference.links.filter { $0.kind == .related }, by: \.to).mapValues { Set($0.map(\.from)) }
        func links(_ offer: Offer) -> Int { leading[offer.service.id]?.intersection(offer.had).count ?? 0 }
        #expect(rate { links($0) >= 1 } > 1.3 * rate { links($0) == 0 })
    }

    @Test func needsMatter() {
        let needs = Dictionary(uniqueKeysWithValues: reference.services.map { ($0.id, Set($0.needs)) })
        func served(_ offer: Offer) -> Int { offer.had.reduce(0) { $0 + (needs[$1]?.intersection(offer.service.needs).count ?? 0) } }
        #expect(rate { served($0) >= 2 } > 1.15 * rate { served($0) == 0 })
    }

    @Test func portraitsMatter() {
        func motor(_ offer: Offer) -> Bool { isTagged(.motor, offer) && offer.portrait.age != nil }
        #expect(rate { motor($0) && $0.portrait.drivingLicense == 1 } > 2 * rate { motor($0) && $0.portrait.drivingLicense == 0 })
        func premium(_ offer: Offer) -> Bool { isTagged(.premium, offer) || isTagged(.leisure, offer) }
        #expect(
            rate { premium($0) && ($0.portrait.income ?? 0) > 160 } > 1.5
                * rate { premium($0) && (1..<80).contains($0.portrait.income ?? 0) })
        #expect(
            rate { isTagged(.family, $0) && ($0.portrait.dependents ?? 0) > 1 } > 1.5
                * rate { isTagged(.family, $0) && $0.portrait.dependents == 0 })
    }

    @Test func someServicesArePlainlyMoreWanted() {
        func rate(of service: Int) -> Double { self.rate { $0.service.id == ServiceID(service) } }
        #expect(rate(of: 56) > rate(of: 27) + 0.05)
        #expect(rate(of: 64) > rate(of: 13) + 0.05)
    }
}
