import Foundation
import Recommender
import Vocabulary

/// A small generated partner group with a known truth: hidden kinds of clients with tastes, links that help, refusals that tire.
struct World {
    let items: [Item]
    let links: [ItemLink]
    private(set) var observations: [Observation] = []
    private(set) var people: [Person] = []
    private let base: [Double]
    private let taste: [[Double]]
    private let linked: Set<ItemLink>
    private var random: SeededGenerator

    struct Person {
        let id: ClientID
        let audience: Audience
        let kind: Int
        var history: [Observation] = []
    }

    init(seed: UInt64, clients: Int, offersEach: Int, services: Int = 24) {
        var random = SeededGenerator(seed: seed)
        items = (1...services).map { number in
            Item(
                id: ServiceID(number), audience: number % 3 == 0 ? .legal : .individual,
                needs: ["need \(number % 5)", "need \(number % 7)"])
        }
        base = items.map { _ in Double.random(in: -3.0 ... -0.5, using: &random) }
        taste = (0..<4).map { _ in (1...services).map { _ in Double.random(in: -1.5...1.5, using: &random) } }
        var links: [ItemLink] = []
        for from in items {
            for to in items where from.id != to.id && Int.random(in: 0..<10, using: &random) == 0 {
                links.append(ItemLink(from: from.id, to: to.id))
            }
        }
        self.links = links
        linked = Set(links)
        self.random = random
        for number in 0..<clients { live(number, offers: offersEach) }
    }

    var data: TrainingData { TrainingData(items: items, links: links, observations: observations) }

    func candidates(for person: Person) -> [ServiceID] {
        let seen = Set(person.history.map(\.service))
        return items.filter { $0.audience == person.audience && !seen.contains($0.id) }.map(\.id)
    }

    /// The true P(accept | offered now).
    func truth(_ person: Person, _ service: ServiceID) -> Double {
        let item = service.rawValue - 1
        let helped = person.history.contains { $0.isPositive && linked.contains(ItemLink(from: $0.service, to: service)) }
        let declines = person.history.count { !$0.isPositive }
        return 1 / (1 + exp(-(base[item] + taste[person.kind][item] + (helped ? 0.9 : 0) - 0.25 * Double(declines))))
    }

    private mutating func live(_ number: Int, offers: Int) {
        let id = ClientID(high: random.next(), low: UInt64(number))
        var person = Person(id: id, audience: number % 4 == 0 ? .legal : .individual, kind: Int.random(in: 0..<4, using: &random))
        var time: Int64 = 1_700_000_000 + Int64.random(in: 0..<1_000_000, using: &random)
        func weights(_ person: Person, _ sharpness: Double) -> [(ServiceID, Double)] {
            candidates(for: person).map { ($0, exp(sharpness * (base[$0.rawValue - 1] + taste[person.kind][$0.rawValue - 1]))) }
        }
        for _ in 0..<Int.random(in: 1...3, using: &random) where !candidates(for: person).isEmpty {
            let service = draw(weights(person, 1)).0
            person.history.append(Observation(client: id, service: service, source: .history, isPositive: true, at: Instant(seconds: time)))
            time += 1000
        }
        for _ in 0..<offers where candidates(for: person).count > 1 {
            let (service, propensity) = draw(weights(person, 0.5))
            let isAccepted = Double.random(in: 0..<1, using: &random) < truth(person, service)
            person.history.append(
                Observation(
                    client: id, service: service, source: .offer, isPositive: isAccepted, propensity: propensity, at: Instant(seconds: time)
                ))
            time += 1000
        }
        people.append(person)
        observations += person.history
    }

    private mutating func draw(_ weights: [(ServiceID, Double)]) -> (ServiceID, Double) {
        let total = weights.reduce(0) { $0 + $1.1 }
        var left = Double.random(in: 0..<total, using: &random)
        for (service, weight) in weights {
            left -= weight
            if left < 0 { return (service, weight / total) }
        }
        return (weights[0].0, weights[0].1 / total)
    }
}

extension World {
    /// The first so many people and nobody else.
    func data(people count: Int) -> TrainingData {
        TrainingData(items: items, links: links, observations: people.prefix(count).flatMap(\.history))
    }
}

extension TrainingData {
    func model(seed: UInt64 = 1) -> Model { Model.trained(on: self, options: TrainingOptions(seed: seed), checkpoint: { _ in }).model }
}

extension Model {
    /// A person's services; the audience is that of the candidates.
    func scored(history: [Observation], candidates: [ServiceID], audience: Audience = .individual) -> [Scored] {
        scored(
            ClientFacts(id: history.first?.client ?? ClientID(high: 0, low: 0), audience: audience, history: history),
            candidates: candidates)
    }

    func scored(_ person: World.Person, candidates: [ServiceID]) -> [Scored] {
        scored(ClientFacts(id: person.id, audience: person.audience, history: person.history), candidates: candidates)
    }
}
