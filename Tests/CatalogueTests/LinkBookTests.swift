import Catalogue
import Database
import Group
import Testing
import Vocabulary

@Suite struct LinkBookTests {
    private let one = ServiceID(1), two = ServiceID(2), three = ServiceID(3)
    private let book = LinkBook()

    private func fresh() async throws -> Database {
        let database = try await CatalogueTests().fresh()
        try await database.migrate(
            GroupSchema.migrations + GroupSchema.crmLinks + CatalogueSchema.migrations + CatalogueSchema.versions, at: Instant(seconds: 0))
        return database
    }

    private func note(_ second: Int64, _ reason: String = "") -> VersionNote {
        VersionNote(by: "anna", at: Instant(seconds: second), reason: reason)
    }

    private func related(_ from: ServiceID, _ to: ServiceID) -> LinkChange { LinkChange(from: from, to: to, before: nil, after: .related) }

    @Test func everyActIsAVersionThatCanBeTakenBackAndRestored() async throws {
        let database = try await fresh()
        try await database.write { transaction in
            func kinds() throws -> [ServiceLink.Kind] { try CatalogueStore().links(in: transaction).map(\.kind) }
            let first = try book.apply(.import, [related(one, two), related(two, three)], note(1, "May"), in: transaction)
            #expect(first.number == 1 && first.actor == "anna" && first.reason == "May")
            let turn = LinkChange(from: one, to: two, before: .related, after: .never)
            #expect(try book.apply(.add, [turn], note(2), in: transaction).number == 2)
            #expect(try kinds() == [.never, .related])
            // Version 2 changed a link of version 1, so it goes first.
            #expect(throws: VersionError.changedSince(1)) { try book.undo(version: 1, note(3), in: transaction) }
            #expect(try book.undo(note(4), in: transaction).undone.number == 2)
            #expect(try book.undo(note(5), in: transaction).undone.number == 1)
            #expect(try kinds().isEmpty)
            #expect(throws: VersionError.nothingToUndo) { try book.undo(note(6), in: transaction) }
            #expect(throws: VersionError.undoneBefore(1, by: 4)) { try book.undo(version: 1, note(6), in: transaction) }
            #expect(throws: VersionError.unknown(99)) { try book.undo(version: 99, note(6), in: transaction) }
            // Taking the undo back restores the import as a whole.
            #expect(try book.undo(version: 4, note(7), in: transaction).version.number == 5)
            #expect(try kinds() == [.related, .related])
            #expect(try book.undo(note(8), in: transaction).undone.number == 1, "it stands again")
            #expect(try book.history(2, in: transaction).map(\.version.number) == [6, 5])
            #expect(try book.history(9, in: transaction).last?.changes == [related(one, two), related(two, three)])
            let audit = try AuditStore().recent(9, in: transaction)
            #expect(audit.map(\.action).last == "links.import" && audit.count == 6)
            #expect(audit.last?.detail == "1 to 2: related, 2 to 3: related")
        }
    }

    @Test func aRefusalStandsUntilItIsTakenBack() async throws {
        let database = try await fresh()
        try await database.write { transaction in
            let (first, second) = (
                LinkRefusal(from: one, to: two, together: 6, high: 1.2), LinkRefusal(from: one, to: two, together: 14, high: 1.9)
            )
            _ = try book.apply(.decline, [], refusals: [first], note(1), in: transaction)
            _ = try book.apply(.decline, [], refusals: [second], note(2), in: transaction)
            #expect(try book.refusals(in: transaction) == [second])
            _ = try book.undo(note(3), in: transaction)
            #expect(try book.refusals(in: transaction) == [first])
            #expect(try book.refusals(of: 2, in: transaction) == [second])
        }
    }

    @Test func aLinkToItselfChangesNothing() async throws {
        let database = try await fresh()
        await #expect(throws: VersionError.catalogue(.linkToItself(one))) {
            try await database.write { try book.apply(.add, [related(two, one), related(one, one)], note(1), in: $0) }
        }
        #expect(try await database.read { try CatalogueStore().links(in: $0) }.isEmpty)
        #expect(try await database.read { try book.history(9, in: $0).map(\.version) }.isEmpty)
    }
}
