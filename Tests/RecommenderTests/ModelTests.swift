import Foundation
import Recommender
import Testing
import Vocabulary

@Suite struct ModelTests {
    @Test func withoutOutcomesNoProbabilityIsInvented() {
        let data = World(seed: 1, clients: 100, offersEach: 0).data
        let model = data.model()
        #expect(model.probabilityKind(for: .individual) == .next)
        let list = model.scored(history: [], candidates: model.services)
        #expect(list.count == data.items.count { $0.audience == .individual } && list.allSatisfy { $0.probability == nil })
    }

    @Test func anAudienceWithFewOutcomesGetsNoneThoughTheOtherDoes() {
        let world = World(seed: 2, clients: 400, offersEach: 4)
        let rows = world.people.flatMap { person in
            person.history.filter { person.audience == .individual || $0.source == .history }
        }
        let data = TrainingData(items: world.items, links: world.links, observations: rows)
        let (model, report) = Model.trained(on: data) { (_: TrainingStep) throws(Never) in }
        #expect(model.probabilityKind(for: .legal) == .next)
        guard case .fitted(let outcomes) = model.probabilityKind(for: .individual) else { return #expect(Bool(false)) }
        #expect(outcomes == rows.count { $0.source == .offer })
        #expect(report.audiences.map(\.isFitted) == [true, false])
        #expect((report.audiences[0].logLoss ?? 9) < (report.audiences[0].baseLogLoss ?? 0))
    }

    /// What a client came for is evidence, not an accepted offer.
    @Test func historyIsNeverALabel() {
        let world = World(seed: 3, clients: 200, offersEach: 0)
        let extra = TrainingData(items: world.items, links: world.links, observations: world.observations + world.observations)
        #expect(extra.model().probabilityKind(for: .individual) == .next)
    }

    @Test func anOutcomeIsDescribedByWhatWasKnownBefore() {
        // One need, nothing linked, nobody shares anything: if an outcome saw itself, "accepted" would show in its own features.
        var random = SeededGenerator(seed: 5)
        let items = (1...4).map { Item(id: ServiceID($0), audience: .individual, needs: []) }
        let rows = (0..<4000).map { number in
            Observation(
                client: ClientID(high: random.next(), low: 1), service: ServiceID(number % 4 + 1), source: .offer,
                isPositive: Bool.random(using: &random), propensity: 0.25, at: Instant(seconds: 1))
        }
        let model = TrainingData(items: items, links: [], observations: rows).model()
        for scored in model.scored(history: [], candidates: items.map(\.id)) {
            #expect(abs((scored.probability ?? 0) - 0.5) < 0.05)
        }
    }

    @Test func aDeclineLowersTheNextOffersAndALinkRaisesIts() throws {
        let world = World(seed: 6, clients: 4000, offersEach: 5)
        let model = world.data.model()
        let person = ClientID(high: 1, low: 1)
        func chances(_ history: [Observation]) -> [ServiceID: Double] {
            Dictionary(
                uniqueKeysWithValues: model.scored(history: history, candidates: model.services).map { ($0.service, $0.probability ?? 0) })
        }
        let link = try #require(
            world.links.first {
                world.items[$0.from.rawValue - 1].audience == .individual && world.items[$0.to.rawValue - 1].audience == .individual
            })
        let took = Observation(client: person, service: link.from, source: .history, isPositive: true, at: Instant(seconds: 1))
        let declined = Observation(client: person, service: ServiceID(2), source: .offer, isPositive: false, at: Instant(seconds: 2))
        let (before, after) = (chances([took]), chances([took, declined]))
        for item in world.items where item.audience == .individual && item.id != ServiceID(2) {
            #expect(try #require(after[item.id]) < (try #require(before[item.id])))
        }
        let reasons = try #require(model.scored(history: [took], candidates: [link.to]).first).reasons
        #expect(reasons.contains { $0.reason == .linked(from: link.from) })
        #expect(reasons.map(\.amount) == reasons.map(\.amount).sorted(by: >))
    }

    /// Outcomes that were offered rarely speak for the many that were not: weights turn a chosen sample back into the population.
    @Test func knownPropensitiesCorrectAChosenSample() {
        // Holders of service 1 accept service 3 with 0.8, others with 0.2; it was offered to 90 % of the holders and 10 % of the others.
        var random = SeededGenerator(seed: 9)
        let items = (1...4).map { Item(id: ServiceID($0), audience: .individual, needs: []) }
        var rows: [Observation] = []
        for _ in 0..<20000 {
            let client = ClientID(high: random.next(), low: random.next())
            let isHolder = Bool.random(using: &random)
            rows.append(
                Observation(
                    client: client, service: ServiceID(isHolder ? 1 : 2), source: .history, isPositive: true, at: Instant(seconds: 1)))
            let propensity = isHolder ? 0.9 : 0.1
            guard Double.random(in: 0..<1, using: &random) < propensity else { continue }
            let accepts = Double.random(in: 0..<1, using: &random) < (isHolder ? 0.8 : 0.2)
            rows.append(
                Observation(
                    client: client, service: ServiceID(3), source: .offer, isPositive: accepts, propensity: propensity,
                    at: Instant(seconds: 2)))
        }
        let model = TrainingData(items: items, links: [], observations: rows).model()
        for (owned, chance) in [(1, 0.8), (2, 0.2)] {
            let took = Observation(
                client: ClientID(high: 1, low: 1), service: ServiceID(owned), source: .history, isPositive: true, at: Instant(seconds: 1))
            let said = model.scored(history: [took], candidates: [ServiceID(3)]).first?.probability ?? 0
            #expect(abs(said - chance) < 0.05, "\(owned): \(said)")
        }
    }

    @Test func theCallerMayCancel() {
        struct Stopped: Error {}
        let data = World(seed: 1, clients: 50, offersEach: 2).data
        #expect(throws: Stopped.self) {
            try Model.trained(on: data) { step throws(Stopped) in if case .fitting = step { throw Stopped() } }
        }
    }
}

@Suite struct ArtefactTests {
    @Test func itReadsBackWhatItWrote() throws {
        let world = World(seed: 1, clients: 300, offersEach: 3)
        let model = world.data.model()
        let read = try Model(decoding: model.encoded())
        #expect(read.encoded() == model.encoded())
        // The neighbours are no part of the artefact: whoever loads it gives them back.
        var whole = read
        for person in world.people { whole.remember(ClientFacts(id: person.id, audience: person.audience, history: person.history)) }
        #expect(whole.neighbourCount == model.neighbourCount && read.neighbourCount == 0)
        let person = world.people[1]
        #expect(whole.scored(person, candidates: read.services) == model.scored(person, candidates: read.services))
    }

    /// The same members whoever comes first, and lists longer than are asked ask the same ones.
    @Test func aLoadedModelRemembersThoseThatTrainingDrew() throws {
        let world = World(seed: 2, clients: 400, offersEach: 3)
        let model = Model.trained(on: world.data, options: TrainingOptions(mostNeighbours: 90), checkpoint: { _ in }).model
        #expect(model.neighbourCount == 180)
        var loaded = try Model(decoding: model.encoded())
        for person in world.people.reversed() {
            loaded.remember(ClientFacts(id: person.id, audience: person.audience, history: person.history))
        }
        #expect(loaded.neighbourCount == 180)
        for person in world.people {
            #expect(loaded.scored(person, candidates: model.services) == model.scored(person, candidates: model.services))
        }
    }

    @Test func oneFlippedByteIsRefused() throws {
        let bytes = World(seed: 1, clients: 120, offersEach: 3, services: 6).data.model().encoded()
        for index in Array(0..<64) + Array(stride(from: 64, to: bytes.count, by: 29)) {
            var broken = bytes
            broken[index] ^= 0x10
            #expect(throws: ArtefactError.self) { try Model(decoding: broken) }
        }
    }

    @Test(arguments: [0, 1, 7, 8, 20, 100]) func aCutFileIsRefused(length: Int) {
        let bytes = World(seed: 1, clients: 50, offersEach: 3, services: 6).data.model().encoded()
        #expect(throws: ArtefactError.self) { try Model(decoding: Array(bytes.prefix(length))) }
    }

    @Test func anEmptyCatalogueTrainsAndReads() throws {
        let model = TrainingData(items: [], links: [], observations: []).model()
        #expect(try Model(decoding: model.encoded()).scored(history: [], candidates: [ServiceID(1)]).isEmpty)
    }
}
