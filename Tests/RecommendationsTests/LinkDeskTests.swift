import Catalogue
import Clients
import Database
import Localization
import Recommendations
import Recommender
import Testing
import Vocabulary

@Suite struct LinkDeskTests {
    private let desk = LinkDesk()
    private let note = VersionNote(by: "anna", at: World.now, reason: "seen")

    /// Of those who bought a car many took a yacht afterwards; deposits and КАСКО go their own ways.
    private func world(sailors: Int = 12, from first: Int = 0) async throws -> World {
        let world = try await World()
        for number in 0..<40 { try await world.took([World.newCar] + (number < sailors ? [World.yacht] : []), "car \(number)") }
        for number in 0..<40 { try await world.took([World.deposit] + (number < 6 ? [World.kasko] : []), "saver \(number)") }
        for number in 0..<40 { try await world.took([World.loan] + (number < 6 ? [World.kasko] : []), "debtor \(number)") }
        return world
    }

    private func proposal(_ world: World) async throws -> LinkEvidence? {
        try await world.database.read { try desk.proposals(in: $0) }.first { ($0.from, $0.to) == (World.newCar, World.yacht) }
    }

    @Test func whatClientsTookTogetherIsProposedWithItsSupport() async throws {
        let world = try await world()
        try await world.sellYachts()
        let found = try #require(try await proposal(world))
        #expect(found.together == 12 && found.owners == 40 && found.kind == .taken && found.lift.certainty > 0.9)
        let words = found.example(needs: []) { "S\($0.rawValue)" }
        #expect(words == RecommendationsMessages.linksTaken(together: 12, owners: 40, from: "S4", to: "S6"))
    }

    @Test func whatIsNotSoldOrDecidedIsNotProposed() async throws {
        let world = try await world()
        #expect(try await proposal(world) == nil, "the yacht is not sold any more")
        try await world.sellYachts()
        for (from, to) in [(World.newCar, World.yacht), (World.yacht, World.newCar)] {
            try await world.database.write {
                try CatalogueStore().setLink(ServiceLink(from: from, to: to, kind: .never), in: $0)
            }
            #expect(try await proposal(world) == nil, "Х in either direction")
            try await world.database.write { try CatalogueStore().removeLink(from: from, to: to, in: $0) }
        }
        #expect(try await proposal(world) != nil)
        let accepted = try await world.database.write { try desk.accept(from: World.newCar, to: World.yacht, note, in: $0) }
        #expect(accepted.version.act == .accept && accepted.version.reason == "seen")
        #expect(try await proposal(world) == nil)
        await #expect(throws: LinkDeskError.isDecided(.related)) {
            try await world.database.write { try desk.accept(from: World.newCar, to: World.yacht, note, in: $0) }
        }
        await #expect(throws: LinkDeskError.isDecided(.never)) {
            try await world.database.write { try desk.decline(from: World.kasko, to: World.rivalKasko, note, in: $0) }
        }
        await #expect(throws: LinkDeskError.isNotProposed) {
            try await world.database.write { try desk.accept(from: World.loan, to: World.yacht, note, in: $0) }
        }
    }

    @Test func theDeclinedComesBackOnlyWhenItsEvidenceHasClearlyGrown() async throws {
        let world = try await world()
        try await world.sellYachts()
        try await world.database.write { _ = try desk.decline(from: World.newCar, to: World.yacht, note, in: $0) }
        #expect(try await proposal(world) == nil)
        for number in 0..<8 { try await world.took([World.newCar, World.yacht], "later \(number)") }
        #expect(try await proposal(world) == nil, "twenty where there were twelve are no news")
        for number in 8..<14 { try await world.took([World.newCar, World.yacht], "later \(number)") }
        #expect(try await proposal(world)?.together == 26)
    }

    @Test func whatAPersonTookOutIsNotProposedAtOnceAndUndoForgetsTheRefusal() async throws {
        let world = try await world()
        try await world.sellYachts()
        try await world.database.write { transaction in
            let link = ServiceLink(from: World.newCar, to: World.yacht, kind: .related)
            guard case .changed = try desk.add(link, note, in: transaction) else { return #expect(Bool(false)) }
            #expect(try desk.add(link, note, in: transaction) == .already)
            guard case .changed(let version) = try desk.remove(from: link.from, to: link.to, note, in: transaction) else {
                return #expect(Bool(false))
            }
            #expect(version.act == .remove)
            #expect(try desk.remove(from: link.from, to: link.to, note, in: transaction) == .already)
        }
        #expect(try await proposal(world) == nil)
        try await world.database.write { transaction in
            for _ in 1...2 { _ = try LinkBook().undo(note, in: transaction) }
        }
        #expect(try await proposal(world) != nil)
    }

    @Test func neverActsAtOnce() async throws {
        let world = try await World()
        _ = try await world.train()
        let client = try await world.client("A-1")
        try await world.record(client, World.newCar, .history, 1)
        #expect(try await world.recommend(client).excluded[World.kasko] == nil)
        try await world.database.write {
            _ = try desk.add(ServiceLink(from: World.newCar, to: World.kasko, kind: .never), note, in: $0)
        }
        #expect(try await world.recommend(client).excluded[World.kasko] == .neverAfter(World.newCar))
    }
}

extension World {
    fileprivate func took(_ services: [ServiceID], _ reference: String) async throws {
        let client = try await client(reference)
        for (day, service) in services.enumerated() { try await record(client, service, .history, 1, at: Self.now + .days(Int64(day))) }
    }

    fileprivate func sellYachts() async throws {
        try await database.write { transaction in
            guard var yacht = try CatalogueStore().service(Self.yacht, in: transaction) else { return }
            yacht.isActive = true
            try CatalogueStore().save(yacht, in: transaction)
        }
    }
}
